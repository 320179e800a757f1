"""The same work on Apache Spark: files in, candidates out, each worker with a model of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from threadpoolctl import threadpool_limits

from govie.errors import LexiconError, MissingExtraError, ModelError
from govie.io.readers import read_data
from govie.panel.arrow import arrow_schema
from govie.panel.build import Settings, job_of
from govie.panel.inputs import InputFile
from govie.panel.model import model_of
from govie.panel.panel import Panel
from govie.panel.rows import Row
from govie.panel.schema import COLUMNS, ERROR_COLUMNS
from govie.panel.work import Job, error_row, parse_rows

try:
    from pyspark.sql import DataFrame
except ImportError as error:
    raise MissingExtraError("govie on Spark", "spark") from error

_TYPES = {"text": "string", "integer": "bigint", "number": "double", "boolean": "boolean"}
_NAMES = {column.name for column in COLUMNS}

OUTPUT = (*COLUMNS, *(column for column in ERROR_COLUMNS if column.name not in _NAMES))
"""The columns of the result: those of the candidates, and `error` and `message` of files that failed."""

_ROWS = 2048  # of one Arrow batch that is handed back


def spark_candidates(files: DataFrame, *, settings: Settings | None = None) -> DataFrame:
    """Return the candidates in `files`, which has the columns `path` and `content` of Spark's binaryFile.

    The schema is fixed: `OUTPUT`. A file that fails is a row with `error` and `message`. The model is
    loaded once a task, from where it is on that machine; files of `settings` must be there too.
    """
    chosen = settings or Settings()
    job = job_of(chosen, model_of(chosen.model), Path())
    schema = ", ".join(f"`{column.name}` {_TYPES[column.kind]}" for column in OUTPUT)
    work: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]] = partial(_work, job)
    return files.select("path", "content").mapInArrow(work, schema)


def panel_of_parquet(folder: str | Path) -> Panel:
    """Return the panel of candidates that Spark wrote as Parquet into `folder`."""
    return Panel.of_parquet(sorted(Path(folder).rglob("*.parquet")))


def _work(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the candidates of the files in `batches`; runs in a worker of Spark."""
    threadpool_limits(1)  # Spark gives each core a worker
    job.load()
    rows: list[Row] = []
    for batch in batches:
        for path, content in zip(batch.column("path"), batch.column("content"), strict=True):
            rows.extend(_rows_of_file(job, path.as_py(), content.as_py()))
            if len(rows) >= _ROWS:
                yield _batch(rows)
                rows.clear()
    if rows:
        yield _batch(rows)


def _rows_of_file(job: Job, path: str, content: bytes) -> Iterator[Row]:
    file = InputFile(path, hashlib.sha256(content).hexdigest())
    failed: list[Exception] = []
    try:
        for document in read_data(content, path, on_error=failed.append):
            yield from parse_rows(document, file, job)
    except (ModelError, LexiconError):
        raise  # no report would do better
    except Exception as error:  # whatever one report does, the others are read
        failed.append(error)
    yield from (error_row(file, error) for error in failed)


def _batch(rows: list[Row]) -> pa.RecordBatch:
    schema = arrow_schema(OUTPUT).remove_metadata()
    plain = pa.schema([field.remove_metadata() for field in schema])
    complete: list[dict[str, Any]] = [{name: row.get(name) for name in plain.names} for row in rows]
    return pa.RecordBatch.from_pylist(complete, schema=plain)
