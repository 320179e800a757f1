"""A report as it was read from a file: its text, and where in the file each character stood.

The origin is kept as runs, one a line of the source, so that it costs no object a character.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple


class Place(NamedTuple):
    """Where a character stands in its file; None what the format does not know.

    `page` and `line` count from 1. `line` is a line of a text or HTML file, of a page of a PDF, or a
    paragraph of a DOCX. `character` counts the characters of a text file from 0, a byte order mark left out.
    """

    page: int | None = None
    line: int | None = None
    character: int | None = None


class Run(NamedTuple):
    """The characters from `start` on stand side by side in the source, the first of them at `place`."""

    start: int
    place: Place


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the characters of a text stood in its file: runs in text order, the first one at 0.

    Held as columns of numbers; 0 is no page or no line, -1 no character.
    """

    starts: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    characters: tuple[int, ...] = ()

    @classmethod
    def of(cls, runs: list[Run]) -> Origin:
        """Return the origin that `runs` say."""
        return cls(
            tuple(run.start for run in runs),
            tuple(run.place.page or 0 for run in runs),
            tuple(run.place.line or 0 for run in runs),
            tuple(-1 if run.place.character is None else run.place.character for run in runs),
        )

    def place(self, offset: int) -> Place:
        """Return where the character at `offset` stood, an empty place if nobody knows."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0:
            return Place()
        character = self.characters[number]
        return Place(
            self.pages[number] or None,
            self.lines[number] or None,
            None if character < 0 else character + offset - self.starts[number],
        )

    def cut(self, start: int, end: int) -> Origin:
        """Return the origin of the characters from `start` to `end`."""
        first = bisect_right(self.starts, start) - 1
        if first < 0:
            return self
        stop = max(first + 1, bisect_right(self.starts, end - 1))
        runs = [Run(at - start, self.place(at)) for at in self.starts[first + 1 : stop]]
        return Origin.of([Run(0, self.place(start)), *runs])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report as `govie.read` gives it and `govie.parse` takes it; all offsets point into `text`.

    `path` is the file as it was named, members of an archive behind its name: reports.zip/2024/a.pdf.
    `title` and `date` (ISO) are what the file says beside the text. `part` counts the reports of a
    file that holds several, from 1. `notes` say what was done to the file: what was left out, and why.
    """

    text: str
    path: str = ""
    title: str = ""
    date: str = ""
    format: str = ""
    encoding: str = ""
    pages: int | None = None
    part: int | None = None
    notes: tuple[str, ...] = ()
    origin: Origin = Origin()

    def place(self, offset: int) -> Place:
        """Return the page, line and character of the file that the character at `offset` came from."""
        return self.origin.place(offset)

    def cut(self, start: int, end: int, *, part: int) -> Document:
        """Return the report from `start` to `end`, the `part`-th of this file."""
        return replace(self, text=self.text[start:end], part=part, origin=self.origin.cut(start, end))
