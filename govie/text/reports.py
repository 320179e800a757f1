"""Where the reports of a file begin that holds several, glued together.

A report begins with its title, the meeting, the salutation and the sentence in which the speaker
presents it; not every report has all of them. What only looks like a beginning has no text behind it
(a table of contents, a link to the report on its own page) or is quoted.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from govie.lexicon.headings import HeadingWords, load_heading_words
from govie.lexicon.layout import load_layout_words
from govie.text.clean import clean_characters
from govie.text.sentences import Line, read_lines

_TITLE_LENGTH = 50
_MEETING_LENGTH = 100
# The speaker presents the report in the first characters of a paragraph, which may be broken.
_HEAD = 140
# So many lines may stand between the parts of a beginning: dates, sources, the buttons of a page.
_FRONT = 12
_SHORT = 60
# No report has less text than this: characters of sentences in lines that are no headings. Where the
# speaker presents both, a short one is a report too; a title alone may be a link.
_BODY = 1500
_PRESENTED_BODY = 200
_SENTENCE = 16
_INTRODUCES = "：:，,"
_LONGER = 10


class _Start(NamedTuple):
    """A report begins at line `place`; `presented` says that the speaker presents it there."""

    place: int
    presented: bool


def split_reports(text: str) -> list[tuple[int, int]]:
    """Return the offsets of each report in `text`, which cover it without a gap; one pair if it is one.

    >>> split_reports("2024年工作回顾\\n完成投资3亿元。")
    [(0, 19)]
    """
    mapped, _ = clean_characters(text, repair=True)
    page_number = load_layout_words().any_page_number
    lines = [line for line in read_lines(mapped.text) if not page_number.fullmatch(line.text)]
    firsts = [int(mapped.starts[lines[place].start]) for place in report_starts(lines)[1:]]
    return list(pairwise([0, *firsts, len(text)]))


def report_starts(lines: list[Line]) -> list[int]:
    """Return the places in `lines` where reports begin, the first being 0; empty if there are no lines."""
    if not lines:
        return []
    finder = _Finder(lines, load_heading_words())
    starts = [_Start(0, False)]
    for start in finder.starts():
        last = starts[-1]
        if start.place == last.place:
            starts[-1] = _Start(last.place, last.presented or start.presented)
        elif finder.body(last.place, start.place) >= _least(last.presented and start.presented):
            starts.append(start)
        elif start.presented and last.presented:
            # the one before has no text of its own
            starts[-1] = start if len(starts) > 1 else _Start(last.place, True)
        else:
            starts[-1] = _Start(last.place, last.presented or start.presented)
    if len(starts) > 1 and finder.body(starts[-1].place, len(lines)) < _least(starts[-1].presented):
        starts.pop()
    return [start.place for start in starts]


def _least(presented: bool) -> int:
    return _PRESENTED_BODY if presented else _BODY


class _Finder:
    """Finds the beginnings of reports in the lines of a text."""

    def __init__(self, lines: list[Line], words: HeadingWords) -> None:
        self._lines = lines
        self._words = words
        sums = [0]
        for line in lines:
            length = len(line.text)
            sums.append(sums[-1] + (length if length >= _SENTENCE else 0))
        self._sums = sums

    def body(self, start: int, end: int) -> int:
        """Return how many characters of sentences stand in the lines from `start` to `end`."""
        return self._sums[end] - self._sums[start]

    def starts(self) -> list[_Start]:
        """Return the beginnings in text order, a place only once."""
        found: dict[int, bool] = {}
        presented = [place for place in range(len(self._lines)) if self._presents(place)]
        saluted = [place for place, line in enumerate(self._lines) if self._salutes(line.text)]
        for place in presented:
            front = [s for s in saluted[bisect_left(saluted, place - _FRONT) :] if s <= place][-1:]
            start = self._front(front[0] if front else place)
            alone = start == place and not self._words.opening.search(self._lines[place].text[:_HEAD])
            if not alone and not self._is_quoted(start):
                found[start] = True
        for place in saluted:
            start = self._front(place)
            if start < place and not self._is_quoted(start):
                found.setdefault(start, False)
        return [_Start(place, found[place]) for place in sorted(found)]

    def _presents(self, place: int) -> bool:
        head = self._lines[place].text[:_HEAD]
        if "我" not in head:
            return False
        if len(head) < _HEAD and place + 1 < len(self._lines):
            head = head + self._lines[place + 1].text[:_SHORT]
        match = self._words.presents.search(head)
        return match is not None and match.start() < len(self._lines[place].text)

    def _salutes(self, text: str) -> bool:
        return len(text) <= _SENTENCE and self._words.salutation.match(text) is not None

    def _front(self, place: int) -> int:
        """Return the first line of the title or the meeting above `place`, or `place` itself."""
        first = place
        for above in range(place - 1, max(-1, place - 1 - _FRONT), -1):
            text = self._lines[above].text
            if self._is_title(text):
                first = above
            elif len(text) > _SHORT or text[-1] in "。！？；" or self._words.after.search(text):
                break
        return first

    def _is_title(self, text: str) -> bool:
        if len(text) <= _TITLE_LENGTH and self._words.title.search(text):
            return True
        return len(text) <= _MEETING_LENGTH and self._words.meeting.search(text) is not None

    def _is_quoted(self, place: int) -> bool:
        """True if the line before says that what follows is quoted, or a quotation mark does."""
        if self._words.quotes.match(self._lines[place].text):
            return True
        before = self._lines[place - 1].text if place else ""
        return len(before) > _LONGER and before[-1] in _INTRODUCES
