"""The wide table: a row a region and year, a column an indicator, measure and side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from govie.panel.schema import PeriodKind

HEAD = ("ref_area", "region", "period", "report_year")
"""The columns before the values. `report_year` is of the report that gives most of them."""


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of values: its name and what is in it."""

    name: str
    indicator: str
    indicator_name: str
    measure: str
    side: str
    unit: str

    @property
    def label(self) -> str:
        """What it holds, in words."""
        return f"{self.indicator_name}, {self.measure}, {self.side}, {self.unit or '–'}"


_WHICH = f"""
FROM panel
WHERE period_kind = '{PeriodKind.YEAR.value}' AND detail = '' AND NOT annual_average
    AND measure IN ('level', 'growth')
"""


def wide_columns(connection: Any) -> tuple[WideColumn, ...]:
    """Return a column for each indicator, measure, side and unit with values of single years."""
    query = f"""
SELECT indicator, any_value(indicator_name), measure, side, unit, count(*) AS n {_WHICH}
GROUP BY indicator, measure, side, unit
ORDER BY indicator, measure DESC, side, n DESC, unit
"""
    columns: list[WideColumn] = []
    taken: set[str] = set()
    for indicator, name, measure, side, unit, _ in connection.sql(query).fetchall():
        plain = f"{indicator}_{measure}_{side}"
        # a second unit, which cannot be converted into the first, has a column of its own
        numbered = (f"{plain}_unit{n}" for n in range(2, 100))
        column = plain if plain not in taken else next(each for each in numbered if each not in taken)
        taken.add(column)
        columns.append(WideColumn(column, indicator, name or indicator, measure, side, unit))
    return tuple(columns)


def wide_query(columns: tuple[WideColumn, ...]) -> str:
    """Return the query that gives the wide table with these columns."""
    values = "".join(f", max(value) FILTER ({_is(column)}) AS {column.name}" for column in columns)
    return f"""
SELECT ref_area, any_value(region) AS region, CAST(period AS BIGINT) AS period,
    mode(report_year) AS report_year{values}
{_WHICH}
GROUP BY ref_area, period
ORDER BY ref_area, period
"""


def _is(column: WideColumn) -> str:
    said = {name: getattr(column, name) for name in ("indicator", "measure", "side", "unit")}
    return "WHERE " + " AND ".join(
        f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in said.items()
    )
