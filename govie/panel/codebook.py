"""The codebook of a panel in Markdown, generated from the schema and from what is in the panel."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from govie.panel.cell import RULES
from govie.panel.schema import CODE_MEANINGS, COLUMNS, ERROR_COLUMNS, Column
from govie.panel.stata import stata_names

if TYPE_CHECKING:
    from govie.panel.panel import Panel


def codebook(panel: Panel, *, wide: bool = False) -> str:
    """Return what each column and code means, and what is in this panel."""
    parts = [_head(panel), _columns("Columns", COLUMNS), _codes(), _rules()]
    if wide:
        parts.append(_wide(panel))
    parts += [_indicators(panel), _columns("Errors", ERROR_COLUMNS)]
    return "\n".join(parts)


def schema_table() -> str:
    """Return the columns as a Markdown table, as docs/panel.md has it."""
    return _columns("Columns", COLUMNS).split("\n\n", 1)[1]


def _head(panel: Panel) -> str:
    query = """
SELECT count(DISTINCT sha256), count(*), any_value(govie_version), any_value(model), any_value(model_sha256)
FROM candidates
"""
    reports, candidates, version, model, digest = panel.connection.sql(query).fetchall()[0]
    lines = [
        f"{len(panel):,} cells from {candidates:,} statements in {reports:,} reports; "
        f"{panel.errors.num_rows:,} reports failed.",
        f"Read by govie {version or '–'} with the model {model or '–'}, SHA-256 {digest or '–'}.",
    ]
    return "# Codebook\n\n" + "\n".join(lines) + "\n"


def _columns(title: str, columns: tuple[Column, ...]) -> str:
    head = f"## {title}\n\n| column | type | SDMX concept | what it holds |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{each.name}` | {each.kind} | {each.concept} | {each.meaning} |\n" for each in columns
    )


def _codes() -> str:
    tables = [_code_table(each.name, each.codes) for each in COLUMNS if each.codes]
    return "## Codes\n\n" + "\n".join(tables)


def _code_table(name: str, codes: type[StrEnum]) -> str:
    rows = "".join(f"| `{code}` | {CODE_MEANINGS.get(code, '')} |\n" for code in codes)
    return f"| `{name}` | |\n|---|---|\n{rows}"


def _rules() -> str:
    rows = "".join(f"| {place} | `{rule}` | {CODE_MEANINGS[rule]} |\n" for place, rule in enumerate(RULES, 1))
    head = "## Which statement a cell takes\n\nThe digits of `preference`; the least is taken.\n\n"
    return f"{head}| digit | `why` | rule |\n|---|---|---|\n{rows}"


def _wide(panel: Panel) -> str:
    columns = panel.wide_columns
    short = stata_names(column.name for column in columns)
    rows = "".join(f"| `{each.name}` | `{short[each.name]}` | {each.label} |\n" for each in columns)
    return f"## Columns of the wide table\n\n| column | in Stata | what it holds |\n|---|---|---|\n{rows}"


def _indicators(panel: Panel) -> str:
    rows = "".join(f"| `{id}` | {name or ''} | {unit} | {n:,} |\n" for id, name, unit, n in _counts(panel))
    return f"## Indicators\n\n| indicator | name | unit of levels | cells |\n|---|---|---|---|\n{rows}"


def _counts(panel: Panel) -> Iterator[tuple[str, str, str, int]]:
    query = """
SELECT indicator, any_value(indicator_name),
    coalesce(mode(unit) FILTER (WHERE measure = 'level'), ''), count(*)
FROM panel GROUP BY indicator ORDER BY indicator
"""
    yield from panel.connection.sql(query).fetchall()
