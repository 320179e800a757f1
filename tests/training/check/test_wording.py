from __future__ import annotations

import pytest

from govie.io.annotations import AnnotatedSentence
from govie.lexicon.indicators import load_indicators
from govie.training.check.finding import Remark
from govie.training.check.wording import check_wording
from tests.training.check.sentences import one, record, right, said, sentence


def remarks_on(sentence: AnnotatedSentence, *, year: int | None = 2024) -> list[Remark]:
    return list(check_wording(sentence, load_indicators(), year=year))


def test_nothing_is_said_of_what_is_right() -> None:
    assert remarks_on(right()) == []


@pytest.mark.parametrize(
    ("text", "q", "ind", "found"),
    [
        ("完成水利投资3亿元。", "3亿元", "完成水利投资", [("warning", "indicator")]),
        ("全县水利投资3亿元。", "3亿元", "全县水利投资", [("warning", "indicator")]),
        ("水利投资、3亿元。", "3亿元", "水利投资、", [("error", "indicator")]),
        ("“芦河杯”奖3个。", "3个", "芦河杯”奖", [("warning", "indicator")]),
        ("水利投资3亿元。", "3亿元", "投资3", [("error", "indicator")]),
        ("全社会水利投资3亿元。", "3亿元", "全社会水利投资", []),
        ("“芦河杯”奖3个。", "3个", "“芦河杯”奖", []),
    ],
)
def test_the_words_of_an_indicator_are_checked(
    text: str, q: str, ind: str, found: list[tuple[str, str]]
) -> None:
    assert said(remarks_on(one(text, q, ind, v=3))) == found


def test_a_quantity_inside_the_indicator_of_another_is_a_warning() -> None:
    text = "年产5万吨果汁项目投资3亿元。"
    inner = record(text, "5万吨", "年产", v=5, u="万吨")
    outer = record(text, "3亿元", "5万吨果汁项目投资", v=3, u="亿元")
    assert said(remarks_on(sentence(text, inner, outer))) == [("warning", "indicator")]


@pytest.mark.parametrize(
    ("text", "q", "ind", "fields", "found"),
    [
        ("地区生产总值3亿元。", "3亿元", "地区生产总值", {"id": "gdp"}, []),
        ("地区生产总值3亿元。", "3亿元", "地区生产总值", {"id": "gpd"}, [("error", "id")]),
        ("地区生产总值3亿元。", "3亿元", "地区生产总值", {"id": "exports"}, [("warning", "id")]),
        ("地区生产总值3亿元。", "3亿元", "地区生产总值", {}, [("warning", "id")]),
        ("水库库容3亿方。", "3亿方", "水库库容", {}, []),
        ("物价涨幅3%。", "3%", "物价", {"m": "growth", "d": "up"}, [("warning", "id")]),
        ("物价目录3种。", "3种", "物价", {}, []),
        # fused names stay whole, and the id tells them apart
        (
            "城乡居民人均可支配收入增3%。",
            "3%",
            "城乡居民人均可支配收入",
            {"id": "disposable_income_rural"},
            [],
        ),
    ],
)
def test_an_id_is_that_of_its_name(
    text: str, q: str, ind: str, fields: dict[str, object], found: list[tuple[str, str]]
) -> None:
    assert said(remarks_on(one(text, q, ind, v=3, **fields))) == found


@pytest.mark.parametrize(
    ("text", "skip", "noted"),
    [
        ("建成G77和5G基站", [], ["77", "5"]),
        ("建成G77和5G基站", ["G77", "5G"], []),
        ("2023年9月2日，十四届三次全会召开。", [], []),
        ("２０２３年，完成一半。", [], []),
        ("在2021—2025年推进。", [], []),
        ("达到XX元。", [], ["XX"]),
        ("达到12.5，很好。", [], ["12.5"]),
    ],
)
def test_a_numeral_that_nothing_accounts_for_is_a_note(text: str, skip: list[str], noted: list[str]) -> None:
    remarks = remarks_on(sentence(text, skip=skip))
    assert said(remarks) == [("note", "numeral")] * len(noted)
    assert all(repr(numeral) in remark.found for numeral, remark in zip(noted, remarks, strict=True))


def test_numerals_in_quantities_indicators_and_companions_are_accounted_for() -> None:
    text = "4G信号塔是“368”行动前的3倍。"
    given = record(text, "3倍", "4G信号塔", v=3, u="倍", m="multiple", base="“368”行动前")
    assert remarks_on(sentence(text, given)) == []


def test_what_is_skipped_must_be_in_the_sentence() -> None:
    assert said(remarks_on(sentence("开通G77。", skip=["G78", "G77"]))) == [("error", "skip")]
