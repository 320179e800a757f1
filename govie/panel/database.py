"""A panel as a DuckDB file: candidates, errors, and as views the panel and the joins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from govie.panel.joins import JOINS, query_of
from govie.panel.resolve import CANDIDATES, ERRORS, PANEL
from govie.panel.schema import COLUMNS, KEY
from govie.panel.wide import wide_query

if TYPE_CHECKING:
    from govie.panel.panel import Panel


def write_database(panel: Panel, path: Path, *, wide: bool = False) -> None:
    """Write the tables, each column with its meaning as comment, and the views achieved and so on.

    With `wide`, the wide table is one more.
    """
    path.unlink(missing_ok=True)
    connection = panel.connection
    connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS written")
    try:
        for table in (CANDIDATES, ERRORS):
            connection.execute(f"CREATE TABLE written.{table} AS FROM {table}")
        if wide:
            connection.execute(f"CREATE TABLE written.wide AS {wide_query(panel.wide_columns)}")
        for column in COLUMNS:
            said = column.meaning.replace("'", "''")
            where = f'written.{CANDIDATES}."{column.name}"'
            connection.execute(f"COMMENT ON COLUMN {where} IS '{said}'")
        connection.execute("USE written")
        view = f"SELECT * FROM {CANDIDATES} WHERE why IS NOT NULL ORDER BY {', '.join(KEY)}"
        connection.execute(f"CREATE VIEW {PANEL} AS {view}")
        for join in JOINS:
            connection.execute(f"CREATE VIEW {join} AS {query_of(join)}")
    finally:
        connection.execute("USE memory")
        connection.execute("DETACH written")
