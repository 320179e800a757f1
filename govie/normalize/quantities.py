"""Every piece of a text that can be a quantity: numeral, multiplier, 余/多, unit, contiguous.

The grammar says what the characters allow (offsets, value, unit). Whether a candidate counts
anything is learned from its context by others, so here each plausible one is returned; years,
dates, ordinals and words such as 统一, which the characters themselves rule out, are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govie.lexicon.units import UnitTable
from govie.normalize.atoms import Atom, CandidateShape, Scanner
from govie.normalize.numerals import scale_of
from govie.normalize.units import fold_unit

__all__ = ["Candidate", "CandidateShape", "find_candidates"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of text that can be a quantity; `text[start:end]` is the whole of it.

    `values` are as written, before 万/亿: one, two for a range, two or more for a ratio, none if
    masked. `unit` has its multiplier and no 余/多, "" if there is none.
    """

    start: int
    end: int
    values: tuple[float, ...]
    unit: str
    shape: CandidateShape


_DASH = "[-—–－―─~～∼]{1,2}"
_JOINT = re.compile(f"(?P<range>{_DASH}|[至到])|(?P<ratio>[:：∶比])|(?P<part>[/／])")
_LIST_GAP = re.compile("[、和及与]|以及|，")
_FROM = re.compile("[从由][^，。；、：]{0,12}$")
#: More parts than any structure or range has make a code.
_MAX_PARTS = 6
_JOINED = {CandidateShape.NUMBER, CandidateShape.PERCENT, CandidateShape.ROUND}


def find_candidates(text: str, units: UnitTable) -> list[Candidate]:
    """Return the candidates of `text` in text order, none overlapping another."""
    atoms = list(_join(text, list(Scanner(text, units).scan())))
    _share_units(text, atoms)
    return [_candidate(atom) for atom in atoms if not atom.dropped]


def _candidate(atom: Atom) -> Candidate:
    unit = fold_unit(atom.multiplier + atom.symbol)
    return Candidate(atom.start, atom.end, tuple(map(float, atom.values)), unit, atom.shape)


def _join(text: str, atoms: list[Atom]) -> Iterator[Atom]:
    """Yield the atoms, with ranges, ratios and n/m made one each and codes left out."""
    at = 0
    while at < len(atoms):
        kind, size = _chain(text, atoms, at)
        chain = atoms[at : at + size]
        at += size
        joined = _JOINERS[kind](text, chain) if size > 1 else None
        if joined is not None:
            yield joined
        else:
            yield from chain


def _chain(text: str, atoms: list[Atom], at: int) -> tuple[str, int]:
    """Return how the atoms from `at` on are joined (range, ratio, part), and how many they are."""
    kind, size = "", 1
    while at + size < len(atoms):
        left, right = atoms[at + size - 1], atoms[at + size]
        if not 0 < right.start - left.end <= 2:
            break
        joint = _JOINT.fullmatch(text, left.end, right.start)
        if not joint or (kind and joint.lastgroup != kind):
            break
        if left.shape not in _JOINED or right.shape not in _JOINED:
            break
        kind, size = joint.lastgroup or "", size + 1
    return kind, size


def _range(text: str, chain: list[Atom]) -> Atom | None:
    """Join two numbers with one unit; a longer chain (2024-01-05) and a range of dates drop out."""
    low, high = chain[0], chain[-1]
    if "分之" in text[low.start : low.end] and high.values and not high.symbol and len(chain) == 2:
        # 百分之四到五: the second number is a percentage too.
        high.symbol, high.dropped = low.symbol, False
    dashed = text[low.end] not in "至到"
    if dashed and (len(chain) > 2 or any(atom.dropped for atom in chain)):
        for atom in chain:
            atom.dropped = True
        return None
    if len(chain) > 2 or low.symbol not in ("", high.symbol) or (low.dropped and low.symbol) or high.dropped:
        return None
    if not dashed and _FROM.search(text, max(0, low.start - 14), low.start):
        return None
    value = low.values[0]
    if low.multiplier not in ("", high.multiplier):
        value = value * scale_of(low.multiplier) / scale_of(high.multiplier)
    values = (value, high.values[0])
    return Atom(low.start, high.end, values, high.multiplier, high.symbol, CandidateShape.RANGE)


def _ratio(text: str, chain: list[Atom]) -> Atom | None:
    """Join a:b or a:b:c; None for clock times and for numbers that only stand beside a colon."""
    if len(chain) > _MAX_PARTS or any(atom.symbol or atom.multiplier or not atom.values for atom in chain):
        return None
    if _is_clock(chain):
        for atom in chain:
            atom.dropped = True
        return None
    values = tuple(atom.values[0] for atom in chain)
    return Atom(chain[0].start, chain[-1].end, values, "", "", CandidateShape.RATIO)


def _is_clock(chain: list[Atom]) -> bool:
    """Whether the numbers are written as an hour with minutes; parts that sum to 100 are not."""
    hour, *rest = (atom.written for atom in chain)
    if len(chain) > 3 or not hour.isdecimal() or len(hour) > 2 or int(hour) > 24:
        return False
    sixty = all(part.isdecimal() and len(part) == 2 and int(part) < 60 for part in rest)
    return sixty and sum(atom.values[0] for atom in chain) not in (99, 100, 101)


def _part(text: str, chain: list[Atom]) -> Atom | None:
    """Join 2/3 as the fraction it is; None if it is no proper fraction."""
    above, below = chain[0], chain[-1]
    plain = all(atom.written.isdecimal() and len(atom.written) < 4 for atom in chain)
    if len(chain) > 2 or not plain or not above.values[0] < below.values[0] or above.symbol:
        return None
    end = below.end if not below.symbol else below.start + len(below.written)
    end += text[end : end + 1] == "多"
    return Atom(above.start, end, (above.values[0] / below.values[0],), "", "", CandidateShape.FRACTION)


_JOINERS = {"range": _range, "ratio": _ratio, "part": _part}


def _share_units(text: str, atoms: list[Atom]) -> None:
    """Give the bare numbers of a list the unit of its last one, and its fate if that is a date."""
    for left, right in zip(reversed(atoms[:-1]), reversed(atoms[1:]), strict=True):
        if left.symbol or left.shape not in _JOINED or right.shape not in _JOINED:
            continue
        if not left.written[:1].isdecimal():
            continue
        gap = text[left.end : right.start]
        if not _LIST_GAP.fullmatch(gap):
            continue
        if right.dropped:
            left.dropped = left.dropped or not left.multiplier
        elif right.symbol and gap != "，":
            left.symbol = right.symbol
            left.multiplier = left.multiplier or right.multiplier
            left.shape, left.dropped = right.shape, False
