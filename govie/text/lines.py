"""The lines of a page made into paragraphs: one paragraph a line, no page numbers, no blank lines.

Text from a PDF breaks its lines where the page ends, not where the sentence does. Whether a document
is such text is read from its own lines: there, those that are as long as the page is wide do not end
with a full stop. Where a document is not, every line stays a paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from govie.lexicon.layout import LayoutWords, load_layout_words
from govie.text.characters import UNSEEN, joint
from govie.text.mapped import Edit, MappedText
from govie.text.sentences import Line, read_lines

# Widths are in columns: a Chinese character has two, an ASCII one has one.
_WIDEST_PAGE = 200
_NARROWEST = 10
_NEAR = 0.8
_QUANTILE = 0.9
_FEWEST_NEAR = 4
_SHARE_OPEN = 0.5
# A line that is shorter by more than this would have had room for the next word.
_SLACK = 10
# First lines of paragraphs are indented by two characters, which converters drop.
_INDENTED = range(3, 6)
# Below this many lines, a break that cannot be the end of a paragraph decides.
_FEW_LINES = 12
_FEWEST_BARE = 3


@dataclass(frozen=True, slots=True)
class _Page:
    """The shape of hard-wrapped text: the width of its lines in columns, and the most usual one."""

    width: int
    usual: int


def lay_out(mapped: MappedText) -> MappedText:
    """Return the text with one paragraph a line and a map that skips what stood between."""
    words = load_layout_words()
    lines = read_lines(mapped.text)
    numbers = {line.number for line in lines if words.page_number.fullmatch(line.text)}
    content = [line for line in lines if line.number not in numbers]
    bare = [line for line in content if words.any_page_number.fullmatch(line.text)]
    counts = {line.number for line in bare}
    running = [line for line in content if line.number not in counts]
    page = _page(running, broken=_is_broken_by(numbers, lines, words), words=words)
    numbers |= _rising(bare, lines, page)
    content = [line for line in content if line.number not in numbers]
    if page is None:
        return mapped.edited(_edits(mapped.text, content, [False] * len(content)))
    content = [line for line in content if not UNSEEN.fullmatch(line.text)]
    return mapped.edited(_edits(mapped.text, content, _joins(content, page, words)))


def unbreak(mapped: MappedText) -> MappedText:
    """Return a piece of one sentence without line breaks and the page numbers between them."""
    words = load_layout_words()
    lines = read_lines(mapped.text)
    inner = [
        line
        for line in lines[1:-1]
        if not words.any_page_number.fullmatch(line.text) and not UNSEEN.fullmatch(line.text)
    ]
    content = [*lines[:1], *inner, *lines[1:][-1:]]
    return mapped.edited(_edits(mapped.text, content, [True] * len(content)))


def _edits(text: str, lines: list[Line], joins: list[bool]) -> Iterator[Edit]:
    """Yield what makes `lines` paragraphs; `joins` says of each whether it goes on in the next one."""
    if not lines:
        if text:
            yield Edit(0, len(text), "")
        return
    if lines[0].start:
        yield Edit(0, lines[0].start, "")
    for line, following, joined in zip(lines, lines[1:], joins, strict=False):
        between = joint(line.text[-1], following.text[0]) if joined else "\n"
        if following.start - line.end > 1 or joined:
            yield Edit(line.end, following.start, between)
    if rest := text[lines[-1].end :]:
        end = "\n" if "\n" in rest and joins and not joins[-1] else ""
        if rest != end:
            yield Edit(lines[-1].end, len(text), end)


# -- what a document is ------------------------------------------------------------------------


def _page(lines: list[Line], *, broken: bool, words: LayoutWords) -> _Page | None:
    """Return the page if the lines are broken at its width, None if each of them is a paragraph."""
    widths = [_width(line) for line in lines]
    wide = sorted(width for width in widths if width >= _NARROWEST)
    if len(wide) < 2 or (width := wide[int(len(wide) * _QUANTILE)]) > _WIDEST_PAGE:
        return None
    near = [line for line, columns in zip(lines[:-1], widths, strict=False) if columns >= _NEAR * width]
    if len(near) >= _FEWEST_NEAR and len(lines) > _FEW_LINES:
        broken = sum(not _is_closed(line.text, words) for line in near) >= _SHARE_OPEN * len(near)
    else:
        broken = broken or any(_cannot_part(*pair, words) for pair in pairwise(lines))
    usual = Counter(columns for columns in widths if columns >= _NEAR * width).most_common(1)[0][0]
    return _Page(width, usual) if broken else None


def _is_broken_by(numbers: set[int], lines: list[Line], words: LayoutWords) -> bool:
    """True if a page number stands inside a sentence."""
    return any(
        following.number in numbers and line.number not in numbers and not _is_closed(line.text, words)
        for line, following in pairwise(lines[:-1])
    )


def _cannot_part(line: Line, following: Line, words: LayoutWords) -> bool:
    """True if a paragraph ends neither with the last character of one line nor before the next."""
    if line.text[-1] in words.open_ends or following.text[0] in words.open_starts:
        return True
    return words.amount.match(following.text) is not None and not _is_closed(line.text, words)


def _rising(bare: list[Line], lines: list[Line], page: _Page | None) -> set[int]:
    """Return the numbers of the lines that are nothing but a number and count the pages.

    Their values rise. Without hard-wrapped lines it takes several of them to tell; with these, the
    line before one is as long as the page is wide, or ends a paragraph.
    """
    if page is not None:
        before = {following.number: line for line, following in pairwise(lines)}
        words = load_layout_words()
        bare = [
            line
            for line in bare
            if (previous := before.get(line.number)) is None
            or _width(previous) >= page.width - _SLACK
            or _is_closed(previous.text, words)
        ]
    rising = _longest_rise([int(line.text) for line in bare])
    if page is None and (len(rising) < _FEWEST_BARE or len(rising) < len(bare)):
        return set()
    return {bare[place].number for place in rising}


def _longest_rise(values: list[int]) -> list[int]:
    """Return the places of the longest strictly rising subsequence of `values`."""
    tails: list[int] = []
    places: list[int] = []
    previous: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        previous.append(places[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            places.append(place)
        else:
            tails[at], places[at] = value, place
    rise: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        rise.append(place)
        place = previous[place]
    return rise[::-1]


# -- which lines go on ---------------------------------------------------------------------------


def _joins(lines: list[Line], page: _Page, words: LayoutWords) -> list[bool]:
    """Return for each line of hard-wrapped text whether its paragraph goes on in the next one."""
    joins: list[bool] = []
    opens = True
    for line, following in pairwise(lines):
        heading = opens and words.opener.match(line.text) is not None
        joined = _goes_on(line, following, page, words, heading=heading)
        joins.append(joined)
        opens = not joined
    return [*joins, False] if lines else []


def _goes_on(line: Line, following: Line, page: _Page, words: LayoutWords, *, heading: bool) -> bool:
    text = line.text
    if words.contents.search(text) or words.contents.search(following.text):
        return False
    if words.any_page_number.fullmatch(text) or words.any_page_number.fullmatch(following.text):
        return False  # alone, a piece of such a sentence could not tell the number from that of a page
    full = _width(line) >= page.width - _SLACK
    opener = words.opener.match(following.text) is not None
    if _is_closed(text, words):
        columns = _width(following)
        indented = page.usual - columns in _INDENTED
        title = columns < page.width - _SLACK and not _is_closed(following.text, words)
        return full and not (opener or indented or title)
    if full:
        return not (heading and opener)
    return not opener and _cannot_part(line, following, words)


def _is_closed(text: str, words: LayoutWords) -> bool:
    """True if a sentence ends with the line."""
    bare = text.rstrip(words.closers)
    return bool(bare) and bare[-1] in words.stops


def _width(line: Line) -> int:
    """Return the columns of a line; UTF-8 has three bytes for a Chinese character, one for ASCII."""
    return (len(line.text) + len(line.text.encode("utf-8", "surrogatepass"))) // 2
