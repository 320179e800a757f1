"""What govie returns: frozen dataclasses and string enums, which can say themselves as rows or JSON.

Terms follow SDMX (observation, indicator, unit, period, observation status) and the annotation
guidelines. Every offset is a character offset into the caller's own string, end exclusive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from govie.document import Document
from govie.errors import MissingExtraError, PeriodError

if TYPE_CHECKING:
    import pandas as pd


class Measure(StrEnum):
    """What a number says of its indicator."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"
    MULTIPLE = "multiple"
    SHARE = "share"
    RATIO = "ratio"
    RANK = "rank"


class Direction(StrEnum):
    """Which way a growth or a change goes."""

    UP = "up"
    DOWN = "down"


class Bound(StrEnum):
    """How the stated value bounds the true one."""

    EXACT = "exact"
    APPROX = "approx"
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"


class Status(StrEnum):
    """Whether it has happened, is expected of the year under review, or is planned."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"


class Coverage(StrEnum):
    """Of what place a number speaks: of the reporting region itself, of a higher one, or of a part of it."""

    OWN = "own"
    HIGHER = "higher"
    PART = "part"


class Form(StrEnum):
    """What the value of a number leaves open: nothing, what lies between two, above it, or below it."""

    POINT = "point"
    INTERVAL = "interval"
    FLOOR = "floor"
    CEILING = "ceiling"


class Constraint(StrEnum):
    """How firmly the words of a target bind (硬约束, 软约束), see docs/targets.md."""

    HARD = "hard"
    SOFT = "soft"


class Binding(StrEnum):
    """What a text calls a target: 约束性 or 预期性."""

    BINDING = "binding"
    ANTICIPATORY = "anticipatory"


class Horizon(StrEnum):
    """Whether a target is that of the year of the report or of a longer plan."""

    YEAR = "year"
    PLAN = "plan"


class TextTargetKind(StrEnum):
    """What a target says in place of a number, see docs/targets.md."""

    IN_STEP = "in_step"
    POSITIVE = "positive"
    ASSIGNED = "assigned"
    NO_LESS = "no_less"
    NO_MORE = "no_more"
    STEADY = "steady"
    COMPARED = "compared"
    IN_RANGE = "in_range"
    BALANCED = "balanced"
    IMPROVING = "improving"


class SectionKind(StrEnum):
    """What a part of a report is about."""

    REVIEW = "review"
    PLAN = "plan"
    GOALS = "goals"
    PROBLEMS = "problems"
    GLOSSARY = "glossary"
    OTHER = "other"


class Standing(StrEnum):
    """Where in a report an observation stands, the place that speaks with most authority first."""

    TARGET_LIST = "target_list"
    HEADLINE = "headline"
    SECTION = "section"
    ELSEWHERE = "elsewhere"


class Level(StrEnum):
    """The level of government that gives a report, the lowest first.

    `city` is the prefecture level (地级): cities with districts, autonomous prefectures, leagues. A
    development zone has no level of its own, and stands before them all.
    """

    ZONE = "zone"
    TOWN = "town"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    STATE = "state"


class Source(StrEnum):
    """Where a piece of evidence was read."""

    GIVEN = "given"
    TITLE = "title"
    OPENING = "opening"
    BODY = "body"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the caller's string: its characters as read, and where they stand."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.text


_TIME = re.compile(r"\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, half-year, quarter or month, or a span of them with both ends included.

    `str()` gives the annotation format: "2023", "2023-H1", "2023-Q1", "2023-10", "2021/2025",
    "" if unknown. An unknown period is false.
    """

    start: str = ""
    end: str = ""

    @classmethod
    def of(cls, start: int | str, end: int | str | None = None) -> Period:
        """Return the period from `start` to `end`, or the one time `start`."""
        return cls(str(start), str(start if end is None else end))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read the annotation format; raise PeriodError if `text` is not in it."""
        if not text:
            return cls()
        times = text.split("/")
        if len(times) > 2 or not all(_TIME.fullmatch(time) for time in times):
            raise PeriodError(text)
        return cls(times[0], times[-1])

    @property
    def start_year(self) -> int | None:
        """Year of the start, None if unknown."""
        return int(self.start[:4]) if self.start else None

    @property
    def end_year(self) -> int | None:
        """Year of the end, None if unknown."""
        return int(self.end[:4]) if self.end else None

    def __bool__(self) -> bool:
        return bool(self.start)

    def __str__(self) -> str:
        return self.start if self.start == self.end else f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a report writes it, and what it is in base units.

    `base` is "" and `scale` 1.0 where the unit is not in the table.
    """

    symbol: str
    base: str
    scale: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """The words that say what is measured, and the canonical indicator if there is one."""

    text: str
    start: int
    end: int
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with its unit. `values` are as written, before 万/亿 (see GUIDELINES, `v`)."""

    text: str
    start: int
    end: int
    values: tuple[float, ...]
    unit: str
    base_value: float | None = None
    base_unit: str = ""

    @property
    def value(self) -> float | None:
        """The value as written, the lower end of a range, None if masked."""
        return self.values[0] if self.values else None

    @property
    def masked(self) -> bool:
        """True where the report withholds the number (XX)."""
        return not self.values


class RepairKind(StrEnum):
    """What was wrong with a damaged place."""

    READING = "reading"  # a reading in brackets behind a character, taken out
    BYTES = "bytes"  # bytes of GBK that slipped by one, put back
    ENCODING = "encoding"  # UTF-8 that was read as another encoding, read again
    DAMAGED = "damaged"  # slipped bytes of which some or all cannot be told


@dataclass(frozen=True, slots=True)
class Repair:
    """A damaged place of the caller's string: `before` is what stands there, `after` what was read for it.

    In one of the kind `damaged`, a `?` in `after` stands for what is lost; where nothing could be told,
    `after` is `before`.
    """

    kind: RepairKind
    before: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a report under the same headings, and the period it is about.

    `path` holds these headings from that of its part down, `title` is the last of them.
    """

    kind: SectionKind
    title: str
    start: int
    end: int
    period: Period
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that say whose report it is; offsets into the caller's string, -1 where they are not of it."""

    source: Source
    text: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Whose report it is. `code` is that of GB/T 2260, `CN` for the whole country.

    It is None for a town or a development zone, which have none, for a masked name, and where several
    places of the name come into question: these are `candidates`. `parents` and `candidates` are codes
    with names, the highest first; a name is "" where the report shows no more than its level.
    """

    name: str
    level: Level | None
    code: str | None = None
    parents: tuple[tuple[str, str], ...] = ()
    candidates: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def path(self) -> str:
        """The name behind those of the parents: 云南省玉溪市江川区."""
        return "".join(name for _, name in self.parents) + self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One quantity that a report states, and all that it says with it."""

    indicator: Indicator | None
    quantity: Quantity
    measure: Measure
    direction: Direction | None
    bound: Bound
    status: Status
    period: Period
    annual_average: bool
    baseline: Span | None
    whole: Span | None
    scope: Span | None
    modal: Span | None
    is_base: bool
    section: SectionKind
    sentence: Span
    confidence: float
    standing: Standing = Standing.ELSEWHERE
    added: bool = False
    bound_word: Span | None = None
    constraint: Constraint | None = None
    constraint_word: Span | None = None
    horizon: Horizon | None = None
    binding: Binding | None = None
    coverage: Coverage = Coverage.OWN
    coverage_word: Span | None = None

    @property
    def form(self) -> Form | None:
        """Whether the value is a point, an interval, a floor or a ceiling; None if masked or a ratio."""
        if not self.quantity.values or self.measure is Measure.RATIO:
            return None
        if len(self.quantity.values) > 1:
            return Form.INTERVAL
        return _FORMS.get(self.bound, Form.POINT)

    @property
    def low(self) -> float | None:
        """The lower end, in the unit as written and without the sign of a fall; None if it is open."""
        return None if self.form in (None, Form.CEILING) else min(self.quantity.values)

    @property
    def high(self) -> float | None:
        """The upper end, in the unit as written and without the sign of a fall; None if it is open."""
        return None if self.form in (None, Form.FLOOR) else max(self.quantity.values)

    @property
    def detail(self) -> str:
        """What else tells this number from others of its measure, "" if nothing.

        The whole of a share, where a rank holds, what any other movement is compared with; "added" for a
        level of what was added.
        """
        match self.measure:
            case Measure.SHARE:
                named = self.whole
            case Measure.RANK:
                named = self.scope
            case Measure.LEVEL:
                return ADDED if self.added else ""
            case _:
                named = self.baseline
        return named.text if named else ""

    @property
    def preference(self) -> tuple[int, ...]:
        """What decides between observations of one thing: the least is preferred.

        In this order: a number over a mask; the better standing; the end of a move over where it
        started; an actual over an estimate; of results, a number over a bound of it.
        """
        open_end = self.bound not in (Bound.EXACT, Bound.APPROX) and self.status != Status.TARGET
        return (
            int(self.quantity.masked),
            list(Standing).index(self.standing),
            int(self.is_base),
            int(self.status == Status.ESTIMATE),
            int(open_end),
        )


_FORMS = {
    Bound.GE: Form.FLOOR,
    Bound.GT: Form.FLOOR,
    Bound.LE: Form.CEILING,
    Bound.LT: Form.CEILING,
}

ADDED = "added"
"""The detail of a level that is what was added, not what there is."""

RESULT = "result"
"""What a report says was achieved: an actual, or an estimate where there is no actual."""

_FREE_DETAIL = frozenset({Measure.SHARE, Measure.RANK, Measure.RATIO, Measure.CHANGE, Measure.MULTIPLE})
"""The measures of which a report seldom gives two for one indicator and period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTarget:
    """A target that says no number: 居民收入增长与经济增长同步. `text` is all of it, in its sentence.

    `partner` is what the indicator is measured by (经济增长); `constraint` and its word are as of an
    observation. One that sets a target for several indicators is given once for each.
    """

    text: str
    start: int
    end: int
    kind: TextTargetKind
    indicator: Indicator
    partner: Span | None
    constraint: Constraint | None
    constraint_word: Span | None
    period: Period
    horizon: Horizon | None
    section: SectionKind
    standing: Standing
    sentence: Span

    @property
    def status(self) -> Status:
        """Always a target."""
        return Status.TARGET


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as data. `text` is the caller's string; all offsets point into it.

    `document` is what was parsed, if it was a file's: it knows where in the file each character stood.
    """

    text: str
    title: str
    year: int | None
    region: str | None
    sections: tuple[Section, ...]
    observations: tuple[Observation, ...]
    document: Document | None = None
    repairs: tuple[Repair, ...] = ()
    area: Area | None = None
    text_targets: tuple[TextTarget, ...] = ()

    @property
    def year_reviewed(self) -> int | None:
        """The last year of what the report looks back on; None if it does not show its years."""
        ends = [s.period.end_year for s in self.sections if s.kind is SectionKind.REVIEW]
        before = None if self.year is None else self.year - 1
        past = [end for end in ends if end is not None and (self.year is None or end <= self.year)]
        return max(past, default=before)

    @property
    def year_planned(self) -> int | None:
        """The year that the report plans; None if it does not show it."""
        plans = [s.period for s in self.sections if s.kind is SectionKind.PLAN]
        years = [plan.end_year for plan in plans if plan and plan.start_year == plan.end_year]
        return self.year if self.year is not None else max((y for y in years if y), default=None)

    def __len__(self) -> int:
        return len(self.observations)

    def __iter__(self) -> Iterator[Observation]:
        return iter(self.observations)

    def lookup(
        self,
        indicator: str,
        *,
        measure: Measure | str,
        status: Status | str,
        period: Period | str | int,
        annual_average: bool = False,
        detail: str | None = None,
    ) -> Observation | None:
        """Return the observation that says this of the region itself, None if the report does not.

        `indicator` is an id; `status` is one of an observation, or "result" for an actual or else an
        estimate. Of several the one with the least `preference` is given, of equal ones the first.
        Without `detail`, a level or growth is one that is compared with nothing but the year before.
        Raise PeriodError if `period` is not in the annotation format, ValueError for an unknown measure or
        status; an indicator that no report has is one that this has not.

        >>> report.lookup("gdp", measure="growth", status="target", period="2026")  # doctest: +SKIP
        """
        wanted = period if isinstance(period, Period) else Period.parse(str(period))
        measure = Measure(measure)
        statuses = (Status.ACTUAL, Status.ESTIMATE) if status == RESULT else (Status(status),)
        if detail is None and measure not in _FREE_DETAIL:
            detail = ""
        found = [
            o
            for o in self.observations
            if o.indicator is not None
            and (o.indicator.id, o.measure, o.period) == (indicator, measure, wanted)
            and o.status in statuses
            and o.annual_average == annual_average
            and o.coverage is Coverage.OWN
            and detail in (None, o.detail)
        ]
        return min(found, key=_by_preference, default=None)

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat row an observation, in text order; its keys are COLUMNS, in that order."""
        head = (self.title, self.year, self.region, *_area_cells(self.area))
        return [
            dict(zip(COLUMNS, (*self._source(observation), *head, *_cells(observation)), strict=True))
            for observation in self.observations
        ]

    def _source(self, o: Observation) -> tuple[str | None, int | None, int | None]:
        """Return the file of an observation, and the page and line on which its quantity begins."""
        if self.document is None:
            return None, None, None
        place = self.document.place(o.quantity.start)
        return self.document.path or None, place.page, place.line

    def to_json(self, *, indent: int | None = None) -> str:
        """Return head, sections and observations as nested JSON, in which Chinese stays readable."""
        document = {
            "title": self.title,
            "year": self.year,
            "region": self.region,
            "area": _plain(self.area),
            "year_reviewed": self.year_reviewed,
            "year_planned": self.year_planned,
            "sections": _plain(self.sections),
            "observations": _plain(self.observations),
            "text_targets": _plain(self.text_targets),
        }
        return json.dumps(document, ensure_ascii=False, indent=indent)

    def to_frame(self) -> pd.DataFrame:
        """Return `to_records` as a data frame with a fixed dtype a column, also where it is empty.

        Raise MissingExtraError if pandas is not installed.
        """
        try:
            import pandas as pd  # not a dependency: only those who ask for a frame need it
        except ImportError as error:
            raise MissingExtraError("to_frame", "table") from error
        rows = self.to_records()
        return pd.DataFrame(
            {
                column: pd.Series([row[column] for row in rows], dtype=_pandas_dtype(dtype, pd))
                for column, dtype in COLUMNS.items()
            }
        )


COLUMNS: dict[str, str | type[StrEnum]] = {
    "file": "string",
    "page": "Int64",
    "line": "Int64",
    "report_title": "string",
    "report_year": "Int64",
    "report_region": "string",
    "region_code": "string",
    "region_name": "string",
    "region_level": Level,
    "region_parents": "string",
    "indicator_text": "string",
    "indicator_start": "Int64",
    "indicator_end": "Int64",
    "indicator_id": "string",
    "indicator_name": "string",
    "quantity_text": "string",
    "quantity_start": "Int64",
    "quantity_end": "Int64",
    "value": "float64",
    "values": "object",
    "unit": "string",
    "masked": "boolean",
    "base_value": "float64",
    "base_unit": "string",
    "measure": Measure,
    "direction": Direction,
    "bound": Bound,
    "status": Status,
    "period": "string",
    "annual_average": "boolean",
    "baseline": "string",
    "whole": "string",
    "scope": "string",
    "modal": "string",
    "is_base": "boolean",
    "bound_word": "string",
    "form": Form,
    "low": "float64",
    "high": "float64",
    "constraint": Constraint,
    "constraint_word": "string",
    "horizon": Horizon,
    "binding": Binding,
    "coverage": Coverage,
    "coverage_word": "string",
    "section": SectionKind,
    "sentence": "string",
    "sentence_start": "Int64",
    "sentence_end": "Int64",
    "confidence": "float64",
    "standing": Standing,
    "added": "boolean",
}
"""The columns of `to_records` and `to_frame`, with the pandas dtype, or the enum of a categorical."""


def _by_preference(o: Observation) -> tuple[int, ...]:
    """Return the preference of an observation, of equal ones the first in the text."""
    return (*o.preference, o.quantity.start)


def _area_cells(area: Area | None) -> tuple[object, ...]:
    """Return code, name, level and the codes of the parents, from the highest down."""
    if area is None:
        return (None, None, None, None)
    parents = "/".join(code for code, _ in area.parents) or None
    return (area.code, area.name or None, area.level.value if area.level else None, parents)


def _cells(o: Observation) -> tuple[object, ...]:
    """Return the cells of an observation's row, after those of the report's head."""
    indicator, quantity = o.indicator, o.quantity
    return (
        *((indicator.text, indicator.start, indicator.end) if indicator else (None, None, None)),
        *((indicator.id, indicator.name) if indicator else (None, None)),
        *(quantity.text, quantity.start, quantity.end),
        *(quantity.value, list(quantity.values), quantity.unit, quantity.masked),
        *(quantity.base_value, quantity.base_unit),
        *(o.measure.value, o.direction.value if o.direction else None, o.bound.value, o.status.value),
        *(str(o.period), o.annual_average),
        *(span.text if span else None for span in (o.baseline, o.whole, o.scope, o.modal)),
        o.is_base,
        *(o.bound_word.text if o.bound_word else None, o.form.value if o.form else None, o.low, o.high),
        o.constraint.value if o.constraint else None,
        o.constraint_word.text if o.constraint_word else None,
        *(o.horizon.value if o.horizon else None, o.binding.value if o.binding else None),
        *(o.coverage.value, o.coverage_word.text if o.coverage_word else None),
        o.section.value,
        *(o.sentence.text, o.sentence.start, o.sentence.end, o.confidence, o.standing.value, o.added),
    )


def _plain(item: object) -> object:
    """Return `item` as JSON knows it: dataclasses as objects, periods and enums as their strings."""
    match item:
        case Quantity():
            # the two properties are in the JSON too: its reader has no property to call
            return {**_fields(item), "value": item.value, "masked": item.masked}
        case StrEnum() | Period():
            return str(item)
        case tuple():
            return [_plain(member) for member in item]
        case Observation():
            form = item.form.value if item.form else None
            return {**_fields(item), "form": form, "low": item.low, "high": item.high}
        case Span() | Indicator() | Section() | Area() | Evidence() | TextTarget():
            return _fields(item)
        case _:
            return item


def _fields(
    item: Span | Indicator | Quantity | Section | Observation | Area | Evidence | TextTarget,
) -> dict[str, object]:
    return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}


def _pandas_dtype(dtype: str | type[StrEnum], pd: Any) -> Any:
    """Return `dtype` as pandas takes it: an enum is a categorical of all its values, in their order."""
    return dtype if isinstance(dtype, str) else pd.CategoricalDtype([member.value for member in dtype])
