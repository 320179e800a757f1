"""Targets that say no number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govie
from govie.errors import LexiconError
from govie.lexicon.text_targets import load_text_targets
from govie.normalize.text_targets import clauses, read_clause
from govie.types import Report
from tests.shipped import MODEL, needs_model

GRAMMAR = load_text_targets()


def read(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (str(c.kind), text[slice(*c.subject)], text[slice(*c.partner)] if c.partner else None)
        for place in clauses(text)
        for c in read_clause(text, place, GRAMMAR)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("居民收入增长与经济增长基本同步", [("in_step", "居民收入", "经济增长")]),
        ("城镇和农村居民收入增长与经济增长同步", [("in_step", "城镇和农村居民收入", "经济增长")]),
        ("居民收入和经济增长同步", [("in_step", "居民收入", "经济增长")]),
        (
            "居民收入和经济增长同步、劳动报酬和劳动生产率同步",
            [("in_step", "居民收入", "经济增长"), ("in_step", "劳动报酬", "劳动生产率")],
        ),
        ("确保节能减排完成省下达任务", [("assigned", "节能减排", None)]),
        ("完成国家下达的水质改善目标", [("assigned", "水质改善", None)]),
        ("进出口总额争取实现正增长", [("positive", "进出口总额", None)]),
        ("粮食产量与上年持平", [("steady", "粮食产量", None)]),
        ("民生投入只增不减", [("no_less", "民生投入", None)]),
        ("居民消费价格保持在合理区间", [("in_range", "居民消费价格", None)]),
        ("经济增速高于全省平均水平", [("compared", "经济", "全省")]),
        ("建立与经济增长相适应的投入机制", []),
        ("同步推进管网建设", []),
        ("与全国同步基本实现现代化", []),
        ("实现正增长", []),
    ],
)
def test_a_clause_says_kind_subject_and_partner(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    assert read(text) == expected


def parsed(body: str) -> Report:
    return govie.parse(f"2024年青禾县政府工作报告\n{body}", model=MODEL)


@needs_model
def test_one_target_for_several_indicators_is_given_for_each() -> None:
    report = parsed("二、2024年工作安排\n城乡居民人均可支配收入、财政收入增长与经济增长同步。")
    ids = {t.indicator.id for t in report.text_targets}
    assert ids == {"disposable_income", "general_public_budget_revenue"}
    assert {t.text for t in report.text_targets} == {"城乡居民人均可支配收入、财政收入增长与经济增长同步"}


@needs_model
def test_what_stands_with_it() -> None:
    (target,) = parsed("二、2024年工作安排\n主要预期目标是：力争进出口总额实现正增长。").text_targets
    assert (target.indicator.id, target.status, str(target.period), target.horizon) == (
        "imports_exports",
        "target",
        "2024",
        "year",
    )
    assert (target.constraint, target.constraint_word and target.constraint_word.text) == ("hard", "力争")
    assert (target.standing, target.section) == ("target_list", "plan")


@needs_model
@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("一、2023年工作回顾\n居民收入增长与经济增长同步。", 0),  # a result
        ("二、2024年工作安排\n居民收入增长与经济增长同步。", 1),
        ("二、2024年工作安排\n居民收入增长6%、与经济增长同步。", 0),  # it has a number
        ("二、2024年工作安排\n营商环境持续改善。", 0),  # everybody's words
        ("二、2024年工作安排\n主要预期目标是：生态环境质量持续改善。", 1),
    ],
)
def test_where_it_counts(body: str, count: int) -> None:
    assert len(parsed(body).text_targets) == count


@needs_model
def test_json_has_them_and_offsets_hold_in_broken_lines() -> None:
    report = parsed("二、2024年工作安排\n主要预期目标是：居民收入增长与经\n济增长同步。")
    for target in report.text_targets:
        for span in (target, target.indicator, target.partner, target.sentence):
            assert span is None or govie.clean(report.text[span.start : span.end]) == span.text
    assert report.to_json().count('"text_targets"') == 1


@given(st.text("居民收入增长与和同经济步完成国家下达目标任务正持平高于全省、，的", max_size=40))
def test_places_are_in_the_text(text: str) -> None:
    for place in clauses(text):
        for clause in read_clause(text, place, GRAMMAR):
            for start, end in (clause.place, clause.subject, *([clause.partner] if clause.partner else [])):
                assert place[0] <= start < end <= place[1]


@pytest.mark.parametrize("text", ["schema = 2", "schema = 1", "schema ="])
def test_a_bad_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text_targets.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=r"text_targets\.toml"):
        load_text_targets(path)
