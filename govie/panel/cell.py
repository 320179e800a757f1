"""One value a cell: which observations of a report speak of one thing, and which of them is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from govie.panel.claims import Claim, claim_of
from govie.panel.exclusion import Exclusion, exclusion_of
from govie.types import Measure, Observation, Period, Report, Status

MAX_DISTANCE = 9
"""Years between a report and a period from which on it does not matter how many."""


class Side(StrEnum):
    """Whether a number says what was achieved or what is aimed at."""

    RESULT = "result"
    TARGET = "target"


class Why(StrEnum):
    """What decided for the observation that a cell takes; the rules in the order in which they are asked."""

    ONLY = "only"
    REPORT = "report"
    NUMBER = "number"
    STANDING = "standing"
    ARRIVAL = "arrival"
    ACTUAL = "actual"
    EXACT = "exact"
    FIRST = "first"


RULES = (Why.REPORT, Why.NUMBER, Why.STANDING, Why.ARRIVAL, Why.ACTUAL, Why.EXACT)
"""What each place of a preference is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellKey:
    """What tells one cell of a report from another."""

    indicator: str
    measure: Measure
    side: Side
    period: Period
    annual_average: bool
    detail: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An observation of a canonical indicator, the cell that it is of, and what it says there.

    `excluded` says why it may not fill the cell, None if it may.
    """

    key: CellKey
    observation: Observation
    claim: Claim
    preference: str
    excluded: Exclusion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: the candidate that it takes, those that it could have taken, best first, and why.

    `conflict` is true where a candidate cannot be true beside the one taken.
    """

    key: CellKey
    taken: Candidate
    candidates: tuple[Candidate, ...]
    why: Why
    conflict: bool

    @property
    def value(self) -> float | None:
        """The value in the base unit, negative for a fall; the lower end of a range; None if masked."""
        return self.taken.claim.value


def cells(report: Report) -> tuple[Cell, ...]:
    """Return the cells of a report, in the order in which they are first mentioned.

    >>> import govie
    >>> from govie.panel import cells
    >>> report = govie.parse("2023年，全县地区生产总值86.4亿元、增长5.2%。", year=2024)
    >>> [(cell.key.indicator, str(cell.key.measure), cell.value) for cell in cells(report)]
    [('gdp', 'level', 8640000000.0), ('gdp', 'growth', 5.2)]
    """
    found: dict[CellKey, list[Candidate]] = {}
    for candidate in candidates(report):
        if candidate.excluded is None:
            found.setdefault(candidate.key, []).append(candidate)
    return tuple(_cell(key, members) for key, members in found.items())


def candidates(report: Report) -> Iterator[Candidate]:
    """Yield a candidate for each observation of a canonical indicator, in the order of the text."""
    for observation in report.observations:
        if observation.indicator is not None and observation.indicator.id is not None:
            yield _candidate(observation, observation.indicator.id, report)


def decided_by(better: str, worse: str) -> Why:
    """Return the rule that decides between two preferences."""
    pairs = zip(RULES, better, worse, strict=True)
    return next((rule for rule, one, other in pairs if one != other), Why.FIRST)


def _candidate(observation: Observation, indicator: str, report: Report) -> Candidate:
    claim = claim_of(observation, indicator)
    side = Side.TARGET if observation.status == Status.TARGET else Side.RESULT
    key = CellKey(
        indicator=indicator,
        measure=observation.measure,
        side=side,
        period=observation.period,
        annual_average=observation.annual_average,
        detail=observation.detail,
        unit=claim.unit,
    )
    return Candidate(
        key=key,
        observation=observation,
        claim=claim,
        preference=distance_of(side, observation.period, report) + "".join(map(str, observation.preference)),
        excluded=exclusion_of(observation, indicator, report),
    )


def distance_of(side: Side, period: Period, report: Report) -> str:
    """Return how many years the report is from the one that would give this first, as one digit."""
    if report.year is None or not period:
        return str(MAX_DISTANCE)
    years = (period.start_year, period.end_year)
    # a target is of the report in whose year its period begins, a result of the one after its period
    due = years[0] if side is Side.TARGET else (years[1] or 0) + 1
    return str(min(abs(report.year - (due or 0)), MAX_DISTANCE))


def _cell(key: CellKey, members: list[Candidate]) -> Cell:
    ranked = sorted(members, key=_rank)
    taken = ranked[0]
    why = decided_by(taken.preference, ranked[1].preference) if len(ranked) > 1 else Why.ONLY
    conflict = any(not taken.claim.agrees(other.claim) for other in ranked)
    return Cell(key=key, taken=taken, candidates=tuple(ranked), why=why, conflict=conflict)


def _rank(candidate: Candidate) -> tuple[str, int]:
    return candidate.preference, candidate.observation.quantity.start
