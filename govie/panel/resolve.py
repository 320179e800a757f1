"""The choice between candidates of many reports, as one query that DuckDB runs on disk.

It asks the rules of `govie.panel.cell` over again, so that a cell of one report is the same by both.
"""

from __future__ import annotations

from typing import Any

from govie.panel.cell import RULES, Why
from govie.panel.schema import CHOSEN, COLUMNS, KEY

CANDIDATES, PANEL, ERRORS = "candidates", "panel", "errors"
"""The tables of a panel: all candidates, those that were taken (a view), and the reports that failed."""


def resolve(connection: Any, source: str) -> None:
    """Make the tables `candidates` and `panel` in a DuckDB `connection` from the relation `source`.

    `source` is what stands behind FROM: the name of a table, read_parquet([...]).
    """
    connection.execute(f"CREATE OR REPLACE TABLE {CANDIDATES} AS {choice(source)}")
    view = f"SELECT * FROM {CANDIDATES} WHERE why IS NOT NULL ORDER BY {', '.join(KEY)}"
    connection.execute(f"CREATE OR REPLACE VIEW {PANEL} AS {view}")


def choice(source: str) -> str:
    """Return the query that marks the candidate taken for each cell with `why`, and the others with NULL."""
    key = ", ".join(KEY)
    columns = ", ".join(_chosen(column.name) for column in COLUMNS)
    return f"""
WITH single AS (  -- a copy of a file says nothing new
    SELECT *, row_number() OVER (PARTITION BY {key}, sha256, quantity_start ORDER BY file) = 1
        AND excluded IS NULL AS able
    FROM {source}
),
ranked AS (
    SELECT *,
        row_number() OVER best AS place,
        lead(preference) OVER best AS runner_up,
        first_value(claim_least) OVER best AS taken_least,
        first_value(claim_most) OVER best AS taken_most,
    FROM single
    WINDOW best AS (PARTITION BY able, {key} ORDER BY preference, file, quantity_start)
),
counted AS (
    SELECT *,
        count(*) OVER cell AS members,
        bool_or(coalesce(claim_least > taken_most, false) OR coalesce(claim_most < taken_least, false))
            OVER cell AS contradicted
    FROM ranked
    WINDOW cell AS (PARTITION BY able, {key})
)
SELECT {columns}
FROM counted
ORDER BY {key}, file, quantity_start
"""


def _chosen(column: str) -> str:
    if column not in CHOSEN:
        return f'"{column}"'  # constraint is a word of SQL's own
    said = {"n_candidates": "members", "conflict": "contradicted", "why": _why()}[column]
    return f"CASE WHEN able AND place = 1 THEN {said} END AS {column}"


def _why() -> str:
    """Return the expression that tells which rule decided, the first whose digits differ."""
    differ = "".join(
        f" WHEN preference[{place}] <> runner_up[{place}] THEN '{rule.value}'"
        for place, rule in enumerate(RULES, 1)
    )
    return f"CASE WHEN members = 1 THEN '{Why.ONLY.value}'{differ} ELSE '{Why.FIRST.value}' END"
