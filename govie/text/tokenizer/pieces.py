"""The pieces of a text that no token may cross: the forced cuts.

Annotated spans begin and end at quantities, so the tokens must too. The quantity grammar says where
quantities can stand. Around and inside them nothing is left to the segmenter: a numeral, a unit and
a bound word are tokens of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from govie.lexicon.bounds import BoundTable
from govie.lexicon.units import UnitTable
from govie.normalize.numerals import MORE, NUMERAL_CHARS
from govie.normalize.quantities import Candidate, find_candidates
from govie.normalize.units import unit_pattern
from govie.types import Bound

#: Longer runs without punctuation are noise; cutting them bounds the memory of the segmenter.
MAX_RUN = 200

_ARABIC = "[0-9０-９]+(?:[.,．，][0-9０-９]+)*"
_PIECE = re.compile(
    rf"""
    (?P<han>[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]{{1,{MAX_RUN}}})
    | \s+
    | [A-Za-zＡ-Ｚａ-ｚ]+
    | {_ARABIC}
    | (?P<mark>.)(?P=mark)*
    """,
    re.VERBOSE | re.DOTALL,
)
_SMALL = f"[{''.join(sorted(set(NUMERAL_CHARS) - set('万亿')))}点]+"


class Piece(NamedTuple):
    """A stretch of text that is a token, or in which the segmenter is to find words (`open`)."""

    start: int
    end: int
    open: bool


def find_pieces(text: str, units: UnitTable, bounds: BoundTable) -> Iterator[Piece]:
    """Yield the pieces of `text` in order; together they are the whole of it."""
    done = 0
    for candidate in find_candidates(text, units):
        yield from _between(text, done, candidate.start, bounds)
        yield from _inside(text, candidate, units)
        done = candidate.end
    yield from _between(text, done, len(text), bounds)


def _between(text: str, start: int, end: int, bounds: BoundTable) -> Iterator[Piece]:
    """Yield the bound word of the quantity before, what lies between, and that of the next one."""
    first = start + _bound_after(text, start, end, bounds)
    last = end - _bound_before(text, first, end, bounds)
    if start < first:
        yield Piece(start, first, False)
    for match in _PIECE.finditer(text, first, last):
        yield Piece(match.start(), match.end(), match["han"] is not None)
    if last < end:
        yield Piece(last, end, False)


def _bound_after(text: str, start: int, end: int, bounds: BoundTable) -> int:
    """Return the length of the bound word that `text[start:end]` begins with."""
    for size in range(min(end - start, _longest_word(bounds)), 0, -1):
        if bound := bounds.after.get(text[start : start + size]):
            return 0 if bound is Bound.EXACT else size
    return 0


def _bound_before(text: str, start: int, end: int, bounds: BoundTable) -> int:
    """Return the length of the bound word that `text[start:end]` ends with."""
    for size in range(min(end - start, _longest_word(bounds)), 0, -1):
        word = text[end - size : end]
        if bound := bounds.before.get(word) or bounds.before_round.get(word):
            return 0 if bound is Bound.EXACT else size
    return 0


@lru_cache(maxsize=8)
def _longest_word(bounds: BoundTable) -> int:
    return max(map(len, (*bounds.before, *bounds.before_round, *bounds.after)))


def _inside(text: str, candidate: Candidate, units: UnitTable) -> Iterator[Piece]:
    for match in _part_pattern(units).finditer(text, candidate.start, candidate.end):
        yield Piece(match.start(), match.end(), False)


@lru_cache(maxsize=8)
def _part_pattern(units: UnitTable) -> re.Pattern[str]:
    """Return the pattern of a numeral, of 分之, of 余, and of a unit with its 万 or 亿."""
    numeral = rf"{_ARABIC}|{_SMALL}(?:[万亿]+{_SMALL})*"
    unit = unit_pattern(units).pattern
    return re.compile(
        rf"[百千万]?分之|{numeral}|[{MORE}]|[万亿]*(?:{unit})|[万亿]+|(?P<mark>.)(?P=mark)*", re.DOTALL
    )
