"""Lines of a source put together to the text of a document that knows where each came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from govie.document import Origin, Place, Run

_PROGRAM = re.compile(r"^Microsoft Word - |\.(?:docx?|wps|pdf|rtf)$", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_LINE_END = re.compile(r"\r\n?|\n")  # what editors count; str.splitlines knows others


class SourceLine(NamedTuple):
    """A line as a reader found it; `joined` if it goes on with the sentence of the line before."""

    text: str
    line: int | None = None
    page: int | None = None
    joined: bool = False


def put_together(lines: Iterable[SourceLine]) -> tuple[str, Origin]:
    """Return the text of `lines`, a line break between those that are not joined, and its origin."""
    pieces: list[str] = []
    runs: list[Run] = []
    length = 0
    for text, line, page, joined in lines:
        if pieces and not joined:
            pieces.append("\n")
            length += 1
        runs.append(Run(length, Place(page, line)))
        pieces.append(text)
        length += len(text)
    return "".join(pieces), Origin.of(runs)


def origin_of_text(text: str) -> Origin:
    """Return the origin of a text file's own characters: a line of it a run."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return Origin.of([Run(start, Place(None, number, start)) for number, start in enumerate(starts, 1)])


def given_title(title: str) -> str:
    """Return the title in the properties of a file, "" if a program and not a person has set it.

    Their dates are not read: they are those of the file, often years after the report.
    """
    said = _PROGRAM.sub("", title).strip()
    return said if len(_CHINESE.findall(said)) > 1 else ""
