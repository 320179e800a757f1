"""Targets that say no number, read off single clauses: subject, kind, and what the subject is measured by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from govie.lexicon.text_targets import TextTargetGrammar
from govie.normalize.indicator_names import NameMatcher
from govie.types import TextTargetKind

Place = tuple[int, int]

_CLAUSE = re.compile(r"[^，,；;。！!？?：:\n]+")
_TAIL = 4
"""Characters of the predicate that may belong to a name: the 增速 of 经济增速."""
_JOINTS = re.compile("以及|[、和与及]")


class Clause(NamedTuple):
    """A target without a number: all of it, its kind, its subject, and what that is measured by.

    `predicate` is where the words begin that set it.
    """

    place: Place
    kind: TextTargetKind
    subject: Place
    predicate: int
    partner: Place | None


class Member(NamedTuple):
    """A thing that a subject names, with its id if it is canonical."""

    place: Place
    id: str | None


def clauses(text: str) -> Iterator[Place]:
    """Yield start and end of the clauses of a sentence."""
    for match in _CLAUSE.finditer(text):
        yield match.span()


def read_clause(
    text: str, place: Place, grammar: TextTargetGrammar, *, in_list: bool = True
) -> Iterator[Clause]:
    """Yield what the clause at `place` of `text` sets as targets: one, or several joined by 、.

    Out of a list of main expected targets, the kinds that count only there are passed over.
    """
    start, end = place
    while found := _first(text, (start, end), grammar, in_list):
        yield found
        start = found.place[1] + 1
        if not text.startswith("、", start - 1):
            return


def _first(text: str, place: Place, grammar: TextTargetGrammar, in_list: bool) -> Clause | None:
    start, end = place
    for kind, patterns in grammar.kinds.items():
        if kind in grammar.listed and not in_list:
            continue
        for pattern in patterns:
            match = pattern.search(text, start, end)
            if match is None:
                continue
            groups = match.groupdict()
            subject = _subject(text, (start, match.start()), grammar)
            if subject is None and groups.get("of"):
                subject = _subject(text, match.span("of"), grammar)
            partner = match.span("with") if groups.get("with") else None
            if subject is None or not _is_partner(text, partner, grammar):
                continue
            whole = (min(subject[0], match.start()), max(match.end(), subject[1]))
            return Clause(whole, kind, subject, match.start(), partner)
    return None


def _subject(text: str, place: Place, grammar: TextTargetGrammar) -> Place | None:
    """Return the words of `place` without what only leads to them, None if they measure nothing."""
    start, end = place
    opened = text.rfind("“", start, end)
    if opened > text.rfind("”", start, end):  # what is quoted goes on behind
        start = opened + 1
    if match := grammar.before.match(text, start, end):
        start = match.end()
    if match := grammar.after.search(text, start, end):
        end = match.start()
    words = text[start:end]
    if (
        not grammar.shortest <= len(words) <= grammar.longest
        or words.endswith(grammar.not_subjects)
        or words in grammar.bare
    ):
        return None
    return start, end


def _is_partner(text: str, partner: Place | None, grammar: TextTargetGrammar) -> bool:
    return partner is None or any(word in text[slice(*partner)] for word in grammar.partners)


def members(text: str, clause: Clause, matcher: NameMatcher, year: int | None) -> list[Member]:
    """Return the canonical indicators that the subject of a clause names, and what it names beside them.

    One that names none is a single member.
    """
    start, end = clause.subject
    goes_on = matcher.fold(text[start : max(end, min(end + _TAIL, clause.predicate))])
    for words in (goes_on, matcher.fold(text[start:end])):
        if id := matcher.exact(words, year=year, measure="growth"):
            return [Member(clause.subject, id)]
    whole = matcher.fold(text[start:end])
    several = matcher.members(whole, year=year, measure="growth")
    pieces = list(_pieces(text, clause.subject))
    if any(several):
        places = pieces if len(pieces) == len(several) else [clause.subject] * len(several)
        return [Member(place, id) for place, id in zip(places, several, strict=True)]
    found = [member for piece in pieces for member in _piece(text, piece, matcher, year)]
    return found if any(member.id for member in found) else [Member(clause.subject, None)]


def _piece(text: str, place: Place, matcher: NameMatcher, year: int | None) -> list[Member]:
    words = matcher.fold(text[slice(*place)])
    fused = [id for id in matcher.members(words, year=year, measure="growth") if id]
    if fused:
        return [Member(place, id) for id in fused]
    # a name at the end: the GDP in 单位GDP二氧化碳排放 is none
    hits = [hit for hit in matcher.hits(words, year=year, measure="growth") if hit.end == len(words)]
    id = matcher.exact(words, year=year, measure="growth") or (hits[-1].id if hits else None)
    return [Member(place, id)] if id or place[1] - place[0] >= _TAIL else []


def _pieces(text: str, place: Place) -> Iterator[Place]:
    start, end = place
    for joint in _JOINTS.finditer(text, start, end):
        if joint.start() > start:
            yield start, joint.start()
        start = joint.end()
    if start < end:
        yield start, end
