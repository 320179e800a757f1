"""Raw characters to clean text with a map back.

A document is cleaned by a row of small steps, each from text and map to text and map. All but the
last one see only neighbouring characters, so that a piece of a sentence is cleaned like the whole:
`clean(raw[slice(*read(raw).raw_span(start, end))]) == read(raw).text[start:end]`.

Damage that a converter did is repaired on the way, each place by what stands in it alone. Characters
that only make sense together stand together for the raw ones: a span that touches one has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from govie.text.characters import drop_applause, drop_spaces, drop_unseen, find_readings, fold
from govie.text.lines import lay_out, unbreak
from govie.text.mapped import Edit, MappedText
from govie.text.misread import misread_runs
from govie.text.slipped import UNKNOWN, slipped_runs
from govie.types import Repair, RepairKind


@dataclass(frozen=True, slots=True, eq=False)
class CleanText:
    """A document as it came, its clean text with one paragraph a line, and the map between them.

    `starts` and `ends` (int32) say for each clean character where the raw characters that it stands
    for begin and end. `repairs` are in the order of the raw text.
    """

    text: str
    raw: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    repairs: tuple[Repair, ...] = ()

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span widened so that no characters which were repaired together are parted."""
        if start < end:
            while start and self.starts[start - 1] == self.starts[start]:
                start -= 1
            while end < len(self.starts) and self.starts[end - 1] == self.starts[end]:
                end += 1
        return start, end

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the clean characters from `start` to `end` stand in the raw text.

        The raw span begins with the first of them and ends with the last. An empty span stands where
        its character does, or at the end of the text.
        """
        if start >= end:
            at = int(self.starts[start]) if start < len(self.starts) else len(self.raw)
            return at, at
        return int(self.starts[start]), int(self.ends[end - 1])


def read(raw: str, *, repair: bool = True) -> CleanText:
    """Return the clean text of a document: simplified characters, one paragraph a line.

    Without `repair`, damaged places stay as they are.

    >>> cleaned = read("完成地区生产总值\\n１８９.５ 亿元，增長5.8%。")
    >>> cleaned.text
    '完成地区生产总值189.5亿元，增长5.8%。'
    >>> cleaned.raw[slice(*cleaned.raw_span(8, 15))]
    '１８９.５ 亿元'
    """
    mapped, repairs = clean_characters(raw, repair)
    mapped = lay_out(mapped)
    return CleanText(mapped.text, raw, mapped.starts, mapped.ends, repairs)


def clean(piece: str, *, repair: bool = True) -> str:
    """Return the clean text of a piece of one sentence, line breaks and page numbers in it dropped.

    >>> clean("１８９.５ 亿\\n元")
    '189.5亿元'
    """
    return unbreak(clean_characters(piece, repair)[0]).text


def clean_characters(raw: str, repair: bool) -> tuple[MappedText, tuple[Repair, ...]]:
    """Return the text with clean characters in lines as they came, and what was repaired in it."""
    mapped = MappedText.of(raw)
    repairs: list[Repair] = []
    if repair and (damage := list(_damage(raw))):
        repairs += (found for found, _ in damage)
        mapped = mapped.replaced(edit for _, edits in damage for edit in edits)
    # Folding comes first, since it makes the white space and the brackets that the others look for.
    mapped = drop_unseen(fold(mapped))
    if repair and (readings := list(find_readings(mapped.text))):
        repairs += _readings(mapped, readings)
        mapped = mapped.edited(readings)
    return drop_spaces(drop_applause(mapped)), tuple(sorted(repairs, key=_start))


def _damage(raw: str) -> Iterator[tuple[Repair, tuple[Edit, ...]]]:
    """Yield what is wrong with the bytes of `raw`, with what puts it right, in text order."""
    done = 0
    for start, end, edits in misread_runs(raw):
        yield from _slipped(raw[done:start], done)
        text = "".join(edit.text for edit in edits)
        yield Repair(RepairKind.ENCODING, raw[start:end], text, start, end), edits
        done = end
    yield from _slipped(raw[done:], done)


def _slipped(piece: str, offset: int) -> Iterator[tuple[Repair, tuple[Edit, ...]]]:
    for start, end, text in slipped_runs(piece):
        kind = RepairKind.DAMAGED if not text or UNKNOWN in text else RepairKind.BYTES
        repair = Repair(kind, piece[start:end], text or piece[start:end], offset + start, offset + end)
        yield repair, (Edit(offset + start, offset + end, text),) if text else ()


def _readings(mapped: MappedText, edits: list[Edit]) -> Iterable[Repair]:
    starts = mapped.starts[[edit.start for edit in edits]].tolist()
    ends = mapped.ends[[edit.end - 1 for edit in edits]].tolist()
    for edit, start, end in zip(edits, starts, ends, strict=True):
        yield Repair(RepairKind.READING, mapped.text[edit.start : edit.end], "", start, end)


def _start(repair: Repair) -> int:
    return repair.start
