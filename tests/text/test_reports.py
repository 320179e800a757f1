"""Reports glued into one text come apart where each begins, and nowhere else."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govie.text.reports import split_reports

BODY = "".join(
    f"全县新建农村公路{k}公里，改造老旧小区{k + 3}个，新增就业{k * 20}人，群众办事更加方便。\n"
    for k in range(1, 50)
)
SALUTATION = "各位代表：\n"
PRESENTED = "现在，我代表{place}人民政府，向大会报告工作，请予审议，并请列席人员提出意见。\n"
MEETING = "——{year}年1月18日在{place}第十八届人民代表大会第三次会议上\n"
PLACES = ("青禾县", "澜溪市", "古渡区", "云岭镇")


def report(place: str, year: int, *, title: bool = True, meeting: bool = True, lead: str = "") -> str:
    front = f"{year}年{place}政府工作报告\n" if title else ""
    front += MEETING.format(year=year, place=place) if meeting else ""
    presented = PRESENTED.format(place=place)
    return f"{lead}{front}{SALUTATION}{presented}一、工作回顾\n{BODY}二、今年安排\n{BODY[:400]}\n"


def starts(text: str) -> list[int]:
    parts = split_reports(text)
    assert parts[0][0] == 0
    assert parts[-1][1] == len(text)
    assert all(end == start for (_, end), (start, _) in pairwise(parts))
    return [start for start, _ in parts]


@pytest.mark.parametrize("between", ["", "\n", "\n\n\n", "\n- 12 -\n", "\n7\n\n", "\f", "\r\n\u3000\r\n"])
@pytest.mark.parametrize(
    "options", [{}, {"title": False}, {"meeting": False}, {"title": False, "meeting": False}]
)
def test_glued_reports_come_apart(between: str, options: dict[str, bool]) -> None:
    reports = [report(place, 2020 + k, **options) for k, place in enumerate(PLACES)]
    text = between.join(reports)
    found = starts(text)
    assert len(found) == len(reports)
    for start, part in zip(found, reports, strict=True):
        assert text[start:].startswith(part[:40])


def test_short_reports_come_apart_where_each_is_presented() -> None:
    short = [report(place, 2020 + k).replace(BODY, BODY[:300]) for k, place in enumerate(PLACES)]
    assert len(short[0]) < 1000
    assert len(starts("\n".join(short))) == len(PLACES)


def test_a_report_without_a_salutation_begins_with_its_title() -> None:
    second = report("澜溪市", 2021).replace(SALUTATION, "")
    assert starts(report("青禾县", 2020) + second) == [0, len(report("青禾县", 2020))]


def test_lines_of_a_page_between_title_and_salutation() -> None:
    page = "首页\n澜溪市政府工作报告\n来源：澜溪日报\n2021年1月20日\n【字号：大 中 小】\n"
    second = report("澜溪市", 2021, title=False, meeting=False, lead=page)
    first = report("青禾县", 2020)
    assert starts(first + second) == [0, len(first) + len("首页\n")]


@pytest.mark.parametrize(
    "single",
    [
        "",
        "一行",
        report("青禾县", 2020),
        # a table of contents in front, and the salutation again behind the review
        "目录\n2020年青禾县政府工作报告\n一、工作回顾\n二、今年安排\n" + report("青禾县", 2020),
        report("青禾县", 2020) + "各位代表：\n" + BODY,
        # a link to itself below, with the first words
        report("青禾县", 2020)
        + "相关阅读\n2020年青禾县政府工作报告\n各位代表：现在，我代表县人民政府，向大会报告，请予审议。\n",
        # a glossary
        report("青禾县", 2020)
        + "《政府工作报告》名词解释\n"
        + "1.一网通办：在一个网站上办成许多事情。\n" * 90,
        # running heads
        BODY.replace("。\n", "。\n青禾县政府工作报告\n"),
    ],
    ids=["empty", "a line", "one", "contents", "salutation again", "link", "glossary", "heads"],
)
def test_a_single_report_stays_whole(single: str) -> None:
    assert split_reports(single) == [(0, len(single))]


@pytest.mark.parametrize(
    "lead", ["五年前的报告是这样写的，全文如下：\n", "附前任县长当年所作的报告，以便代表对照：\n"]
)
def test_a_quoted_report_is_not_split(lead: str) -> None:
    text = report("青禾县", 2020) + lead + report("青禾县", 2015)
    assert split_reports(text) == [(0, len(text))]


def test_a_report_in_quotation_marks_is_not_split() -> None:
    text = report("青禾县", 2020) + "“" + report("青禾县", 2015) + "”\n" + BODY
    assert split_reports(text) == [(0, len(text))]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(PLACES),
            st.booleans(),
            st.booleans(),
            st.sampled_from(["", "\n", "\n5\n", "\f\n"]),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_row_of_reports(row: list[tuple[str, bool, bool, str]]) -> None:
    text, expected = "", []
    for year, (place, title, meeting, behind) in enumerate(row, 2018):
        expected.append(len(text))
        text += report(place, year, title=title, meeting=meeting) + behind
    assert starts(text) == expected or [len(text[a:].lstrip()) for a in starts(text)] == [
        len(text[a:].lstrip()) for a in expected
    ]


@given(st.text("我代表政府报告审议各位：，。“”\n\f 12在会", max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_covered(text: str) -> None:
    starts(text)


@pytest.mark.parametrize(
    "unit", ["各位代表：\n", "政府工作报告\n", "现在，我代表国务院向大会报告，请予审议。\n", "我代表"]
)
def test_long_texts_take_seconds(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    before = time.process_time()
    split_reports(text)
    assert time.process_time() - before < 10
