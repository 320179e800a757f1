"""Files to reports: reading, parsing on one or several processes, and keeping failures apart."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import govie
from govie.errors import GovieError, InputError, ModelError
from govie.io.readers import decode, read_text
from govie.types import Report

BATCH_FILES_A_JOB = 64
"""Files that one process gets before results are handed on: bounds memory, hides its start-up."""

Outcome = tuple[str, Report | GovieError]
"""The name of a file, and its report or why there is none."""


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What the command line says about parsing; what it does not say is left to the library."""

    year: int | None = None
    region: str | None = None
    model: Path | None = None
    jobs: int = 1

    @property
    def given(self) -> dict[str, Any]:
        """The keywords for `govie.parse` and `govie.parse_many`."""
        named = {"year": self.year, "region": self.region, "model": self.model}
        return {name: value for name, value in named.items() if value is not None}


def read(name: str) -> str:
    """Return the text of a file, or of standard input for "-"."""
    return decode(sys.stdin.buffer.read(), "standard input") if name == "-" else read_text(name)


def parse_files(names: Sequence[str], options: ParseOptions) -> Iterator[Outcome]:
    """Yield each file's outcome, in order. ModelError is raised: no file would do better."""
    size = BATCH_FILES_A_JOB * options.jobs if options.jobs > 1 else 1
    for start in range(0, len(names), size):
        yield from _parse_batch(names[start : start + size], options)


def _parse_batch(names: Sequence[str], options: ParseOptions) -> Iterator[Outcome]:
    texts: dict[str, str] = {}
    outcomes: dict[str, Report | GovieError] = {}
    for name in names:
        try:
            texts[name] = read(name)
        except InputError as error:
            outcomes[name] = error
    outcomes.update(zip(texts, _parse_texts(list(texts.values()), options), strict=True))
    for name in names:
        yield name, outcomes[name]


def _parse_texts(texts: list[str], options: ParseOptions) -> list[Report | GovieError]:
    if options.jobs > 1 and len(texts) > 1:
        try:
            return list(govie.parse_many(texts, n_process=options.jobs, **options.given))
        except ModelError:
            raise
        except GovieError:
            pass  # one text spoils the batch: parse them one by one to keep the others
    return [_parse_text(text, options) for text in texts]


def _parse_text(text: str, options: ParseOptions) -> Report | GovieError:
    try:
        return govie.parse(text, **options.given)
    except ModelError:
        raise
    except GovieError as error:
        return error
