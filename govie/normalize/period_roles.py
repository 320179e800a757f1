"""The periods that a quantity may be about, each under the role that it plays for the quantity.

Two steps decide the period of an observation. Here, code lists the candidates: the section's period,
the nearest time named before the quantity, the year before a span begins, and so on. A classifier
then picks a role from context. `default_role` picks one without a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from govie.normalize.periods import Mention, MentionKind, MentionUse, within
from govie.types import Measure, Period, SectionKind


class PeriodRole(StrEnum):
    """What a candidate period is to a quantity.

    Three roles hang on a span: the span itself (flows, growth over it), its last year (stocks at
    its end) and the year before it begins (where a move starts, 从33户增至61户). The roles that say
    most come first: of two that give the same period, a model learns the first.
    """

    NEAREST = "nearest"  # of the times named before the quantity in its sentence, the last
    NEAREST_END = "nearest_end"
    NEAREST_BEFORE = "nearest_before"
    PAIR_START = "pair_start"  # 从1997年…增加到2002年…: 1997, 2002, 1998/2002
    PAIR_END = "pair_end"
    PAIR_SPAN = "pair_span"
    SECTION = "section"
    SECTION_END = "section_end"
    SECTION_BEFORE = "section_before"
    BASELINE = "baseline"  # compared with: 比2020年的33户
    LEAD = "lead"  # of the times named in the paragraph before the sentence, the first
    LEAD_END = "lead_end"
    LEAD_BEFORE = "lead_before"
    PREVIOUS = "previous"  # of the times named in the paragraph before the sentence, the last
    PREVIOUS_END = "previous_end"
    PREVIOUS_BEFORE = "previous_before"
    FIRST = "first"  # of the times named before the quantity in its sentence, the first
    AFTER = "after"  # of the times named after the quantity in its sentence, the first
    PLAN = "plan"  # the five-year plan named last
    STREAK = "streak"  # 连续五年
    COUNT_NOW = "count_now"  # 五年, up to the year of the report
    COUNT_AHEAD = "count_ahead"  # 五年, from the year of the report on
    REVIEW_YEAR = "review_year"
    REPORT_YEAR = "report_year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodContext:
    """What stands around a sentence; `paragraph_mentions` are of the paragraph's earlier sentences."""

    report_year: int | None
    section_period: Period
    section_kind: SectionKind
    paragraph_mentions: tuple[Mention, ...] = ()


# A document, a streak or something compared with is not when a quantity holds.
_NO_TIME = (MentionKind.PROGRAMME, MentionKind.STREAK)


def period_candidates(
    q_start: int, q_end: int, *, mentions: Sequence[Mention], context: PeriodContext
) -> dict[PeriodRole, Period]:
    """Return the periods that the quantity at `q_start`, `q_end` may be about.

    Offsets of `mentions`, those of the sentence, count like those of the quantity. A role is
    missing where its period is not known; UNKNOWN is always there.
    """
    earlier = _resolve(context.paragraph_mentions, context)
    resolved = _resolve(mentions, context, earlier)
    before = [at for at in resolved if at.mention.end <= q_start]
    times = [at for at in before if at.is_time]
    found: dict[PeriodRole, Period] = {}
    found.update(_section_roles(context))
    found.update(_nearest_roles(times))
    found.update(_earlier_roles([at for at in earlier if at.is_time]))
    found.update(_pair_roles(resolved) or _pair_roles(earlier))
    found.update(_other_roles(before, earlier, context))
    if after := next((at for at in resolved if at.mention.start >= q_end and at.is_time), None):
        found[PeriodRole.AFTER] = after.period
    found[PeriodRole.UNKNOWN] = Period()
    return {role: period for role, period in found.items() if period or role is PeriodRole.UNKNOWN}


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A mention with the period that its context gives it."""

    mention: Mention
    period: Period

    @property
    def is_time(self) -> bool:
        """Whether a quantity may hold at this time: not a document, a streak or a baseline."""
        return self.mention.kind not in _NO_TIME and self.mention.use is not MentionUse.BASELINE


def _resolve(
    mentions: Iterable[Mention], context: PeriodContext, earlier: Sequence[_Resolved] = ()
) -> list[_Resolved]:
    """Give each mention its period, from the times before it where its words leave that open."""
    resolved = list(earlier)
    for mention in mentions:
        period = mention.period or _open_period(mention, resolved, context)
        if period:
            resolved.append(_Resolved(mention, period))
    return resolved[len(earlier) :]


def _open_period(mention: Mention, before: Sequence[_Resolved], context: PeriodContext) -> Period:
    if mention.years:
        return _span_of(mention.years, before, context)
    named = (at.period for at in reversed(before) if at.is_time and at.mention.kind is MentionKind.YEAR)
    year = next(named, Period()).end_year
    if mention.kind is MentionKind.WHOLE_YEAR or year is None:
        year = _year_of_section(context)
    return within(year, mention.part) if year is not None else Period()


def _year_of_section(context: PeriodContext) -> int | None:
    """Return the year that a passage means by 全年 or 上半年."""
    section = context.section_period
    ahead = context.section_kind in (SectionKind.PLAN, SectionKind.GOALS)
    if ahead and section.start != section.end and context.report_year is not None:
        return context.report_year
    return section.end_year


def _span_of(years: int, before: Sequence[_Resolved], context: PeriodContext) -> Period:
    """Return the span that 五年 means: one with as many years that is named, or the last years."""
    for period in (*(at.period for at in reversed(before) if at.is_time), context.section_period):
        first, last = period.start_year, period.end_year
        if first is not None and last is not None and last - first + 1 == years:
            return period
    if context.report_year is None:
        return Period()
    return Period.of(context.report_year - years, context.report_year - 1)


def _section_roles(context: PeriodContext) -> dict[PeriodRole, Period]:
    found = _around(
        context.section_period, PeriodRole.SECTION, PeriodRole.SECTION_END, PeriodRole.SECTION_BEFORE
    )
    if context.report_year is not None:
        found[PeriodRole.REVIEW_YEAR] = Period.of(context.report_year - 1)
        found[PeriodRole.REPORT_YEAR] = Period.of(context.report_year)
    return found


def _nearest_roles(times: Sequence[_Resolved]) -> dict[PeriodRole, Period]:
    if not times:
        return {}
    nearest = _around(times[-1].period, PeriodRole.NEAREST, PeriodRole.NEAREST_END, PeriodRole.NEAREST_BEFORE)
    return {**nearest, PeriodRole.FIRST: times[0].period}


def _earlier_roles(times: Sequence[_Resolved]) -> dict[PeriodRole, Period]:
    if not times:
        return {}
    last, lead = times[-1].period, times[0].period
    return {
        **_around(lead, PeriodRole.LEAD, PeriodRole.LEAD_END, PeriodRole.LEAD_BEFORE),
        **_around(last, PeriodRole.PREVIOUS, PeriodRole.PREVIOUS_END, PeriodRole.PREVIOUS_BEFORE),
    }


def _around(
    period: Period, itself: PeriodRole, end: PeriodRole, before: PeriodRole
) -> dict[PeriodRole, Period]:
    """Return `period`, its last year and the year before its first, each under its role."""
    first, last = period.start_year, period.end_year
    if first is None or last is None:
        return {}
    return {itself: period, end: Period.of(last), before: Period.of(first - 1)}


def _pair_roles(times: Sequence[_Resolved]) -> dict[PeriodRole, Period]:
    """Return the roles of the last pair 从1997年…到2002年…: both ends, and the years of the move."""
    for start, end in _pairs(reversed(times)):
        first, last = start.period.end_year, end.period.end_year
        if first is not None and last is not None and first < last:
            return {
                PeriodRole.PAIR_START: start.period,
                PeriodRole.PAIR_END: end.period,
                PeriodRole.PAIR_SPAN: Period.of(first + 1, last),
            }
    return {}


def _pairs(times: Iterator[_Resolved]) -> Iterator[tuple[_Resolved, _Resolved]]:
    """Yield each FROM with the UNTIL that follows it, reading `times` backwards."""
    end: _Resolved | None = None
    for at in times:
        if at.mention.use is MentionUse.FROM and end is not None:
            yield at, end
        if at.mention.use is MentionUse.UNTIL:
            end = at


def _other_roles(
    before: Sequence[_Resolved], earlier: Sequence[_Resolved], context: PeriodContext
) -> dict[PeriodRole, Period]:
    found: dict[PeriodRole, Period] = {}
    plans = (MentionKind.PLAN, MentionKind.PROGRAMME)
    for at in (*earlier, *before):
        if at.mention.kind in plans and at.mention.use is not MentionUse.BASELINE:
            found[PeriodRole.PLAN] = at.period
    for at in before:
        if at.mention.use is MentionUse.BASELINE:
            found[PeriodRole.BASELINE] = at.period
        elif at.mention.kind is MentionKind.STREAK:
            found[PeriodRole.STREAK] = at.period
        elif at.mention.kind is MentionKind.COUNT and context.report_year is not None:
            year, years = context.report_year, at.mention.years
            found[PeriodRole.COUNT_NOW] = Period.of(year - years + 1, year)
            found[PeriodRole.COUNT_AHEAD] = Period.of(year, year + years - 1)
    return found


def default_role(
    candidates: Mapping[PeriodRole, Period], *, measure: Measure, annual_average: bool, is_base: bool
) -> PeriodRole:
    """Return the role that the guidelines suggest for a quantity where no model has learned better."""
    wanted = _preferences(candidates, measure, annual_average, is_base)
    return next((role for role in wanted if role in candidates), PeriodRole.UNKNOWN)


def _preferences(
    candidates: Mapping[PeriodRole, Period], measure: Measure, annual_average: bool, is_base: bool
) -> tuple[PeriodRole, ...]:
    section = candidates.get(PeriodRole.SECTION, Period())
    of_span = section.start != section.end
    if is_base:
        before = PeriodRole.SECTION_BEFORE if of_span else PeriodRole.UNKNOWN
        return (PeriodRole.PAIR_START, PeriodRole.BASELINE, before)
    if annual_average:
        return (PeriodRole.PAIR_SPAN, PeriodRole.SECTION, PeriodRole.REVIEW_YEAR)
    compared = PeriodRole.BASELINE in candidates and measure is not Measure.LEVEL
    if compared or measure in (Measure.RANK, Measure.SHARE):
        return (PeriodRole.NEAREST_END, PeriodRole.SECTION_END, PeriodRole.REVIEW_YEAR)
    return (PeriodRole.NEAREST, PeriodRole.SECTION, PeriodRole.REVIEW_YEAR)
