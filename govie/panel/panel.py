"""A panel: the cells of many reports, all candidates behind them, and the reports that failed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.errors import MissingExtraError
from govie.panel.arrow import arrow_schema, arrow_table, error_schema
from govie.panel.inputs import InputFile
from govie.panel.resolve import CANDIDATES, ERRORS, PANEL, resolve
from govie.panel.rows import Row
from govie.panel.schema import ERROR_COLUMNS
from govie.panel.wide import WideColumn, wide_columns, wide_query

try:
    import duckdb
    import pyarrow as pa
except ImportError as error:
    raise MissingExtraError("a panel", "panel") from error

if TYPE_CHECKING:
    import pandas as pd


_BATCH = 10_000
"""Rows that are written at a time."""


class Panel:
    """The tables `panel`, `candidates` and `errors` in a DuckDB database, in memory or in a file.

    `panel` has one row a cell, with the columns of `govie.panel.COLUMNS`.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    @classmethod
    def of_rows(cls, rows: Iterable[Row], errors: Iterable[Row] = ()) -> Panel:
        """Return the panel of candidates given as rows."""
        connection = duckdb.connect()
        connection.register("given", arrow_table(rows))
        panel = cls._resolved(connection, "given", errors)
        connection.unregister("given")
        return panel

    @classmethod
    def of_shards(cls, owners: Mapping[InputFile, Path], errors: Iterable[Row] = ()) -> Panel:
        """Return the panel of files whose candidates are in Parquet files, each in the one it owns."""
        if not owners:
            return cls.of_rows((), errors)
        connection = duckdb.connect()
        kept = [{"shard": str(path), "of": each.file, "sum": each.sha256} for each, path in owners.items()]
        connection.register("owners", pa.Table.from_pylist(kept))
        files = ", ".join(_quoted(path) for path in dict.fromkeys(map(str, owners.values())))
        source = f"""(
    SELECT rows.* FROM read_parquet([{files}], filename = true) AS rows
    JOIN owners ON rows.filename = owners.shard AND rows.sha256 = owners.sum
        AND (rows.file = owners.of OR starts_with(rows.file, owners.of || '/'))
)"""
        panel = cls._resolved(connection, source, errors)
        connection.unregister("owners")
        return panel

    @classmethod
    def of_parquet(cls, paths: Sequence[Path]) -> Panel:
        """Return the panel of candidates that Spark wrote: rows with `error` are the files that failed."""
        if not paths:
            return cls.of_rows(())
        connection = duckdb.connect()
        source = f"read_parquet([{', '.join(_quoted(str(path)) for path in paths)}])"
        names = ", ".join(column.name for column in ERROR_COLUMNS)
        failed = connection.sql(f"SELECT {names} FROM {source} WHERE error IS NOT NULL").to_arrow_table()
        return cls._resolved(connection, f"(FROM {source} WHERE error IS NULL)", failed.to_pylist())

    @classmethod
    def _resolved(cls, connection: duckdb.DuckDBPyConnection, source: str, errors: Iterable[Row]) -> Panel:
        # what does not fit the memory goes to disk, and not into the folder that one happens to be in
        connection.execute(
            f"SET temp_directory = {_quoted(str(Path(tempfile.gettempdir(), 'govie-duckdb')))}"
        )
        resolve(connection, source)
        connection.register("failed", arrow_table(errors, ERROR_COLUMNS))
        connection.execute(
            f"CREATE OR REPLACE TABLE {ERRORS} AS SELECT DISTINCT * FROM failed ORDER BY file, message"
        )
        connection.unregister("failed")
        return cls(connection)

    def __len__(self) -> int:
        return self._count(PANEL)

    @property
    def table(self) -> pa.Table:
        """The long table: one row a cell."""
        return self._table(PANEL)

    @property
    def candidates(self) -> pa.Table:
        """All observations of canonical indicators; those that were taken say `why`."""
        return self._table(CANDIDATES)

    @property
    def errors(self) -> pa.Table:
        """The reports that could not be read, and why."""
        return self._table(ERRORS)

    @property
    def wide_columns(self) -> tuple[WideColumn, ...]:
        """The columns of the wide table behind region and period."""
        return wide_columns(self.connection)

    @property
    def wide(self) -> pa.Table:
        """The wide table: one row a region and year, one column an indicator, measure and side."""
        return self.connection.sql(wide_query(self.wide_columns)).to_arrow_table()

    def to_pandas(self, *, wide: bool = False) -> pd.DataFrame:
        """Return the long or the wide table as a pandas data frame."""
        frame: pd.DataFrame = (self.wide if wide else self.table).to_pandas()
        return frame

    def write(self, path: str | Path, *, wide: bool = False) -> tuple[Path, ...]:
        """Write the panel in the format that the suffix names, and return the files written.

        Beside the long or wide table these are the candidates, the errors if there are any, and the
        codebook. Raise InputError if the suffix is none of the formats.
        """
        from govie.panel.formats import write_panel

        return write_panel(self, Path(path), wide=wide)

    def reader(self, name: str = PANEL, *, wide: bool = False) -> pa.RecordBatchReader:
        """Return one of the tables, or the wide table, in batches: it need not fit the memory."""
        query = wide_query(self.wide_columns) if wide else f"FROM {name}"
        found = self.connection.sql(query).to_arrow_reader(_BATCH)
        if wide:
            return found
        schema = error_schema() if name == ERRORS else arrow_schema()
        batches = (batch.cast(schema) for batch in found)
        return pa.RecordBatchReader.from_batches(schema, batches)

    def _table(self, name: str) -> pa.Table:
        return self.reader(name).read_all()

    def _count(self, name: str) -> int:
        rows: Any = self.connection.sql(f"SELECT count(*) FROM {name}").fetchall()
        return int(rows[0][0])


def _quoted(text: str) -> str:
    """Return a string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
