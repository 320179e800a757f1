"""govie_spans: the quantities and indicators of a Doc as spaCy spans."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from govie.pipes.state import drafts, structure

SPANS = "govie_spans"
QUANTITY, INDICATOR = "QUANTITY", "INDICATOR"


class SpanSetter(Pipe):
    """Sets doc.spans["quantities"] and ["indicators"], doc.ents, and the starts of sentences.

    The spans of both groups stand in the same order, one of each for a quantity that has an
    indicator; an indicator's `kb_id_` is its canonical id. `doc.ents` holds each piece of text once.
    A span covers all the tokens that its characters touch.
    """

    def __init__(self, name: str = SPANS) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set the spans of `doc`."""
        _set_sentence_starts(doc)
        quantities, indicators = [], []
        for draft in drafts(doc):
            if quantity := _span(doc, draft["start"], draft["end"], QUANTITY):
                quantities.append(quantity)
            named = draft.get("ind_start", -1) >= 0
            if named and (
                found := _span(doc, draft["ind_start"], draft["ind_end"], INDICATOR, draft.get("id", ""))
            ):
                indicators.append(found)
        doc.spans["quantities"], doc.spans["indicators"] = quantities, indicators
        # quantities first: filter_spans keeps the first of two that are equally long
        doc.ents = tuple(filter_spans([*quantities, *indicators]))
        return doc


def _span(doc: Doc, start: int, end: int, label: str, kb_id: str = "") -> Span | None:
    return doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")


def _set_sentence_starts(doc: Doc) -> None:
    """Mark the first token of each sentence, in one array: spaCy's setter reads the Doc each time."""
    starts = {sentence.start for sentence in structure(doc).sentences}
    flags = [1 if token.i == 0 or token.idx in starts else -1 for token in doc]
    column: Any = np.array(flags, dtype=np.int32).reshape(-1, 1).astype(np.uint64)
    doc.from_array(["SENT_START"], column)


@Language.factory(SPANS, assigns=["doc.ents", "doc.spans"], requires=["doc.user_data"])
def make_spans(nlp: Language, name: str) -> SpanSetter:
    """Return the component."""
    return SpanSetter(name)
