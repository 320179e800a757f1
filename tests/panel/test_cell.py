"""One value a cell: which statement is taken, why, and what may not fill a cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.errors import PeriodError
from govie.panel.cell import Cell, Side, Why, cells
from govie.panel.exclusion import Exclusion
from govie.panel.rows import rows_of
from govie.types import (
    Bound,
    Coverage,
    Measure,
    Observation,
    Period,
    Report,
    Section,
    SectionKind,
    Span,
    Standing,
    Status,
)
from tests.panel.build import SOURCE, falling, report, said, target


def only(given: Report) -> Cell:
    found = cells(given)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        (said(), said(values=()), Why.NUMBER),
        (target(), target(values=(6.0,), standing=Standing.SECTION), Why.STANDING),
        (said(standing=Standing.HEADLINE), said(values=(6.0,)), Why.STANDING),
        (said(), said(standing=Standing.ELSEWHERE), Why.STANDING),
        (said(), said(values=(4.0,), is_base=True), Why.ARRIVAL),
        (said(), said(status=Status.ESTIMATE), Why.ACTUAL),
        (said(), said(bound=Bound.GT), Why.EXACT),
        (said(at=0), said(at=30), Why.FIRST),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_each_rule_decides_wherever_the_two_stand(
    better: Observation, worse: Observation, why: Why, turned: bool
) -> None:
    pair = (worse, better) if turned else (better, worse)
    if why is not Why.FIRST:  # the one that stands first has no advantage
        pair = tuple(
            replace(each, quantity=replace(each.quantity, start=place))
            for each, place in zip(pair, (0, 30), strict=True)
        )
    cell = only(report(*pair))
    assert cell.taken.observation.quantity.values == better.quantity.values
    assert (cell.why, len(cell.candidates)) == (why, 2)


def test_the_bound_of_a_target_is_part_of_it_and_decides_nothing() -> None:
    cell = only(report(target(bound=Bound.GE, at=0), target(at=40)))
    assert (cell.why, cell.taken.observation.bound) == (Why.FIRST, Bound.GE)


def test_a_cell_of_one_statement_takes_it() -> None:
    cell = only(report(said()))
    assert (cell.value, cell.why, cell.conflict) == (5.0, Why.ONLY, False)


def test_growth_level_and_annual_average_are_three_cells() -> None:
    level = said(values=(80.0,), unit="亿元")
    assert len(cells(report(said(), level, said(annual_average=True)))) == 3


@pytest.mark.parametrize("period", ["2023-H1", "2023-Q3", "2023-01/2023-11", "2021/2025", "2030"])
def test_no_other_period_fills_the_cell_of_the_year(period: str) -> None:
    assert {str(cell.key.period) for cell in cells(report(said(), said(period=period)))} == {"2023", period}


def test_targets_and_results_are_two_sides_and_estimates_are_results() -> None:
    found = cells(report(said(status=Status.ESTIMATE), target(period="2023")))
    assert [cell.key.side for cell in found] == [Side.RESULT, Side.TARGET]


def test_what_is_masked_stays_masked() -> None:
    cell = only(report(said(values=())))
    assert cell.value is None
    assert cell.taken.observation.quantity.masked


def test_what_is_not_said_is_no_cell() -> None:
    assert cells(report()) == ()
    assert cells(report(said(None))) == ()
    assert cells(report(replace(said(), indicator=replace(said().indicator, id=None)))) == ()  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (said(values=(5.0,)), said(values=(5.2,), text="5.2%"), False),  # 5 may be 5.2 rounded
        (said(values=(5.0,), text="5.0%"), said(values=(5.2,), text="5.2%"), True),
        (said(values=(80.0,), unit="亿元"), said(values=(75.0,), unit="亿元", bound=Bound.GT), False),
        (said(values=(80.0,), unit="亿元"), said(values=(85.0,), unit="亿元", bound=Bound.GT), True),
        (said(values=(80.0,), unit="亿元"), said(values=(79.0,), unit="亿元", bound=Bound.LE), True),
        (target(values=(5.0,)), target(values=(5.5,)), True),  # a target is not rounded
        (target(values=(5.0, 6.0)), target(values=(5.5,)), False),
        (target(values=(5.0,)), target(values=(5.0,), bound=Bound.GE), False),
        (said(), said(values=()), False),
    ],
)
def test_a_conflict_is_what_cannot_both_be_true(one: Observation, other: Observation, conflict: bool) -> None:
    assert only(report(one, other)).conflict is conflict
    assert only(report(other, one)).conflict is conflict


def test_units_are_one_for_an_indicator() -> None:
    grain = only(
        report(said("grain_output", (870.0,), "亿斤"), said("grain_output", (4350.0,), "万吨", at=50))
    )
    assert (grain.key.unit, grain.value, grain.conflict) == ("千克", 4.35e10, False)


def test_a_growth_in_times_is_brought_to_per_cent() -> None:
    cell = only(report(said(values=(2.5,), unit="倍", measure=Measure.GROWTH)))
    assert (cell.value, cell.key.unit) == (250.0, "%")


def test_a_fall_is_negative_and_its_range_in_order() -> None:
    assert only(report(falling(values=(3.2,)))).value == -3.2
    claim = only(report(falling(values=(2.0, 3.0)))).taken.claim
    assert (claim.value, claim.high) == (-3.0, -2.0)


def test_a_level_without_its_unit_has_that_of_the_indicator() -> None:
    assert only(report(said(values=(5.0,), unit="万亿"))).key.unit == "元"


@pytest.mark.parametrize(
    ("observation", "excluded"),
    [
        (said(period=""), Exclusion.PERIOD),
        (said(coverage=Coverage.PART), Exclusion.COVERAGE),
        (said(coverage=Coverage.HIGHER), Exclusion.COVERAGE),
        (said(values=(3.0,), unit="人"), Exclusion.UNIT),
        (said(values=(3.0,), unit="个百分点", measure=Measure.GROWTH), Exclusion.UNIT),
        (said(values=(3.0,), unit="美元"), None),
        (said(), None),
    ],
)
def test_what_may_not_fill_a_cell_is_kept_with_the_reason(
    observation: Observation, excluded: Exclusion | None
) -> None:
    given = report(observation)
    assert [row["excluded"] for row in rows_of(given, SOURCE)] == [excluded]
    assert bool(cells(given)) is (excluded is None)


@pytest.mark.parametrize(
    ("words", "indicator", "filled"),
    [
        ("零售总额累计达", "retail_sales", False),
        ("零售总额年均达", "retail_sales", False),
        ("零售总额达", "retail_sales", True),
        ("常住人口累计达", "population_resident", True),
    ],
)
def test_what_five_years_gave_together_is_no_value_of_the_last(
    words: str, indicator: str, filled: bool
) -> None:
    unit = "亿元" if indicator == "retail_sales" else "人"
    amount = said(indicator, (80.0,), unit, at=4)
    text = f"五年来，{words}80{unit}。"
    start = text.index("80")
    placed = replace(
        amount,
        quantity=replace(amount.quantity, start=start, end=start + 3),
        sentence=Span(text, 0, len(text)),
    )
    span = (Section(SectionKind.REVIEW, "", 0, len(text), Period.of(2019, 2023)),)
    assert bool(cells(report(placed, text=text, sections=span))) is filled


def test_a_movement_from_another_base_is_another_cell() -> None:
    since = said(values=(19.8,), baseline=Span("2019年", 0, 5))
    found = cells(report(said(), since))
    assert [cell.key.detail for cell in found] == ["", "2019年"]


def test_lookup_gives_what_the_cell_takes() -> None:
    given = report(said(), target(values=(6.0,), standing=Standing.SECTION), target(values=(5.5,), at=60))
    found = given.lookup("gdp", measure="growth", status="target", period="2024")
    assert found is not None
    assert found.quantity.value == 5.5
    taken = {(c.key.side.value, str(c.key.period)): c.taken.observation for c in cells(given)}
    assert taken["target", "2024"] == found
    assert given.lookup("gdp", measure="level", status="target", period="2024") is None
    assert given.lookup("gdp", measure="growth", status="target", period="2025") is None


def test_lookup_of_a_result_takes_an_actual_before_an_estimate() -> None:
    given = report(said(status=Status.ESTIMATE), said(values=(5.1,), at=50))
    for status, value in (("result", 5.1), ("actual", 5.1), ("estimate", 5.0)):
        found = given.lookup("gdp", measure=Measure.GROWTH, status=status, period=Period.of(2023))
        assert found is not None
        assert found.quantity.value == value


def test_lookup_takes_no_movement_from_another_base_unless_asked_for() -> None:
    given = report(said(values=(19.8,), baseline=Span("2019年", 0, 5)))
    assert given.lookup("gdp", measure="growth", status="actual", period="2023") is None
    assert given.lookup("gdp", measure="growth", status="actual", period="2023", detail="2019年")


def test_a_year_may_be_looked_up_as_a_number() -> None:
    given = report(target(values=(6.0,)))
    assert given.lookup("gdp", measure="growth", status="target", period=2024) is not None


def test_lookup_refuses_what_it_cannot_read() -> None:
    with pytest.raises(PeriodError):
        report().lookup("gdp", measure="growth", status="target", period="明年")
    with pytest.raises(ValueError, match="hoped"):
        report().lookup("gdp", measure="growth", status="hoped", period="2024")
    with pytest.raises(ValueError, match="grwth"):  # None would read as: there is no target
        report().lookup("gdp", measure="grwth", status="target", period="2024")


@pytest.mark.parametrize(("year", "first"), [(2024, "0"), (2025, "1"), (2040, "9"), (None, "9")])
def test_the_report_that_gives_it_first_goes_before(year: int | None, first: str) -> None:
    assert only(report(said(), year=year)).taken.preference[0] == first


@given(st.lists(st.sampled_from(list(Standing)), min_size=1, max_size=6))
def test_every_candidate_of_a_cell_is_kept_best_first(standings: list[Standing]) -> None:
    given = report(*(said(standing=each, at=30 * place) for place, each in enumerate(standings)))
    cell = only(given)
    assert len(cell.candidates) == len(standings)
    assert cell.taken is cell.candidates[0]
    assert sorted(c.preference for c in cell.candidates) == [c.preference for c in cell.candidates]


def test_lookup_is_of_the_region_itself() -> None:
    given = report(said(coverage=Coverage.PART))
    assert given.lookup("gdp", measure="growth", status="actual", period="2023") is None
