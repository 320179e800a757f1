import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.lexicon.units import load_units
from govie.normalize.quantities import CandidateShape, find_candidates

UNITS = load_units()
MASKED = ()


def read(text):
    return [(text[c.start : c.end], c.values, c.unit) for c in find_candidates(text, UNITS)]


@pytest.mark.parametrize(
    ("text", "quantity", "values", "unit"),
    [
        ("青河县产值达189.5亿元", "189.5亿元", (189.5,), "亿元"),
        ("增长１２．５％", "１２．５％", (12.5,), "%"),
        ("增速为-2.3%", "-2.3%", (-2.3,), "%"),
        ("培训6万余人", "6万余人", (6,), "万人"),
        ("修渠5万多公里", "5万多公里", (5,), "万公里"),
        ("投入1亿3千多万元", "1亿3千多万元", (1.3,), "亿元"),
        ("修路2万5千公里", "2万5千公里", (2.5,), "万公里"),
        ("财政收入1,234.5万元", "1,234.5万元", (1234.5,), "万元"),
        ("一万二千二百多台机床", "一万二千二百多台", (1.22,), "万台"),
        ("一亿二千万农户", "一亿二千万", (1.2,), "亿"),
        ("13亿多人口", "13亿多", (13,), "亿"),
        ("2.3万脱贫户", "2.3万", (2.3,), "万"),
        ("突破千亿大关", "千亿", (1000,), "亿"),
        ("突破千亿元", "千亿元", (1000,), "亿元"),
        ("超百场演出", "百场", (100,), "场"),
        ("林地达万亩", "万亩", (1,), "万亩"),
        ("建房3.56万套（间）", "3.56万套（间）", (3.56,), "万套（间）"),
        ("浓度20微克/立方米", "20微克/立方米", (20,), "微克/立方米"),
        ("装机500千瓦", "500千瓦", (500,), "千瓦"),
        ("压缩至0.5个工作日", "0.5个工作日", (0.5,), "个工作日"),
        ("耗时3个多月", "3个多月", (3,), "个月"),
        ("12个项目", "12个", (12,), "个"),
        ("300名党员", "300名", (300,), "名"),
        ("投放AED1200台", "1200台", (1200,), "台"),
        ("目前12家企业", "12家", (12,), "家"),
        ("进入全球前10%", "10%", (10,), "%"),
        ("工期提前3天", "3天", (3,), "天"),
        ("增长一点二倍", "一点二倍", (1.2,), "倍"),
        ("增长4·3％", "4·3％", (4.3,), "%"),
        ("占24%强", "24%", (24,), "%"),
        ("约5 %的农户", "5 %", (5,), "%"),
        ("三四个村", "三四个", (3, 4), "个"),
    ],
)
def test_numbers(text, quantity, values, unit):
    assert read(text) == [(quantity, values, unit)]


@pytest.mark.parametrize(
    ("text", "quantity", "values", "unit", "shape"),
    [
        ("增长5%—6%", "5%—6%", (5, 6), "%", CandidateShape.RANGE),
        ("增长4.5-5%", "4.5-5%", (4.5, 5), "%", CandidateShape.RANGE),
        ("增长5%至6%", "5%至6%", (5, 6), "%", CandidateShape.RANGE),
        ("建2-3个园", "2-3个", (2, 3), "个", CandidateShape.RANGE),
        ("百分之八至九", "百分之八至九", (8, 9), "%", CandidateShape.RANGE),
        ("800万至1.2亿元", "800万至1.2亿元", (0.08, 1.2), "亿元", CandidateShape.RANGE),
        ("结构为18.2:33.4:48.4", "18.2:33.4:48.4", (18.2, 33.4, 48.4), "", CandidateShape.RATIO),
        ("结构为20：32：48", "20：32：48", (20, 32, 48), "", CandidateShape.RATIO),
        ("配比1∶0.4", "1∶0.4", (1, 0.4), "", CandidateShape.RATIO),
        ("居第一", "第一", (1,), "", CandidateShape.RANK),
        ("居第3位", "第3位", (3,), "", CandidateShape.RANK),
        ("居首位", "首位", (1,), "", CandidateShape.RANK),
        ("进入前三甲", "前三甲", (3,), "", CandidateShape.RANK),
        ("占前两席", "前两席", (2,), "", CandidateShape.RANK),
        ("产值翻一番", "翻一番", (2,), "倍", CandidateShape.MULTIPLE),
        ("产值翻两番", "翻两番", (4,), "倍", CandidateShape.MULTIPLE),
        ("产值翻番", "翻番", (2,), "倍", CandidateShape.MULTIPLE),
        ("占2/3", "2/3", (2 / 3,), "", CandidateShape.FRACTION),
        ("占三分之一", "三分之一", (1 / 3,), "", CandidateShape.FRACTION),
        ("占一半", "一半", (0.5,), "", CandidateShape.FRACTION),
        ("百分之二十一点七", "百分之二十一点七", (21.7,), "%", CandidateShape.PERCENT),
        ("千分之三", "千分之三", (3,), "‰", CandidateShape.PERCENT),
        ("百分百", "百分百", (100,), "%", CandidateShape.PERCENT),
        ("产值XX亿元", "XX亿元", MASKED, "亿元", CandidateShape.MASK),
        ("产值XX，", "XX", MASKED, "", CandidateShape.MASK),
        ("补助X余万元", "X余万元", MASKED, "万元", CandidateShape.MASK),
        ("税收百亿元", "百亿元", (100,), "亿元", CandidateShape.ROUND),
    ],
)
def test_shapes(text, quantity, values, unit, shape):
    (candidate,) = find_candidates(text, UNITS)
    assert text[candidate.start : candidate.end] == quantity
    assert candidate.values == pytest.approx(values)
    assert (candidate.unit, candidate.shape) == (unit, shape)


@pytest.mark.parametrize(
    "text",
    [
        "2023年",
        "1998、1999年",
        "2021—2025年",
        "二〇二三年",
        "9月2日",
        "1-9月",
        "3、4月",
        "2024-01-05 09:30",
        "8:30开会",
        "（一）抓改革",
        "第一产业",
        "第一季度",
        "第一书记",
        "第五次普查",
        "第二十届",
        "前三季度",
        "500强企业",
        "5G基站",
        "G312改线",
        "统一部署",
        "一般公共预算",
        "第三方",
        "十几个村",
        "数百人",
        "XX市",
        "零距离",
        "目前",
    ],
)
def test_what_the_characters_rule_out(text):
    assert read(text) == []


def test_a_list_shares_the_unit_of_its_last_number():
    points = [("20.9", (20.9,), "个百分点"), ("36.2", (36.2,), "个百分点"), ("54个百分点", (54,), "个百分点")]
    assert read("分别提高20.9、36.2、54个百分点") == points
    assert read("达1409万、1305万人次") == [("1409万", (1409,), "万人次"), ("1305万人次", (1305,), "万人次")]


def test_a_move_is_two_quantities_and_no_range():
    assert [piece for piece, *_ in read("绿化率从12%到15%")] == ["12%", "15%"]


def test_a_class_threshold_leaves_the_count_beside_it():
    assert [piece for piece, *_ in read("18个亿元以上项目")] == ["18个", "亿元"]


PIECES = st.sampled_from(
    list("0123456789.,:-—、至到/（）一二三十百千万亿第前首翻番半分之XX×%％个元人月年日余多来 区\n")
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60))
def test_candidates_keep_order_and_never_overlap(text):
    candidates = find_candidates(text, UNITS)
    assert all(0 <= c.start < c.end <= len(text) for c in candidates)
    assert all(left.end <= right.start for left, right in pairwise(candidates))


@given(
    st.text(alphabet="云水县境内新建道路共", max_size=20),
    st.integers(1, 9999),
    st.sampled_from(["公里", "万元"]),
)
def test_offsets_are_those_of_the_number(before, number, unit):
    quantity = f"{number}{unit}"
    (candidate,) = find_candidates(f"{before}{quantity}。", UNITS)
    assert (candidate.start, candidate.end) == (len(before), len(before) + len(quantity))


@pytest.mark.parametrize("piece", ["1", "一", "1、", "1-", "第一", "XX", "个（"])
def test_time_grows_no_faster_than_the_text(piece):
    def seconds(size):
        text = piece * size
        started = time.process_time()
        find_candidates(text, UNITS)
        return time.process_time() - started

    seconds(100)
    # Eight times the text; a quadratic scan would take sixty-four times as long.
    assert seconds(40_000) < 30 * max(seconds(5_000), 0.005)
