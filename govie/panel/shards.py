"""What a run has finished, on disk: one Parquet file a batch of reports, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from govie.panel.arrow import arrow_table
from govie.panel.inputs import InputFile
from govie.panel.rows import Row

_NOTES = b"govie"
_SHARD = re.compile(r"[0-9a-f]{12}-[0-9a-f]{20}\.parquet")


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of candidates: the reports that it has, and the errors of those that failed."""

    path: Path
    files: tuple[InputFile, ...]
    errors: tuple[Row, ...]


def write_shard(
    folder: Path, run: str, files: Sequence[InputFile], rows: Iterable[Row], errors: Sequence[Row]
) -> Path:
    """Write the candidates of `files` under the key of the run, and return the path."""
    notes = {"run": run, "files": [[each.file, each.sha256] for each in files], "errors": list(errors)}
    table = arrow_table(rows)
    kept = {**(table.schema.metadata or {}), _NOTES: json.dumps(notes, ensure_ascii=False).encode()}
    name = hashlib.sha256(json.dumps(notes["files"]).encode()).hexdigest()[:20]
    path = folder / f"{run[:12]}-{name}.parquet"
    draft = path.with_suffix(f".{os.getpid()}.draft")
    pq.write_table(table.replace_schema_metadata(kept), draft, compression="zstd")
    os.replace(draft, path)  # a reader sees all of it or nothing, whenever the machine stops
    return path


def read_shards(folder: Path, run: str) -> Iterator[Shard]:
    """Yield the shards of a run that `folder` has; what cannot be read as one is passed over."""
    for path in sorted(folder.glob(f"{run[:12]}-*.parquet")):
        try:
            notes = json.loads(pq.read_schema(path).metadata[_NOTES])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if notes["run"] == run:
            yield Shard(path, tuple(InputFile(*each) for each in notes["files"]), tuple(notes["errors"]))


def drop_drafts(folder: Path) -> None:
    """Remove what workers that were killed had begun to write."""
    for path in folder.glob("*.draft"):
        path.unlink(missing_ok=True)


def drop_shards(folder: Path) -> None:
    """Remove the shards of all runs, and nothing else that the folder may have."""
    drop_drafts(folder)
    for path in folder.glob("*.parquet"):
        if _SHARD.fullmatch(path.name):
            path.unlink(missing_ok=True)
