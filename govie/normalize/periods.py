"""Mentions of time in the text of a report: where they stand, and which period each names.

Reading is code, because a mention has one right answer given its characters and the year of the
report. Which mention a quantity goes with is not decided here: see `period_roles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from govie.lexicon.periods import PeriodWords
from govie.normalize.period_grammar import PeriodGrammar, period_grammar
from govie.types import Period

# Full-width digits as ASCII digits, one character for one, so that offsets hold.
_FOLD = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
# How far from a mention the words stand that tell its use.
_REACH = 3
_PLAN_YEARS = 5
_TERM_YEARS = 5


class MentionKind(StrEnum):
    """The form in which a time is named."""

    YEAR = "year"  # 2023年, 2023年10月, 去年
    SPAN = "span"  # 1998—2002年, 从1998年到2002年
    THAT_YEAR = "that_year"  # 当年: a year that is named before
    WHOLE_YEAR = "whole_year"  # 全年, 年内: the year that the passage is about
    PART = "part"  # 上半年: of a year that is not named with it
    PLAN = "plan"  # “十四五”时期, “十三五”末
    PROGRAMME = "programme"  # “十四五”规划: the document rather than the time
    PAST = "past"  # 五年来
    AHEAD = "ahead"  # 今后五年
    COUNT = "count"  # 五年: back or ahead is not said
    STREAK = "streak"  # 连续五年
    CENTURY = "century"  # 本世纪末, 九十年代


class MentionUse(StrEnum):
    """How a mention stands in its sentence."""

    PLAIN = "plain"
    BASELINE = "baseline"  # 比2020年
    FROM = "from"  # 从2020年
    UNTIL = "until"  # 到2030年, 2030年底前


@dataclass(frozen=True, slots=True)
class Mention:
    """A time that a text names. Offsets are into that text, end exclusive.

    `period` is empty where the words alone do not settle it: then `part` ("H1", "Q3", "10",
    "01/09") wants its year, or `years` says how many years a COUNT or STREAK has.
    """

    start: int
    end: int
    period: Period
    kind: MentionKind
    use: MentionUse = MentionUse.PLAIN
    part: str = ""
    years: int = 0


def find_mentions(text: str, *, report_year: int | None, words: PeriodWords) -> list[Mention]:
    """Return the times that `text` names, in text order and without overlap.

    `report_year` is the year of the report, which reviews the year before: it resolves 今年, 五年来
    and the like, whose periods stay empty without it.
    """
    grammar = period_grammar(words)
    folded = text.translate(_FOLD)
    reader = _Reader(words, grammar, report_year)
    found = (reader.read(folded, match) for match in grammar.mention.finditer(folded))
    joined = _join_spans(folded, (mention for mention in found if mention is not None), grammar)
    spans = (_extend(folded, mention, grammar, report_year) for mention in joined)
    return [replace(mention, use=_use(folded, mention, grammar)) for mention in spans]


def within(year: int, part: str) -> Period:
    """Return the `part` ("H1", "Q3", "10", "01/09", or "" for all) of `year`."""
    if not part:
        return Period.of(year)
    first, _, last = part.partition("/")
    return Period.of(f"{year}-{first}", f"{year}-{last or first}")


def _join_spans(text: str, mentions: Iterable[Mention], grammar: PeriodGrammar) -> list[Mention]:
    """Make one mention of two that 到 or a dash joins: 从一九五三年到本世纪末."""
    joined: list[Mention] = []
    for mention in mentions:
        first = joined[-1] if joined else None
        if first and first.period and grammar.through.fullmatch(text, first.end, mention.start):
            last = mention.period or _in_year_of(first, mention.part)
            if last:
                period = Period(first.period.start, last.end)
                joined[-1] = Mention(first.start, mention.end, period, MentionKind.SPAN)
                continue
        joined.append(mention)
    return joined


def _extend(text: str, mention: Mention, grammar: PeriodGrammar, report_year: int | None) -> Mention:
    """Let a time that 以来 follows last until the year under review."""
    since = grammar.since.match(text, mention.end)
    first = mention.period.start_year
    if since is None or first is None or report_year is None or first >= report_year - 1:
        return mention
    period = Period.of(mention.period.start, report_year - 1)
    return replace(mention, end=since.end(), period=period, kind=MentionKind.SPAN)


def _in_year_of(mention: Mention, part: str) -> Period:
    year = mention.period.end_year
    return within(year, part) if year is not None and part else Period()


def _use(text: str, mention: Mention, grammar: PeriodGrammar) -> MentionUse:
    before = text[max(0, mention.start - _REACH) : mention.start]
    after_at = mention.end
    if grammar.baseline.search(before) or grammar.baseline_after.match(text, after_at):
        return MentionUse.BASELINE
    if grammar.origin.search(before) and mention.kind is not MentionKind.SPAN:
        return MentionUse.FROM
    if grammar.until.search(before) or grammar.until_after.match(text, after_at):
        return MentionUse.UNTIL
    return MentionUse.PLAIN


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what one match of the grammar names, given the year of the report."""

    words: PeriodWords
    grammar: PeriodGrammar
    report_year: int | None

    def read(self, text: str, match: re.Match[str]) -> Mention | None:
        """Return the mention, or None if the words are no time after all."""
        form = match.lastgroup or ""
        parts = self.grammar.forms[form].match(text, match.start())
        if parts is None:
            raise AssertionError(f"form {form!r} does not match what it was found by: {match.group()!r}")
        read = getattr(self, f"_read_{form}")
        mention: Mention | None = read(parts)
        return mention

    def _read_span(self, found: re.Match[str]) -> Mention:
        first = self._year(found["y"])
        last = self._year(found["to"])
        last = last if last >= 100 else first - first % 100 + last
        return Mention(*found.span(), Period.of(first, last), MentionKind.SPAN)

    def _read_year(self, found: re.Match[str]) -> Mention:
        return Mention(*found.span(), within(self._year(found["y"]), self._part(found)), MentionKind.YEAR)

    def _read_item(self, found: re.Match[str]) -> Mention:
        return Mention(*found.span(), Period.of(self._year(found["y"])), MentionKind.YEAR)

    def _read_relative(self, found: re.Match[str]) -> Mention:
        part = self._part(found)
        if self.report_year is None:
            return Mention(*found.span(), Period(), MentionKind.YEAR, part=part)
        year = self.report_year + self.words.relative[found["word"]]
        return Mention(*found.span(), within(year, part), MentionKind.YEAR)

    def _read_that_year(self, found: re.Match[str]) -> Mention:
        return Mention(*found.span(), Period(), MentionKind.THAT_YEAR)

    def _read_whole_year(self, found: re.Match[str]) -> Mention:
        return Mention(*found.span(), Period(), MentionKind.WHOLE_YEAR)

    def _read_part(self, found: re.Match[str]) -> Mention | None:
        part = self._part(found)
        return Mention(*found.span(), Period(), MentionKind.PART, part=part) if part else None

    def _read_plan(self, found: re.Match[str]) -> Mention | None:
        first = self._plan_start(found)
        period = Period() if first is None else self._slice(first, first + _PLAN_YEARS - 1, found)
        named = not found["document"] and not found["generic"] and not found["number"]
        timed = found["time"] or found["n"] or (period and period.start == period.end)
        kind = MentionKind.PLAN if named or timed else MentionKind.PROGRAMME
        return Mention(*found.span(), period, kind)

    def _plan_start(self, found: re.Match[str]) -> int | None:
        if name := found["quoted"] or found["bare"]:
            return self.words.plans[name]
        starts = sorted(self.words.plans.values())
        if found["number"]:
            number = self._number(found["number"])
            return starts[number - 1] if 0 < number <= len(starts) else None
        if self.report_year is None:
            return None
        return max((start for start in starts if start <= self.report_year), default=None)

    def _slice(self, first: int, last: int, found: re.Match[str]) -> Period:
        """Return the years that 末, 前四年, 第二年 leave of a plan."""
        if found["end"]:
            return Period.of(last)
        if found["begin"]:
            return Period.of(first)
        if found["middle"]:
            return Period.of((first + last) // 2)
        if not found["n"]:
            return Period.of(first, last)
        years = self._number(found["n"])
        if found["first_years"]:
            return Period.of(first, first + years - 1)
        if found["last_years"]:
            return Period.of(last - years + 1, last)
        return Period.of(first + years - 1)

    def _read_term(self, found: re.Match[str]) -> Mention:
        return Mention(*found.span(), self._past(_TERM_YEARS), MentionKind.PAST, years=_TERM_YEARS)

    def _read_count(self, found: re.Match[str]) -> Mention | None:
        years = self._number(found["n"])
        if found["streak"]:
            return Mention(*found.span(), self._past(years), MentionKind.STREAK, years=years)
        if found["past"] or found["since"]:
            period, kind = self._past(years), MentionKind.PAST
        elif found["ahead"]:
            period, kind = self._ahead(years), MentionKind.AHEAD
        elif years > 1:
            period, kind = self._plan_part(years) if found["first_years"] else Period(), MentionKind.COUNT
        else:
            return None
        if found["end"] and period:
            period = Period.of(period.end)
        return Mention(*found.span(), period, kind, years=years)

    def _past(self, years: int) -> Period:
        year = self.report_year
        return Period() if year is None else Period.of(year - years, year - 1)

    def _ahead(self, years: int) -> Period:
        year = self.report_year
        return Period() if year is None else Period.of(year, year + years - 1)

    def _plan_part(self, years: int) -> Period:
        """Return the first `years` of the plan that is running: 前三年."""
        starts = [start for start in self.words.plans.values() if start < (self.report_year or 0)]
        return Period.of(max(starts), max(starts) + years - 1) if starts else Period()

    def _read_century(self, found: re.Match[str]) -> Mention | None:
        century = self._century(found)
        if century is None:
            return None
        first = (century - 1) * 100
        if found["decade"] or found["decade2"]:
            decade = first + 10 * self._number(found["decade"] or found["decade2"])
            return Mention(*found.span(), Period.of(decade, decade + 9), MentionKind.CENTURY)
        year = first + 50 if found["middle"] else first + 100
        return Mention(*found.span(), Period.of(year), MentionKind.CENTURY)

    def _century(self, found: re.Match[str]) -> int | None:
        if found["nth"]:
            return self._number(found["nth"])
        if self.report_year is None:
            return None
        # The year 2000 is the end of the 20th century.
        now = (self.report_year - 1) // 100 + 1
        if found["word"]:
            return now + self.words.centuries[found["word"]]
        # 九十年代 without a century is the last such decade that has begun.
        decade = 10 * self._number(found["decade2"])
        return now if (now - 1) * 100 + decade <= self.report_year else now - 1

    def _part(self, found: re.Match[str]) -> str:
        if found["part"]:
            return self.words.parts[found["part"]]
        if not found["m"]:
            return ""
        first, last = self._number(found["m"]), self._number(found["m2"] or found["m"])
        if not 1 <= first <= last <= 12:
            return ""
        return f"{first:02}/{last:02}" if last > first else f"{first:02}"

    def _year(self, written: str) -> int:
        return int("".join(str(self.words.digits.get(digit, digit)) for digit in written))

    def _number(self, written: str) -> int:
        """Read a number under a hundred: 28, 五, 十二, 二十八."""
        for ten in self.words.words["ten"]:
            tens, found, ones = written.partition(ten)
            if found:
                return 10 * (self._year(tens) if tens else 1) + (self._year(ones) if ones else 0)
        return self._year(written)
