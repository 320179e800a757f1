"""What the words around the observations of a report say of them beside what the components learn.

Pure rules over drafts that the components have completed; no part of a trained pipeline, so that every
model gets them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from govie.lexicon.coverage import load_coverage_words
from govie.lexicon.targets import TargetTable
from govie.normalize.coverage import OWN, Found, Home, Subject, carried, find_coverage, home_of
from govie.normalize.targets import find_binding, find_constraint
from govie.pipes.state import Draft
from govie.text.structure import Structure
from govie.types import Horizon, Measure, Period, Status

_NEAR = 4


def add_context(text: str, found: Structure, drafts: Sequence[Draft], targets: TargetTable) -> None:
    """Set on `drafts`, which are in text order, of what place they speak, and of targets how they bind."""
    area = found.area
    known = (area.level, area.name, area.code) if area else (None, "", None)
    home = home_of(*known, found.year)
    for index, group in groupby(drafts, key=itemgetter("sentence")):
        sentence, members = found.sentences[index], list(group)
        said = text[sentence.start : sentence.end]
        _add_terms(said, sentence.start, members, found.year, targets)
        _add_coverage(said, sentence.start, members, home)
        _part_from_totals(said, sentence.start, members)


def _add_terms(
    said: str, offset: int, members: Sequence[Draft], year: int | None, targets: TargetTable
) -> None:
    for draft, following in zip(members, [*members[1:], None], strict=True):
        draft["constraint"] = draft["horizon"] = draft["binding"] = ""
        draft["constraint_word"] = []
        if draft["status"] != Status.TARGET:
            continue
        start, end = draft["start"] - offset, draft["end"] - offset
        bound, modal = _moved(draft.get("bound_word", []), -offset), _moved(draft["modal"], -offset)
        interval = len(draft["values"]) > 1
        kind, word = find_constraint(said, (start, end), bound, modal, targets, interval=interval)
        draft["constraint"] = kind.value if kind else ""
        draft["constraint_word"] = [word[0] + offset, word[1] + offset] if word else []
        draft["horizon"] = horizon_of(Period.parse(draft["period"]), year)
        binding = find_binding(said, end, following["start"] - offset if following else len(said), targets)
        draft["binding"] = binding[0].value if binding else ""


def _add_coverage(said: str, offset: int, members: Sequence[Draft], home: Home) -> None:
    last: tuple[Found, Subject] | None = None
    before: tuple[Found, Subject] | None = None
    for draft in members:
        subject = _subject(draft, offset)
        found = find_coverage(said, subject, home)
        if before and before[1].indicator != subject.indicator:
            last = before
        if last:
            found = carried(said, *last, subject, found)
        before = (found if found.lasts else OWN, subject)
        draft["coverage"] = found.coverage.value
        draft["coverage_word"] = [found.place[0] + offset, found.place[1] + offset] if found.place else []


def _part_from_totals(said: str, offset: int, members: Sequence[Draft]) -> None:
    """Take the id of a total from what 其中 says is a part of it under another name."""
    opens = load_coverage_words().subtotal
    for total, draft in pairwise(members):
        start, end = draft["ind_start"] - offset, draft["ind_end"] - offset
        same = said[start:end] == said[total["ind_start"] - offset : total["ind_end"] - offset]
        shared = start >= 0 and not same and draft["id"] == total["id"]
        if shared and opens.search(said, max(0, start - _NEAR), start):
            draft["id"] = ""


def _subject(draft: Draft, offset: int) -> Subject:
    quantity = (draft["start"] - offset, draft["end"] - offset)
    named = draft["ind_start"] >= 0 and draft["ind_end"] <= draft["start"]
    indicator = (draft["ind_start"] - offset, draft["ind_end"] - offset) if named else (quantity[0],) * 2
    return Subject(
        indicator=indicator,
        quantity=quantity,
        whole=_moved(draft["whole"], -offset),
        identified=bool(draft["id"]),
        money=draft["unit"].endswith("元"),
        rank=draft["measure"] == Measure.RANK,
    )


def _moved(place: Sequence[int], by: int) -> tuple[int, int] | None:
    return (place[0] + by, place[1] + by) if place else None


def horizon_of(period: Period, year: int | None) -> str:
    """Return whether a target for `period` in a report of `year` is that of the year or of a plan."""
    first, last = period.start_year, period.end_year
    if first is None:
        return ""
    if first != last:
        return Horizon.PLAN.value
    if year is None:
        return ""
    return Horizon.PLAN.value if first > year else Horizon.YEAR.value
