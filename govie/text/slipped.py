"""Characters whose GBK bytes slipped by one, put back: 区 behind 麟 stands as ?yún)^(qū).

A converter put readings behind the traditional characters of GBK text byte by byte, and halved some
marks in the same way. Where two bytes of two characters looked like one of its table, what it put in
parted the bytes of the second. Its lead byte was lost, a question mark stands there, and the bytes
behind it pair wrongly, up to an ASCII character that is really the second byte of another. Pairs that
no character has were dropped.

The bytes tell nearly all: a reading says which byte was lost, and the rest only pairs anew. What they
leave open, the counts of characters and pairs in reports decide. A run is read from its own characters
alone, so that a piece of a text is repaired like the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from heapq import nlargest
from math import exp
from operator import itemgetter
from typing import NamedTuple

from govie.lexicon.readings import load_readings
from govie.lexicon.units import load_units
from govie.text.characters import TONES
from govie.text.gbk import chance, load_gbk

_READING = rf"(?=[a-zü]*[{TONES}])[a-zü{TONES}]{{1,7}}\)"
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff"
_POINTS = "、。“”‘’《》（），；："
_LOST = re.compile(rf"\?({_READING})?")
# The character in front and the one behind help where a run can be read in several ways; they become part
# of it. In front of a lost byte with a reading stands the character that lent its second byte to it.
_BEFORE = re.compile(rf"[{_IDEOGRAPH}{_POINTS}](?:\({_READING})?\Z")
_BEFORE_LENGTH = 10
_BEHIND = re.compile(rf"[{_IDEOGRAPH}{_POINTS}]")
# A byte that an ASCII character stands for, and the reading of the character that it completes.
_TRAIL = re.compile(rf"([@-~€])(?:\(({_READING}))?")
# Behind a lost byte, these are the halves of wide marks.
_MARKS = ",:;!?.()"
_PART = rf"\?(?:{_READING}|[{_MARKS}])?"
_BODY = re.compile(rf"{_PART}(?:[\u00a4-\u02ff\u0391-\uffe5]|{_PART}){{0,60}}(?:{_TRAIL.pattern})?")
_EURO = 0x80
_LEADS = range(0x81, 0xFF)
_BEAM = 10
# A character is so unlikely behind the one before it that a pair may be lost between its bytes.
_UNLIKELY = -8.0
_FEW = 3
_DROPPED = -2.0
# A character that the bytes leave open must be at least this likely among those that they allow.
_LEAST_SURE = 0.5
UNKNOWN = "?"
_ASKING = "????"
# The likeliest of all readings of a run is this likely, or its neighbours are asked.
_SURE = 0.9

# Means of the logarithm of the chance of a character. What is worse is no text.
_LEAST_READ = -12.0
_LEAST_BARE = -7.5
# So much likelier must a run without a reading become.
_GAIN = 1.5


class Run(NamedTuple):
    """The characters from `start` to `end` are damaged; `text` is what they were, "" if that is unknown."""

    start: int
    end: int
    text: str


class _Path(NamedTuple):
    """One way to read the bytes so far: its score, its characters, and the lead byte that waits.

    `waiting` is 0 where none waits and -1 where the lost one does.
    """

    score: float
    text: str
    waiting: int


class _Found(NamedTuple):
    """What the first `length` characters of a run behind `before` may have been, the likeliest first."""

    before: str
    length: int
    paths: tuple[_Path, ...]

    def sure(self) -> bool:
        """True if the likeliest is so by far."""
        return sum(exp(path.score - self.paths[0].score) for path in self.paths) <= 1 / _SURE

    def text(self, behind: str = "") -> str:
        """Return the likeliest, with UNKNOWN where the others speak against it, in front of `behind`."""
        scores = [path.score + (chance(path.text[-1], behind) if behind else 0) for path in self.paths]
        best = max(scores)
        likeliest = self.paths[scores.index(best)].text
        weights = [
            (exp(score - best), path.text)
            for score, path in zip(scores, self.paths, strict=True)
            if len(path.text) == len(likeliest)
        ]
        least = _LEAST_SURE * sum(weight for weight, _ in weights)
        votes = (
            sum(weight for weight, text in weights if text[place] == character)
            for place, character in enumerate(likeliest)
        )
        said = (c if vote >= least else UNKNOWN for c, vote in zip(likeliest, votes, strict=True))
        return f"{self.before}{''.join(said)}{behind}"


def slipped_runs(text: str) -> Iterator[Run]:
    """Yield the runs of slipped bytes in `text` as it came, in text order and apart from each other."""
    end = 0
    while (at := text.find("?", end)) >= 0:
        run = None if text.startswith(_ASKING, at) else _run(text, at, end)
        if run is not None:
            yield run
        end = run.end if run is not None else at + 1


def _run(text: str, at: int, done: int) -> Run | None:
    """Return the run whose first lost byte stands at `at`, None if the mark there asks a question."""
    lost, body = _LOST.match(text, at), _BODY.match(text, at)
    if lost is None or body is None:
        return None
    before = _BEFORE.search(text, max(done, at - _BEFORE_LENGTH), at)
    if lost[1]:
        return _read_run(text, at, before, body[0], lost.end()) if before else None
    return _bare_run(text, at, before, body[0])


def _read_run(text: str, at: int, before: re.Match[str], body: str, lost_end: int) -> Run:
    """Return the run with a reading; it begins with the character in front, which lent its second byte."""
    found = _restore(before[0][0], body, read=True)
    if found is None:
        return Run(before.start(), lost_end, "")
    return _with_behind(text, before.start(), at, found)


def _bare_run(text: str, at: int, before: re.Match[str] | None, body: str) -> Run | None:
    """Return the run without a reading, with the character in front if it leaves too much open without."""
    alone = _restore("", body, read=False)
    if alone is not None and alone.sure():
        return Run(at, at + alone.length, alone.text())
    if before is not None and before[0][0] not in _unit_ends():
        found = _restore(before[0][0], body, read=False)
        if found is not None:
            return _with_behind(text, before.start(), at, found)
    return _with_behind(text, at, at, alone) if alone else None


def _with_behind(text: str, start: int, at: int, found: _Found) -> Run:
    """Return the run, with the character behind it if it leaves too much open without."""
    end = at + found.length
    behind = None if found.sure() else _BEHIND.match(text, end)
    return Run(start, behind.end(), found.text(behind[0])) if behind else Run(start, end, found.text())


@cache
def _unit_ends() -> frozenset[str]:
    """Return the last characters of units: what is read with a quantity is not read with a run behind it."""
    return frozenset(symbol[-1] for symbol in load_units().entries)


@lru_cache(maxsize=1024)
def _restore(before: str, body: str, *, read: bool) -> _Found | None:
    """Return what the damaged beginning of `body` was, None if nothing that its bytes can be is text."""
    reader = _Reader(before)
    least = _LEAST_READ if read else _LEAST_BARE
    found: list[tuple[float, int, list[_Path]]] = []
    for length, paths in reader.ends(body):
        if not read and length <= len("?@") and body[:length].isascii():
            continue
        mean = paths[0].score / len(paths[0].text)
        if mean >= least and (read or mean >= reader.chance(body[:length]) + _GAIN):
            found.append((mean, length, paths))
    if not found:
        return None
    _, length, paths = max(found)
    return _Found(before, length, tuple(paths))


class _Reader:
    """Reads the bytes of a run behind `before`, a character or nothing."""

    def __init__(self, before: str) -> None:
        self._gbk = load_gbk()
        self._readings = load_readings()
        self._before = before
        self._last = self._gbk.pairs.get(before, (0, 0))[1]

    def chance(self, text: str) -> float:
        """Return the mean logarithm of the chance of the characters of `text`."""
        pairs = zip(f" {text}", text, strict=False)
        return sum(chance(before.strip(), character) for before, character in pairs) / len(text)

    def ends(self, body: str) -> Iterator[tuple[int, list[_Path]]]:
        """Yield where in `body` the bytes may be in step again, with the paths there, best first."""
        paths = [_Path(0.0, "", 0)]
        at, bare = 0, False
        while at < len(body) and paths:
            character = body[at]
            if lost := _LOST.match(body, at):
                found = [following for path in paths for following in self._lost(path, lost[1] or "")]
                if bare and not lost[1]:
                    found += self._wide(paths, "？")
                at, bare = lost.end(), not lost[1]
            elif bare and character in _MARKS:
                found = self._wide(paths, chr(ord(character) + 0xFEE0))
                at, bare = at + 1, False
            elif trail := _TRAIL.match(body, at):
                byte = _EURO if trail[1] == "€" else ord(trail[1])
                read = self._readings.get(trail[2][:-1]) if trail[2] else None
                ends = [path for path in self._known(paths, byte) if not read or path.text[-1] in read]
                if ends:
                    yield trail.end(), ends
                return
            else:
                found = self._wide(paths, character)
                at, bare = at + 1, False
            found = nlargest(_BEAM, found)
            if ends := [path for path in found if not path.waiting]:
                yield at, ends
            paths = [path for path in found if path.waiting]

    # -- bytes -------------------------------------------------------------------------------

    def _wide(self, paths: list[_Path], character: str) -> list[_Path]:
        """Return the paths behind both bytes of a character."""
        lead, trail = self._gbk.pairs.get(character, (0, 0))
        if trail not in _LEADS:
            return []
        return [path._replace(waiting=trail) for path in self._known(paths, lead)]

    def _known(self, paths: list[_Path], byte: int) -> list[_Path]:
        """Return the likeliest paths behind a byte that completes a character."""
        found: list[_Path] = []
        for rank, path in enumerate(paths):
            if path.waiting < 0:
                found += (self._with(path, character) for _, character in self._gbk.by_trail.get(byte, ()))
                continue
            character = self._gbk.characters.get((path.waiting, byte))
            plain = self._with(path, character) if character else None
            if plain:
                found.append(plain)
            if rank < _FEW and (plain is None or plain.score - path.score < _UNLIKELY):
                found += self._around_dropped(path, byte)
        return nlargest(_BEAM, found)

    def _around_dropped(self, path: _Path, byte: int) -> Iterator[_Path]:
        """Yield the paths with a dropped pair between the byte that waits and this one."""
        firsts = (
            (self._with(path, c), seconds) for c, seconds in self._gbk.before_dropped.get(path.waiting, ())
        )
        for first, seconds in nlargest(_FEW, firsts, key=itemgetter(0)):
            for lead, character in self._gbk.by_trail.get(byte, ()):
                if lead in seconds:
                    path = self._with(first, character)
                    yield path._replace(score=path.score + _DROPPED)

    def _lost(self, path: _Path, reading: str) -> Iterator[_Path]:
        """Yield the paths behind a lost byte, which has the `reading`, if any, with the one before."""
        if not reading:
            if not path.waiting:
                yield path._replace(waiting=-1)
            elif path.waiting > 0:
                yield from (self._with(path, c) for c in self._gbk.by_lead.get(path.waiting, ()))
            return
        for character in self._readings.get(reading[:-1], ()):
            lead, trail = self._gbk.pairs[character]
            if not path.waiting:
                if lead == self._last and trail in _LEADS:
                    yield path._replace(waiting=trail)
            elif lead == path.waiting or path.waiting < 0:
                yield self._with(path, character)
            else:
                yield from self._two_lost(path, character)

    def _two_lost(self, path: _Path, read: str) -> Iterator[_Path]:
        """Yield the paths behind two lost bytes, which are those of the character that was `read`.

        They belong to two characters, or to itself behind a dropped pair.
        """
        lead, trail = self._gbk.pairs[read]
        character = self._gbk.characters.get((path.waiting, lead))
        if character and trail in _LEADS:
            yield self._with(path, character, trail)
        for first, seconds in self._gbk.before_dropped.get(path.waiting, ()):
            if lead in seconds:
                yield self._with(self._with(path, first), read)

    def _with(self, path: _Path, character: str, waiting: int = 0) -> _Path:
        before = path.text[-1:] or self._before
        return _Path(path.score + chance(before, character), path.text + character, waiting)
