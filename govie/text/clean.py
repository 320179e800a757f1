"""Raw characters to clean text with a map back.

A document is cleaned by a row of small steps, each from text and map to text and map. All but the
last one see only neighbouring characters, so that a piece of a sentence is cleaned like the whole:
`clean(raw[slice(*read(raw).raw_span(start, end))]) == read(raw).text[start:end]`.

Steps that mend what a converter broke (slipped bytes, several reports in one file) have their place
in front of these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govie.text.characters import drop_pinyin, drop_spaces, drop_unseen, fold
from govie.text.lines import lay_out, unbreak
from govie.text.mapped import MappedText

Step = Callable[[MappedText], MappedText]

# Folding comes first, since it makes the white space and the brackets that the others look for.
_CHARACTERS: tuple[Step, ...] = (fold, drop_unseen, drop_pinyin, drop_spaces)


@dataclass(frozen=True, slots=True, eq=False)
class CleanText:
    """A document as it came, its clean text with one paragraph a line, and the map between them.

    `starts` and `ends` (int32) say for each clean character where the raw characters that it stands
    for begin and end.
    """

    text: str
    raw: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the clean characters from `start` to `end` stand in the raw text.

        The raw span begins with the first of them and ends with the last. An empty span stands where
        its character does, or at the end of the text.
        """
        if start >= end:
            at = int(self.starts[start]) if start < len(self.starts) else len(self.raw)
            return at, at
        return int(self.starts[start]), int(self.ends[end - 1])


def read(raw: str) -> CleanText:
    """Return the clean text of a document: simplified characters, one paragraph a line.

    >>> cleaned = read("完成地区生产总值\\n１８９.５ 亿元，增長5.8%。")
    >>> cleaned.text
    '完成地区生产总值189.5亿元，增长5.8%。'
    >>> cleaned.raw[slice(*cleaned.raw_span(8, 15))]
    '１８９.５ 亿元'
    """
    mapped = lay_out(_clean_characters(raw))
    return CleanText(mapped.text, raw, mapped.starts, mapped.ends)


def clean(piece: str) -> str:
    """Return the clean text of a piece of one sentence, line breaks and page numbers in it dropped.

    >>> clean("１８９.５ 亿\\n元")
    '189.5亿元'
    """
    return unbreak(_clean_characters(piece)).text


def _clean_characters(raw: str) -> MappedText:
    mapped = MappedText.of(raw)
    for step in _CHARACTERS:
        mapped = step(mapped)
    return mapped
