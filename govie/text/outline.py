"""Where the parts of a report begin, and what each is about: its lines read from top to bottom.

A part begins at a heading, at a paragraph whose opening turns to other years or to the plan, and at
a sentence in which the review owns up to what is wrong. Headings differ from 1954 to 2026 and from
the State Council to a town; what they have in common is the words of headings.toml and that the
past comes before the future.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from govie.lexicon.headings import HeadingWords
from govie.text.sentences import Line, Sentence
from govie.text.times import Time, read_times
from govie.types import Period, SectionKind

_NUMERAL = "一二三四五六七八九十"
_FIRST_LEVEL = re.compile(rf"(?:第[{_NUMERAL}]{{1,3}}(?:部分|、|，)|[{_NUMERAL}]{{1,3}}(?:、|\.|．)|[壹贰叁肆伍陆]、)\s?")
_SECOND_LEVEL = re.compile(rf"[（(][{_NUMERAL}]{{1,3}}[)）]")
_DASHES = re.compile(r"^[—－–-]{1,2}")
_SENTENCE_END = "。；;，,！!？?、"
_HEADING_LENGTH = 50
# A heading may be glued to its paragraph; what it says then stands in these first characters.
_HEADING_HEAD = 24
_PLAIN_LENGTH = 40
_OPENING = 70
_LEAD = 8
_PROBLEM_HEAD = 120
_PLAN_SPAN = 4

_PAST = frozenset({SectionKind.REVIEW, SectionKind.PROBLEMS})
_FUTURE = frozenset({SectionKind.PLAN, SectionKind.GOALS})


class Mark(NamedTuple):
    """A part of the report begins at `start`, in the part under the heading `title`."""

    start: int
    kind: SectionKind
    title: str
    period: Period


class Heading(NamedTuple):
    """A line that is a heading: 1 for 一、, 2 for （一）, 0 without a number."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class _State:
    """What the part that is being read is, and by what kind of heading it was opened."""

    kind: SectionKind
    title: str = ""
    period: Period = Period()  # noqa: RUF009  frozen
    level: int = 1
    named: bool = False
    begun: bool = False


class Cue(NamedTuple):
    """What a heading or an opening says of the part behind it."""

    kind: SectionKind
    period: Period


class Outliner:
    """Reads the parts of one report of `year` (None if unknown)."""

    def __init__(self, lines: list[Line], year: int | None, words: HeadingWords) -> None:
        self._lines = lines
        self._year = year
        self._words = words
        self._top_level = 1 if any(_FIRST_LEVEL.match(line.text) for line in lines) else 2

    def marks(self) -> list[Mark]:
        """Return where parts begin, in text order, the first at 0; problems are not looked for."""
        state = _State(SectionKind.OTHER)
        marks = [Mark(0, state.kind, "", state.period)]
        for line in self._lines:
            following = self._next(state, line)
            if (following.kind, following.title, following.period) != (state.kind, state.title, state.period):
                marks.append(Mark(line.start, following.kind, following.title, following.period))
            state = following
        return marks

    # -- one line ----------------------------------------------------------------------------

    def _next(self, state: _State, line: Line) -> _State:
        words, text = self._words, line.text
        if len(text) <= _PLAIN_LENGTH and words.after.search(text) and state.begun:
            return replace(state, kind=SectionKind.OTHER, title="", period=Period(), named=True)
        if not state.begun:
            return self._before(state, text)
        if heading := self._heading(text):
            return self._under(state, heading)
        return self._opened(state, text)

    def _before(self, state: _State, text: str) -> _State:
        """Read a line of what stands in front of the report."""
        if self._words.salutation.match(text) or self._words.opening.search(text[: _OPENING * 2]):
            return replace(state, begun=True)
        heading = self._heading(text)
        if heading and heading.level and (cue := self._heading_cue(state, heading)):
            return self._enter(state, cue, heading)
        return state

    def _under(self, state: _State, heading: Heading) -> _State:
        """Read a heading inside the report."""
        state = self._start(state)
        if cue := self._heading_cue(state, heading):
            return self._enter(state, cue, heading)
        if heading.level == self._top_level and state.level:
            # After the part that looks back, a heading that does not say so looks ahead.
            turns = state.kind in _PAST and state.named
            kind = SectionKind.PLAN if turns or state.kind is SectionKind.GOALS else state.kind
            period = self._plan_year() if kind is not state.kind else state.period
            return replace(state, kind=kind, title=heading.text, period=period)
        return self._opened(state, heading.text)

    def _opened(self, state: _State, text: str) -> _State:
        """Read a paragraph: its opening may turn to other years, or from the review to the plan."""
        if self._words.opening.search(text[: _OPENING * 2]) and not state.named and state.kind is SectionKind.OTHER:
            return state
        state = self._start(state)
        cue = self._opening_cue(state, text[:_OPENING])
        if cue is None:
            return state
        return replace(state, kind=cue.kind, period=cue.period)

    def _start(self, state: _State) -> _State:
        """Return the state behind the salutation: a report begins with what has been done."""
        if state.kind is SectionKind.OTHER and not state.named:
            return replace(state, kind=SectionKind.REVIEW, period=self._past_year())
        return state

    def _enter(self, state: _State, cue: Cue, heading: Heading) -> _State:
        inner = heading.level > self._top_level
        return replace(
            state,
            kind=cue.kind,
            title=state.title if inner else heading.text,
            period=cue.period,
            level=state.level if inner else heading.level,
            named=True,
            begun=True,
        )

    # -- headings ----------------------------------------------------------------------------

    def _heading(self, text: str) -> Heading | None:
        """Return the heading that a line is or begins with, None if it is a paragraph."""
        if match := _FIRST_LEVEL.match(text):
            level = 1
        elif match := _SECOND_LEVEL.match(text):
            level = 2
        elif len(text) <= _PLAIN_LENGTH and text[-1] not in _SENTENCE_END + "：:":
            return Heading(text, 0)
        else:
            return None
        if len(text) <= _HEADING_LENGTH and text[-1] not in "。；;":
            return Heading(text, level)
        head = text[match.end() : match.end() + _HEADING_HEAD]
        if level == self._top_level and self._words.review.search(head):
            return Heading(text[: match.end() + _HEADING_HEAD], level)
        return None

    def _heading_cue(self, state: _State, heading: Heading) -> Cue | None:
        """Return what the words of a heading say of its part, None if they do not."""
        words, text = self._words, heading.text
        if words.glossary.search(text) and heading.level < 2:
            return Cue(SectionKind.GLOSSARY, Period())
        if words.closing.search(text):
            return Cue(SectionKind.OTHER, Period())
        if state.kind is SectionKind.GLOSSARY and heading.level != 1:
            return None
        times = self._times(text)
        if times:
            return self._dated_cue(state, heading, times)
        if heading.level == 0 and not words.bare.fullmatch(text):
            return None
        if heading.level == 2 and self._top_level == 1:
            return None
        return self._undated_cue(state, text)

    def _dated_cue(self, state: _State, heading: Heading, times: list[Time]) -> Cue | None:
        """Return what a heading says that names years: 2023年工作回顾, “十五五”时期主要目标."""
        words, text = self._words, heading.text
        looks_back = words.review.search(text) or words.results.search(text)
        looks_ahead = words.plan.search(text) or words.goals.search(text)
        if heading.level != self._top_level:
            if not looks_back and not looks_ahead:
                return None
            if heading.level == 2 and not words.period_subject.search(text):
                return None
        time = times[0]
        if self._year is None:
            ahead = looks_ahead and not words.review.search(text)
            return self._ahead(time) if ahead else Cue(SectionKind.REVIEW, time.period)
        if time.over(self._year):
            if state.kind in _FUTURE and not words.review.search(text):
                return None
            return Cue(SectionKind.REVIEW, time.period)
        if words.review.search(text):
            return Cue(SectionKind.REVIEW, time.period)
        if state.kind in _PAST and not looks_ahead and looks_back:
            return None
        return self._ahead(time)

    def _undated_cue(self, state: _State, text: str) -> Cue | None:
        words = self._words
        review, plan = words.review.search(text), words.plan.search(text)
        if review and (plan is None or review.start() < plan.start()):
            return Cue(SectionKind.REVIEW, self._past_year())
        if words.problem_heading.search(text) and state.kind in _PAST:
            return Cue(SectionKind.PROBLEMS, state.period)
        if words.goals.search(text):
            return Cue(SectionKind.GOALS, self._plan_span())
        if plan:
            return Cue(SectionKind.PLAN, self._plan_year())
        return None

    # -- openings of paragraphs ---------------------------------------------------------------

    def _opening_cue(self, state: _State, head: str) -> Cue | None:
        """Return the part to which a paragraph turns: the past has years, and the plan comes after it."""
        if state.kind not in _PAST and state.kind is not SectionKind.GOALS or self._year is None:
            return None
        words = self._words
        head = _DASHES.sub("", head)
        skipped = words.lead.match(head)
        head = head[skipped.end() :] if skipped else head
        times = [time for time in self._times(head) if time.start <= _LEAD]
        if not times:
            if state.kind in _PAST and words.plan_opening.search(head):
                return Cue(SectionKind.PLAN, self._plan_year())
            return None
        time = times[0]
        if time.over(self._year):
            return Cue(SectionKind.REVIEW, time.period) if state.kind in _PAST else None
        if time.single():
            planned = time.period.start_year == self._year and words.plan_of_year.search(head[time.end :])
            return Cue(SectionKind.PLAN, time.period) if planned else None
        return Cue(SectionKind.GOALS, time.period) if self._ahead(time).kind is SectionKind.GOALS else None

    # -- times --------------------------------------------------------------------------------

    def _times(self, text: str) -> list[Time]:
        return read_times(text, self._year or 0, self._words)

    def _ahead(self, time: Time) -> Cue:
        return Cue(SectionKind.PLAN if time.single() else SectionKind.GOALS, time.period)

    def _past_year(self) -> Period:
        return Period() if self._year is None else Period.of(self._year - 1)

    def _plan_year(self) -> Period:
        return Period() if self._year is None else Period.of(self._year)

    def _plan_span(self) -> Period:
        return Period() if self._year is None else Period.of(self._year, self._year + _PLAN_SPAN)


def mark_problems(
    text: str, sentences: list[Sentence], marks: list[Mark], words: HeadingWords
) -> list[Mark]:
    """Return `marks` with those of the sentences of the review that own up to what is wrong.

    They reach to the end of their paragraph or to a sentence that turns to what will be done.
    """
    result: list[Mark] = []
    following = 0
    home: Mark | None = None
    line = -1
    for sentence in sentences:
        while following < len(marks) and marks[following].start <= sentence.start:
            result.append(marks[following])
            following, home = following + 1, None
        head = text[sentence.start : min(sentence.end, sentence.start + _PROBLEM_HEAD)]
        if home is not None and (sentence.line != line or words.problem_end.search(head)):
            result.append(home._replace(start=sentence.start))
            home = None
        current = result[-1]
        if home is None and current.kind is SectionKind.REVIEW and words.problem.search(head):
            home, line = current, sentence.line
            result.append(Mark(sentence.start, SectionKind.PROBLEMS, current.title, current.period))
    return result + marks[following:]
