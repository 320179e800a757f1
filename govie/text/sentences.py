"""Lines and sentences of clean text, numbered as annotation files number them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Marks that follow each other end one sentence, and a closing bracket or quote belongs to what it
# closes. No branch can give back what it took, so a text without a mark is read in one pass.
_SENTENCE = re.compile(r"[^\n。！？；!?;]*(?:[。！？；!?;]+[”’\"』」）)》】]*|(?=\n|\Z))")

# What the components do within a sentence grows with the square of its quantities, so a text without
# full stops is cut. Of 37,000 sentences of reports, the longest has 517 characters.
LONGEST = 1000
_CUTS = "，、,"


class Line(NamedTuple):
    """One line without the white space at its ends: what it says, its number, and its offsets."""

    text: str
    number: int
    start: int
    end: int


class Sentence(NamedTuple):
    """Offsets of a sentence without the white space at its ends, its line, and its number in it."""

    start: int
    end: int
    line: int
    number: int


def read_lines(text: str) -> list[Line]:
    """Return the lines of `text` that say something; the empty ones are counted all the same."""
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(text.split("\n")):
        if stripped := raw.strip():
            first = start + len(raw) - len(raw.lstrip())
            lines.append(Line(stripped, number, first, first + len(stripped)))
        start += len(raw) + 1
    return lines


def split_sentences(lines: list[Line]) -> Iterator[Sentence]:
    """Yield the sentences of `lines`: up to 。！？；!?; or the end of the line.

    A piece longer than LONGEST is several: each ends behind its last comma, if it has one.
    """
    for line in lines:
        number = 0
        for start, end in _pieces(line.text):
            piece = line.text[start:end]
            if not (said := piece.strip()) or said == "\u200b":
                continue
            first = line.start + start + len(piece) - len(piece.lstrip())
            yield Sentence(first, first + len(said), line.number, number)
            number += 1


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST:
            limit = start + LONGEST
            cut = max(text.rfind(mark, start, limit) for mark in _CUTS) + 1 or limit
            yield start, cut
            start = cut
        yield start, end
