"""A panel as files: the suffix names the format, and the same columns stand in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from govie.errors import InputError
from govie.io.tables import CSV_ENCODING
from govie.panel.codebook import codebook
from govie.panel.database import write_database
from govie.panel.resolve import CANDIDATES, ERRORS
from govie.panel.sdmx import write_sdmx
from govie.panel.stata import write_stata

if TYPE_CHECKING:
    from govie.panel.panel import Panel

SDMX = ".sdmx.csv"
DATABASE = ".duckdb"

Writer = Callable[[pa.RecordBatchReader, Path, Mapping[str, str]], None]
"""Writes a table from its batches; the mapping has the label of each column of a wide table."""


def write_panel(panel: Panel, path: Path, *, wide: bool = False) -> tuple[Path, ...]:
    """Write the panel to `path` and what belongs to it beside it; return the files written."""
    check_name(path, wide=wide)
    suffix = suffix_of(path)
    book = beside(path, "codebook", ".md")
    book.write_text(codebook(panel, wide=wide), "utf-8")
    if suffix == DATABASE:
        write_database(panel, path, wide=wide)
        return (path, book)
    write = _WRITERS[suffix]
    labels = {column.name: column.label for column in panel.wide_columns} if wide else {}
    write(panel.reader(wide=wide), path, labels)
    written = [path, book, beside(path, "candidates", suffix)]
    write(panel.reader(CANDIDATES), written[-1], {})
    failed = beside(path, "errors", ".csv")
    if panel.errors.num_rows:
        written.append(failed)
        write_csv(panel.reader(ERRORS), failed, {})
    else:
        failed.unlink(missing_ok=True)  # those of an earlier run are mended
    return tuple(written)


def check_name(path: Path, *, wide: bool) -> None:
    """Raise InputError if the name of a file does not say how to write it."""
    if suffix_of(path) == SDMX and wide:
        raise InputError(str(path), "SDMX-CSV has one value a row", "leave out --wide")


def suffix_of(path: Path) -> str:
    """Return the suffix that names the format; raise InputError if none does."""
    for suffix in (*_WRITERS, DATABASE):  # .sdmx.csv before .csv
        if path.name.lower().endswith(suffix):
            return suffix
    known = ", ".join((*_WRITERS, DATABASE))
    raise InputError(str(path), "its suffix names no format", f"end the name in one of {known}")


def beside(path: Path, what: str, suffix: str) -> Path:
    """Return the path of a file that belongs to the panel at `path`: panel.errors.csv to panel.parquet."""
    stem = path.name[: -len(suffix_of(path))]
    return path.with_name(f"{stem}.{what}{suffix}")


def belongs_to(file: Path, path: Path) -> bool:
    """Return whether `file` is the panel at `path`, in whatever format, or was written beside it."""
    stem = path.name[: -len(suffix_of(path))]
    suffixes = (*_WRITERS, DATABASE)
    names = {f"{stem}{part}{suffix}" for part in ("", ".candidates") for suffix in suffixes}
    names |= {f"{stem}.errors.csv", f"{stem}.codebook.md"}
    return file.name in names and file.parent.resolve() == path.parent.resolve()


def write_parquet(rows: pa.RecordBatchReader, path: Path, labels: Mapping[str, str]) -> None:
    """Write Parquet; each field carries its meaning."""
    schema = _labelled(rows.schema, labels)
    with pq.ParquetWriter(path, schema, compression="zstd") as target:
        for batch in rows:
            target.write_batch(batch.cast(schema))


def write_csv(rows: pa.RecordBatchReader, path: Path, labels: Mapping[str, str]) -> None:
    """Write CSV in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding."""
    with path.open("wb") as target:
        target.write("".encode(CSV_ENCODING))
        with pacsv.CSVWriter(target, rows.schema) as writer:
            for batch in rows:
                writer.write_batch(batch)


def _labelled(schema: pa.Schema, labels: Mapping[str, str]) -> pa.Schema:
    return pa.schema(
        field.with_metadata({"meaning": labels[field.name]}) if field.name in labels else field
        for field in schema
    )


_WRITERS: dict[str, Writer] = {
    SDMX: write_sdmx,
    ".parquet": write_parquet,
    ".csv": write_csv,
    ".dta": write_stata,
}
