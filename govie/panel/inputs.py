"""Files of reports: which there are below what was given, and their checksums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from govie.errors import InputError
from govie.io.checksums import checksum_of_file
from govie.io.files import list_files


@dataclass(frozen=True, slots=True, order=True)
class InputFile:
    """A file of reports, its name as given, and the SHA-256 of its bytes, "" if it cannot be read."""

    file: str
    sha256: str


def find_files(paths: Iterable[str | Path]) -> Iterator[str]:
    """Yield the files that are given, and those in the folders that are, in the order of their names.

    Raise InputError for what is not there.
    """
    for path in map(Path, paths):
        if not path.exists():
            raise InputError(str(path), "is not there", "check the path")
        yield from map(str, list_files(path))


def checksum(file: str) -> InputFile:
    """Return the file with the SHA-256 of its bytes."""
    try:
        return InputFile(file, checksum_of_file(file))
    except OSError:  # said of it when it is its turn to be read
        return InputFile(file, "")
