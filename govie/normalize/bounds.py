"""How the words around a number bound it, as GUIDELINES.md states the field `b`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from govie.lexicon.bounds import BoundTable, load_bounds
from govie.normalize.numerals import MULTIPLIERS, TENS
from govie.types import Bound

__all__ = ["BoundTable", "find_bound", "load_bounds"]

#: A bound word's offsets, end exclusive.
Place = tuple[int, int]

_ROUND_HEADS = (*TENS, *MULTIPLIERS, "半")
#: How far before a list 分别 may stand: 分别比上年增长A、B.
_DISTRIBUTIVE_REACH = 10


def find_bound(
    text: str, start: int, end: int, bounds: BoundTable, *, quantities: Sequence[Place] = ()
) -> tuple[Bound, Place | None]:
    """Return the bound of the quantity `text[start:end]` and where its word stands, None if exact.

    `quantities` are the offsets of all quantities in the sentence; they let one word hold for a
    list: 以上 and 左右 after the last of several joined by 分别, 超过 before the first of several.
    """
    if frame := _framed(text, start, end, bounds):
        return frame
    places = sorted(quantities)
    found = (
        _after(text, end, bounds)
        or _after_list(text, (start, end), places, bounds)
        or _before(text, start, bounds)
        or _before_list(text, (start, end), places, bounds)
        or _inside(text, start, end, bounds)
    )
    return found or (Bound.EXACT, None)


def _framed(text: str, start: int, end: int, bounds: BoundTable) -> tuple[Bound, Place] | None:
    for frame in bounds.frames:
        if _ending(frame.before).search(text, max(0, start - 8), start) and any(
            text.startswith(word, end) for word in frame.after
        ):
            word = max((w for w in frame.after if text.startswith(w, end)), key=len)
            return frame.bound, (end, end + len(word))
    return None


def _after(text: str, end: int, bounds: BoundTable) -> tuple[Bound, Place] | None:
    match = _starting(tuple(bounds.after)).match(text, end)
    return _found(match, bounds.after)


def _before(text: str, start: int, bounds: BoundTable) -> tuple[Bound, Place] | None:
    floor = max(0, start - 10)
    match = _ending(tuple(bounds.before), bounds.between).search(text, floor, start)
    found = _found(match, bounds.before)
    if found is None and text.startswith(_ROUND_HEADS, start):
        match = _ending(tuple(bounds.before_round)).search(text, floor, start)
        found = _found(match, bounds.before_round)
    return found


def _inside(text: str, start: int, end: int, bounds: BoundTable) -> tuple[Bound, Place] | None:
    if text[start] == "前":
        return Bound.LE, (start, start + 1)
    for word, bound in bounds.inside.items():
        if (at := text.find(word, start, end)) >= 0:
            return bound, (at, at + len(word))
    return None


def _after_list(
    text: str, place: Place, places: Sequence[Place], bounds: BoundTable
) -> tuple[Bound, Place] | None:
    """Return the bound after the last number of the list that 分别 opens and `place` is in."""
    if place not in places:
        return None
    first = last = at = places.index(place)
    while first and text[places[first - 1][1] : places[first][0]] in bounds.gaps:
        first -= 1
    while last + 1 < len(places) and text[places[last][1] : places[last + 1][0]] in bounds.gaps:
        last += 1
    head = places[first][0]
    if last == at or not any(
        word in text[max(0, head - _DISTRIBUTIVE_REACH) : head] for word in bounds.distributive
    ):
        return None
    return _after(text, places[last][1], bounds)


def _before_list(
    text: str, place: Place, places: Sequence[Place], bounds: BoundTable
) -> tuple[Bound, Place] | None:
    """Return the bound before the first number of the plain list that `place` is in."""
    if place not in places:
        return None
    first = at = places.index(place)
    while first and text[places[first - 1][1] : places[first][0]] in bounds.shared_gaps:
        first -= 1
    return _before(text, places[first][0], bounds) if first != at else None


def _found(match: re.Match[str] | None, words: Mapping[str, Bound]) -> tuple[Bound, Place] | None:
    if match is None or words[match[1]] is Bound.EXACT:
        return None
    return words[match[1]], match.span(1)


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=32)
def _starting(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"({_longest_first(words)})")


@lru_cache(maxsize=32)
def _ending(words: tuple[str, ...], between: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Return what finds the longest of `words` at the end of the searched piece."""
    filler = f"(?:{_longest_first(between)})*" if between else ""
    return re.compile(f"({_longest_first(words)}){filler}$")
