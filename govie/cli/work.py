"""Files to reports: reading, parsing on one or several processes, and keeping failures apart."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import govie
from govie.errors import GovieError, InputError, LexiconError, ModelError
from govie.io.readers import decode, read_text
from govie.types import Report

BATCH_FILES_A_JOB = 64
"""Files that one process gets before results are handed on: bounds memory, hides its start-up."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gives no report, in one line that names it."""

    message: str


Outcome = tuple[str, Report | Failure]
"""The name of a file, and its report or why there is none."""


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What the command line says about parsing; what it does not say is left to the library."""

    year: int | None = None
    region: str | None = None
    model: Path | None = None
    indicators: Path | None = None
    units: Path | None = None
    jobs: int = 1

    @property
    def given(self) -> dict[str, Any]:
        """The keywords for `govie.parse` and `govie.parse_many`."""
        said = {name: value for name, value in asdict(self).items() if name != "jobs"}
        return {name: value for name, value in said.items() if value is not None}


def parse_files(names: Sequence[str], options: ParseOptions) -> Iterator[Outcome]:
    """Yield each file's outcome, in order.

    Raises ModelError and LexiconError: no file would do better.
    """
    size = BATCH_FILES_A_JOB * options.jobs if options.jobs > 1 else 1
    for start in range(0, len(names), size):
        yield from _parse_batch(names[start : start + size], options)


def _parse_batch(names: Sequence[str], options: ParseOptions) -> Iterator[Outcome]:
    contents = [_read(name) for name in names]
    texts = [(name, text) for name, text in zip(names, contents, strict=True) if isinstance(text, str)]
    results = iter(_parse_texts(texts, options))
    for name, content in zip(names, contents, strict=True):
        yield name, content if isinstance(content, Failure) else next(results)


def _read(name: str) -> str | Failure:
    """Return the text of a file, or of standard input for "-"."""
    try:
        return decode(sys.stdin.buffer.read(), "standard input") if name == "-" else read_text(name)
    except InputError as error:
        return Failure(str(error))


def _parse_texts(texts: Sequence[tuple[str, str]], options: ParseOptions) -> list[Report | Failure]:
    if options.jobs > 1 and len(texts) > 1:
        try:
            return list(
                govie.parse_many([text for _, text in texts], n_process=options.jobs, **options.given)
            )
        except (ModelError, LexiconError):
            raise
        except GovieError:
            pass  # one text spoils the batch: parse them one by one to keep the others
    return [_parse_text(name, text, options) for name, text in texts]


def _parse_text(name: str, text: str, options: ParseOptions) -> Report | Failure:
    try:
        return govie.parse(text, **options.given)
    except (ModelError, LexiconError):
        raise
    except InputError as error:
        return Failure(f"{name}: {error.found}; {error.advice}")
    except GovieError as error:
        return Failure(f"{name}: {error}")
