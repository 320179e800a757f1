"""Units in running text, and their conversion to base units on exact fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from govie.lexicon.units import UnitEntry, UnitTable, alternation, load_units
from govie.normalize.numerals import scale_of

__all__ = ["UnitTable", "load_units", "symbol_pattern", "to_base", "unit_pattern"]

_MULTIPLIERS = "[十百千万亿]"
_FOLD = str.maketrans("％／•", "%/·", " \u3000")


@dataclass(frozen=True, slots=True)
class _Measure:
    """A scale and what it is a scale of, for the parts of a compound unit."""

    scale: Fraction
    base: str


def to_base(value: float | None, unit: str, units: UnitTable) -> tuple[float | None, str]:
    """Convert `value` to base units: 189.5 亿元 is (18950000000.0, "元").

    (None, "") if the unit is not in the table or there is no value. A bare multiplier counts
    things without a unit, so that 13 亿 is (1300000000.0, "").
    """
    measure = _measure(unit, units)
    if value is None or measure is None:
        return None, ""
    # The shortest decimal that reads as this float is the number that the report states.
    return float(Fraction(repr(value)) * measure.scale), measure.base


@lru_cache(maxsize=8)
def symbol_pattern(units: UnitTable) -> str:
    """Return a regex source that matches the longest symbol of the table, and no lookalike."""
    symbols = [symbol for symbol, entry in units.entries.items() if not _is_calendar(entry)]
    if not units.words_like_units:
        return alternation(symbols)
    # 国际 is no unit, though 国 is one: but 国际标准箱 is
    longer = [symbol for symbol in symbols if symbol.startswith(units.words_like_units)]
    guarded = f"(?!{alternation(units.words_like_units)}){alternation(symbols)}"
    return f"(?:{alternation(longer)}|{guarded})" if longer else guarded


@lru_cache(maxsize=8)
def unit_pattern(units: UnitTable) -> re.Pattern[str]:
    """Return the pattern of a whole unit, multiplier excluded: 套（间）, 微克/立方米, 元/人·月."""
    symbol = symbol_pattern(units)
    brackets = rf"[（(]{symbol}(?:[、/／,，]{symbol})*[)）](?:次(?!数))?"
    calendar = "".join(s for s, entry in units.entries.items() if _is_calendar(entry))
    below = f"(?:{symbol}|[{calendar}])" if calendar else symbol
    per = rf"[/／]{_MULTIPLIERS}*{below}(?:[·•]{below})*"
    return re.compile(f"{symbol}(?:{brackets})?(?:{per})?")


def _is_calendar(entry: UnitEntry) -> bool:
    return entry.dimension.startswith("calendar")


def fold_unit(unit: str) -> str:
    """Return the unit as the annotations write it: half-width % and /, no spaces."""
    return unit.translate(_FOLD)


def _measure(unit: str, units: UnitTable) -> _Measure | None:
    """Return what one `unit` is; the parts of 元/人·月 are looked up one by one."""
    if whole := _simple(unit, units):
        return whole
    above, _, below = unit.partition("/")
    parts = [_simple(above, units), *(_simple(part, units) for part in below.split("·"))]
    if not below:
        return None
    scale, bases = Fraction(1), []
    for index, part in enumerate(parts):
        if part is None:
            return None
        scale = scale / part.scale if index else scale * part.scale
        bases.append(part.base)
    return _Measure(scale, f"{bases[0]}/{'·'.join(bases[1:])}")


def _simple(unit: str, units: UnitTable) -> _Measure | None:
    """Return what a unit without a denominator is. 万套（间） counts 套（间）."""
    symbol = unit
    while True:
        multiplier = unit[: len(unit) - len(symbol)]
        if not symbol or symbol in units:
            break
        if symbol[0] not in "十百千万亿":
            break
        symbol = symbol[1:]
    scale = Fraction(scale_of(multiplier))
    if not symbol:
        return _Measure(scale, "")
    if symbol in units:
        return _Measure(scale * units[symbol].scale, units[symbol].base)
    head, bracket, _ = symbol.partition("（")
    return _Measure(scale, symbol) if bracket and head in units else None
