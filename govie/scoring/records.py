"""Records as they are compared: gold and predicted reduced to the same offsets and plain values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from govie.io.annotations import GoldRecord
from govie.types import Observation

Offsets = tuple[int, int]

RECORD_FIELDS = ("value", "unit", "measure", "direction", "bound", "status", "period")
"""What must agree, besides quantity and indicator, for a whole record to be right."""

STATED_FIELDS = ("id", "annual_average", "is_base", "baseline", "whole", "scope")
"""What most records leave out, so that agreement alone would flatter."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a record: offsets within the sentence, and the fields as plain values."""

    quantity: Offsets
    indicator: Offsets | None
    fields: Mapping[str, object]


def gold_record(given: GoldRecord) -> Record:
    """Return a record of an annotation file as it is compared."""
    value = given["v"]
    fields: dict[str, object] = {
        "value": tuple(value) if isinstance(value, list) else () if value is None else (value,),
        "unit": given["u"],
        "measure": given["m"],
        "direction": given.get("d"),
        "bound": given.get("b") or "exact",
        "status": given["s"],
        "period": given.get("t") or "",
        "id": given.get("id"),
        "annual_average": bool(given.get("avg")),
        "is_base": bool(given.get("from")),
        "baseline": given.get("base") or None,
        "whole": given.get("of") or None,
        "scope": given.get("scope") or None,
    }
    indicator = (given["ind_start"], given["ind_end"]) if given.get("ind") else None
    return Record((given["q_start"], given["q_end"]), indicator, fields)


def predicted_record(o: Observation, start: int) -> Record:
    """Return an observation as it is compared, with offsets from `start`, where its sentence begins."""
    fields: dict[str, object] = {
        "value": o.quantity.values,
        "unit": o.quantity.unit,
        "measure": str(o.measure),
        "direction": str(o.direction) if o.direction else None,
        "bound": str(o.bound),
        "status": str(o.status),
        "period": str(o.period),
        "id": o.indicator.id if o.indicator else None,
        "annual_average": o.annual_average,
        "is_base": o.is_base,
        "baseline": o.baseline.text if o.baseline else None,
        "whole": o.whole.text if o.whole else None,
        "scope": o.scope.text if o.scope else None,
    }
    indicator = (o.indicator.start - start, o.indicator.end - start) if o.indicator else None
    return Record((o.quantity.start - start, o.quantity.end - start), indicator, fields)


def agree(field: str, predicted: object, gold: object) -> bool:
    """Return whether two values of a field are the same: values within 0.1 %, units in one width."""
    if field == "value":
        return _same_values(predicted, gold)
    if field == "unit":
        return unicodedata.normalize("NFKC", str(predicted)) == unicodedata.normalize("NFKC", str(gold))
    return predicted == gold


def _same_values(predicted: object, gold: object) -> bool:
    if not isinstance(predicted, tuple) or not isinstance(gold, tuple) or len(predicted) != len(gold):
        return False
    return all(abs(a - b) <= 1e-3 * max(1, abs(b)) for a, b in zip(predicted, gold, strict=True))


def shared_characters(a: Offsets, b: Offsets) -> int:
    """Return how many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def overlap(a: Offsets | None, b: Offsets | None) -> bool:
    """Return whether two spans share a character; no span agrees with no span only."""
    if a is None or b is None:
        return a is b
    return shared_characters(a, b) > 0


def differences(mine: Record, theirs: Record) -> tuple[str, ...]:
    """Return what makes a whole record wrong although its quantity is right."""
    owner = () if overlap(mine.indicator, theirs.indicator) else ("indicator",)
    fields = (n for n in RECORD_FIELDS if not agree(n, mine.fields[n], theirs.fields[n]))
    return (*owner, *fields)
