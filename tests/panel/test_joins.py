"""The joins: the functions and the documented queries give the same rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from govie.panel.joins import JOINS, achieved, against_parent, consistency, query_of
from govie.panel.panel import Panel
from govie.types import Area, Bound, Level, Observation
from tests.panel.build import panel, report, said, target

STATE = "中华人民共和国"
AREAS = {
    STATE: Area(name=STATE, level=Level.STATE, code="CN"),
    "云岭省": Area(name="云岭省", level=Level.PROVINCE),
    "青禾县": Area(name="青禾县", level=Level.COUNTY),
}
FUNCTIONS = {"achieved": achieved, "against_parent": against_parent, "consistency": consistency}

NUMBERS = st.sampled_from([(5.0,), (6.5,), (5.0, 6.0), (), (0.0,)])
PERIODS = st.sampled_from(["2022", "2023", "2024", "2021/2025", "2023-H1"])
INDICATORS = st.sampled_from(["gdp", "cpi"])
PLACES = st.integers(0, 900).map(lambda number: 4 * number)
STATEMENTS = st.one_of(
    st.builds(said, INDICATORS, NUMBERS, at=PLACES, period=PERIODS, annual_average=st.booleans()),
    st.builds(said, INDICATORS, NUMBERS, st.just("亿元"), at=PLACES, period=PERIODS),
    st.builds(target, INDICATORS, NUMBERS, at=PLACES, period=PERIODS, bound=st.sampled_from(list(Bound))),
)
REPORTS = st.lists(
    st.tuples(
        st.lists(STATEMENTS, max_size=6, unique_by=lambda each: each.quantity.start),
        st.sampled_from([2023, 2024, 2025]),
        st.sampled_from(["云岭省", STATE, "青禾县"]),
    ),
    max_size=5,
)


def by_query(made: Panel, join: str) -> pd.DataFrame:
    return made.connection.sql(query_of(join)).to_arrow_table().to_pandas()


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    assert list(one.columns) == list(other.columns)
    rows = [
        [tuple(_plain(v) for v in row) for row in frame.to_numpy(object).tolist()] for frame in (one, other)
    ]
    assert rows[0] == rows[1]


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return round(value, 9) if isinstance(value, float) else value


@settings(max_examples=25)
@given(REPORTS)
def test_a_function_gives_what_its_query_gives(reports: list[tuple[list[Observation], int, str]]) -> None:
    made = panel(
        *(
            report(*statements, year=year, region=region, area=AREAS[region])
            for statements, year, region in reports
        )
    )
    for join in JOINS:
        same(FUNCTIONS[join](made), by_query(made, join))


def test_a_target_stands_beside_what_the_next_report_says_was_achieved() -> None:
    plan = report(target("gdp", (6.0,), at=0), target("cpi", (3.0,), at=40), said(at=80), year=2024)
    review = report(
        said("gdp", (5.5,), at=0, period="2024"), said("cpi", (0.2,), at=40, period="2024"), year=2025
    )
    rows = {row["indicator"]: row for row in achieved(panel(plan, review)).to_dict("records")}
    assert (rows["gdp"]["gap"], rows["gdp"]["met"]) == (-0.5, False)
    assert bool(rows["cpi"]["met"])  # prices rose less than they were allowed to
    assert (rows["gdp"]["target_report"], rows["gdp"]["result_report"]) == (2024, 2025)


def test_what_a_report_says_of_its_own_target_is_no_result() -> None:
    assert len(achieved(panel(report(target(period="2023"), said(at=50))))) == 0


def test_a_target_stands_beside_that_of_the_region_above() -> None:
    rows = against_parent(
        panel(
            report(target(values=(6.0,)), area=AREAS["云岭省"]),
            report(target(values=(5.0,)), region=STATE, area=AREAS[STATE]),
        )
    )
    assert rows[["region", "parent_region", "raised_by"]].to_numpy().tolist() == [["云岭省", STATE, 1.0]]


def test_levels_of_two_years_imply_a_growth() -> None:
    before = report(said(values=(100.0,), unit="亿元", period="2022"), year=2023)
    now = report(said(values=(108.0,), unit="亿元"), said(values=(5.0,), at=50))
    row = consistency(panel(before, now)).to_dict("records")[0]
    assert (round(row["implied_growth"], 6), row["stated_growth"]) == (8.0, 5.0)
    assert round(row["difference"], 6) == 3.0
