"""Pages of a PDF as lines, and the paragraphs in them: no page numbers, no running heads, no line breaks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from govie.io.lines import SourceLine
from govie.lexicon.layout import LayoutWords, load_layout_words
from govie.text.characters import joint

_DIGITS = re.compile("[0-9０-９一二三四五六七八九十]+")
_ROMAN = re.compile("[ivxIVX]{1,6}")
_OUTER_ROWS = 2
_SAME_ROW = 3.0
# A head is repeated on so many of the pages: left and right ones may differ, and some pages have none.
_REPEATED = 0.3
_LONGEST_HEAD = 60

# In widths of a character.
_INDENT = 1.2
_SHORT = 2.5
_SHORT_AND_OPEN = 4.0
_SHORT_BUT_MARKED = 6.0
_LARGER = 1.15
_WIDER_GAP = 1.5
_FEWEST_LINES = 8
_MARGIN_SHARE = 0.15
_MARKED = 0.08
_FEWEST_MARKED = 2
_RIGHT_QUANTILE = 0.9


class SheetLine(NamedTuple):
    """A line of a page: its text, its left and right ends, its height on the page (which grows
    downwards), the size of its characters, all in points, and its column, 0 if there is one.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    column: int


class Sheet(NamedTuple):
    """A page: its number, from 1, and its lines in reading order."""

    number: int
    lines: tuple[SheetLine, ...]


class _Placed(NamedTuple):
    page: int
    number: int
    line: SheetLine


class _Margins(NamedTuple):
    """The ends of a full line, the step from line to line, and whether paragraphs show where they begin:
    by an indentation or by white space above.
    """

    left: float
    right: float
    gap: float
    indented: bool
    spaced: bool

    def indents(self, line: SheetLine) -> bool:
        """True if `line` begins inside of the left margin."""
        return _is_indented(line, self.left)


def without_running_heads(sheets: Sequence[Sheet]) -> tuple[list[_Placed], int]:
    """Return the lines that are neither a page number nor a running head, and how many are."""
    words = load_layout_words()
    outer = [_outer(sheet) for sheet in sheets]
    counts = Counter(key for rows in outer for key in {_key(sheet_line) for sheet_line in rows.values()})
    least = max(2, _REPEATED * len(sheets))
    kept: list[_Placed] = []
    left_out = 0
    for sheet, rows in zip(sheets, outer, strict=True):
        for place, line in enumerate(sheet.lines):
            if place in rows and (_is_number(line.text, words) or counts[_key(line)] >= least):
                left_out += 1
            elif line.text:
                kept.append(_Placed(sheet.number, place + 1, line))
    return kept, left_out


def paragraphs(lines: Sequence[_Placed]) -> Iterator[SourceLine]:
    """Yield the lines, each with whether it goes on with the paragraph of the line before."""
    words = load_layout_words()
    margins = _margins(lines)
    if lines:
        yield SourceLine(lines[0].line.text, lines[0].number, lines[0].page)
    for before, after in pairwise(lines):
        joined = _goes_on(before, after, margins, words)
        blank = joint(before.line.text[-1], after.line.text[0]) if joined else ""
        yield SourceLine(blank + after.line.text, after.number, after.page, joined)


# -- page numbers and running heads -------------------------------------------------------------------


def _outer(sheet: Sheet) -> dict[int, SheetLine]:
    """Return the lines in the first and the last rows of a page, by their places in it."""
    rows: list[list[int]] = []
    for place in sorted(range(len(sheet.lines)), key=lambda place: sheet.lines[place].y):
        if rows and sheet.lines[place].y - sheet.lines[rows[-1][-1]].y < _SAME_ROW:
            rows[-1].append(place)
        else:
            rows.append([place])
    places = {place for row in (*rows[:_OUTER_ROWS], *rows[-_OUTER_ROWS:]) for place in row}
    return {place: sheet.lines[place] for place in places if len(sheet.lines[place].text) <= _LONGEST_HEAD}


def _key(line: SheetLine) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


def _is_number(text: str, words: LayoutWords) -> bool:
    return bool(words.any_page_number.fullmatch(text.strip()) or _ROMAN.fullmatch(text.strip()))


# -- paragraphs ---------------------------------------------------------------------------------------


def _margins(lines: Iterable[_Placed]) -> dict[tuple[int, int], _Margins]:
    """Return the margins of each column of each page; a page with few lines has those of all."""
    by_page: dict[tuple[int, int], list[SheetLine]] = defaultdict(list)
    by_column: dict[int, list[SheetLine]] = defaultdict(list)
    for page, _, line in lines:
        by_page[page, line.column].append(line)
        by_column[line.column].append(line)
    whole = {column: _measured(members) for column, members in by_column.items()}
    return {
        place: _measured(members) if len(members) >= _FEWEST_LINES else whole[place[1]]
        for place, members in by_page.items()
    }


def _measured(lines: list[SheetLine]) -> _Margins:
    starts = Counter(round(line.x0 / 2) for line in lines)
    usual = [2.0 * start for start, count in starts.items() if count >= _MARGIN_SHARE * len(lines)]
    ends = sorted(line.x1 for line in lines)
    gaps = Counter(round(after.y - before.y) for before, after in pairwise(lines) if after.y > before.y)
    gap = float(max(gaps, key=gaps.__getitem__, default=0))
    apart = sum(count for step, count in gaps.items() if step > _WIDER_GAP * gap)
    left = min(usual, default=min(line.x0 for line in lines))
    indented = sum(_is_indented(line, left) for line in lines)
    least = max(_FEWEST_MARKED, _MARKED * len(lines))
    return _Margins(
        left=left,
        right=ends[int(len(ends) * _RIGHT_QUANTILE)],
        gap=gap,
        indented=indented >= least,
        spaced=apart >= least,
    )


def _is_indented(line: SheetLine, left: float) -> bool:
    return line.x0 > left + _INDENT * max(line.size, 1.0)


def _goes_on(
    before: _Placed, after: _Placed, margins: dict[tuple[int, int], _Margins], words: LayoutWords
) -> bool:
    """True if the paragraph of `before` goes on in `after`: in its next line, column or page."""
    line, following = before.line, after.line
    here, there = margins[before.page, line.column], margins[after.page, following.column]
    if (line.column == 0) != (following.column == 0):
        return False
    size = max(following.size, 1.0)
    if max(line.size, size) > _LARGER * min(line.size, size) or there.indents(following):
        return False
    same_block = before.page == after.page and line.column == following.column
    if same_block and following.y - line.y > _WIDER_GAP * max(here.gap, size):
        return False
    room = (here.right - line.x1) / size
    closed = line.text.rstrip(words.closers)[-1:] in words.stops
    if closed:
        return room < (_SHORT_BUT_MARKED if there.indented else _SHORT) and not words.opener.match(
            following.text
        )
    return there.indented or (there.spaced and same_block) or room < _SHORT_AND_OPEN
