from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.normalize.numerals import MAX_LENGTH, Numeral, parse_neighbours, parse_numeral, scale_of

DIGITS = "零一二三四五六七八九"


def section_in_chinese(number: int) -> str:
    """Write a number below 万 as a person does: 1010 is 一千零一十."""
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written


def in_chinese(number: int) -> str:
    """Write a whole number below 10^16, with 零 where a section does not reach its thousands."""
    if number == 0:
        return "零"
    high, low = divmod(number, 10**8)
    written = in_chinese(high) + "亿" if high else ""
    middle, rest = divmod(low, 10**4)
    if middle:
        written += ("零" if written and middle < 1000 else "") + section_in_chinese(middle) + "万"
    if rest:
        written += ("零" if written and (rest < 1000 or not middle) else "") + section_in_chinese(rest)
    return written


@given(st.integers(0, 10**12))
def test_any_integer_in_chinese_reads_back(number):
    written = in_chinese(number)
    numeral = parse_numeral(written)
    if len(written) > MAX_LENGTH:
        assert numeral is None
    else:
        assert numeral.coefficient * scale_of(numeral.multiplier) == number


@given(st.decimals(0, 10**9, places=4), st.sampled_from(["", "万", "亿", "万亿"]))
def test_an_arabic_decimal_stays_as_written(number, multiplier):
    assert parse_numeral(f"{number:f}{multiplier}") == Numeral(number, multiplier)


@given(st.integers(1000, 10**9))
def test_thousands_separators_change_nothing(number):
    assert parse_numeral(f"{number:,}") == Numeral(Decimal(number), "")


@pytest.mark.parametrize(
    ("written", "coefficient", "multiplier"),
    [
        ("189.5亿", "189.5", "亿"),
        ("１２．５", "12.5", ""),
        ("一亿二千万", "1.2", "亿"),
        ("二十七亿四千万", "27.4", "亿"),
        ("一万二千二百多", "1.22", "万"),
        ("三千六百五十亿", "3650", "亿"),
        ("五百多万", "500", "万"),
        ("六万万", "6", "万万"),
        ("一万五千亿", "1.5", "万亿"),
        ("三万亿", "3", "万亿"),
        ("百亿", "100", "亿"),
        ("万亿", "1", "万亿"),
        ("百", "100", ""),
        ("2万5千", "2.5", "万"),
        ("1亿3千多万", "1.3", "亿"),
        ("10.36百亿亿", "10.36", "百亿亿"),
        ("二十一点七", "21.7", ""),
        ("三点五亿", "3.5", "亿"),
        ("零点零五", "0.05", ""),
        ("二百五", "250", ""),
        ("二百零五", "205", ""),
        ("三万五", "3.5", "万"),
        ("两千一百十五", "2115", ""),
    ],
)
def test_numerals(written, coefficient, multiplier):
    assert parse_numeral(written) == Numeral(Decimal(coefficient), multiplier)


@pytest.mark.parametrize(
    "text", ["", "二〇二三", "十四五", "三三", "三千百", "三百零", "点五", "1.2.3", "元", "9" * 40]
)
def test_what_is_no_numeral(text):
    assert parse_numeral(text) is None


@pytest.mark.parametrize(
    ("written", "low", "high", "multiplier"),
    [("三四", 3, 4, ""), ("七八百", 700, 800, ""), ("两三", 2, 3, "")],
)
def test_neighbouring_digits_are_a_range(written, low, high, multiplier):
    assert parse_neighbours(written) == (
        Numeral(Decimal(low), multiplier),
        Numeral(Decimal(high), multiplier),
    )


@pytest.mark.parametrize("written", ["三五", "四三", "一二三", "三"])
def test_other_digits_are_none(written):
    assert parse_neighbours(written) is None
