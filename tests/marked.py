"""Sentences that carry what they should give, as marks in the text.

    [地区生产总值](INDICATOR)增长[5.5%](QUANTITY value=5.5 unit=% measure=growth direction=up)左右

A QUANTITY belongs to the INDICATOR before it, or to the one of the same name: `(INDICATOR a)` and
`(QUANTITY a value=...)`. A BASELINE, WHOLE, SCOPE or MODAL belongs to the next QUANTITY. What a mark
does not say has the value in PLAIN.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from govie.types import Indicator, Observation, Quantity, Span

_MARK = re.compile(r"\[([^\]]+)\]\(([A-Z]+)((?: [^ )]+)*)\)")
COMPANIONS = ("baseline", "whole", "scope", "modal")
PLAIN: dict[str, object] = {
    "indicator": None,
    "id": None,
    "unit": "",
    "measure": "level",
    "direction": None,
    "bound": "exact",
    "annual_average": False,
    "is_base": False,
    **dict.fromkeys(COMPANIONS),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece: where it stands in the plain sentence, its label, its name and its options."""

    start: int
    end: int
    text: str
    label: str
    name: str
    options: dict[str, str]

    @property
    def place(self) -> tuple[str, int, int]:
        return self.text, self.start, self.end


def read_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the sentence without its marks, and the marks in text order."""
    plain, marks, at = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[at : match.start()]
        words = match[3].split()
        options = dict(word.split("=", 1) for word in words if "=" in word)
        name = next((word for word in words if "=" not in word), "")
        marks.append(Mark(len(plain), len(plain) + len(match[1]), match[1], match[2], name, options))
        plain += match[1]
        at = match.end()
    return plain + marked[at:], marks


def expected(marks: list[Mark], **defaults: object) -> list[dict[str, object]]:
    """Return the fields of each QUANTITY of `marks`; `defaults` are those of the whole sentence."""
    rows, waiting = [], {}
    for k, mark in enumerate(marks):
        if mark.label.lower() in COMPANIONS:
            waiting[mark.label.lower()] = mark.place
        if mark.label != "QUANTITY":
            continue
        owners = [m for m in marks if m.label == "INDICATOR"]
        named = [m for m in owners if m.name == mark.name] if mark.name else []
        before = [m for m in owners if m in marks[:k]]
        owner = named[0] if named else before[-1] if before and not mark.name else None
        row = {**PLAIN, **defaults, "quantity": mark.place, **waiting}
        row |= {"indicator": owner.place if owner else None, "id": owner.options.get("id") if owner else None}
        rows.append(row | {key: _option(key, said) for key, said in mark.options.items()})
        waiting = {}
    return rows


def _option(key: str, said: str) -> object:
    if key == "value":
        return tuple(float(number) for number in said.split(":") if number != "XX")
    return {"True": True, "None": None}.get(said, said)


def found(observation: Observation, *, offset: int) -> dict[str, object]:
    """Return the same fields of an observation of a sentence that stands at `offset`."""

    def place(span: Span | Indicator | Quantity | None) -> tuple[str, int, int] | None:
        return (span.text, span.start - offset, span.end - offset) if span is not None else None

    indicator, quantity = observation.indicator, observation.quantity
    return {
        "quantity": place(quantity),
        "value": quantity.values,
        "unit": quantity.unit,
        "indicator": place(indicator),
        "id": indicator.id if indicator else None,
        "measure": observation.measure.value,
        "direction": observation.direction.value if observation.direction else None,
        "bound": observation.bound.value,
        "status": observation.status.value,
        "period": str(observation.period),
        "annual_average": observation.annual_average,
        "is_base": observation.is_base,
        **{field: place(getattr(observation, field)) for field in COMPANIONS},
    }
