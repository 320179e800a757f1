"""Sentences as the network reads them, built from marks: 增长[5.5%](QUANTITY)."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.vocab import Vocab
from thinc.api import fix_random_seed

from govie.lexicon.units import load_units
from govie.normalize.quantities import find_candidates
from govie.pipes.indicators import IndicatorPointer, Sentence
from govie.pipes.network import pointer_network
from govie.pipes.state import Draft
from govie.pipes.windows import Place, SentenceView
from tests.marked import Mark, read_marks

ROWS = (64, 128, 128)
SMALL = {"width": 12, "embed": 8, "rows": ROWS, "dilations": (1, 2), "hidden": 10, "dropout": 0.0}

MARKED = (
    "全县[地区生产总值](INDICATOR)达[90亿元](QUANTITY)、增长[5.5%](QUANTITY)左右。",
    "完成[25条](QUANTITY a)[道路雨污分流改造](INDICATOR a)，“368”行动见效。",
    "[产业投资](INDICATOR a)、[民间投资](INDICATOR b)占比分别为[36.88%](QUANTITY a)、[31.86%](QUANTITY b)。",
)


def view_of(text: str) -> SentenceView:
    """Return `text` with the candidates of the quantity grammar."""
    found = find_candidates(text, load_units())
    return SentenceView(text, tuple(Place(c.start, c.end, c.unit, c.shape.value) for c in found))


def sentence_of(marked: str) -> Sentence:
    """Return a marked sentence with the gold of each candidate."""
    text, marks = read_marks(marked)
    view = view_of(text)
    gold = {(m.start, m.end): _draft(m, marks) for m in marks if m.label == "QUANTITY"}
    places = [(place.start, place.end) for place in view.quantities]
    assert gold.keys() <= set(places)
    drafts = tuple(Draft(start=a, end=b, sentence=0) for a, b in places)
    return Sentence(view, 0, drafts, tuple(gold.get(place) for place in places))


def _draft(quantity: Mark, marks: Sequence[Mark]) -> Draft:
    owners = [m for m in marks if m.label == "INDICATOR" and m.name == quantity.name]
    (owner,) = owners or [Mark(-1, -1, "", "INDICATOR", "", {})]
    return Draft(start=quantity.start, end=quantity.end, ind_start=owner.start, ind_end=owner.end)


def small_pointer(*, seed: int = 0) -> IndicatorPointer:
    """Return a pointer of few and random weights, without dropout."""
    fix_random_seed(seed)
    pointer = IndicatorPointer(Vocab(), pointer_network(**SMALL))
    pointer.initialize(list)
    return pointer
