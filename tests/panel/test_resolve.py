"""Panels of many reports: the query chooses as `cells` does, and one value a cell over all reports."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from govie.panel.arrow import arrow_schema
from govie.panel.cell import cells
from govie.panel.panel import Panel
from govie.panel.schema import COLUMNS, KEY
from govie.types import Bound, Observation, Report, Standing, Status
from tests.panel.build import panel, report, said, target

STATEMENTS = st.builds(
    said,
    st.sampled_from(["gdp", "retail_sales"]),
    st.sampled_from([(5.0,), (5.2,), (6.0,), (), (5.0, 6.0)]),
    at=st.integers(0, 900).map(lambda number: 4 * number),
    period=st.sampled_from(["2023", "2024", "2021/2025", ""]),
    status=st.sampled_from(list(Status)),
    bound=st.sampled_from(list(Bound)),
    standing=st.sampled_from(list(Standing)),
    is_base=st.booleans(),
    annual_average=st.booleans(),
)


def of_python(given: Report) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Return the cells as the query should give them."""
    return {
        (c.key.indicator, c.key.measure, c.key.side, str(c.key.period), c.key.annual_average): (
            c.taken.observation.quantity.start,
            c.why,
            c.conflict,
            len(c.candidates),
        )
        for c in cells(given)
    }


@settings(max_examples=25)
@given(st.lists(STATEMENTS, max_size=12, unique_by=lambda each: each.quantity.start))
def test_the_query_chooses_as_python_does(statements: list[Observation]) -> None:
    made = panel(report(*statements))
    query = """SELECT indicator, measure, side, period, annual_average, quantity_start, why, conflict,
        n_candidates FROM panel"""
    found = {row[:5]: row[5:] for row in made.connection.sql(query).fetchall()}
    assert found == of_python(report(*statements))
    assert made.candidates.num_rows == len(statements)


def test_a_panel_has_the_schema_also_without_a_row() -> None:
    for made in (panel(), panel(report(said()))):
        assert made.table.schema == arrow_schema()
        assert made.table.column_names == [column.name for column in COLUMNS]
        assert made.errors.num_rows == 0
    assert len(panel()) == 0
    assert panel().wide.column_names == ["ref_area", "region", "period", "report_year"]


def test_no_two_rows_of_a_panel_are_one_cell() -> None:
    made = panel(*(report(said(), target(), year=year) for year in (2024, 2025, 2026)))
    keys = made.table.select(KEY).to_pylist()
    assert len(keys) == 2
    assert len({tuple(key.values()) for key in keys}) == 2


def test_a_result_is_of_the_report_that_gives_it_first() -> None:
    early, late = (
        report(said(values=(5.0,), text="5.0%")),
        report(said(values=(5.3,), text="5.3%"), year=2026),
    )
    for reports in ((early, late), (late, early)):
        row = panel(*reports).table.to_pylist()[0]
        assert (row["value"], row["why"], row["conflict"], row["report_year"]) == (5.0, "report", True, 2024)


def test_a_copy_of_a_file_says_nothing_new() -> None:
    rows = [
        {**row, "file": name}
        for name in ("b.txt", "a.txt")
        for row in panel(report(said())).candidates.to_pylist()
    ]
    made = Panel.of_rows(rows)
    row = made.table.to_pylist()[0]
    assert (made.candidates.num_rows, len(made)) == (2, 1)
    assert (row["file"], row["n_candidates"], row["why"], row["conflict"]) == ("a.txt", 1, "only", False)


def test_reports_that_hide_their_region_are_not_one_region() -> None:
    made = panel(report(said(), region=None), report(said(), region=None))
    assert len(set(made.table.column("ref_area").to_pylist())) == 2


def test_candidates_that_were_not_taken_do_not_say_why() -> None:
    made = panel(report(said(), said(at=40), said(period="")))
    taken = [row["why"] for row in made.candidates.to_pylist()]
    assert sorted(map(str, taken)) == ["None", "None", "first"]


def test_the_wide_table_has_a_column_an_indicator_measure_and_side() -> None:
    made = panel(
        report(said(), target(values=(5.0, 6.0)), said(period="2021/2025"), said(values=(8.0,), unit="亿元")),
        report(said(values=(3.0,)), region="青禾县"),
    )
    assert isinstance(made.wide, pa.Table)
    rows = {(row["ref_area"], row["period"]): row for row in made.wide.to_pylist()}
    assert rows["云岭省", 2023]["gdp_growth_result"] == 5.0
    assert rows["云岭省", 2023]["gdp_level_result"] == 8e8
    assert rows["云岭省", 2024]["gdp_growth_target"] == 5.0
    assert rows["青禾县", 2023]["gdp_level_result"] is None
    assert len(rows) == 3


def test_a_second_unit_has_a_column_of_its_own() -> None:
    made = panel(report(said(values=(8.0,), unit="亿元"), said(values=(9.0,), unit="美元", at=40)))
    names = [column.name for column in made.wide_columns]
    assert names == ["gdp_level_result", "gdp_level_result_unit2"]
