import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.errors import LexiconError
from govie.lexicon.units import alternation, load_units


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


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('[dimension.cloth]\nbase = "丈布"\nunits = { "匹布" = "ten" }\n', "匹布"),
        ('[dimension.cloth]\nunits = { "匹布" = "1" }\n', "匹布"),
        ("[dimension\n", "line 1"),
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
