"""Pages in two columns: which character stands in which, by the white space between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from govie.io.sheets import SheetLine

Character = dict[str, Any]
"""A character of pdfplumber: `text`, `x0`, `x1`, `top`, `size`."""

# The gutter lies around the middle of the text, a character wide or nearly so, and few lines cross it.
_MIDDLE = (0.35, 0.65)
_WIDE = 0.7
_CROSSED = 0.15
_FEWEST_ROWS = 8
# Prose fills its column; a table does not.
_FILLED = 0.6
_SAME_ROW = 0.5
_BLANK = 0.3


def gutter_of(characters: Sequence[Character]) -> float | None:
    """Return the x of the white space between two columns of prose, None if the page has one column."""
    rows = _rows(characters)
    if len(rows) < _FEWEST_ROWS:
        return None
    left, right = min(c["x0"] for c in characters), max(c["x1"] for c in characters)
    size = median(c["size"] for c in characters)
    first, last = (left + share * (right - left) for share in _MIDDLE)
    crossings = [0] * (int(last - first) + 1)
    for row in rows:
        for place in {
            int(x - first) for c in row for x in range(int(c["x0"]), int(c["x1"]) + 1) if first <= x <= last
        }:
            crossings[place] += 1
    at, width = _widest(crossings, _CROSSED * len(rows))
    if width < _WIDE * size:
        return None
    gutter = first + at + width / 2
    return gutter if all(_is_prose(rows, *side) for side in ((left, gutter), (gutter, right))) else None


def lines_in_columns(characters: Sequence[Character], gutter: float | None) -> Iterator[SheetLine]:
    """Yield the lines of a page: the left column before the right one, between lines that cross both."""
    left: list[SheetLine] = []
    right: list[SheetLine] = []
    for row in _rows(characters):
        if gutter is None or _crosses(row, gutter):
            yield from (*left, *right)
            left, right = [], []
            yield _line(row, column=0)
            continue
        for column, lines in ((1, left), (2, right)):
            if side := [c for c in row if (_middle(c) < gutter) == (column == 1)]:
                lines.append(_line(side, column=column))
    yield from (*left, *right)


def _rows(characters: Sequence[Character]) -> list[list[Character]]:
    """Return the characters that stand beside each other, from left to right, from the top down."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=_bottom):
        if rows and _bottom(character) - _bottom(rows[-1][-1]) < _SAME_ROW * character["size"]:
            rows[-1].append(character)
        else:
            rows.append([character])
    return [sorted(row, key=_start) for row in rows]


def _crosses(row: Sequence[Character], gutter: float) -> bool:
    """True if nothing parts the characters left of the gutter from those right of it.

    A punctuation mark may hang into the gutter, and a page number of a few characters stand around it.
    """
    ends = [c["x1"] for c in row if _middle(c) < gutter]
    starts = [c["x0"] for c in row if _middle(c) >= gutter]
    return bool(ends and starts) and min(starts) - max(ends) < _SAME_ROW * row[0]["size"]


def _middle(character: Character) -> float:
    return float(character["x0"] + character["x1"]) / 2


def _bottom(character: Character) -> float:
    return float(character["bottom"])


def _start(character: Character) -> float:
    return float(character["x0"])


def _widest(crossings: Sequence[int], most: float) -> tuple[int, int]:
    """Return place and length of the longest run of places that at most `most` rows cross."""
    best, start = (0, 0), 0
    for place, count in enumerate([*crossings, most + 1]):
        if count > most:
            best = max(best, (place - start, start))
            start = place + 1
    return best[1], best[0]


def _is_prose(rows: Sequence[Sequence[Character]], start: float, end: float) -> bool:
    """True if half of the rows or more fill most of what is between `start` and `end`."""
    spans = [
        max(c["x1"] for c in side) - min(c["x0"] for c in side)
        for row in rows
        if (side := [c for c in row if start <= _middle(c) <= end])
    ]
    filled = sum(span > _FILLED * (end - start) for span in spans)
    return len(spans) >= _FEWEST_ROWS and 2 * filled >= len(spans)


def _line(row: Sequence[Character], *, column: int) -> SheetLine:
    pieces = [row[0]["text"]]
    for before, after in pairwise(row):
        pieces.append(" " * (after["x0"] - before["x1"] > _BLANK * after["size"]) + after["text"])
    size = median(c["size"] for c in row)
    return SheetLine("".join(pieces), row[0]["x0"], row[-1]["x1"], row[0]["bottom"], size, column)
