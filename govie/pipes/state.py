"""What the components hand to each other on a Doc: plain values in `doc.user_data`.

Only strings, numbers, lists and dicts are stored, so that a Doc can be pickled, sent to another
process and saved by spaCy. Offsets are characters of `doc.text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from spacy.tokens import Doc
from spacy.vocab import Vocab

from govie.text.about import Hints
from govie.text.paths import PathRange
from govie.text.structure import SectionRange, SentenceRange, Structure
from govie.types import Area, Evidence, Level, Period, SectionKind, Source

_TEXT, _GIVEN, _HINTS = "govie.text", "govie.given", "govie.hints"
_STRUCTURE, _DRAFTS, _ANNOTATED = "govie.structure", "govie.drafts", "govie.annotated"


class Draft(TypedDict, total=False):
    """A quantity on its way to an observation; each component adds its fields."""

    # govie_quantities
    start: int
    end: int
    values: list[float]
    unit: str
    shape: str
    sentence: int  # index into Structure.sentences
    score: float  # product of the probabilities of the choices so far
    # govie_indicators
    ind_start: int  # -1 if the sentence names nothing
    ind_end: int
    # govie_attributes
    measure: str
    direction: str  # "" if none
    bound: str
    bound_word: list[int]  # [start, end], or [] if the number is exact
    status: str
    annual_average: bool
    is_base: bool
    baseline: list[int]  # [start, end], or [] if not named
    whole: list[int]
    scope: list[int]
    modal: list[int]
    # govie_periods
    period: str
    # govie_linker
    id: str  # "" if none
    # add_context
    constraint: str  # "" if none, as horizon and binding
    constraint_word: list[int]
    horizon: str
    binding: str
    coverage: str
    coverage_word: list[int]


def character_doc(vocab: Vocab, text: str) -> Doc:
    """Return a Doc with one token a character: what the trained components read is characters."""
    doc = Doc(vocab, words=list(text), spaces=[False] * len(text))
    doc.user_data[_TEXT] = text  # spaCy would join it anew from its tokens
    return doc


def drafts(doc: Doc) -> list[Draft]:
    """Return the drafts of `doc`, empty if no component has set them."""
    found: list[Draft] = doc.user_data.get(_DRAFTS, [])
    return found


def set_drafts(doc: Doc, items: list[Draft]) -> None:
    """Store `items`, which are in text order, on `doc`."""
    doc.user_data[_DRAFTS] = items


def text_of(doc: Doc) -> str:
    """Return `doc.text`, which spaCy joins anew from its tokens at each call, joined once."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def given(doc: Doc) -> tuple[int | None, str | None]:
    """Return the year and region that the caller has given with `doc`."""
    year, region = doc.user_data.get(_GIVEN, (None, None))
    return year, region


def set_given(doc: Doc, year: int | None, region: str | None) -> None:
    """Store what the caller knows of the report: its year and its region."""
    doc.user_data[_GIVEN] = [year, region]


def hints(doc: Doc) -> Hints:
    """Return what the file of `doc` says of the report: it counts where the text is silent."""
    return Hints(*doc.user_data.get(_HINTS, ()))


def set_hints(doc: Doc, found: Hints) -> None:
    """Store what the file of `doc` says of the report."""
    doc.user_data[_HINTS] = list(found)


def annotated(doc: Doc) -> frozenset[int]:
    """Return the indices of the sentences of a reference doc that annotators have read."""
    return frozenset(doc.user_data.get(_ANNOTATED, ()))


def set_annotated(doc: Doc, sentences: Iterable[int]) -> None:
    """Store which sentences of a reference doc annotators have read."""
    doc.user_data[_ANNOTATED] = sorted(sentences)


def set_structure(doc: Doc, structure: Structure) -> None:
    """Store `structure` on `doc` as plain values."""
    doc.user_data[_STRUCTURE] = {
        "title": structure.title,
        "year": structure.year,
        "region": structure.region,
        "sections": [[s.kind.value, s.title, s.start, s.end, str(s.period)] for s in structure.sections],
        "area": _plain_area(structure.area),
        "sentences": [[s.start, s.end, s.paragraph, s.index, s.section] for s in structure.sentences],
        "paths": [[start, list(path)] for start, path in structure.paths],
    }


def structure(doc: Doc) -> Structure:
    """Return the structure of `doc`; one of a single sentence if no component has set it."""
    plain: dict[str, Any] | None = doc.user_data.get(_STRUCTURE)
    if plain is None:
        whole = SectionRange(SectionKind.OTHER, "", 0, len(text_of(doc)), Period())
        return Structure("", None, None, (whole,), (SentenceRange(0, len(text_of(doc)), 0, 0, 0),))
    return Structure(
        plain["title"],
        plain["year"],
        plain["region"],
        tuple(SectionRange(SectionKind(k), t, a, b, Period.parse(p)) for k, t, a, b, p in plain["sections"]),
        tuple(SentenceRange(*row) for row in plain["sentences"]),
        tuple(PathRange(start, tuple(path)) for start, path in plain["paths"]),
        _area(plain["area"]),
    )


def _plain_area(area: Area | None) -> dict[str, Any] | None:
    if area is None:
        return None
    return {
        "name": area.name,
        "level": area.level.value if area.level else None,
        "code": area.code,
        "parents": [list(pair) for pair in area.parents],
        "candidates": [list(pair) for pair in area.candidates],
        "evidence": [[e.source.value, e.text, e.start, e.end] for e in area.evidence],
    }


def _area(plain: dict[str, Any] | None) -> Area | None:
    if plain is None:
        return None
    return Area(
        name=plain["name"],
        level=Level(plain["level"]) if plain["level"] else None,
        code=plain["code"],
        parents=tuple((code, name) for code, name in plain["parents"]),
        candidates=tuple((code, name) for code, name in plain["candidates"]),
        evidence=tuple(Evidence(Source(source), *rest) for source, *rest in plain["evidence"]),
    )
