"""govie_quantities: the quantities of a report, out of all that could be one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.units import load_units
from govie.normalize.quantities import find_candidates
from govie.pipes.base import HeadsPipe, settings
from govie.pipes.features import local_features, setting_features
from govie.pipes.state import Draft, annotated, drafts, set_drafts, structure, text_of


class QuantityFinder(HeadsPipe):
    """Lists the candidates of the quantity grammar and keeps those that count something.

    Whether a numeral is a quantity at all (`12个项目` is, `500强` and `“3815”战略` are not) is learned.
    """

    def __init__(self, name: str = "govie_quantities", *, threshold: float = 0.5) -> None:
        super().__init__(name)
        self.threshold = threshold
        self.units = load_units()

    def __call__(self, doc: Doc) -> Doc:
        """Set the drafts of `doc`."""
        set_drafts(doc, self.candidates(doc))
        rows = list(_features(doc))
        if self.heads.classes and rows:
            kept = self.heads.classes["quantity"].index("yes")
            scores = self.heads.predict(rows)["quantity"][:, kept].tolist()
            chosen = []
            for draft, score in zip(drafts(doc), scores, strict=True):
                draft["score"] = score
                if score >= self.threshold:
                    chosen.append(draft)
            set_drafts(doc, chosen)
        return doc

    def candidates(self, doc: Doc) -> list[Draft]:
        """Return a draft for each candidate inside a sentence of `doc`."""
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
        return found

    def fit(self, examples: Iterable[Example]) -> None:
        """Learn from the annotated sentences of the reference docs."""
        features, labels = [], []
        for example in examples:
            doc = example.predicted
            gold = {(draft["start"], draft["end"]) for draft in drafts(example.reference)}
            inside = annotated(example.reference)
            set_drafts(doc, self.candidates(doc))
            for draft, row in zip(drafts(doc), _features(doc), strict=True):
                if draft["sentence"] in inside:
                    features.append(row)
                    labels.append("yes" if (draft["start"], draft["end"]) in gold else "no")
        self.heads.fit(features, {"quantity": labels})


def _features(doc: Doc) -> Iterator[list[str]]:
    for setting in settings(doc):
        for local, around in zip(local_features(setting), setting_features(setting), strict=True):
            yield local + around


@Language.factory(
    "govie_quantities", assigns=["doc.user_data"], requires=["doc.user_data"], default_config={"threshold": 0.5}
)
def make_quantities(nlp: Language, name: str, threshold: float) -> QuantityFinder:
    """Return a finder without weights, which keeps every candidate."""
    return QuantityFinder(name, threshold=threshold)
