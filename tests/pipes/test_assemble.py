"""Drafts on clean text become observations in the caller's own characters."""

from __future__ import annotations

import pytest
import spacy

from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import load_units
from govie.pipes.assemble import Tables, assemble
from govie.pipes.state import Draft, character_doc, set_drafts, set_structure
from govie.text.clean import read
from govie.text.structure import read_structure
from govie.types import Bound, Direction, Measure, Observation, Period, Span, Status

VOCAB = spacy.blank("zh").vocab
RAW = "一、2023年工作回顾\n春风送暖。\n全縣 基站 增长\n５.５％以上。"


def observed(**fields: object) -> Observation:
    """Return the observation of the one quantity of RAW, with `fields` changed in its draft."""
    cleaned = read(RAW)
    doc = character_doc(VOCAB, cleaned.text)
    structure = read_structure(cleaned.text)
    set_structure(doc, structure)
    start = cleaned.text.index("5.5%")
    draft = Draft(
        start=start,
        end=start + 4,
        values=[5.5],
        unit="%",
        shape="percent",
        sentence=len(structure.sentences) - 1,
        score=0.5,
        ind_start=-1,
        ind_end=-1,
        measure="growth",
        direction="up",
        bound="ge",
        status="actual",
        annual_average=False,
        is_base=False,
        baseline=[],
        whole=[],
        scope=[],
        modal=[],
        period="2023",
        id="",
    )
    set_drafts(doc, [{**draft, **fields}])  # type: ignore[typeddict-item]
    (observation,) = assemble(doc, cleaned, Tables(load_indicators(), load_units()))
    return observation


def place(piece: str) -> list[int]:
    start = read(RAW).text.index(piece)
    return [start, start + len(piece)]


def test_every_field_says_what_the_draft_says():
    o = observed()
    assert (o.quantity.text, RAW[o.quantity.start : o.quantity.end]) == ("5.5%", "５.５％")
    assert (o.quantity.value, o.quantity.unit) == (5.5, "%")
    assert (o.measure, o.direction, o.bound) == (Measure.GROWTH, Direction.UP, Bound.GE)
    assert (o.status, o.period, o.section.value) == (Status.ACTUAL, Period.of(2023), "review")
    assert (o.indicator, o.baseline, o.whole, o.scope, o.modal) == (None,) * 5
    assert RAW[o.sentence.start : o.sentence.end] == RAW[RAW.index("全縣") :]


def test_spans_point_into_the_raw_text():
    start, end = place("基站")
    o = observed(ind_start=start, ind_end=end, scope=place("全县"), id="gdp")
    assert o.indicator is not None
    assert (o.indicator.text, RAW[o.indicator.start : o.indicator.end]) == ("基站", "基站")
    assert (o.indicator.id, o.indicator.name) == ("gdp", "地区生产总值")
    assert o.scope == Span("全县", RAW.index("全縣"), RAW.index("全縣") + 2)


@pytest.mark.parametrize("value", [[], [5.5], [5.0, 6.0]])
def test_the_value_is_the_first_of_the_values(value):
    quantity = observed(values=value).quantity
    assert quantity.values == tuple(value)
    assert quantity.value == (value[0] if value else None)
    assert quantity.masked == (not value)


def test_blanks_at_the_edges_belong_to_no_span():
    raw = "使用 4G 5G 终端增长5%。"
    cleaned = read(raw)
    assert "4G 5G" in cleaned.text
    doc = character_doc(VOCAB, cleaned.text)
    set_structure(doc, read_structure(cleaned.text))
    plain = {
        "sentence": 0,
        "score": 1.0,
        "values": [5.0],
        "unit": "%",
        "shape": "percent",
        "period": "",
        "id": "",
    }
    plain |= {"measure": "growth", "direction": "up", "bound": "exact", "status": "actual"}
    plain |= {"annual_average": False, "is_base": False, "baseline": [], "whole": [], "modal": []}
    at, blank = cleaned.text.index("5%"), cleaned.text.index(" 5G")
    drafts = [
        {
            **plain,
            "start": at,
            "end": at + 2,
            "ind_start": blank - 2,
            "ind_end": blank + 1,
            "scope": [blank, blank + 1],
        },
        {**plain, "start": at, "end": at + 2, "ind_start": blank, "ind_end": blank + 1, "scope": []},
    ]
    set_drafts(doc, drafts)  # type: ignore[arg-type]
    named, unnamed = assemble(doc, cleaned, Tables(load_indicators(), load_units()))
    assert named.indicator is not None
    assert raw[named.indicator.start : named.indicator.end] == named.indicator.text == "4G"
    assert (named.scope, unnamed.indicator) == (None, None)


@pytest.mark.parametrize(("score", "confidence"), [(0.123456, 0.1235), (1.0000001, 1.0), (0.0, 0.0)])
def test_confidence_is_between_0_and_1(score, confidence):
    assert observed(score=score).confidence == confidence
