"""Whose report it is: level, code, parents, candidates, evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.errors import InputError
from govie.text.hints import hints_of
from govie.text.structure import Structure, read_structure
from govie.types import Area, Level, Source

BODY = (
    "\n各位代表：\n现在，我代表{}人民政府，向大会报告工作，请予审议。\n一、2023年工作回顾\n"
    "生产总值增长5%。\n二、2024年工作安排\n生产总值增长6%。"
)
COUNTY = BODY.format("区")


def structure(text: str, *, file: str = "", **known: str) -> Structure:
    return read_structure(text, hints=hints_of("", file, "", text), **known)  # type: ignore[arg-type]


def area(text: str, **known: str) -> Area:
    found = structure(text, **known).area
    assert found is not None
    for evidence in found.evidence:
        if evidence.start >= 0:
            assert text[evidence.start : evidence.end] == evidence.text
    return found


@pytest.mark.parametrize(
    ("title", "level", "code", "parents"),
    [
        ("2024年玉溪市江川区政府工作报告", "county", "530403", ["530000", "530400"]),
        ("2024年东川区政府工作报告", "county", "530113", ["530000", "530100"]),
        ("2010年江川县政府工作报告", "county", "530421", ["530000", "530400"]),
        ("1990年江川县政府工作报告", "county", "532422", ["530000", "532400"]),
        ("2024年红河州政府工作报告", "city", "532500", ["530000"]),
        ("2001年襄樊市政府工作报告", "city", "420600", ["420000"]),
        ("2024年重庆市政府工作报告", "province", "500000", []),
        ("2024年内蒙古自治区政府工作报告", "province", "150000", []),
        ("2026年广东政府工作报告", "province", "440000", []),
        ("2024年昆明市东川区阿旺镇政府工作报告", "town", None, ["530000", "530100", "530113"]),
        ("2024年苏州工业园区管委会工作报告", "zone", None, ["320000", "320500"]),
        ("2024年浦东新区政府工作报告", "county", "310115", ["310000"]),
        ("2024年云南省青禾县政府工作报告", "county", None, ["530000"]),
        ("2024年云岭省澜溪市青禾县政府工作报告", "county", None, []),
        ("2024年澜溪市鼓楼区政府工作报告", "county", None, []),
    ],
)
def test_title_gives_level_code_and_parents(
    title: str, level: str, code: str | None, parents: list[str]
) -> None:
    found = area(title + COUNTY)
    assert (found.level, found.code, [parent for parent, _ in found.parents]) == (level, code, parents)
    assert found.candidates == ()
    assert found.evidence[0].text in title


def test_a_name_of_several_is_left_open_and_its_candidates_listed() -> None:
    found = area("2024年朝阳区政府工作报告" + COUNTY)
    assert (found.name, found.level, found.code) == ("朝阳区", Level.COUNTY, None)
    assert found.candidates == (("110105", "北京市朝阳区"), ("220104", "吉林省长春市朝阳区"))


@pytest.mark.parametrize(
    ("name", "more", "known", "code", "source"),
    [
        ("朝阳区", "", {"file": "reports/吉林/长春/a.txt"}, "220104", Source.FILE),
        ("朝阳区", "", {"region": "北京市朝阳区"}, "110105", Source.GIVEN),
        ("朝阳区", "", {"region": "220104"}, "220104", Source.GIVEN),
        ("朝阳区", "北京市委、北京市政府支持，学习北京市的经验。", {}, "110105", Source.BODY),
        ("城关区", "自治区党委、自治区政府支持，自治区党委肯定。", {}, "540102", Source.BODY),
        ("鼓楼区", "南京市、福州市、南京市、福州市都来学习。", {}, None, Source.TITLE),
        ("鼓楼区", "南京市来学习。", {}, None, Source.TITLE),
        ("鼓楼区", "", {"file": "reports/云南/a.txt"}, None, Source.TITLE),
    ],
)
def test_parents_that_are_named_settle_it(
    name: str, more: str, known: dict[str, str], code: str | None, source: Source
) -> None:
    found = area(f"2024年{name}政府工作报告{COUNTY}{more}", **known)
    assert (found.code, found.evidence[-1].source) == (code, source)
    assert (code is None) == bool(found.candidates)


def test_the_line_of_the_meeting_settles_it() -> None:
    front = "2024年政府工作报告\n——2024年1月5日在徐州市鼓楼区第十届人民代表大会第三次会议上"
    assert area(front + COUNTY).code == "320302"


@pytest.mark.parametrize(
    ("title", "name", "level", "parents"),
    [
        ("2024年XX县政府工作报告", "XX县", "county", ()),
        ("2024年某镇政府工作报告", "某镇", "town", ()),
        ("2024年云南省××县政府工作报告", "××县", "county", (("530000", "云南省"),)),
        ("2024年政府工作报告", "", "county", ()),
    ],
)
def test_a_masked_name_is_left_open(title: str, name: str, level: str, parents: tuple[object, ...]) -> None:
    found = area(title + BODY.format("县"))
    assert (found.name, found.level, found.code, found.parents) == (name, level, None, parents)
    assert found.candidates == ()
    assert found.evidence


def test_the_file_names_what_the_text_withholds_if_the_level_agrees() -> None:
    text = "2024年XX区政府工作报告" + COUNTY
    assert area(text, file="2024_昆明_东川.txt").code == "530113"
    assert area(text, file="530113.txt").code == "530113"
    assert area(text, file="2024_昆明市.txt").name == "XX区"
    assert structure(text, file="2024_昆明_东川.txt").region == "云南省昆明市东川区"


def test_the_text_goes_before_the_file() -> None:
    found = area("2024年东川区政府工作报告" + COUNTY, file="广东省/深圳市.txt")
    assert (found.code, found.evidence[-1].source) == ("530113", Source.TITLE)


@pytest.mark.parametrize(
    ("text", "file", "year"),
    [
        ("各位代表：\n生产总值增长5%。", "2019年报告.txt", 2019),
        ("各位代表：\n刚刚过去的2018年，生产总值增长5%。", "a/2020/b.txt", 2020),
        ("2024年东川区政府工作报告" + COUNTY, "2019.txt", 2024),
    ],
)
def test_the_year_in_the_files_name_counts_where_the_text_says_none_for_sure(
    text: str, file: str, year: int
) -> None:
    assert structure(text, file=file).year == year


def test_the_state() -> None:
    found = area("各位代表：\n我代表国务院，向大会报告政府工作，请予审议。")
    assert (found.name, found.level, found.code, found.parents) == ("中华人民共和国", Level.STATE, "CN", ())


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(InputError, match="999999"):
        read_structure("生产总值增长5%。", region="999999")


def test_a_text_that_says_nothing_has_no_area() -> None:
    assert read_structure("生产总值增长5%。").area is None


PIECES = "云南省 玉溪市 江川区 XX 县 鼓楼区 镇 政府工作报告 2024年 我代表 人民政府 ， 全县 某"
TEXTS = st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=14).map("".join)


@given(TEXTS, st.sampled_from([None, 1990, 2024]))
def test_evidence_stands_where_it_says(text: str, year: int | None) -> None:
    found = read_structure(text, year=year).area
    if found is not None:
        assert found.code is None or not found.candidates
        assert all(e.start < 0 or text[e.start : e.end] == e.text for e in found.evidence)
