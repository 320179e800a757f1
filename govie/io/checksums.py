"""Checksums that tell which files a result depends on."""

from __future__ import annotations

import hashlib
from pathlib import Path


def checksum_of_file(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal; raise OSError if it cannot be read."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksum_of_folder(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of all files in `folder`, in the order of names."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
