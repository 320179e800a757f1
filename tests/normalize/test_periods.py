"""Mentions of time, and the periods that a quantity may be about."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.errors import LexiconError
from govie.lexicon import periods as lexicon_periods
from govie.lexicon.periods import load_period_words
from govie.normalize.period_roles import PeriodContext, PeriodRole, default_role, period_candidates
from govie.normalize.periods import Mention, MentionKind, MentionUse, find_mentions, within
from govie.types import Measure, Period, SectionKind

WORDS = load_period_words()


def mentions_of(text: str, report_year: int | None = 2026) -> list[Mention]:
    return find_mentions(text, report_year=report_year, words=WORDS)


def named(text: str, report_year: int | None = 2026) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], str(m.period)) for m in mentions_of(text, report_year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青河县2023年修路", [("2023年", "2023")]),
        ("青河县２０２３年修路", [("２０２３年", "2023")]),
        ("一九八○年修渠", [("一九八○年", "1980")]),
        ("二〇〇三年修渠", [("二〇〇三年", "2003")]),
        ("2021-2025年修路", [("2021-2025年", "2021/2025")]),
        ("1998—2002年修路", [("1998—2002年", "1998/2002")]),
        ("1991—95年修路", [("1991—95年", "1991/1995")]),
        ("一九八一年到一九八五年的计划", [("一九八一年到一九八五年", "1981/1985")]),
        ("1998、1999年遭灾", [("1998", "1998"), ("1999年", "1999")]),
        ("2023年10月开工", [("2023年10月", "2023-10")]),
        ("2023年10月15日开工", [("2023年10月15日", "2023-10")]),
        ("2023年上半年开工", [("2023年上半年", "2023-H1")]),
        ("2023年1—10月完成", [("2023年1—10月", "2023-01/2023-10")]),
        ("2023年11月至2024年2月", [("2023年11月至2024年2月", "2023-11/2024-02")]),
        ("2023年10月至12月", [("2023年10月至12月", "2023-10/2023-12")]),
        ("2025年底竣工", [("2025年底", "2025")]),
    ],
)
def test_years_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("今年修路", "2026"),
        ("去年修路", "2025"),
        ("上年修路", "2025"),
        ("前年修路", "2024"),
        ("本年度修路", "2026"),
        ("去年7月修路", "2025-07"),
        ("今年一季度修路", "2026-Q1"),
        ("五年来修路", "2021/2025"),
        ("过去五年修路", "2021/2025"),
        ("过去的五年修路", "2021/2025"),
        ("近三年修路", "2023/2025"),
        ("三年多来修路", "2023/2025"),
        ("今后五年修路", "2026/2030"),
        ("未来三年修路", "2026/2028"),
        ("连续五年增产", "2021/2025"),
        ("前年以来修路", "2024/2025"),
        ("本届政府以来修路", "2021/2025"),
        ("到本世纪中叶", "2050"),
    ],
)
def test_times_are_relative_to_the_year_of_the_report(text: str, period: str) -> None:
    assert [found for _, found in named(text)] == [period]
    assert not any(found for _, found in named(text, report_year=None))


@pytest.mark.parametrize(
    ("text", "mention", "period"),
    [
        ("“十四五”时期修路", "“十四五”时期", "2021/2025"),
        ("“十三五”末有路", "“十三五”末", "2020"),
        ("“十四五”规划收官之年", "“十四五”规划收官之年", "2025"),
        ("“十一五”前四年修路", "“十一五”前四年", "2006/2009"),
        ("“十一五”后两年修路", "“十一五”后两年", "2009/2010"),
        ("十五五期间修路", "十五五期间", "2026/2030"),
        ("六五计划期间修路", "六五计划期间", "1981/1985"),
        ("“三五”计划期间修路", "“三五”计划期间", "1966/1970"),
        ("第六个五年计划期间修路", "第六个五年计划期间", "1981/1985"),
        ("第十个五年计划期间修路", "第十个五年计划期间", "2001/2005"),
        ("“十五五”以来修路", "“十五五”", "2026/2030"),
        ("“十二五”以来修路", "“十二五”以来", "2011/2025"),
        ("五年计划的前三年修路", "五年计划的前三年", "2026/2028"),
    ],
)
def test_five_year_plans_are_spans(text: str, mention: str, period: str) -> None:
    assert named(text) == [(mention, period)]


@pytest.mark.parametrize(
    ("text", "report_year", "period"),
    [
        ("到本世纪末翻两番", 1982, "2000"),
        ("到本世纪末翻两番", 2000, "2000"),
        ("上个世纪末只有三里", 2005, "2000"),
        ("九十年代的水平", 1996, "1990/1999"),
        ("20世纪八十年代的水平", 2020, "1980/1989"),
        ("一九八一年到本世纪末的打算", 1982, "1981/2000"),
    ],
)
def test_centuries_and_decades(text: str, report_year: int, period: str) -> None:
    assert [found for _, found in named(text, report_year)] == [period]


@pytest.mark.parametrize(
    "text",
    [
        "投资2000亿元",
        "修路1998公里",
        "培训12,2023年",
        "实施三年行动计划",
        "实行九年义务教育",
        "以上年龄的老人",
        "今年轻人返乡",
        "用时3个月",
        "第十五届运动会",
        "5G基站和500强企业",
        "多年来无事故",
    ],
)
def test_other_words_are_no_times(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("比2020年多三户", MentionUse.BASELINE),
        ("较“十三五”末多三户", MentionUse.BASELINE),
        ("是1997年的两倍", MentionUse.BASELINE),
        ("与2020年相比多三户", MentionUse.BASELINE),
        ("从1997年的三户起步", MentionUse.FROM),
        ("增加到2002年的九户", MentionUse.UNTIL),
        ("2030年底前达到九户", MentionUse.UNTIL),
        ("2023年达到九户", MentionUse.PLAIN),
    ],
)
def test_use_of_a_mention(text: str, use: MentionUse) -> None:
    assert [mention.use for mention in mentions_of(text)] == [use]


def test_a_programme_is_not_its_time() -> None:
    kinds = [mention.kind for mention in mentions_of("第六个五年计划规定，第六个五年计划期间")]
    assert kinds == [MentionKind.PROGRAMME, MentionKind.PLAN]


def test_a_count_of_years_says_how_many() -> None:
    (mention,) = mentions_of("两年修路三里")
    assert (mention.kind, mention.years, mention.period) == (MentionKind.COUNT, 2, Period())


@given(
    st.text(
        alphabet="0123456789０９年月至到—一二十五“”末前底个第计划期间来近去今上半季度世纪，。比从\n",
        max_size=40,
    )
)
def test_mentions_are_apart_and_within_the_text(text: str) -> None:
    end = 0
    for mention in mentions_of(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert Period.parse(str(mention.period)) == mention.period


@pytest.mark.parametrize(
    ("part", "expected"),
    [("", "2023"), ("H1", "2023-H1"), ("10", "2023-10"), ("01/09", "2023-01/2023-09")],
)
def test_parts_of_a_year(part: str, expected: str) -> None:
    assert str(within(2023, part)) == expected


def candidates(
    sentence: str,
    quantity: str,
    *,
    section: str = "2025",
    kind: SectionKind = SectionKind.REVIEW,
    earlier: str = "",
    report_year: int | None = 2026,
) -> dict[PeriodRole, str]:
    start = sentence.index(quantity)
    context = PeriodContext(
        report_year=report_year,
        section_period=Period.parse(section),
        section_kind=kind,
        paragraph_mentions=tuple(mentions_of(earlier, report_year)),
    )
    found = period_candidates(
        start, start + len(quantity), mentions=mentions_of(sentence, report_year), context=context
    )
    return {role: str(period) for role, period in found.items()}


@pytest.mark.parametrize(
    ("sentence", "quantity", "role", "period"),
    [
        ("新修公路12公里。", "12公里", PeriodRole.SECTION, "2021/2025"),
        ("公路里程达90公里。", "90公里", PeriodRole.SECTION_END, "2025"),
        ("企业由33户增至61户。", "33户", PeriodRole.SECTION_BEFORE, "2020"),
        ("2024年建校7所、2023年建校6所。", "6所", PeriodRole.NEAREST, "2023"),
        ("2024年建校7所、2023年建校6所。", "6所", PeriodRole.FIRST, "2024"),
        ("“十三五”期间建校6所。", "6所", PeriodRole.NEAREST_END, "2020"),
        ("建校6所（2022年），修路。", "6所", PeriodRole.AFTER, "2022"),
        ("比2019年的33户多28户。", "33户", PeriodRole.BASELINE, "2019"),
        ("从2015年的3户增加到2020年的9户，年均增长25%。", "3户", PeriodRole.PAIR_START, "2015"),
        ("从2015年的3户增加到2020年的9户，年均增长25%。", "9户", PeriodRole.PAIR_END, "2020"),
        ("从2015年的3户增加到2020年的9户，年均增长25%。", "25%", PeriodRole.PAIR_SPAN, "2016/2020"),
        ("按照“十二五”规划建校6所。", "6所", PeriodRole.PLAN, "2011/2015"),
        ("粮食连续八年超过6万吨。", "6万吨", PeriodRole.STREAK, "2018/2025"),
        ("五年内建校6所。", "6所", PeriodRole.NEAREST, "2021/2025"),
        ("两年内建校6所。", "6所", PeriodRole.NEAREST, "2024/2025"),
        ("两年内建校6所。", "6所", PeriodRole.COUNT_NOW, "2025/2026"),
        ("两年内建校6所。", "6所", PeriodRole.COUNT_AHEAD, "2026/2027"),
        ("全年建校6所。", "6所", PeriodRole.NEAREST, "2025"),
        ("上半年建校6所。", "6所", PeriodRole.NEAREST, "2025-H1"),
        ("2023年开局好，上半年建校6所。", "6所", PeriodRole.NEAREST, "2023-H1"),
        ("2023年遇灾，当年建校6所。", "6所", PeriodRole.NEAREST, "2023"),
        ("建校6所。", "6所", PeriodRole.REVIEW_YEAR, "2025"),
        ("建校6所。", "6所", PeriodRole.REPORT_YEAR, "2026"),
        ("建校6所。", "6所", PeriodRole.UNKNOWN, ""),
    ],
)
def test_candidates_of_a_five_year_review(
    sentence: str, quantity: str, role: PeriodRole, period: str
) -> None:
    assert candidates(sentence, quantity, section="2021/2025")[role] == period


@pytest.mark.parametrize(
    ("role", "period"),
    [
        (PeriodRole.LEAD, "2012/2016"),
        (PeriodRole.LEAD_BEFORE, "2011"),
        (PeriodRole.PREVIOUS, "2014"),
        (PeriodRole.PREVIOUS_BEFORE, "2013"),
        (PeriodRole.PAIR_START, "2011"),
        (PeriodRole.PAIR_SPAN, "2012/2014"),
    ],
)
def test_a_sentence_without_a_time_looks_back_in_its_paragraph(role: PeriodRole, period: str) -> None:
    earlier = "2012—2016年，企业从2011年的3户增加到2014年的9户。"
    assert candidates("学校由4所增加到6所。", "4所", earlier=earlier)[role] == period


def test_part_of_the_year_that_a_plan_is_for() -> None:
    found = candidates("上半年建校6所。", "6所", section="2026/2030", kind=SectionKind.PLAN)
    assert found[PeriodRole.NEAREST] == "2026-H1"


@pytest.mark.parametrize("sentence", ["比2019年多6所。", "“十四五”规划要求建校6所。", "连续三年建校6所。"])
def test_what_is_no_time_is_not_the_nearest(sentence: str) -> None:
    assert PeriodRole.NEAREST not in candidates(sentence, "6所")


def test_without_any_year_only_unknown_is_left() -> None:
    assert candidates("去年建校6所。", "6所", section="", report_year=None) == {PeriodRole.UNKNOWN: ""}


@pytest.mark.parametrize(
    ("sentence", "quantity", "measure", "average", "base", "expected"),
    [
        ("建校6所。", "6所", Measure.LEVEL, False, False, "2021/2025"),
        ("人数居全市第一。", "第一", Measure.RANK, False, False, "2025"),
        ("占比40%。", "40%", Measure.SHARE, False, False, "2025"),
        ("收入较“十三五”末增长40%。", "40%", Measure.GROWTH, False, False, "2025"),
        ("收入年均增长4%。", "4%", Measure.GROWTH, True, False, "2021/2025"),
        ("企业由33户增至61户。", "33户", Measure.LEVEL, False, True, "2020"),
        ("2023年建校6所。", "6所", Measure.LEVEL, False, False, "2023"),
        ("从2015年的3户增加到2020年的9户，年均增长25%。", "25%", Measure.GROWTH, True, False, "2016/2020"),
    ],
)
def test_default_role(
    sentence: str, quantity: str, measure: Measure, average: bool, base: bool, expected: str
) -> None:
    start = sentence.index(quantity)
    context = PeriodContext(
        report_year=2026, section_period=Period.parse("2021/2025"), section_kind=SectionKind.REVIEW
    )
    found = period_candidates(start, start + len(quantity), mentions=mentions_of(sentence), context=context)
    role = default_role(found, measure=measure, annual_average=average, is_base=base)
    assert str(found[role]) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [("schema = 2", "schema 2"), ("schema = 1", r"no table \[digits\]"), ("=", "no TOML")],
)
def test_a_broken_lexicon_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "periods.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=message):
        load_period_words(path)


def test_words_of_ones_own_are_read(tmp_path: Path) -> None:
    shipped = Path(lexicon_periods.__file__).with_name("periods.toml")
    text = shipped.read_text("utf-8")
    path = tmp_path / "periods.toml"
    path.write_text(text.replace('"去年" = -1', '"去岁" = -1'), "utf-8")
    words = load_period_words(path)
    assert [str(m.period) for m in find_mentions("去岁修路", report_year=2026, words=words)] == ["2025"]
