"""What a report says of itself, where its parts begin, and how its sentences are numbered."""

from __future__ import annotations

import pytest

from govie.text.structure import Structure, read_structure
from govie.types import Period

OPENING = (
    "青禾县政府工作报告\n——2024年1月18日在青禾县第九届人民代表大会第三次会议上\n县长 林一禾\n"
    "各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n"
)


def parts(text: str, *, year: int | None = None) -> list[tuple[str, str, str]]:
    """Return kind, period and first characters of each part behind what stands in front."""
    sections = read_structure(text, year=year).sections
    found = [(s.kind.value, str(s.period), text[s.start : s.end].strip()[:6]) for s in sections]
    return found[1:] if found and found[0][0] == "other" else found


def kinds(text: str, *, year: int | None = None) -> list[tuple[str, str]]:
    return [(kind, period) for kind, period, _ in parts(text, year=year)]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("工业增长5%。农业增长3%！", ["工业增长5%。", "农业增长3%！"]),
        ("工业增长5%；农业增长3%;服务业增长4%", ["工业增长5%；", "农业增长3%;", "服务业增长4%"]),
        ("他说：“干！”大家都干。", ["他说：“干！”", "大家都干。"]),
        ("合作社91家（规范的5家。）都在经营。", ["合作社91家（规范的5家。）", "都在经营。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("。", ["。"]),
        ("\u200b", []),
        ("   ", []),
    ],
)
def test_sentences(line: str, sentences: list[str]) -> None:
    structure = read_structure(line)
    assert [line[s.start : s.end] for s in structure.sentences] == sentences


def test_sentences_are_numbered_over_all_lines() -> None:
    text = "标题\n\n  第一句。 第二句。\n第三句"
    numbered = [(s.paragraph, s.index, text[s.start : s.end]) for s in read_structure(text).sentences]
    assert numbered == [(0, 0, "标题"), (2, 0, "第一句。"), (2, 1, "第二句。"), (3, 0, "第三句")]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024年青禾县政府工作报告\n各位代表：", 2024),
        ("青禾县人民政府2024年《政府工作报告》\n各位代表：", 2024),
        ("政府工作报告\n——2024年1月18日在青禾县第九届人民代表大会第三次会议上", 2024),
        ("政府工作报告\n（2024年1月18日在青禾县第九届\n人民代表大会第三次会议上）", 2024),
        ("政府工作报告\n——2023年12月28日在青禾县第九届人民代表大会第三次会议上", 2024),
        ("各位代表：\n一、2023年工作回顾\n很好。\n二、2024年工作安排\n要干。", 2024),
        ("各位代表：\n一、１９９３年工作回顾\n很好。", 1994),
        ("各位代表：\n一、一九八三年工作回顾\n很好。", 1984),
        ("各位代表：\n一、去年工作回顾\n2005年，经济平稳。\n二、今年主要任务\n要干。", 2006),
        ("各位代表：\n刚刚过去的2023年，我们奋力拼搏。", 2024),
        ("各位代表：\n我受国务院委托，向第十届全国人民代表大会第一次会议作报告。", 2003),
        ("各位代表：\n第十一届全国人民代表大会第一次会议以来的五年，极不平凡。", 2013),
        ("各位代表：\n从第五届全国人民代表大会第三次会议到现在，已经一年了。", 1981),
        ("下载\n2026-02-09\n各位代表：\n工业增长5%。", None),
        ("工业增长5%。", None),
        ("", None),
    ],
)
def test_year(text: str, year: int | None) -> None:
    assert read_structure(text).year == year


def test_the_caller_s_year_and_region_overrule() -> None:
    structure = read_structure(OPENING + "一、工作回顾\n很好。", year=2020, region="云岭省青禾县")
    assert (structure.year, structure.region) == (2020, "云岭省青禾县")
    assert structure.sections[-1].period == Period.of(2019)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (OPENING, "青禾县"),
        ("政府工作报告\n——2024年1月18日在澜溪市青禾区第九届人民代表大会第三次会议上", "澜溪市青禾区"),
        ("2024年云岭省人民政府工作报告", "云岭省"),
        ("青禾县2024年政府工作报告", "青禾县"),
        ("各位代表：\n现在，我代表澜溪市人民政府向大会报告工作。", "澜溪市"),
        ("2024年XX县政府工作报告\n现在，我代表县人民政府，向大会报告工作。", None),
        ("各位代表：\n现在，我代表国务院，向大会作政府工作报告。", "中华人民共和国"),
        ("工业增长5%。", None),
    ],
)
def test_region(text: str, region: str | None) -> None:
    assert read_structure(text).region == region


def test_title() -> None:
    assert read_structure("首页\n>\n2024年青禾县政府工作报告\n各位代表：").title == "2024年青禾县政府工作报告"
    assert read_structure("工业增长5%。").title == ""


@pytest.mark.parametrize(
    ("year", "headings", "expected"),
    [
        pytest.param(
            2024,
            ["一、2023年工作回顾", "二、2024年工作安排", "三、加强政府自身建设", "名词解释"],
            [("review", "2023"), ("plan", "2024"), ("plan", "2024"), ("glossary", "")],
            id="a county",
        ),
        pytest.param(
            2026,
            ["一、“十四五”时期工作回顾", "二、“十五五”时期主要目标任务", "三、2026年重点工作"],
            [("review", "2021/2025"), ("goals", "2026/2030"), ("plan", "2026")],
            id="the first year of a plan",
        ),
        pytest.param(
            2024,
            ["一、过去五年工作回顾", "二、今后五年的主要任务", "三、2024年工作安排"],
            [("review", "2019/2023"), ("goals", "2024/2028"), ("plan", "2024")],
            id="a term of office",
        ),
        pytest.param(
            2024,
            ["2023年工作回顾", "2024年主要工作"],
            [("review", "2023"), ("plan", "2024")],
            id="without numbers",
        ),
        pytest.param(
            2024,
            ["回顾2023：笃行不怠", "展望2024：奋发有为"],
            [("review", "2023"), ("plan", "2024")],
            id="bare years",
        ),
        pytest.param(
            2024,
            ["一、攻坚克难，2023年发展取得新成效", "二、砥砺奋进，开启建设新征程"],
            [("review", "2023"), ("plan", "2024")],
            id="a heading that does not say so",
        ),
        pytest.param(
            1984,
            ["（一）一九八三年经济形势", "（二）一九八四年的任务"],
            [("review", "1983"), ("plan", "1984")],
            id="1984",
        ),
        pytest.param(
            1982,
            ["第六个五年计划的基本任务", "一、关于工业", "二、关于农业"],
            [("goals", "1981/1985")],
            id="a plan laid before",
        ),
        pytest.param(
            2024,
            ["一、2023年工作回顾", "（一）工业发展取得新进展", "（二）全面完成目标任务"],
            [("review", "2023")],
            id="second level",
        ),
        pytest.param(
            2024,
            [
                "一、2023年工作回顾",
                "二、2024年工作安排",
                "2024年民生实事",
                "一、新建农村公路15公里",
                "二、改造校舍3所",
            ],
            [("review", "2023"), ("plan", "2024"), ("plan", "2024")],
            id="a list numbered anew",
        ),
        pytest.param(
            2024, ["一、2023年工作回顾", "结束语"], [("review", "2023"), ("other", "")], id="closing words"
        ),
    ],
)
def test_headings(year: int, headings: list[str], expected: list[tuple[str, str]]) -> None:
    body = "\n".join(f"{heading}\n各项工作扎实推进，成效明显。" for heading in headings)
    assert kinds("各位代表：\n" + body, year=year) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ["一年来，工业增长6%。", "今年政府工作的总体要求是：稳中求进。", "新建公路15公里。"],
            [("review", "2023"), ("plan", "2024")],
            id="the plan begins without a heading",
        ),
        pytest.param(
            ["工业增长6%。", "2024年全县经济社会发展主要预期目标是：工业增长7%。"],
            [("review", "2023"), ("plan", "2024")],
            id="the targets of the year",
        ),
        pytest.param(
            ["2023年，工业增长6%。", "五年来，工业年均增长7%。", "各位代表！刚刚过去的2023年，农业增长3%。"],
            [("review", "2023"), ("review", "2019/2023"), ("review", "2023")],
            id="years of the review",
        ),
        pytest.param(
            ["比2022年提高3个百分点。", "2022年，遭遇大旱。"], [("review", "2023")], id="history is no part"
        ),
        pytest.param(
            ["今年3月，大桥通车。", "今年以来，工业增长6%。"], [("review", "2023")], id="a day of this year"
        ),
        pytest.param(["今后五年，我们要建成强县。"], [("goals", "2024/2028")], id="the next five years"),
    ],
)
def test_openings_of_paragraphs(paragraphs: list[str], expected: list[tuple[str, str]]) -> None:
    assert kinds(OPENING + "\n".join(paragraphs)) == expected


@pytest.mark.parametrize(
    ("paragraph", "problem"),
    [
        (
            "工业增长6%。我们也清醒看到，发展中还存在不少困难和问题：产业不强。对此，我们将努力。",
            "我们也清醒看到，发展中还存在不少困难和问题：产业不强。",
        ),
        (
            "在肯定成绩的同时，我们清醒认识到，还有差距和不足。失业率为6%。",
            "在肯定成绩的同时，我们清醒认识到，还有差距和不足。失业率为6%。",
        ),
        ("但是，县域经济还面临一些困难。", "但是，县域经济还面临一些困难。"),
        (
            "我们清醒看到，存在不少问题。\n一是产业不强。\n二是人才不足。\n各位代表，成绩来之不易。",
            "我们清醒看到，存在不少问题。\n一是产业不强。\n二是人才不足。",
        ),
        (
            "我们清醒看到，问题主要有：\n产业不强。\n我们将努力解决。",
            "我们清醒看到，问题主要有：\n产业不强。",
        ),
    ],
)
def test_problems(paragraph: str, problem: str) -> None:
    text = OPENING + "一、2023年工作回顾\n" + paragraph + "\n二、2024年工作安排\n解决存在的问题。"
    found = [s for s in read_structure(text).sections if s.kind.value == "problems"]
    assert [text[s.start : s.end].strip() for s in found] == [problem]
    assert found[0].period == Period.of(2023)


def test_what_stands_around_the_report_is_no_part_of_it() -> None:
    navigation = "下载\n打印\n首页\n>\n要闻\n来源：青禾日报\n时间：2024-01-20\n"
    text = navigation + OPENING + "一、2023年工作回顾\n工业增长6%。\n相关报道：\n全省投资3亿元。"
    assert [s.kind.value for s in read_structure(text).sections] == ["other", "review", "other"]


def test_a_table_of_contents_is_no_part_of_the_report() -> None:
    contents = "目录\n一、2023年工作回顾\n二、2024年工作安排\n三、名词解释\n"
    text = contents + OPENING + "一、2023年工作回顾\n工业增长6%。\n二、2024年工作安排\n工业增长7%。"
    assert [s.kind.value for s in read_structure(text).sections] == ["other", "review", "plan"]


def test_a_part_that_a_paragraph_opens_has_no_title() -> None:
    text = OPENING + "一、2023年工作回顾\n工业增长6%。\n今年政府工作的总体要求是：稳中求进。"
    assert [s.title for s in read_structure(text).sections] == ["", "一、2023年工作回顾", ""]


@pytest.mark.parametrize(
    "text", ["", "  \n ", "\n", "。。\n。", OPENING, OPENING + "一、2023年工作回顾\n很好。", "😀\n1\n" * 30]
)
def test_parts_cover_the_text_and_hold_their_sentences(text: str) -> None:
    structure: Structure = read_structure(text)
    edges = [0, *(s.end for s in structure.sections)]
    assert [s.start for s in structure.sections] == edges[:-1]
    assert edges[-1] == len(text)
    for sentence in structure.sentences:
        section = structure.sections[sentence.section]
        assert section.start <= sentence.start < sentence.end <= section.end


def test_headings_stand_over_what_is_below_them() -> None:
    text = (
        OPENING + "一、2023年工作回顾\n工业增长6%。\n（一）产业发展。新建厂房3座，投产企业5户。\n"
        "1.发展工业\n工业投资增长7%。\n（二）民生改善\n新建学校2所。\n"
        "二、2024年工作安排\n工业增长7%。\n三、名词解释\n1.一网通办：在一个网站上办事。"
    )
    structure = read_structure(text)
    found = {text[start:end].split("\n")[-2]: path for _, start, end, path in structure.headed()}
    review, plan = "一、2023年工作回顾", "二、2024年工作安排"
    assert found["工业增长6%。"] == (review,)
    assert found["（一）产业发展。新建厂房3座，投产企业5户。"] == (review, "（一）产业发展")
    assert found["工业投资增长7%。"] == (review, "（一）产业发展", "1.发展工业")
    assert found["新建学校2所。"] == (review, "（二）民生改善")
    assert found["工业增长7%。"] == (plan,)
    *_, (last, _, _, path) = structure.headed()
    assert (last.kind.value, path) == ("glossary", ("三、名词解释",))


def test_what_is_under_no_heading_has_no_path() -> None:
    text = OPENING + "一、2023年工作回顾\n工业增长6%。\n今年政府工作的总体要求是：稳中求进。"
    assert [path for *_, path in read_structure(text).headed()] == [(), ("一、2023年工作回顾",), ()]


def test_a_line_inside_a_sentence_is_no_heading() -> None:
    long = (
        "的目标任务圆满完成，各项社会事业取得新的进展，人民群众的生活水平有了进一步的提高，全县面貌焕然一新。"
    )
    text = OPENING + f"一、2023年工作回顾\n我们坚持把发展放在首位，确定\n全面振兴\n{long}"
    assert {path for *_, path in read_structure(text).headed()} == {(), ("一、2023年工作回顾",)}


@pytest.mark.parametrize(
    "text", ["", "\n", OPENING, OPENING + "一、回顾\n（一）好\n1.好\n好。" * 3, "一、\n（一）\n1.\n" * 9]
)
def test_stretches_under_headings_cover_the_sections(text: str) -> None:
    structure = read_structure(text)
    stretches = list(structure.headed())
    assert [start for _, start, _, _ in stretches] == [0, *(end for _, _, end, _ in stretches)][:-1]
    for section, start, end, _ in stretches:
        assert section.start <= start < end <= section.end


@pytest.mark.parametrize(
    ("front", "year"),
    [
        ("青禾县政府工作报告\n（2024年1月18日）\n", 2024),
        ("青禾县政府工作报告\n二〇二三年十二月二十八日\n县长 王某\n", 2024),
        ("青禾县政府工作报告\n——一九八二年十一月三十日在青禾县第八届人民代表大会第一次会议上\n", 1982),
        ("青禾县政府工作报告\n来源：青禾日报\n", None),
    ],
)
def test_the_date_gives_the_year(front: str, year: int | None) -> None:
    assert read_structure(front + "各位代表：\n粮食产量15万吨。").year == year
