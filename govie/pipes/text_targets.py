"""The targets of a report that say no number, found beside the quantities of its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from govie.lexicon.indicators import IndicatorTable
from govie.lexicon.standing import load_standing_words
from govie.lexicon.targets import TargetTable
from govie.lexicon.text_targets import TextTargetGrammar, load_text_targets
from govie.normalize.indicator_names import name_matcher
from govie.normalize.text_targets import Clause, Place, clauses, members, read_clause
from govie.pipes.standing import target_list
from govie.pipes.state import Draft
from govie.text.structure import SentenceRange, Structure
from govie.types import Period, SectionKind, Status, TextTargetKind

_PARTS = (SectionKind.PLAN, SectionKind.GOALS)
_NO_PARTS = (SectionKind.REVIEW, SectionKind.PROBLEMS, SectionKind.GLOSSARY)


class TargetDraft(NamedTuple):
    """A target without a number; offsets are characters of the clean text."""

    sentence: int
    place: Place
    kind: TextTargetKind
    indicator: Place
    id: str | None
    partner: Place | None
    word: Place | None
    period: Period
    listed: bool


def text_targets(
    text: str, found: Structure, drafts: Sequence[Draft], indicators: IndicatorTable, targets: TargetTable
) -> Iterator[TargetDraft]:
    """Yield the targets without a number of the parts that plan, in the order of the text."""
    grammar, matcher = load_text_targets(), name_matcher(indicators)
    listed = target_list(found.sentences, text, load_standing_words())
    quantities = {index: list(group) for index, group in groupby(drafts, key=itemgetter("sentence"))}
    for index, sentence in enumerate(found.sentences):
        in_list = index in listed
        kind = found.sections[sentence.section].kind
        if kind not in _PARTS and (kind in _NO_PARTS or not in_list):
            continue
        wake = grammar.wake_listed if in_list else grammar.wake
        if wake.search(text, sentence.start, sentence.end) is None:
            continue
        near = quantities.get(index, [])
        for clause in _clauses(text, sentence, near, grammar, in_list):
            named = members(text, clause, matcher, found.year)
            if clause.kind in grammar.identified and not in_list and not any(m.id for m in named):
                continue
            period = _period(clause.place[0], near, found, sentence)
            word = _word(text, sentence, clause, targets)
            for place, id in named:
                yield TargetDraft(
                    index, clause.place, clause.kind, place, id, clause.partner, word, period, in_list
                )


def _clauses(
    text: str, sentence: SentenceRange, near: Sequence[Draft], grammar: TextTargetGrammar, in_list: bool
) -> Iterator[Clause]:
    for start, end in clauses(text[sentence.start : sentence.end]):
        place = (start + sentence.start, end + sentence.start)
        if any(place[0] <= draft["start"] < place[1] for draft in near):
            continue
        yield from read_clause(text, place, grammar, in_list=in_list)


def _period(at: int, near: Sequence[Draft], found: Structure, sentence: SentenceRange) -> Period:
    """Return the period of the target nearest before, else of the first one after, else of the part."""
    planned = [draft for draft in near if draft["status"] == Status.TARGET]
    before = [draft for draft in planned if draft["start"] < at]
    for draft in (*reversed(before), *planned):
        return Period.parse(draft["period"])
    return found.sections[sentence.section].period


def _word(text: str, sentence: SentenceRange, clause: Clause, targets: TargetTable) -> Place | None:
    """Return the first word beside the subject that tells how firmly the target binds: 力争, 基本."""
    before = max(text.rfind(mark, sentence.start, clause.place[0]) for mark in "，,；;：:。") + 1
    start, end = clause.partner or (clause.place[1], clause.place[1])
    rest = (
        (max(before, sentence.start), clause.subject[0]),
        (clause.subject[1], start),
        (end, clause.place[1]),
    )
    for first, last in rest:
        found = [(text.find(word, first, last), -len(word)) for word in targets.constraint if len(word) > 1]
        if places := [pair for pair in found if pair[0] >= 0]:
            at, size = min(places)
            return at, at - size
    return None
