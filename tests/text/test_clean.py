"""What a document reads like once cleaned, and that every character knows where it came from."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govie.text.clean import clean, read
from govie.text.structure import read_structure

WRAPPED = """\
 青 禾 县 政 府 工 作 报 告

各位代表：

一、2023年工作回顾

过去一年，全县上下迎难而上、奋力拼搏，地区生产总值完成 86.

4 亿元、增长 5.2%，固定资产投资完成 31.6 亿元、增长 7%，粮

食产量达到 12.8 万吨，新建农村公路 45 公里，改造老旧小区 1

- 3 -

8 个，城镇新增就业 2310 人，获评全国文明城市提名城市称号，

特色产业产值突破三十亿元，综合实力迈上新的台阶。群众生活

持续改善。
"""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("增长５．２％", "增长5.2%", id="full-width digits"),
        pytest.param(
            "投资３亿元，增长（预计）：；。", "投资3亿元，增长（预计）：；。", id="Chinese punctuation stays"
        ),
        pytest.param("ＧＤＰ／人－年＋", "GDP/人-年+", id="full-width letters and signs"),
        pytest.param("完成 31.6 亿元", "完成31.6亿元", id="spaces beside Chinese"),
        pytest.param("1 234 万吨", "1234万吨", id="space in a number"),
        pytest.param("建设 New Area 项目", "建设New Area项目", id="one space between Latin words"),
        pytest.param("建设 New   Area 项目", "建设New Area项目", id="many spaces between Latin words"),
        pytest.param("面积776 ㎡", "面积776 ㎡", id="a unit sign keeps its space"),
        pytest.param("完成\u3000投资\xa03\u2003亿元", "完成投资3亿元", id="odd spaces"),
        pytest.param("完\u200b成\ufeff投\xad资", "完成投资", id="zero-width characters"),
        pytest.param("發展經濟，於後", "发展经济，于后", id="traditional"),
        pytest.param(
            "乾县瞭望塔覆盖率", "乾县瞭望塔覆盖率", id="simplified characters that look traditional"
        ),
        pytest.param("區(qū)域發(fā)展", "区域发展", id="pinyin in brackets"),
        pytest.param("区（qū）域", "区域", id="pinyin in full-width brackets"),
        pytest.param("增长5%。（热烈鼓掌）今年", "增长5%。今年", id="applause"),
        pytest.param("应用(app)下载", "应用(app)下载", id="Latin in brackets that is no pinyin"),
        pytest.param("⼈⼝", "人口", id="radicals of a PDF font"),
        pytest.param("18.2：33.4：48.4", "18.2：33.4：48.4", id="ratio"),
    ],
)
def test_characters(raw: str, expected: str) -> None:
    assert read(raw).text == expected
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("完成投资3\n1.6亿元", "完成投资31.6亿元"),
        ("完成投资\r\n\r\n31.6亿元", "完成投资31.6亿元"),
        ("老旧小区1\n\n- 3 -\n\n8个", "老旧小区18个"),
        ("老旧小区1\n12\n8个", "老旧小区18个"),
        ("老旧小区1\n第 12 页 共 40 页\n8个", "老旧小区18个"),
        ("New\nArea", "New Area"),
        ("12\n公里", "12公里"),
        ("共\n12", "共12"),
        ("  86.4亿元 ", "86.4亿元"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_clean_drops_line_breaks_of_a_piece(piece: str, expected: str) -> None:
    assert clean(piece) == expected


def test_wrapped_lines_become_paragraphs() -> None:
    paragraphs = read(WRAPPED).text.rstrip("\n").split("\n")
    assert paragraphs[:3] == ["青禾县政府工作报告", "各位代表：", "一、2023年工作回顾"]
    assert len(paragraphs) == 4
    assert "地区生产总值完成86.4亿元、增长5.2%，" in paragraphs[3]
    assert "粮食产量达到12.8万吨" in paragraphs[3]
    assert "改造老旧小区18个，" in paragraphs[3]
    assert paragraphs[3].endswith("群众生活持续改善。")


def test_raw_span_is_the_caller_s_own_characters() -> None:
    cleaned = read(WRAPPED)
    start = cleaned.text.index("86.4亿元")
    first, last = cleaned.raw_span(start, start + len("86.4亿元"))
    assert WRAPPED[first:last] == "86.\n\n4 亿元"
    start = cleaned.text.index("18个")
    assert "- 3 -" in WRAPPED[slice(*cleaned.raw_span(start, start + 3))]


@pytest.mark.parametrize(("start", "end", "expected"), [(0, 0, (2, 2)), (2, 2, (5, 5)), (0, 2, (2, 5))])
def test_raw_span_at_the_edges(start: int, end: int, expected: tuple[int, int]) -> None:
    assert read("  3 亿").raw_span(start, end) == expected


@pytest.mark.parametrize(
    "text",
    [
        "青禾县政府工作报告\n各位代表：\n一、2023年工作回顾\n完成投资3亿元。\n二、2024年工作安排\n完成投资4亿元。\n",
        "一年来，我们攻坚克难，经济运行稳中向好\n工业增加值增长6%。\n一年来，我们敢为人先，改革迈出新步伐\n新增企业8户。",
        "法律\n、\n法规\n\u200b\n公约\n》，提请大会审议。\n" + "各部门工作扎实推进，成效明显。" * 30,
        "下载\n打印\n【字号：\n加大\n】\n2.5\n" + "完成投资3亿元，同比增长5%。" * 20 + "\n第二段。" * 12,
    ],
)
def test_paragraphs_stay_where_lines_are_paragraphs(text: str) -> None:
    assert read(text).text == text


def test_blank_lines_between_paragraphs_go() -> None:
    assert read("\n\n第一段。\r\n\r\n　　第二段。  \n \n").text == "第一段。\n第二段。\n"


def test_headings_stay_apart_in_wrapped_text() -> None:
    body = "全县经济平稳运行，各项事业全面进步，人民生活持续改善，\n" * 6 + "完成投资3亿元。\n"
    text = f"一、工作回顾\n{body}（一）工业发展\n{body}——项目建设。{body}"
    paragraphs = read(text).text.rstrip("\n").split("\n")
    assert [paragraph[:6] for paragraph in paragraphs] == [
        "一、工作回顾",
        "全县经济平稳",
        "（一）工业发展"[:6],
        "全县经济平稳",
        "——项目建设",
    ]


def test_contents_stay_lines_in_wrapped_text() -> None:
    body = "全县经济平稳运行，各项事业全面进步，人民生活持续改善，\n" * 12
    contents = "目录\n一、2023年工作回顾……………………………………………………1\n二、2024年工作安排……………………………………………………9\n"
    assert read(contents + body).text.split("\n")[1:3] == contents.split("\n")[1:3]


@pytest.mark.parametrize(
    "numbers", [("1", "2", "3"), ("7", "9", "12"), ("- 1 -", "- 2 -", "- 3 -"), ("第1页", "第2页", "第3页")]
)
def test_page_numbers_between_wrapped_lines_go(numbers: tuple[str, ...]) -> None:
    line = "全县经济平稳运行，各项事业全面进步，人民生活持续改善，"
    page = "\n".join([line] * 8)
    text = "\n".join(f"{page}\n{number}" for number in numbers) + "\n完成投资3亿元。"
    assert read(text).text == line * 24 + "完成投资3亿元。"


def test_a_number_that_counts_no_pages_stays() -> None:
    line = "全县经济平稳运行，各项事业全面进步，人民生活持续改善，"
    text = "\n".join([*[line] * 8, "新增企业", "86", "户，增长5%。", *[line] * 8])
    assert "86" in read(text).text


PIECES = st.sampled_from(
    [
        *"县市区全年新建设完成投资增长率个亿元万人%％.．,，、；。！\n（）“”:-",
        *"0123456789０１２３９ＡＢａXG",
        *"發區經濟於後乾著覆",
        *" \u3000\xa0\u200b\ufeff\xad\t",
        *["\n", "\r\n", "\n\n", "\n- 3 -\n", "\n12\n", "\f", "(qū)", "（fā）", "New Area", "18.2:33.4", "⼈"],
    ]
)
DOCUMENTS = st.lists(PIECES, max_size=120).map("".join)
LONG_LINES = st.lists(
    st.lists(
        PIECES.filter(lambda piece: "\n" not in piece and piece not in "。！"), min_size=24, max_size=30
    ).map("".join),
    min_size=14,
    max_size=24,
).map("\n".join)


@given(raw=DOCUMENTS | LONG_LINES, data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_piece_is_cleaned_like_the_document(raw: str, data: st.DataObject) -> None:
    cleaned = read(raw)
    sentences = read_structure(cleaned.text).sentences
    assume(sentences)
    sentence = data.draw(st.sampled_from(sentences))
    start = data.draw(st.integers(sentence.start, sentence.end - 1))
    end = data.draw(st.integers(start + 1, sentence.end))
    piece = cleaned.text[start:end]
    assume(piece == piece.strip())
    first, last = cleaned.raw_span(start, end)
    assert clean(raw[first:last]) == piece


def test_a_bare_number_that_counts_no_page_is_never_inside_a_sentence() -> None:
    """A piece of the sentence alone could not tell it from the number of a page."""
    raw = "全县粮食产量比上年有所增加，增幅为%\n12\n\n12\nNew Area县"
    cleaned = read(raw)
    for sentence in read_structure(cleaned.text).sentences:
        first, last = cleaned.raw_span(sentence.start, sentence.end)
        assert clean(raw[first:last]) == cleaned.text[sentence.start : sentence.end]


@given(raw=DOCUMENTS | LONG_LINES)
@settings(max_examples=300, deadline=None)
def test_the_map_rises_and_stays_in_the_document(raw: str) -> None:
    cleaned = read(raw)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    last = 0
    for start, end in zip(cleaned.starts.tolist(), cleaned.ends.tolist(), strict=True):
        assert last <= start < end <= len(raw)
        last = end


@given(raw=DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_what_says_something_is_never_dropped(raw: str) -> None:
    text = read(raw).text
    assert [c for c in text if c in "县市区全年新建设完成投资增长率个亿元万人"] == [
        c for c in read(raw.replace("\n", "")).text if c in "县市区全年新建设完成投资增长率个亿元万人"
    ]


@pytest.mark.parametrize(
    "unit", ["9", "中", " ", "\n", "1\n", "（", "區(qū)", "中 1", "\u200b", "年 \n", "……"]
)
def test_long_texts_take_seconds(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 20
