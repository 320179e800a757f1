"""What tells the period of a quantity: its candidate periods, and string features of each.

Whether a number is about a whole span or about its last year is seen in its indicator and verb
(新增 flows over the span, 达到 stands at its end), in what it measures, and in the times named around.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Doc

from govie.lexicon.periods import PeriodWords
from govie.normalize.period_roles import PeriodContext, PeriodRole, default_role, period_candidates
from govie.normalize.periods import Mention, find_mentions
from govie.pipes.state import Draft, drafts, structure, text_of
from govie.text.structure import Structure
from govie.types import Measure, Period

_CLAUSE = re.compile("[，；,;]")
_SPANS = (PeriodRole.SECTION, PeriodRole.NEAREST, PeriodRole.LEAD, PeriodRole.PREVIOUS)
_TELLING = (PeriodRole.NEAREST, PeriodRole.BASELINE, PeriodRole.PAIR_START)
_ORDER = {role: place for place, role in enumerate(PeriodRole)}


@dataclass(frozen=True, slots=True)
class PeriodCase:
    """A quantity and all that may tell its period. Offsets of `mentions` are into `text`."""

    draft: Draft
    text: str  # of the sentence
    offset: int  # of the sentence in the document
    mentions: tuple[Mention, ...]
    context: PeriodContext
    candidates: dict[PeriodRole, Period]

    @property
    def default(self) -> Period:
        """The period that the rule without a model gives."""
        draft = self.draft
        role = default_role(
            self.candidates,
            measure=Measure(draft["measure"]),
            annual_average=draft["annual_average"],
            is_base=draft["is_base"],
        )
        return self.candidates[role]


def period_cases(doc: Doc, words: PeriodWords) -> list[PeriodCase]:
    """Return a case for each draft of `doc`, in its order."""
    report, times = structure(doc), _Times(doc, words)
    cases: list[PeriodCase] = []
    for index, members in groupby(drafts(doc), key=_sentence):
        sentence = report.sentences[index]
        section = report.sections[sentence.section]
        mentions = times.of(index)
        context = PeriodContext(
            report_year=report.year,
            section_period=section.period,
            section_kind=section.kind,
            paragraph_mentions=times.before(index),
        )
        text = text_of(doc)[sentence.start : sentence.end]
        for draft in members:
            start, end = draft["start"] - sentence.start, draft["end"] - sentence.start
            candidates = period_candidates(start, end, mentions=mentions, context=context)
            cases.append(PeriodCase(draft, text, sentence.start, mentions, context, candidates))
    return cases


def _sentence(draft: Draft) -> int:
    return draft["sentence"]


class _Times:
    """The times that the sentences of a report name, each sentence read once, when it is asked for."""

    def __init__(self, doc: Doc, words: PeriodWords) -> None:
        self._text, self._words = text_of(doc), words
        self._report: Structure = structure(doc)
        self._found: dict[int, tuple[Mention, ...]] = {}

    def of(self, index: int) -> tuple[Mention, ...]:
        """Return the times that sentence `index` names; offsets count from its start."""
        if index not in self._found:
            sentence = self._report.sentences[index]
            text = self._text[sentence.start : sentence.end]
            self._found[index] = tuple(
                find_mentions(text, report_year=self._report.year, words=self._words)
            )
        return self._found[index]

    def before(self, index: int) -> tuple[Mention, ...]:
        """Return the times that the paragraph of sentence `index` names before it."""
        sentences = self._report.sentences
        paragraph = sentences[index].paragraph
        first = index
        while first > 0 and sentences[first - 1].paragraph == paragraph:
            first -= 1
        return tuple(mention for k in range(first, index) for mention in self.of(k))


def candidate_features(case: PeriodCase) -> dict[Period, list[str]]:
    """Return the distinct candidate periods of a case, each with what speaks for and against it."""
    roles_of: dict[Period, list[PeriodRole]] = {}
    for role in sorted(case.candidates, key=_ORDER.__getitem__):
        roles_of.setdefault(case.candidates[role], []).append(role)
    around, words, rule = _around(case), _words(case), case.default
    rows = {}
    for period, roles in roles_of.items():
        form = _form(case, period, roles)
        row = [f"form={form}", f"first={roles[0]}", *(f"{form}&{word}" for word in words)]
        for role in roles:
            row.append(role)
            row += [f"{role}&{fact}" for fact in around]
        if period == rule:
            row += ["rule", *(f"rule&{fact}" for fact in around)]
        rows[period] = row
    return rows


def _form(case: PeriodCase, period: Period, roles: list[PeriodRole]) -> str:
    """Return what the period is to the spans in play: stocks want their end, flows the whole."""
    if not period:
        return "unknown"
    if period.start != period.end:
        return "span"
    if PeriodRole.NEAREST in roles:
        return "named"
    found = [case.candidates[role] for role in _SPANS if role in case.candidates]
    spans = [span for span in found if span.start != span.end]
    if any(span.end == period.end for span in spans):
        return "end"
    return "before" if any(Period.of((span.start_year or 0) - 1) == period for span in spans) else "year"


def _around(case: PeriodCase) -> list[str]:
    """Return facts of the section and of the times named before the quantity."""
    section = case.context.section_period
    start = case.draft["start"] - case.offset
    facts = [f"section={case.context.section_kind}", f"span={section.start != section.end}"]
    facts += [*_kind(case.draft), *(f"has={role}" for role in _TELLING if role in case.candidates)]
    before = [mention for mention in case.mentions if mention.end <= start]
    if before:
        last = before[-1]
        clauses = min(3, len(_CLAUSE.findall(case.text, last.end, start)))
        facts += [f"use={last.use}", f"mention={last.kind}&{last.use}", f"mention={last.kind}&{clauses}"]
        facts += [f"mention={last.kind}", f"clauses={clauses}"]
    return facts


def _words(case: PeriodCase) -> list[str]:
    """Return the characters that tell a stock from a flow: before the quantity, ends of the indicator."""
    draft = case.draft
    start = draft["start"] - case.offset
    before = case.text[max(0, start - 2) : start]
    indicator = ""
    if draft["ind_start"] >= 0:
        indicator = case.text[draft["ind_start"] - case.offset : draft["ind_end"] - case.offset]
    ends = [before[-1:], before, indicator[:1], indicator[:2], indicator[-1:], indicator[-2:]]
    compared = f"compared={PeriodRole.BASELINE in case.candidates}&{draft['measure']}"
    rate = f"rate={draft['unit'][:1] in ('%', '‰')}"
    return [*(f"{place}={text}" for place, text in enumerate(ends)), *_kind(draft), compared, rate]


def _kind(draft: Draft) -> list[str]:
    return [
        f"measure={draft['measure']}",
        f"average={draft['annual_average']}",
        f"base={draft['is_base']}",
    ]
