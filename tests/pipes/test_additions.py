"""What was added to a stock is told from the stock itself."""

from __future__ import annotations

import pytest

from govie.lexicon.indicators import load_indicators
from govie.pipes.additions import additions
from govie.pipes.state import Draft
from govie.text.structure import read_structure
from govie.types import Measure


def added(
    sentence: str, figure: str, id: str = "hightech_firms", *, unit: str = "家", measure: str = "level"
) -> bool:
    found = read_structure(sentence)
    start = sentence.index(figure)
    draft = Draft(start=start, sentence=0, id=id, unit=unit, measure=measure)
    return additions([draft], found, sentence, load_indicators())[0]


@pytest.mark.parametrize(
    ("sentence", "id", "is_added"),
    [
        ("全年新增高新技术企业7家。", "hightech_firms", True),
        ("全年认定高新技术企业7家。", "hightech_firms", True),
        ("新增规上企业5家、高新技术企业7家。", "hightech_firms", True),
        ("新增铁路里程7公里。", "railway_length", True),
        ("新（改）建农村公路7公里。", "rural_roads", True),
        ("全县有高新技术企业7家。", "hightech_firms", False),
        ("高新技术企业达到7家。", "hightech_firms", False),
        ("培育高新技术企业达7家。", "hightech_firms", False),
        ("新增铁路里程3公里、突破7公里。", "railway_length", False),
        ("累计建成高标准农田7万亩。", "high_standard_farmland", False),
        ("新增企业5家，高新技术企业7家。", "hightech_firms", False),
        ("改造老旧小区7个。", "old_communities_renovated", False),
        ("城镇新增就业7人。", "urban_new_jobs", False),
    ],
)
def test_the_words_before_a_number_tell(sentence: str, id: str, is_added: bool) -> None:
    assert added(sentence, "7", id) is is_added


def test_only_a_level_that_is_no_rate_can_be_added() -> None:
    assert not added("新增高新技术企业增长7%。", "7", measure=Measure.GROWTH)
    assert not added("新建污水管网，污水处理率7%。", "7", "sewage_treatment_rate", unit="%")
    assert not added("全年新增茶园7家。", "7", "")
