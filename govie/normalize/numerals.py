"""Numerals as reports write them: Arabic, Chinese and mixed, on exact decimals.

A numeral is read into the number before 万 and 亿 and the multiplier itself, as the annotation
guidelines state values: 189.5亿 is (189.5, 亿), 一亿二千万 is (1.2, 亿), 三千六百 is (3600, "").
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"亿": 10**8, "万": 10**4}
#: Every character that a Chinese integer is written with; ○ and 〇 are read as 零.
NUMERAL_CHARS = "".join([*DIGITS, "〇○", *TENS, *MULTIPLIERS])
#: What may stand inside a numeral or after it to say "and some more".
MORE = "余多来"
#: Longer numerals are identifiers or noise, and no float holds them exactly.
MAX_LENGTH = 24

_FOLD = str.maketrans("０１２３４５６７８９．·〇○", "0123456789..零零", ",， \u3000" + MORE)
_PLAIN = re.compile(r"(\d+(?:\.\d+)?)([十百千万亿]*)", re.ASCII)
_DIGIT = r"[一二三四五六七八九两]|\d+(?:\.\d+)?"
_SECTION = re.compile(
    rf"(?:(?P<d1000>{_DIGIT})?(?P<u1000>千))?(?:零(?=.))?"
    rf"(?:(?P<d100>{_DIGIT})?(?P<u100>百))?(?:零(?=.))?"
    rf"(?:(?P<d10>{_DIGIT})?(?P<u10>十))?(?:零(?=.))?"
    rf"(?P<d1>{_DIGIT})?",
    re.ASCII,
)
_RUN = re.compile("[万亿]+")
_NEIGHBOURS = re.compile("([一二两三四五六七八九])([一二三四五六七八九])([十百千万亿]*)")


class Numeral(NamedTuple):
    """A number before its multiplier, and the multiplier ("", 万, 亿, 万亿, 千万 …)."""

    coefficient: Decimal
    multiplier: str


def parse_numeral(text: str) -> Numeral | None:
    """Read the numeral that is the whole of `text`; None if it is not a well-formed one.

    Thousands separators, spaces and 余/多/来 are passed over: 1亿3千多万 is (1.3, 亿). Arabic digits
    before one run of multipliers keep it whole, as it is written: 3千万 is (3, 千万).
    """
    folded = text.translate(_FOLD)
    if not 0 < len(folded) <= MAX_LENGTH:
        return None
    if plain := _PLAIN.fullmatch(folded):
        return Numeral(Decimal(plain[1]), plain[2])
    total = _parse_pointed(folded) if "点" in folded else _parse_whole(folded)
    if total is None:
        return None
    multiplier = _largest_multiplier(folded)
    return Numeral(total / scale_of(multiplier), multiplier)


def parse_neighbours(text: str) -> tuple[Numeral, Numeral] | None:
    """Read two successive digits as the range that they mean: 三四千万 is 3000 to 4000 万."""
    match = _NEIGHBOURS.fullmatch(text.translate(_FOLD))
    if not match or DIGITS[match[1]] + 1 != DIGITS[match[2]]:
        return None
    low, high = parse_numeral(match[1] + match[3]), parse_numeral(match[2] + match[3])
    return (low, high) if low and high else None


def scale_of(multiplier: str) -> Decimal:
    """Return what a run of 十百千万亿 multiplies by: 万亿 is 10^12, "" is 1."""
    scale = 1
    for char in multiplier:
        scale *= MULTIPLIERS.get(char) or TENS[char]
    return Decimal(scale)


def _largest_multiplier(text: str) -> str:
    """Return the multiplier that a compound takes: 亿 in 一亿二千万, 万亿 in 一万五千亿."""
    run = _RUN.search(text)
    if not run:
        return ""
    return "万亿" if run[0] == "万" and "亿" in text[run.end() :] else run[0]


def _parse_pointed(text: str) -> Decimal | None:
    """Read a Chinese decimal: 二十一点七, 三点五亿."""
    whole, _, rest = text.partition("点")
    decimals = rest.rstrip("万亿")
    number = _parse_whole(whole)
    if number is None or not decimals or any(char not in DIGITS for char in decimals):
        return None
    fraction = Decimal("0." + "".join(str(DIGITS[char]) for char in decimals))
    return (number + fraction) * scale_of(rest[len(decimals) :])


def _parse_whole(text: str) -> Decimal | None:
    """Read an integer, or a mixed numeral such as 2万5千, by its last 亿, then its last 万."""
    for char, scale in MULTIPLIERS.items():
        if char in text:
            left, _, right = text.rpartition(char)
            high = _parse_whole(left) if left else Decimal(1)
            low = _parse_rest(right, scale)
            if high is None or low is None or low >= scale:
                return None
            return high * scale + low
    return Decimal(0) if text == "零" else _parse_section(text)


def _parse_rest(text: str, scale: int) -> Decimal | None:
    """Read what follows a 万 or 亿; a bare digit there is a tenth of it (三万五 is 35000)."""
    if not text:
        return Decimal(0)
    if text in DIGITS:
        return Decimal(DIGITS[text] * scale // 10)
    return _parse_whole(text.removeprefix("零"))


def _parse_section(text: str) -> Decimal | None:
    """Read a numeral below 万."""
    match = _SECTION.fullmatch(text)
    if not match or not text:
        return None
    total, above = Decimal(0), 0
    for unit in (1000, 100, 10):
        if match[f"u{unit}"]:
            digit = match[f"d{unit}"]
            # 千 and 百 alone are one thousand and one hundred only at the head; 十 also inside.
            if digit is None and above and unit != 10:
                return None
            total += (_digit(digit) if digit else 1) * unit
            above = unit
    if last := match["d1"]:
        # 二百五 is 250, 二百零五 is 205.
        colloquial = above > 10 and last in DIGITS and "零" not in text[-2:]
        total += _digit(last) * (above // 10 if colloquial else 1)
    return total


def _digit(text: str) -> Decimal:
    return Decimal(DIGITS[text]) if text in DIGITS else Decimal(text)
