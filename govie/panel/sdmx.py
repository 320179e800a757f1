"""A panel as SDMX-CSV 2.0: the concepts of the schema, periods as SDMX writes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from govie.panel.schema import COLUMNS
from govie.types import Period

DATAFLOW = "GOVIE:PANEL(1.0)"
HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")

_MONTHS_A_PART = {"H": 6, "Q": 3}


def write_sdmx(rows: pa.RecordBatchReader, path: Path, labels: Mapping[str, str]) -> None:
    """Write the long table, or the candidates, as SDMX-CSV in UTF-8."""
    types = [rows.schema.field(column.name).type for column in COLUMNS]
    fields = [*zip(HEAD, [pa.string()] * len(HEAD), strict=True)]
    schema = pa.schema([*fields, *zip((column.concept for column in COLUMNS), types, strict=True)])
    with pacsv.CSVWriter(path, schema) as writer:
        for batch in rows:
            writer.write_batch(_sdmx_batch(batch, schema))


def _sdmx_batch(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    arrays = [pa.array([value] * batch.num_rows, pa.string()) for value in ("dataflow", DATAFLOW, "I")]
    for column in COLUMNS:
        values = batch.column(column.name)
        if column.concept == "TIME_PERIOD":
            periods = [sdmx_period(Period.parse(each or "")) for each in values.to_pylist()]
            values = pa.array(periods, pa.string())
        arrays.append(values)
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def sdmx_period(period: Period) -> str:
    """Return a period as an SDMX observational time period.

    >>> from govie.types import Period
    >>> [sdmx_period(Period.parse(text)) for text in ("2023", "2023-H1", "2023-10", "2021/2025")]
    ['2023', '2023-S1', '2023-10', '2021-01-01/P5Y']
    """
    if period.start == period.end:
        return period.start.replace("H", "S")
    first, last = _months(period.start)[0], _months(period.end)[1]
    months = last - first
    length = f"P{months // 12}Y" if months % 12 == 0 else f"P{months}M"
    return f"{first // 12:04}-{first % 12 + 1:02}-01/{length}"


def read_sdmx_period(text: str) -> Period:
    """Return the period that `sdmx_period` wrote; whole calendar years are a span of years."""
    if "/" not in text:
        return Period.of(text.replace("S", "H")) if text else Period()
    start, length = text.split("/")
    first = int(start[:4]) * 12 + int(start[5:7]) - 1
    last = first + int(length[1:-1]) * (12 if length.endswith("Y") else 1) - 1
    if length.endswith("Y"):
        return Period.of(first // 12, last // 12)
    return Period.of(*(f"{month // 12:04}-{month % 12 + 1:02}" for month in (first, last)))


def _months(time: str) -> tuple[int, int]:
    """Return the months in which a time begins and before which it ends, counted from the year 0."""
    january = int(time[:4]) * 12
    if len(time) == 4:
        return january, january + 12
    length = _MONTHS_A_PART.get(time[5], 1)
    number = int(time[6:]) if time[5] in _MONTHS_A_PART else int(time[5:])
    return january + (number - 1) * length, january + number * length
