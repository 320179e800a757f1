"""UTF-8 that was read as GBK or as Latin-1 (cp1252), read again: 鏀垮簻 is 政府, and so is æ”¿åºœ.

The bytes of what stands there are those of UTF-8, three for a Chinese character. Other text hardly ever
has such bytes: of a million characters of reports, none. Bytes that the wrong encoding had no
character for stand as �, and what they were is guessed from the characters beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from govie.lexicon.character_counts import load_character_counts
from govie.text.gbk import chance
from govie.text.mapped import Edit

_LEADS = (*range(0xE2, 0xEA), 0xEF)
_CONTINUATION = range(0x80, 0xC0)
_LOST = "\ufffd"
_LOST_MARKS = f"{_LOST}?"
# A piece with a lost byte may have this many characters.
_LONGEST = 8
_LONGEST_JOINED = 24
# Chinese characters, and the marks and signs of Chinese text.
_EXPECTED = re.compile(
    "[\u2010-\u203b\u2100-\u22ff\u2460-\u24ff\u25a0-\u25ff\u3001-\u303f\u3400-\u9fff\uff00-\uffef]"
)

Encode = Callable[[str], bytes]


class MisreadRun(NamedTuple):
    """The characters from `start` to `end` were misread; `edits` say what they are, piece by piece."""

    start: int
    end: int
    edits: tuple[Edit, ...]


def misread_runs(text: str) -> Iterator[MisreadRun]:
    """Yield the misread runs of `text` as it came, in text order and apart from each other."""
    beginning = _beginnings()
    at = 0
    while match := beginning.search(text, at):
        encode = _as_latin if match["latin"] else _as_gbk
        edits = _edits(text, match.start(), encode)
        if edits:
            yield MisreadRun(match.start(), edits[-1].end, tuple(edits))
        at = edits[-1].end if edits else match.start() + 1


@cache
def _beginnings() -> re.Pattern[str]:
    """Return the pattern of three characters that may be the first of a run."""
    firsts, seconds, thirds = [], [], []
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            character = bytes((lead, trail)).decode("gb18030", "replace")
            if lead in _LEADS and trail in _CONTINUATION:
                firsts.append(character)
            elif lead in _CONTINUATION and trail in _LEADS:
                seconds.append(character)
            elif lead in _CONTINUATION and trail in _CONTINUATION:
                thirds.append(character)
    latin = "".join(map(re.escape, _latin()))
    gbk = f"[{''.join(firsts)}](?:[{''.join(seconds)}](?:[{''.join(thirds)}]|{_LOST})|{_LOST})"
    return re.compile(f"(?P<latin>[â-éï][{latin}{_LOST}]{{2}})|{gbk}")


@cache
def _latin() -> dict[str, int]:
    """Return the bytes behind the first of a character, by how Latin-1 and cp1252 read them."""
    found = {chr(byte): byte for byte in _CONTINUATION}
    for byte in _CONTINUATION:
        if character := bytes((byte,)).decode("cp1252", "ignore"):
            found[character] = byte
    return found


def _as_latin(character: str) -> bytes:
    byte = _latin().get(character, ord(character))
    return bytes((byte,)) if 0x80 <= byte < 0x100 else b""


def _as_gbk(character: str) -> bytes:
    encoded = character.encode("gb18030", "ignore")
    return encoded if len(encoded) == 2 else b""


class _Piece(NamedTuple):
    """The fewest characters up to `end` whose bytes are whole characters.

    `choices` are what each of these may be, `lost` are the marks of lost bytes among them.
    """

    end: int
    choices: list[str]
    lost: str

    def text(self, before: str = "") -> str:
        """Return the likeliest of the choices behind `before`."""
        said = ""
        for place, choices in enumerate(self.choices):
            last = said[-1:] or before[-1:]
            following = self.choices[place + 1] if place + 1 < len(self.choices) else ""
            said += max(choices, key=lambda c: _chance(last, c, following)) if len(choices) > 1 else choices
        return said


def _chance(before: str, character: str, following: str) -> float:
    behind = chance(character, following) if len(following) == 1 else 0.0
    return chance(before, character) + behind


def _edits(text: str, start: int, encode: Encode) -> list[Edit]:
    """Return what replaces the run at `start`, piece by piece.

    A piece with a lost byte takes in the one before it, whose characters help to guess; one with a
    question mark, which may be a real one, is none without it.
    """
    found: list[Edit] = []
    whole = False  # the last edit is a piece without a lost byte
    while piece := _piece(text, start, encode):
        marked = "?" in piece.lost
        joined = bool(piece.lost) and (whole or marked) and bool(found)
        if joined and piece.end - found[-1].start <= _LONGEST_JOINED:
            last = found.pop()
            found.append(Edit(last.start, piece.end, last.text + piece.text(last.text)))
        elif marked:
            break
        else:
            found.append(Edit(start, piece.end, piece.text()))
        whole, start = not piece.lost, piece.end
    return found


def _piece(text: str, start: int, encode: Encode) -> _Piece | None:
    choices: list[str] = []
    waiting: list[int] = []
    lost = ""
    for at in range(start, min(start + _LONGEST, len(text))):
        character = text[at]
        if character in _LOST_MARKS:
            lost += character
            values = [-1]
        else:
            values = list(encode(character))
        if not values or (at == start and values[0] not in _LEADS):
            return None
        for value in values:
            if not waiting and 0 <= value < 0x80:
                choices.append(chr(value))
            elif value in _LEADS if not waiting else value in _CONTINUATION or value < 0:
                waiting.append(value)
            else:
                return None
            if len(waiting) == 3:
                if not (characters := _characters(tuple(waiting))):
                    return None
                choices.append(characters)
                waiting = []
        if not waiting:
            return _Piece(at + 1, choices, lost)
    return None


@lru_cache(maxsize=1 << 14)
def _characters(values: tuple[int, ...]) -> str:
    """Return the characters that three bytes of UTF-8 may be, of which one may be lost (-1).

    Of two lost ones the first is 0x80, which GBK has no character for.
    """
    if values[1:] == (-1, -1):
        values = (values[0], 0x80, -1)
    options = (_CONTINUATION if value < 0 else (value,) for value in values)
    found = (bytes(option).decode("utf-8", "ignore") for option in product(*options))
    expected = [character for character in found if _EXPECTED.fullmatch(character)]
    if len(expected) < 2:
        return "".join(expected)
    known = load_character_counts().singles
    return "".join(c for c in expected if c in known) or expected[0]
