"""Where the parts of a report begin, and what each is about: its lines read from top to bottom.

A part begins at a heading or at a paragraph whose opening turns to other years or to the plan.
Headings differ from 1954 to 2026 and from
the State Council to a town; what they have in common is the words of headings.toml and that the
past comes before the future.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from govie.lexicon.headings import HeadingWords
from govie.text.sentences import Line
from govie.text.times import Time, read_count, read_times
from govie.types import Period, SectionKind

_NUMERAL = "一二三四五六七八九十"
_FIRST_LEVEL = re.compile(
    rf"(?:第([{_NUMERAL}]{{1,3}})部分[，、：:]?|([{_NUMERAL}]{{1,3}})[、.．]) ?(?=.{{4}})"
)
_SECOND_LEVEL = re.compile(rf"[（(]([{_NUMERAL}]{{1,3}})[)）]")
_DASHES = re.compile(r"^[—－–-]{1,2}")
_FULL_STOPS = "。！？"
_SENTENCE_END = "。；;，,！!？?、"
_HEADING_LENGTH = 50
# No shorter line says anything of what follows: 结束语, 收藏.
_SHORTEST = 2
# A heading may be glued to its paragraph; what it says then stands in these first characters.
_HEADING_HEAD = 24
_PLAIN_LENGTH = 40
_OPENING = 70
_LEAD = 8
_PLAN_SPAN = 4
# No table of contents is longer.
_CONTENTS = 60

_PAST = frozenset({SectionKind.REVIEW, SectionKind.PROBLEMS})
_FUTURE = frozenset({SectionKind.PLAN, SectionKind.GOALS})


class Mark(NamedTuple):
    """A part of the report begins at `start`, in the part under the heading `title`."""

    start: int
    kind: SectionKind
    title: str
    period: Period


class Heading(NamedTuple):
    """A line that is a heading: level 1 for 一、, 2 for （一）, 0 without a number."""

    text: str
    level: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """What the part that is being read is.

    `named` says that a heading gave its kind, `begun` that the report has begun; `number` is that of
    the last heading of the top level, `inner` that of the last one in a list numbered anew below it.
    """

    kind: SectionKind
    title: str = ""
    period: Period = Period()  # noqa: RUF009  frozen
    named: bool = False
    begun: bool = False
    number: int = 0
    inner: int = 0


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
        """Return where parts begin, in text order, the first at 0."""
        state = _State(SectionKind.OTHER)
        marks = [Mark(0, state.kind, "", state.period)]
        for place, line in enumerate(self._lines):
            following = self._next(state, line.text, place)
            if (following.kind, following.title, following.period) != (state.kind, state.title, state.period):
                marks.append(Mark(line.start, following.kind, following.title, following.period))
            state = following
        return marks

    # -- one line ----------------------------------------------------------------------------

    def _next(self, state: _State, text: str, place: int) -> _State:
        if len(text) < _SHORTEST:
            return state
        if not state.begun:
            return self._before(state, text, place)
        if len(text) <= _PLAIN_LENGTH and self._words.after.search(text):
            return replace(state, kind=SectionKind.OTHER, title="", period=Period(), named=True)
        if state.kind is SectionKind.OTHER and not state.named and self._is_opening(text):
            return state
        if heading := self._heading(text):
            return self._under(state, heading)
        return self._opened(state, text)

    def _before(self, state: _State, text: str, place: int) -> _State:
        """Read a line of what stands in front of the report."""
        if self._is_opening(text):
            return replace(state, begun=True)
        if heading := self._heading(text):
            if self._words.title.search(text) or self._is_contents(place):
                return state
            cue = self._heading_cue(state, heading)
            return self._enter(state, cue, heading) if cue else state
        if text[-1] not in _FULL_STOPS:
            return state
        cue = self._opening_cue(self._start(state), text[:_OPENING])
        return replace(state, kind=cue.kind, period=cue.period, begun=True) if cue else state

    def _is_contents(self, place: int) -> bool:
        """True for an entry of a table of contents: a short line follows, and the salutation later on."""
        behind = self._lines[place + 1 : place + 1 + _CONTENTS]
        if not behind or len(behind[0].text) > _HEADING_LENGTH:
            return False
        return any(self._is_opening(line.text) for line in behind)

    def _is_opening(self, text: str) -> bool:
        """True for the salutation and for the sentence in which the speaker presents the report."""
        words = self._words
        return bool(words.salutation.match(text) or words.opening.search(text[: _OPENING * 2]))

    def _under(self, state: _State, heading: Heading) -> _State:
        """Read a heading inside the report."""
        state = self._start(state)
        if cue := self._heading_cue(state, heading):
            return self._enter(state, cue, heading)
        if heading.level != self._top_level:
            return self._opened(state, heading.text)
        if self._is_inner(state, heading):
            return replace(self._opened(state, heading.text), inner=heading.number)
        # After the part that looks back, a heading that does not say so looks ahead.
        state = replace(state, title=heading.text, number=heading.number, inner=0)
        if state.kind in _PAST and state.named:
            return replace(state, kind=SectionKind.PLAN, period=self._plan_year())
        return state

    def _is_inner(self, state: _State, heading: Heading) -> bool:
        """True for an item of a list that is numbered like the parts of the report, but anew."""
        if state.number == 0:
            return state.named
        return heading.number <= state.number or (state.inner > 0 and heading.number == state.inner + 1)

    def _opened(self, state: _State, text: str) -> _State:
        """Read a paragraph: its opening may turn to other years, or from the review to the plan."""
        state = self._start(state)
        cue = self._opening_cue(state, text[:_OPENING])
        if cue is None:
            return state
        turned = cue.kind in _FUTURE and state.kind in _PAST
        return replace(state, kind=cue.kind, period=cue.period, title="" if turned else state.title)

    def _start(self, state: _State) -> _State:
        """Return the state behind the salutation: a report begins with what has been done."""
        if state.kind is SectionKind.OTHER and not state.named:
            return replace(state, kind=SectionKind.REVIEW, period=self._past_year())
        return state

    def _enter(self, state: _State, cue: Cue, heading: Heading) -> _State:
        """Return the state under a heading that says what its part is."""
        named = replace(state, kind=cue.kind, period=cue.period, named=True, begun=True)
        if heading.level > self._top_level:
            return named
        if heading.level == 0 and state.named and cue == (state.kind, state.period) and "，" in heading.text:
            # 一年来，我们……: the head of some paragraphs, not of a part.
            return named
        return replace(named, title=heading.text, number=heading.number, inner=0)

    # -- headings ----------------------------------------------------------------------------

    def _heading(self, text: str) -> Heading | None:
        """Return the heading that a line is or begins with, None if it is a paragraph."""
        if match := _FIRST_LEVEL.match(text):
            level, number = 1, read_count(match[1] or match[2])
        elif match := _SECOND_LEVEL.match(text):
            level, number = 2, read_count(match[1])
        elif len(text) <= _PLAIN_LENGTH and text[-1] not in _SENTENCE_END + "：:":
            return Heading(text, 0)
        else:
            return None
        if len(text) <= _HEADING_LENGTH and text[-1] not in "。；;":
            return Heading(text, level, number)
        head = text[: match.end() + _HEADING_HEAD]
        if level == self._top_level and self._words.review.search(head):
            return Heading(head, level, number)
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
        if heading.level == 2 and self._top_level == 0 and state.named and state.kind in _PAST:
            return None  # （五）自身建设不断加强: a theme of the review under a line without a number
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
        if review is None and not state.named:
            review = words.results.search(text)
        if review and (plan is None or review.start() < plan.start()):
            return Cue(SectionKind.REVIEW, self._past_year())
        if words.problem_heading.search(text) and state.kind in _PAST:
            return Cue(SectionKind.PROBLEMS, state.period)
        if words.goals.search(text):
            return Cue(SectionKind.GOALS, self._plan_span())
        if plan and (state.kind is not SectionKind.GOALS or words.bare.search(text)):
            return Cue(SectionKind.PLAN, self._plan_year())
        return None

    # -- openings of paragraphs ---------------------------------------------------------------

    def _opening_cue(self, state: _State, head: str) -> Cue | None:
        """Return the part to which a paragraph turns: other years of the review, or what comes after it."""
        if self._year is None or (state.kind not in _PAST and state.kind is not SectionKind.GOALS):
            return None
        words = self._words
        head = _DASHES.sub("", head)
        if skipped := words.lead.match(head):
            head = head[skipped.end() :]
        time = next((time for time in self._times(head) if time.start <= _LEAD), None)
        if time is None:
            ahead = state.kind in _PAST and words.plan_opening.search(head)
            return Cue(SectionKind.PLAN, self._plan_year()) if ahead else None
        rest = head[time.end :]
        if (time.single() and words.no_part.match(rest)) or words.compared.search(head[: time.start]):
            return None
        if time.over(self._year):
            # Only the years under review are a part of their own; older ones are history.
            under_review = state.kind in _PAST and time.period.end_year == self._year - 1
            return Cue(SectionKind.REVIEW, time.period) if under_review else None
        if time.period.start_year != self._year:
            return None
        if time.single():
            return Cue(SectionKind.PLAN, time.period) if words.plan_of_year.search(rest) else None
        return Cue(SectionKind.GOALS, time.period)

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
