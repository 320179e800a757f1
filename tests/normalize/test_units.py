import pytest

from govie.lexicon.units import load_units
from govie.normalize.units import to_base, unit_pattern

UNITS = load_units()


@pytest.mark.parametrize(
    ("value", "unit", "base_value", "base_unit"),
    [
        (189.5, "亿元", 18950000000.0, "元"),
        (1.2, "万亩", 8000000.0, "平方米"),
        (3, "公顷", 30000.0, "平方米"),
        (2, "成", 20.0, "%"),
        (0.1, "万吨", 1000000.0, "千克"),
        (38, "亿千瓦时", 3800000000.0, "千瓦时"),
        (3.56, "万套（间）", 35600.0, "套（间）"),
        (500, "元/人·月", 500.0, "元/人·月"),
        (2, "吨标准煤/万元", 0.0002, "吨标准煤/元"),
        (13, "亿", 1300000000.0, ""),
        (10, "个百分点", 10.0, "个百分点"),
    ],
)
def test_base_values_are_exact(value, unit, base_value, base_unit):
    assert to_base(value, unit, UNITS) == (base_value, base_unit)


@pytest.mark.parametrize(("value", "unit"), [(5, "蔓越莓"), (None, "亿元"), (5, "元/蔓越莓"), (5, "万亿莓")])
def test_what_cannot_be_converted(value, unit):
    assert to_base(value, unit, UNITS) == (None, "")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("个工作日内", "个工作日"),
        ("个项目", "个"),
        ("条道路", "条"),
        ("人次参加", "人次"),
        ("公里长", "公里"),
        ("个百分点", "个百分点"),
        ("套（间）以上", "套（间）"),
        ("辆（艘、架、列）次", "辆（艘、架、列）次"),
        ("元/人·月", "元/人·月"),
        ("微克/立方米", "微克/立方米"),
        ("平方米的厂房", "平方米"),
    ],
)
def test_the_longest_unit_is_taken(text, unit):
    assert unit_pattern(UNITS).match(text)[0] == unit


@pytest.mark.parametrize("text", ["人口", "大关", "台阶", "月", "时", "家庭"])
def test_words_that_only_begin_like_a_unit(text):
    assert unit_pattern(UNITS).match(text) is None
