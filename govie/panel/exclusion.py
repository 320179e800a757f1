"""What may not fill a cell: numbers of others, of no known period, of several years together."""

from __future__ import annotations

from enum import StrEnum

from govie.lexicon.cells import load_cell_words
from govie.lexicon.units import COUNT, load_units
from govie.panel.claims import claim_of, unit_of
from govie.types import Coverage, Measure, Observation, Period, Report

_PERCENT = "%"
_POINTS = "个百分点"


class Exclusion(StrEnum):
    """Why an observation of a canonical indicator fills no cell."""

    PERIOD = "period"
    COVERAGE = "coverage"
    UNIT = "unit"
    SEVERAL_YEARS = "several_years"


def exclusion_of(observation: Observation, indicator: str, report: Report) -> Exclusion | None:
    """Return why `observation` may not fill a cell of the indicator with this id, None if it may."""
    if not observation.period:
        return Exclusion.PERIOD
    if observation.coverage is not Coverage.OWN:
        return Exclusion.COVERAGE
    if not _fits(observation, indicator):
        return Exclusion.UNIT
    if indicator in load_cell_words().flows and _of_several_years(observation, report):
        return Exclusion.SEVERAL_YEARS
    return None


def _fits(observation: Observation, indicator: str) -> bool:
    """Return whether the unit is one that the measure of this indicator can have."""
    unit = claim_of(observation, indicator).unit
    usual = unit_of(indicator)
    match observation.measure:
        case Measure.GROWTH:
            return unit == _PERCENT
        case Measure.LEVEL if usual:
            return unit == usual or _kind(unit) == _kind(usual) != ""
        case Measure.CHANGE:
            return unit in (usual, _POINTS, _PERCENT) or _kind(unit) == _kind(usual)
        case _:
            return True


def _kind(unit: str) -> str:
    """Return what sort of unit it is: two of a sort may stand for one thing, 美元 for 元, 户 for 家."""
    table = load_units()
    entry = table.entries.get(unit)
    if entry is None:
        return ""
    if unit.endswith("元"):
        return "money"
    return COUNT if entry.dimension == COUNT else entry.dimension


def _of_several_years(observation: Observation, report: Report) -> bool:
    """Return whether a level said to be of one year is what several gave together, or one on average."""
    period = observation.period
    if observation.measure is not Measure.LEVEL or observation.annual_average or period.start != period.end:
        return False
    if not _stands_in_a_span(observation, report):
        return False
    words = load_cell_words()
    before = report.text[observation.sentence.start : observation.quantity.start]
    clause = words.clause.split(before)[-1]
    return bool(words.together.search(clause) or words.each.search(clause))


def _stands_in_a_span(observation: Observation, report: Report) -> bool:
    at = observation.quantity.start
    section = next((each for each in report.sections if each.start <= at < each.end), None)
    spanned = section.period if section else Period()
    return spanned.start != spanned.end
