"""The headings that stand over each place of a report: that of its part, and those below it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from govie.text.outline import Mark
from govie.text.sentences import Line
from govie.types import SectionKind

_NUMERAL = "一二三四五六七八九十"
# From the highest level down; what has no number stands below them all.
_LEVELS = (
    re.compile(rf"第[{_NUMERAL}]{{1,3}}(?:部分|章|篇)"),
    re.compile(rf"(?:第[{_NUMERAL}]{{1,3}}节|[{_NUMERAL}]{{1,3}}[、.．])"),
    re.compile(rf"[（(][{_NUMERAL}]{{1,3}}[)）]"),
    re.compile(r"[0-9]{1,2}(?:[、．]|\.(?![0-9]))|[（(][0-9]{1,2}[)）]"),
)
_PLAIN = len(_LEVELS)
_ENDS = "。；;，,、！!？?：:"
_STOPS = "。！？；：!?;:”"
# A paragraph that begins with one of these goes on with the line above it.
_GOES_ON = "是，。、；：,)）》”第"
_LONGEST = 50
_LONGEST_PLAIN = 34
_SHORTEST = 4
_PARAGRAPH = 40
# In these a number opens an entry or nothing, not a heading.
_FLAT = frozenset({SectionKind.GLOSSARY, SectionKind.OTHER})
_PAST = frozenset({SectionKind.REVIEW, SectionKind.PROBLEMS})


class PathRange(NamedTuple):
    """From `start` on, these headings stand over the text, the highest first."""

    start: int
    path: tuple[str, ...]


class _Heading(NamedTuple):
    level: int
    text: str


def read_paths(lines: list[Line], marks: list[Mark]) -> list[PathRange]:
    """Return where the headings over the text change, in text order, the first at 0 with none."""
    found = [PathRange(0, ())]
    stack: list[_Heading] = []
    part, following = marks[0], 0
    closed = True
    for line, next_line in zip_longest(lines, lines[1:]):
        before = part
        while following < len(marks) and marks[following].start <= line.start:
            part, following = marks[following], following + 1
        heading = _heading(line.text, next_line.text if next_line and closed else "", part)
        closed = heading is not None or line.text[-1] in _STOPS
        if (part.kind in _PAST) != (before.kind in _PAST) or part.kind in _FLAT:
            # what has no number and stood over the review does not stand over the plan
            stack = []
        elif part.title != before.title and heading is None:
            stack = []
        if heading is not None:
            stack = [*(above for above in stack if above.level < heading.level), heading]
        path = tuple(above.text for above in stack) or ((part.title,) if part.title else ())
        if path != found[-1].path:
            found.append(PathRange(line.start, path))
    return found


def _heading(text: str, following: str, part: Mark) -> _Heading | None:
    """Return the heading that a line is or begins with, None if it is none.

    `following` is the next line, "" if the line goes on with the one before it.
    """
    if part.kind in _FLAT:
        return None
    level = next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), _PLAIN)
    if part.title and text.startswith(part.title):
        # the heading of a part has the highest level that its number allows
        return _Heading(level if level < _PLAIN else -1, part.title)
    if level < _PLAIN:
        whole = len(text) <= _LONGEST and text[-1] not in _ENDS
        head = text if whole else text[: text.find("。") + 1].rstrip("。")
        return _Heading(level, head) if _SHORTEST <= len(head) <= _LONGEST else None
    plain = _SHORTEST <= len(text) <= _LONGEST_PLAIN and text[-1] not in _ENDS
    begins = len(following) >= _PARAGRAPH and following[0] not in _GOES_ON
    return _Heading(level, text) if plain and begins else None
