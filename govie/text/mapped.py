"""Text that knows where each of its characters came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Edit(NamedTuple):
    """Put `text` in the place of the characters from `start` to `end`.

    `text` is empty or one character, which then stands for all that it replaces.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class MappedText:
    """Text, and for each of its characters where the raw characters that it stands for begin and end.

    `starts` and `ends` are int32 and never fall. Characters that stand for the same raw ones together have
    the same of both. Steps of cleaning take one of these and return another.
    """

    text: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, raw: str) -> MappedText:
        """Return `raw` with every character standing for itself."""
        starts = np.arange(len(raw), dtype=np.int32)
        return cls(raw, starts, starts + np.int32(1))

    def translated(self, table: dict[int, str]) -> MappedText:
        """Return the text with characters replaced one for one."""
        return MappedText(self.text.translate(table), self.starts, self.ends)

    def edited(self, edits: Iterable[Edit]) -> MappedText:
        """Return the text with `edits` made, which must be in text order and apart from each other."""
        pieces: list[str] = []
        kept = np.ones(len(self.text), dtype=np.bool_)
        ends = self.ends
        done = 0
        for start, end, text in edits:
            pieces += (self.text[done:start], text)
            done = end
            if not text:
                kept[start:end] = False
            else:
                kept[start + 1 : end] = False
                ends = ends if ends is not self.ends else ends.copy()
                ends[start] = self.ends[end - 1]
        if not pieces:
            return self
        pieces.append(self.text[done:])
        return MappedText("".join(pieces), self.starts[kept], ends[kept])

    def replaced(self, edits: Iterable[Edit]) -> MappedText:
        """Return the text with `edits` made, whose texts may be of any length.

        All characters of one stand together for all that it replaces.
        """
        pieces: list[str] = []
        starts: list[NDArray[np.int32]] = []
        ends: list[NDArray[np.int32]] = []
        done = 0
        for start, end, text in edits:
            pieces += (self.text[done:start], text)
            starts += (self.starts[done:start], np.full(len(text), self.starts[start]))
            ends += (self.ends[done:start], np.full(len(text), self.ends[end - 1]))
            done = end
        if not pieces:
            return self
        return MappedText(
            "".join((*pieces, self.text[done:])),
            np.concatenate((*starts, self.starts[done:])),
            np.concatenate((*ends, self.ends[done:])),
        )
