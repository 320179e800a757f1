"""govie_quantities: every numeral of a report that could be a quantity."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from govie.lexicon.units import load_units
from govie.normalize.quantities import find_candidates
from govie.pipes.state import Draft, set_drafts, structure, text_of


class QuantityFinder(Pipe):
    """Sets a draft for each candidate of the quantity grammar.

    Whether a candidate counts anything at all (12个 in 12个项目 does, 500 in 500强 does not) depends on
    what stands around it, and is judged by govie_indicators.
    """

    def __init__(self, name: str = "govie_quantities", *, units: str | Path | None = None) -> None:
        self.name = name
        self.units = load_units(units)

    def __call__(self, doc: Doc) -> Doc:
        """Set the drafts of `doc`."""
        sentences = structure(doc).sentences
        starts = [sentence.start for sentence in sentences]
        found = []
        for candidate in find_candidates(text_of(doc), self.units):
            at = bisect_right(starts, candidate.start) - 1
            if at >= 0 and candidate.end <= sentences[at].end:
                found.append(
                    Draft(
                        start=candidate.start,
                        end=candidate.end,
                        values=list(candidate.values),
                        unit=candidate.unit,
                        shape=candidate.shape.value,
                        sentence=at,
                        score=1.0,
                    )
                )
        set_drafts(doc, found)
        return doc


@Language.factory(
    "govie_quantities", assigns=["doc.user_data"], requires=["doc.user_data"], default_config={"units": None}
)
def make_quantities(nlp: Language, name: str, units: str | None) -> QuantityFinder:
    """Return a finder; `units` is a file of the user's own units, merged over those that ship."""
    return QuantityFinder(name, units=units)
