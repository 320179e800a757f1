"""Files to reports: reading, parsing on one or several processes, and keeping failures apart."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import govie
from govie.document import Document
from govie.errors import GovieError, GovieWarning, InputError, LexiconError, ModelError
from govie.io.files import OnError, list_files
from govie.io.readers import read, read_data
from govie.types import Report

BATCH_DOCUMENTS_A_JOB = 64
"""Documents that one process gets before results are handed on: bounds memory, hides its start-up."""

_STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file gives no report, in one line that names it."""

    message: str


@dataclass(frozen=True, slots=True)
class Finished:
    """All that is in the next of the files has been handed on."""


Outcome = tuple[Document, Report] | Failure | Finished
_Found = Document | Failure | Finished


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What the command line says about parsing; what it does not say is left to the library."""

    year: int | None = None
    region: str | None = None
    model: Path | None = None
    indicators: Path | None = None
    units: Path | None = None
    targets: Path | None = None
    jobs: int = 1

    @property
    def given(self) -> dict[str, Any]:
        """The keywords for `govie.parse` and `govie.parse_many`."""
        said = {name: value for name, value in asdict(self).items() if name != "jobs"}
        return {name: value for name, value in said.items() if value is not None}


def expand(names: Sequence[str]) -> list[str]:
    """Return `names` with the files of folders in the place of these; "-" is standard input."""
    return [
        str(file) if Path(name).is_dir() else name
        for name in names
        for file in (name != "-" and list_files(Path(name))) or [Path(name)]
    ]


def parse_files(names: Sequence[str], options: ParseOptions) -> Iterator[Outcome]:
    """Yield the outcomes of each file, in order: its reports and failures, and that it is finished.

    Raises ModelError and LexiconError: no file would do better.
    """
    found = _find(names)
    size = BATCH_DOCUMENTS_A_JOB * options.jobs if options.jobs > 1 else 1
    while batch := list(islice(found, size)):
        documents = [item for item in batch if isinstance(item, Document)]
        results = iter(_parse_documents(documents, options))
        for item in batch:
            if isinstance(item, Document):
                result = next(results)
                yield result if isinstance(result, Failure) else (item, result)
            else:
                yield item


def _find(names: Sequence[str]) -> Iterator[_Found]:
    """Yield what is in the files: documents, why others could not be read, and the end of each file."""
    for name in names:
        errors: list[GovieError] = []
        for document in _read(name, errors.append):
            yield from _failures(errors)
            yield document
        yield from _failures(errors)
        yield Finished()


def _read(name: str, on_error: OnError) -> Iterator[Document]:
    """Yield what is in a file, or in standard input for "-"."""
    if name != "-":
        yield from read(name, on_error=on_error)
        return
    for document in read_data(sys.stdin.buffer.read(), _STANDARD_INPUT, on_error=on_error):
        yield replace(document, path="-" + document.path.removeprefix(_STANDARD_INPUT))


def _failures(errors: list[GovieError]) -> Iterator[Failure]:
    while errors:
        yield Failure(str(errors.pop(0)))


def _parse_documents(documents: Sequence[Document], options: ParseOptions) -> list[Report | Failure]:
    if options.jobs > 1 and len(documents) > 1:
        try:
            return list(govie.parse_many(documents, n_process=options.jobs, **options.given))
        except (ModelError, LexiconError):
            raise
        except GovieError:
            pass  # one text spoils the batch: parse them one by one to keep the others
    return [_parse_document(document, options) for document in documents]


def _parse_document(document: Document, options: ParseOptions) -> Report | Failure:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", GovieWarning
            )  # that there are no observations is told with the rest
            return govie.parse(document, **options.given)
    except (ModelError, LexiconError):
        raise
    except InputError as error:
        return Failure(f"{document.path}: {error.found}; {error.advice}")
    except GovieError as error:
        return Failure(f"{document.path}: {error}")
