"""How far predictions agree with annotated quantities, in the terms that every baseline can be asked in.

Packages differ in how much of `完成投资1.5亿元` they return and in how they write its value, so a
prediction is paired with the annotated quantity that it overlaps most, and values are compared with
万/亿 multiplied out. All fields are counted over all predictions and all annotated quantities.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from worker import Place, Prediction

from govie.io.annotations import GoldRecord
from govie.lexicon.units import UnitTable, load_units
from govie.normalize.numerals import scale_of
from govie.normalize.units import to_base
from govie.scoring import Tally, agree, overlap
from govie.scoring.matching import match_spans

QUANTITY, QUANTITY_OVERLAP = "quantity, exact span", "quantity, overlapping span"
VALUE, VALUE_UNIT = "value", "value and unit"
INDICATOR, INDICATOR_OVERLAP = "indicator, exact span", "indicator, overlapping span"
ID, MEASURE, DIRECTION, BOUND = "id (stated)", "measure", "direction (stated)", "bound (stated)"
STATUS, PERIOD, RECORD = "status", "period", "whole record"

FIELDS = (
    *(QUANTITY, QUANTITY_OVERLAP, VALUE, VALUE_UNIT, INDICATOR, INDICATOR_OVERLAP),
    *(ID, MEASURE, DIRECTION, BOUND, STATUS, PERIOD, RECORD),
)
"""What is asked, in the order of the table."""

STATED = (ID, DIRECTION, BOUND)
"""Fields that most records leave out: counted only where they are stated."""

SLICE_FIELDS = (QUANTITY, QUANTITY_OVERLAP, VALUE_UNIT)
"""What is asked of the quantities in one kind of unit."""

_CURRENCIES = ("money", "euro", "yen", "pound", "us_dollar", "hk_dollar", "tw_dollar", "other_currency")
SLICES: Mapping[str, tuple[str, ...]] = {"money": _CURRENCIES, "percent": ("part",)}
"""Kinds of units by the dimensions of the unit table."""

_MULTIPLIERS = "十百千万亿"
Pair = tuple[Prediction | None, Prediction | None]
Tallies = dict[str, Tally]


def split_unit(unit: str, units: UnitTable) -> tuple[float, str]:
    """Return what the multiplier of a unit multiplies by, and the unit without it: 万亩 is (10000, 亩)."""
    symbol = unit
    while symbol and symbol not in units and symbol[0] in _MULTIPLIERS:
        symbol = symbol[1:]
    return float(scale_of(unit[: len(unit) - len(symbol)])), symbol


def plain(values: Sequence[float], unit: str) -> tuple[list[float], str]:
    """Return the amount and unit of a quantity as they are compared: 1.5 亿元 is ([150000000], 元)."""
    scale, symbol = split_unit(unit, load_units())
    return [value * scale for value in values], symbol


def gold_prediction(record: GoldRecord) -> Prediction:
    """Return an annotated record in the form of a prediction, offsets from the start of its sentence."""
    value = record["v"]
    amount, unit = plain(value if isinstance(value, list) else [] if value is None else [value], record["u"])
    return {
        "start": record["q_start"],
        "end": record["q_end"],
        "amount": amount,
        "unit": unit,
        "indicator": [record["ind_start"], record["ind_end"]] if record["ind"] else [],
        "id": record["id"] or "",
        "measure": record["m"],
        "direction": record["d"] or "",
        "bound": [] if record["b"] == "exact" else [record["b"]],
        "status": record["s"],
        "period": record["t"],
    }


def pair(predicted: Sequence[Prediction], gold: Sequence[Prediction]) -> list[Pair]:
    """Return (predicted, gold): equal spans first, then those that overlap, then the rest with None."""
    partners = match_spans([*map(_place, predicted)], [*map(_place, gold)], overlapping=True)
    pairs: list[Pair] = [
        (mine, None if at is None else gold[at]) for mine, at in zip(predicted, partners, strict=True)
    ]
    return pairs + [(None, theirs) for at, theirs in enumerate(gold) if at not in set(partners)]


def _place(item: Prediction) -> Place:
    return item["start"], item["end"]


def tally(pairs: Iterable[Pair]) -> Tallies:
    """Return the tally of every field over pairs."""
    counts = {field: [0, 0, 0] for field in FIELDS}
    for mine, theirs in pairs:
        right = set(_right(mine, theirs)) if mine and theirs else set()
        for field in FIELDS:
            counts[field][0] += field in right
            counts[field][1] += mine is not None and _is_asked(field, mine)
            counts[field][2] += theirs is not None and _is_asked(field, theirs)
    return {field: Tally(*count) for field, count in counts.items()}


def of_kind(pairs: Iterable[Pair], kind: str) -> Iterator[Pair]:
    """Yield the pairs whose annotated quantity is of a kind in SLICES, and predictions of it that are wrong.

    Masked amounts (XX亿元) are left out on both sides: no package but govie claims to read them.
    """
    for mine, theirs in pairs:
        if theirs is not None and (not theirs["amount"] or _is_of(kind, theirs)):
            if theirs["amount"]:
                yield mine, theirs
        elif mine is not None and mine["amount"] and _is_of(kind, mine):
            yield mine, None


def _is_of(kind: str, item: Prediction) -> bool:
    units, symbol = load_units(), item["unit"]
    return symbol in units and units[symbol].dimension in SLICES[kind]


_KEYS: Mapping[str, str] = {
    ID: "id",
    MEASURE: "measure",
    DIRECTION: "direction",
    BOUND: "bound",
    STATUS: "status",
    PERIOD: "period",
}


def _is_asked(field: str, item: Mapping[str, Any]) -> bool:
    return field not in STATED or bool(item.get(_KEYS[field]))


def _right(mine: Prediction, theirs: Prediction) -> Iterator[str]:
    """Yield the fields in which a prediction agrees with the annotated quantity it is paired with."""
    yield QUANTITY_OVERLAP
    exact, whole, owner = (
        _place(mine) == _place(theirs),
        _same_with_unit(mine, theirs),
        _same_owner(mine, theirs),
    )
    if exact:
        yield QUANTITY
    if "amount" in mine and agree("value", tuple(mine["amount"]), tuple(theirs["amount"])):
        yield VALUE
    if whole:
        yield VALUE_UNIT
    if owner:
        yield INDICATOR_OVERLAP
    if owner and mine["indicator"] == theirs["indicator"]:
        yield INDICATOR
    same = {field for field, key in _KEYS.items() if _same(key, mine, theirs)}
    yield from (field for field in same if _is_asked(field, theirs))
    if exact and whole and owner and same >= _KEYS.keys() - {ID}:
        yield RECORD


def _same(key: str, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    if key == "bound":  # a package's word for a bound may mean several of ours
        return key in mine and (theirs[key][0] in mine[key] if theirs[key] else not mine[key])
    return key in mine and bool(mine[key] == theirs[key])


def _same_owner(mine: Prediction, theirs: Prediction) -> bool:
    """Return whether the indicators share a character, or neither side has one."""
    if "indicator" not in mine:
        return False
    ours, gold = (
        (item["indicator"][0], item["indicator"][1]) if item["indicator"] else None for item in (mine, theirs)
    )
    return overlap(ours, gold)


def _same_with_unit(mine: Prediction, theirs: Prediction) -> bool:
    """Return whether amount and unit are the same, as written or in base units (12 公里, 12000 米)."""
    if "unit" not in mine:
        return False
    if _folded(mine["unit"]) == _folded(theirs["unit"]):
        return agree("value", tuple(mine["amount"]), tuple(theirs["amount"]))
    ours, gold = _in_base(mine), _in_base(theirs)
    return ours is not None and gold is not None and ours[0] == gold[0] and agree("value", ours[1], gold[1])


def _in_base(item: Prediction) -> tuple[str, tuple[float, ...]] | None:
    """Return base unit and amounts in it, None if the unit table lacks the unit or nothing is stated."""
    found = [to_base(value, item["unit"], load_units()) for value in item["amount"]]
    amounts = tuple(value for value, _ in found if value is not None)
    return (found[0][1], amounts) if found and len(amounts) == len(found) else None


def _folded(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit)
