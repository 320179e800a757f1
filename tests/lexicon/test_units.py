import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.errors import LexiconError
from govie.lexicon.units import COUNT, alternation, load_units
from govie.normalize.units import unit_pattern


def test_the_table_is_consistent():
    units = load_units()
    assert len(units) > 400
    for symbol, entry in units.entries.items():
        assert entry.symbol == symbol
        assert entry.scale > 0
        assert units[entry.base].scale == 1, f"the base of {symbol} must be a unit of scale 1"


def test_a_user_file_adds_and_overrides(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text('[dimension.cloth]\nbase = "丈布"\nunits = { "丈布" = "1", "匹布" = "10/3" }\n', "utf-8")
    units = load_units(path)
    assert units["匹布"].scale == Fraction(10, 3)
    assert units["公里"] == load_units()["公里"]


def test_a_users_unit_may_begin_like_a_word_that_is_none(tmp_path):
    assert "课程" in load_units().words_like_units
    path = tmp_path / "units.tsv"
    path.write_text("unit\tscale\tbase\n课程\t\t\n", "utf-8")
    assert unit_pattern(load_units(path)).match("课程开发")[0] == "课程"
    assert unit_pattern(load_units()).match("课程") is None


def test_what_is_a_base_already_keeps_its_dimension(tmp_path):
    path = tmp_path / "units.toml"
    path.write_text('[count]\nmine = "亩次 柜"\n', "utf-8")
    units = load_units(path)
    assert units["亩次"] == load_units()["亩次"]
    assert units["柜"].dimension == COUNT


@pytest.mark.parametrize(
    ("row", "symbol", "expected"),
    [
        ("柜\t\t", "柜", (Fraction(1), "柜")),
        ("垧\t15\t亩", "垧", (Fraction(10_000), "平方米")),
        ("柜\t\t\n大柜 超柜\t5/2\t柜", "超柜", (Fraction(5, 2), "柜")),
        ("里\t600\t米", "里", (Fraction(600), "米")),
    ],
)
def test_a_row_says_what_one_unit_is(tmp_path, row, symbol, expected):
    path = tmp_path / "units.tsv"
    path.write_text(f"# 本地单位\nunit\tscale\tbase\n{row}\n", "utf-8")
    units = load_units(path)
    assert (units[symbol].scale, units[symbol].base) == expected
    assert units[units[symbol].base].dimension == units[symbol].dimension


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("柜", "1 columns"),
        ("柜\tx\t箱", "scale 'x'"),
        ("柜\t0\t箱", "scale '0'"),
        ("柜\t2\t", "no base"),
        ("大柜\t2\t小柜", "base '小柜'"),
        ("3柜\t\t", "'3柜'"),
        ("万\t\t", "'万'"),
        ("\t2\t箱", "no unit"),
        ("元\t7\t美元", "base '元'"),
    ],
)
def test_a_bad_row_is_named(tmp_path, row, found):
    path = tmp_path / "units.tsv"
    path.write_text(f"unit\tscale\tbase\n\n{row}\n", "utf-8")
    with pytest.raises(LexiconError) as error:
        load_units(path)
    assert error.value.line == 3
    assert found in error.value.found
    assert error.value.advice


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('[dimension.cloth]\nbase = "丈布"\nunits = { "匹布" = "ten" }\n', "匹布"),
        ('[dimension.cloth]\nunits = { "匹布" = "1" }\n', "匹布"),
        ("[dimension\n", "line 1"),
        ("[counts]\nmine = '柜'\n", "'counts'"),
        ("[count]\nmine = ['柜']\n", "line 2"),
        ("count = '柜'\n", "'count' is no table"),
        ("[count]\nmine = '柜 垧'\nyours = '柜'\n", "'柜' stands twice"),
        ("[dimension.area]\nunits = { '垧' = 0.5 }\n", "'垧'"),
        ("[dimension.area]\nbase = '亩'\nunits = { '垧' = '15' }\n", "'平方米' in govie's own table"),
        ("[dimension.cloth]\nbase = '丈布'\nunits = { '匹布' = '10' }\n", "base '丈布'"),
        ("[dimension.cloth]\nbase = '丈布'\nunit = { '丈布' = '1' }\n", "'unit' in [dimension.cloth]"),
        ("[blocked]\nwords = '柜台'\n", "'words' in [blocked]"),
    ],
)
def test_an_unusable_file_says_where(tmp_path, content, found):
    path = tmp_path / "units.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError) as error:
        load_units(path)
    assert found in str(error.value)
    assert error.value.line > 0


@given(
    st.lists(st.text(alphabet="个人次百.（", min_size=1, max_size=4), min_size=1),
    st.text(alphabet="个人次百.（", max_size=6),
)
def test_alternation_takes_the_longest_word(words, text):
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    match = re.match(alternation(words), text)
    assert (match[0] if match else None) == longest
