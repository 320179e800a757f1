"""Rows as Arrow tables, with the fixed schema that every format begins from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from govie.errors import MissingExtraError
from govie.panel.schema import COLUMNS, ERROR_COLUMNS, Column

try:
    import pyarrow as pa
except ImportError as error:
    raise MissingExtraError("a panel", "panel") from error

_TYPES = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def arrow_schema(columns: Sequence[Column] = COLUMNS) -> pa.Schema:
    """Return the schema of a table with these columns; each field carries its meaning and concept."""
    return pa.schema([_field(column) for column in columns])


def arrow_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column] = COLUMNS) -> pa.Table:
    """Return the rows as a table with these columns, in their types also where there is no row."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(columns))


def error_schema() -> pa.Schema:
    """Return the schema of the table of errors."""
    return arrow_schema(ERROR_COLUMNS)


def _field(column: Column) -> pa.Field:
    notes = {"meaning": column.meaning, "concept": column.concept}
    return pa.field(column.name, _TYPES[column.kind], metadata=notes)
