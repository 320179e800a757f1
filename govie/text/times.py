"""The years that a heading or the opening of a paragraph is about.

Coarser and faster than `govie.normalize.periods`, which reads every mention of time in a sentence:
here only whole years count, and bare forms do that mean a time in a heading alone (回顾2023, 这五年).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from govie.lexicon.headings import HeadingWords
from govie.lexicon.periods import load_period_words
from govie.types import Period

_NUMERALS = "一二三四五六七八九"
_DIGITS = f"零〇○{_NUMERALS}"
# 一九八○年, １９８４年 and 1984年 alike; one character for one, so that offsets hold.
FOLD = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR = re.compile(
    rf"(?<![0-9])(?:((?:19|20)[0-9]{{2}})(?:年?[—－–至到-]{{1,2}}((?:19|20)[0-9]{{2}}))?(?![0-9.])"
    rf"|(一九[{_DIGITS}]{{2}}|二[零〇○][{_DIGITS}]{{2}})年)"
)
_PLAN = re.compile(
    r"[“\"「]([一二三四五六七八九十]{1,2}五)[”\"」]|(?<![一二三四五六七八九十])([一二三四五六七八九十]{1,2}五)计划"
    r"|(?<!世纪)第([一二三四五六七八九十]{1,2})个五年(?:计划|规划)"
)


class Time(NamedTuple):
    """A stretch of years, and where its name stands in the text."""

    start: int
    end: int
    period: Period

    def over(self, year: int) -> bool:
        """True if it ended before `year`."""
        return (self.period.end_year or year) < year

    def single(self) -> bool:
        """True if it is one year."""
        return self.period.start == self.period.end


def read_times(text: str, year: int, words: HeadingWords) -> list[Time]:
    """Return the years that `text` names, in text order, for a report of `year`."""
    text = text.translate(FOLD)
    found = [Time(*match.span(), _years(match)) for match in _YEAR.finditer(text)]
    for match in words.times.finditer(text):
        first, last = words.offsets[(match.lastindex or 1) - 1]
        found.append(Time(*match.span(), Period.of(year + first, year + last)))
    plans = load_period_words().plans
    for match in _PLAN.finditer(text):
        name = match[1] or match[2] or f"{match[3]}五"
        if first_year := plans.get(name):
            found.append(Time(*match.span(), Period.of(first_year, first_year + 4)))
    return sorted(found)


def read_years(text: str) -> list[int]:
    """Return the years that `text` gives in figures, in text order."""
    periods = (_years(match) for match in _YEAR.finditer(text.translate(FOLD)))
    return [int(period.end) for period in periods]


def read_count(numeral: str) -> int:
    """Return the value of a Chinese numeral from 一 to 九十九."""
    tens, ten, ones = numeral.rpartition("十")
    count = _NUMERALS.index(ones) + 1 if ones else 0
    return count + (10 * (_NUMERALS.index(tens) + 1 if tens else 1) if ten else 0)


def _years(match: re.Match[str]) -> Period:
    if match[3]:
        return Period.of("".join(str(max(0, _DIGITS.index(digit) - 2)) for digit in match[3]))
    return Period.of(match[1], match[2] or match[1])
