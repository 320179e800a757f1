"""What a sentence says of a target beside its number: how firmly it binds, and of what kind it is."""

from __future__ import annotations

import re
from functools import lru_cache

from govie.lexicon.targets import TargetTable
from govie.types import Binding, Constraint

Place = tuple[int, int]

_BRACKET = 12
"""Characters behind a number in which a bracket may say what kind of target it is."""


def find_constraint(
    text: str,
    quantity: Place,
    bound: Place | None,
    modal: Place | None,
    table: TargetTable,
    *,
    interval: bool,
) -> tuple[Constraint | None, Place | None]:
    """Return how firmly the target binds, and the word that says so.

    The bound word goes before the modal word, and that before the verb in front of the number.
    """
    for place in (bound, modal, _verb(text, quantity[0], table)):
        if place and (kind := table.constraint.get(text[place[0] : place[1]])):
            return kind, place
    return (table.interval, quantity) if interval and table.interval else (None, None)


def _verb(text: str, start: int, table: TargetTable) -> Place | None:
    match = _verbs(table).search(text, max(0, start - 10), start)
    return match.span(1) if match else None


@lru_cache(maxsize=8)
def _verbs(table: TargetTable) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(table.verbs)})(?:{'|'.join(table.between)})*$")


def find_binding(text: str, end: int, following: int, table: TargetTable) -> tuple[Binding, Place] | None:
    """Return what the text calls the target whose number ends at `end`, and where.

    A bracket behind the number, before the next one at `following`, goes before what stands in front.
    """
    pattern = _binding(table)
    behind = text[end : min(following, end + _BRACKET)]
    opened = re.match(r"[^，,；;。]{0,4}[（(]", behind)
    if opened and (match := pattern.search(text, end + opened.end(), end + len(behind))):
        return table.binding[match[0]], match.span()
    last = None
    for match in pattern.finditer(text, 0, end):
        last = match
    if last is None or _in_bracket(text, last.start()):
        return None
    return table.binding[last[0]], last.span()


@lru_cache(maxsize=8)
def _binding(table: TargetTable) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table.binding)))


def _in_bracket(text: str, at: int) -> bool:
    """Return whether a word stands in a bracket, which speaks of the number before it alone."""
    opened, closed = (max(text.rfind(mark, 0, at) for mark in marks) for marks in ("（(", "）)"))
    return opened > closed
