"""What an observation claims in the unit of its indicator: its value, and what the true one may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import load_units
from govie.normalize.units import to_base
from govie.types import Bound, Direction, Measure, Observation, Quantity, Status

_PERCENT, _TIMES = "%", "倍"
_DECIMALS = re.compile(r"[.．]([0-9０-９]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value in its unit, and between what the true one lies if the statement is true.

    `value` is signed: a fall is negative. `high` is the upper end of a range, else None; both are None
    where the report withholds the number.
    """

    value: float | None
    high: float | None
    unit: str
    least: float
    most: float

    def agrees(self, other: Claim) -> bool:
        """Return whether both can be true; what is withheld agrees with everything."""
        return self.least <= other.most and other.least <= self.most


def claim_of(observation: Observation, indicator: str) -> Claim:
    """Return what `observation`, of the indicator with this id, claims."""
    quantity = observation.quantity
    scale, unit = _scale(observation, indicator)
    if not quantity.values:
        return Claim(value=None, high=None, unit=unit, least=-inf, most=inf)
    ends = [_scaled(value, scale) for value in quantity.values]
    if observation.measure is Measure.RATIO:
        ends = ends[:1]
    slack = 0.0 if observation.status is Status.TARGET else _scaled(_half_digit(quantity), scale)
    least, most = _opened(min(ends) - slack, max(ends) + slack, min(ends), max(ends), observation.bound)
    low, high = min(ends), max(ends)
    if observation.direction is Direction.DOWN and observation.measure in (Measure.GROWTH, Measure.CHANGE):
        low, high, least, most = -high, -low, -most, -least
    return Claim(value=low, high=high if len(ends) > 1 else None, unit=unit, least=least, most=most)


def unit_of(indicator: str) -> str:
    """Return the base unit that the levels of an indicator are brought to, "" if it has none."""
    return _usual_unit(indicator)[1]


def _opened(least: float, most: float, low: float, high: float, bound: Bound) -> tuple[float, float]:
    """Return the ends between which the true value lies, open where the words leave it open."""
    match bound:
        case Bound.GE | Bound.GT:
            return low, inf
        case Bound.LE | Bound.LT:
            return -inf, high
        case _:
            return least, most


def _scale(observation: Observation, indicator: str) -> tuple[float, str]:
    """Return by how much the numbers as written are multiplied, and the unit that this gives."""
    quantity = observation.quantity
    base, unit = to_base(1.0, quantity.unit, load_units())
    if base is None and quantity.value and quantity.base_value is not None:  # a unit of the user's own
        base, unit = quantity.base_value / quantity.value, quantity.base_unit
    if base is None:
        base, unit = 1.0, quantity.unit
    if observation.measure is Measure.GROWTH and unit == _TIMES:
        return base * 100, _PERCENT
    if observation.measure is Measure.LEVEL and not unit and base > 1:
        return base, unit_of(indicator)  # 突破5万亿: the unit that everybody knows is left out
    return base, unit


def _scaled(value: float, scale: float) -> float:
    """Return the product without the noise that a binary fraction brings."""
    return float(f"{value * scale:.12g}")


def _half_digit(quantity: Quantity) -> float:
    """Return half a unit of the last digit that is written: what rounding may hide."""
    found = _DECIMALS.search(quantity.text)
    return 0.5 * 10.0 ** -(len(found[1]) if found else 0)


@lru_cache(maxsize=1024)
def _usual_unit(indicator: str) -> tuple[str, str]:
    entry = load_indicators().entries.get(indicator)
    if entry is None or not entry.unit:
        return "", ""
    base, unit = to_base(1.0, entry.unit, load_units())
    return entry.unit, unit if base is not None else entry.unit
