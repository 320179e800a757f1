"""What a sentence says beside a quantity: baseline, whole, scope and modal word, by rules.

GUIDELINES.md states the first three as the fields `base`, `of` and `scope`. All offsets count in the
sentence's text, end exclusive. Only a bounded piece of text before a quantity is read.
"""

from __future__ import annotations

import re

from govie.lexicon.companions import CompanionWords, load_companions
from govie.normalize.companion_grammar import (
    CLAUSE_STOPS,
    ITEM_STOPS,
    REACH,
    SENTENCE_STOPS,
    BaselinePatterns,
    ScopePatterns,
    WholePatterns,
    clause_start,
    grammar,
    last_word,
)
from govie.types import Measure

__all__ = ["CompanionWords", "find_baseline", "find_modal", "find_scope", "find_whole", "load_companions"]

Place = tuple[int, int]

_COMPARED = frozenset((Measure.GROWTH, Measure.CHANGE, Measure.MULTIPLE))
#: How far before a share 全国 may stand: 稳定在全国1/10.
_REGION_REACH = 12
_LIST_JOINTS = re.compile("[、和及与]")


def find_baseline(text: str, start: int, end: int, measure: Measure, words: CompanionWords) -> Place | None:
    """Return where what the quantity is compared with stands, None if unnamed or the year before."""
    if measure not in _COMPARED:
        return None
    patterns = grammar(words).baseline
    floor = max(0, start - REACH)
    clause = clause_start(text, start, floor, CLAUSE_STOPS)
    triggers = [m for m in patterns.trigger.finditer(text, clause, start) if m.lastgroup]
    for trigger in reversed(triggers[-4:]):
        kind = str(trigger.lastgroup)
        if kind == "times" and measure is not Measure.MULTIPLE:
            continue
        match = patterns.forms[kind].match(text, trigger.end(), start)
        if match and _is_shared(text, match.end(), start, patterns):
            return _base(text, match.span("base"), patterns)
    return _beside(text, clause, floor, patterns)


def _is_shared(text: str, at: int, start: int, patterns: BaselinePatterns) -> bool:
    """Whether a comparison that ends at `at` holds for the number at `start`: no new subject between."""
    last = max((m.end() for m in _LIST_JOINTS.finditer(text, at, start)), default=None)
    return last is None or patterns.shared.match(text, last, start) is not None


def _base(text: str, place: Place, patterns: BaselinePatterns) -> Place | None:
    start, end = place
    if patterns.usual.fullmatch(text, start, end):
        return None
    if time := patterns.time.match(text, start, end):
        return time.span("time")
    return start, end


def _beside(text: str, clause: int, floor: int, patterns: BaselinePatterns) -> Place | None:
    """Return the base of 与2020年相比， in the clause right before."""
    before = clause_start(text, clause - 1, floor, CLAUSE_STOPS) if clause > floor else clause
    match = patterns.beside.search(text, before, clause)
    return _base(text, match.span("base"), patterns) if match else None


def find_whole(
    text: str, start: int, end: int, measure: Measure, indicator: Place | None, words: CompanionWords
) -> Place | None:
    """Return where the whole of the share stands, None if the sentence does not name it."""
    if measure not in (Measure.SHARE, Measure.CHANGE):
        return None
    patterns = grammar(words).whole
    floor = max(0, start - REACH)
    clause = clause_start(text, start, floor, CLAUSE_STOPS)
    if measure is Measure.CHANGE:  # of a share: 占工业比重提高2个百分点
        return _stated_share(text, clause, start, patterns)
    place = (
        _stated(text, clause, start, patterns)
        or _within(text, clause, start, floor, patterns)
        or _carried(text, clause, start, floor, patterns)
    )
    if place is None and patterns.bare.search(text, clause, start):
        place = _total(text, start, indicator, words)
    elif place is None:
        place = _around(text, clause, (start, end), indicator, patterns)
        place = place or _among(text, floor, start, patterns)
    return place if place != indicator else None


def _stated(text: str, clause: int, start: int, patterns: WholePatterns) -> Place | None:
    """Return the whole that the clause names behind 占."""
    if (part := last_word(patterns.part_of, text, clause, start)) is None:
        return None
    match = patterns.stated.match(text, part.end(), start) or patterns.measured.match(text, part.end(), start)
    return match.span("whole") if match else None


def _stated_share(text: str, clause: int, start: int, patterns: WholePatterns) -> Place | None:
    """Return the whole between 占 and 比重."""
    part = last_word(patterns.part_of, text, clause, start)
    match = patterns.stated.match(text, part.end(), start) if part else None
    return match.span("whole") if match else None


def _within(text: str, clause: int, start: int, floor: int, patterns: WholePatterns) -> Place | None:
    """Return the whole of 在工业总产值中，轻工业所占的比重 and of 在全省占比."""
    before = clause_start(text, clause - 1, floor, CLAUSE_STOPS) if clause > floor else clause
    found = [m for m in patterns.within.finditer(text, before, start) if m.end() >= clause - 1]
    return found[-1].span("whole") if found else None


def _carried(text: str, clause: int, start: int, floor: int, patterns: WholePatterns) -> Place | None:
    """Return the whole that the clause before names, if it is of this share too.

    That is so where the clause goes on (占投资的比重，由5%提高到6%), speaks of 这个比例, or gives
    the next share of a list in a region: other wholes are of one indicator only.
    """
    if clause <= floor:
        return None
    before = clause_start(text, clause - 1, floor, CLAUSE_STOPS)
    if (place := _stated(text, before, clause - 1, patterns)) is None:
        return None
    if patterns.share_of.search(text, before, clause) or patterns.that_share.search(text, clause, start):
        return place
    listed = patterns.region.fullmatch(text, *place) and patterns.bare.search(text, clause, start)
    return place if listed else None


def _total(text: str, start: int, indicator: Place | None, words: CompanionWords) -> Place | None:
    """Return the total named earlier of which the indicator is a part, as its words say.

    税收 is a part of 一般公共预算收入 (a pair of the lexicon), 产业投资 of 固定资产投资 (same last words).
    A list that 其中 opens divides what the sentence speaks of before it.
    """
    patterns = grammar(words).whole
    floor = max(0, start - 2 * REACH)
    if indicator is not None:
        part = text[slice(*indicator)]
        before = min(indicator[0], start)
        for whole in words.wholes.get(part, ()):
            if (at := text.rfind(whole, floor, before)) >= 0:
                return at, at + len(whole)
        if len(part) > 2 and (place := _same_tail(text, floor, before, part[-2:], patterns)):
            return place
    return _divided(text, floor, start, patterns)


def _same_tail(text: str, floor: int, before: int, tail: str, patterns: WholePatterns) -> Place | None:
    at = text.rfind(tail, floor, before)
    while at >= 0:
        end = at + len(tail)
        if patterns.stock.match(text, end):
            item = clause_start(text, at, floor, ITEM_STOPS)
            light = patterns.light.match(text, item, at)
            start = light.end() if light else item
            if start < at:
                return start, end
        at = text.rfind(tail, floor, at)
    return None


def _divided(text: str, floor: int, start: int, patterns: WholePatterns) -> Place | None:
    """Return the subject of the statement before 其中."""
    opened = max((m.start() for m in patterns.including.finditer(text, floor, start)), default=floor)
    light = patterns.light.match(text, floor, opened)
    subject = patterns.subject.match(text, light.end() if light else floor, opened)
    if subject is None or last_word(patterns.part_of, text, *subject.span("whole")):
        return None
    return subject.span("whole")


def _around(
    text: str, clause: int, quantity: Place, indicator: Place | None, patterns: WholePatterns
) -> Place | None:
    """Return the whole right before or behind a share that is said without 占."""
    start, end = quantity
    if patterns.spent.match(text, end):
        light = patterns.light.match(text, clause, start)
        place = (light.end() if light else clause, start)
        return place if place[0] < start and not _overlap(place, indicator) else None
    if noun := _noun_after(text, quantity, indicator, patterns):
        return noun
    region = patterns.region.search(text, max(clause, start - _REGION_REACH), start)
    return region.span("whole") if region else None


def _noun_after(text: str, quantity: Place, indicator: Place | None, patterns: WholePatterns) -> Place | None:
    """Return the noun behind the share, unless it is the indicator: 覆盖60%以上行政村."""
    match = patterns.after.match(text, quantity[1])
    if match is None or match["of"] or indicator is None or _overlap(match.span("whole"), indicator):
        return None
    # an indicator behind the noun needs a verb between: 60%以上基金投向重点产业
    known = indicator[0] < quantity[0] or match["verb"]
    return match.span("whole") if known else None


def _among(text: str, floor: int, start: int, patterns: WholePatterns) -> Place | None:
    """Return the whole of 在这些企业中，有60%."""
    match = patterns.among.search(text, floor, start)
    return match.span("whole") if match else None


def _overlap(place: Place, other: Place | None) -> bool:
    return other is not None and place[0] < other[1] and other[0] < place[1]


def find_scope(text: str, start: int, end: int, measure: Measure, words: CompanionWords) -> Place | None:
    """Return where the place stands in which the rank, or the move in rank, holds."""
    patterns = grammar(words).scope
    if measure is Measure.RANK or (measure is Measure.CHANGE and patterns.place.search(text, start, end)):
        return _own_scope(text, start, patterns) or _shared_scope(text, start, patterns)
    return None


def _own_scope(text: str, start: int, patterns: ScopePatterns) -> Place | None:
    """Return the scope that the rank's own item of a list names."""
    item = clause_start(text, start, max(0, start - REACH), ITEM_STOPS)
    for rank in patterns.rank.finditer(text, item, start):
        item = rank.end()
    verb = last_word(patterns.verb, text, item, start)
    if verb and (place := _trimmed(text, verb.end(), start, patterns)):
        return _placed(text, place, patterns) or place
    head = _trimmed(text, item, verb.start() if verb else start, patterns)
    if head and (place := _placed(text, head, patterns)):
        return place
    at = patterns.at.search(text, item, verb.start()) if verb else None
    return at.span("scope") if at else None


def _trimmed(text: str, start: int, end: int, patterns: ScopePatterns) -> Place | None:
    """Return the piece without words of ranking at its ends, None if nothing is left."""
    if head := patterns.head.match(text, start, end):
        start = head.end()
    if tail := patterns.tail.search(text, start, end):
        end = tail.start()
    return (start, end) if start < end else None


def _placed(text: str, place: Place, patterns: ScopePatterns) -> Place | None:
    """Return the region that ends the piece, with its kind of places, or all that a region opens."""
    if match := patterns.placed.search(text, *place):
        return match.span()
    return place if patterns.region.match(text, *place) else None


def _shared_scope(text: str, start: int, patterns: ScopePatterns) -> Place | None:
    """Return the scope of a rank that has it from a rank before it, or from a list of lists."""
    clause = clause_start(text, start, max(0, start - REACH), CLAUSE_STOPS)
    earlier = [match.start() for match in patterns.rank.finditer(text, clause, start)]
    for rank in reversed(earlier):
        if place := _own_scope(text, rank, patterns):
            return place
    if patterns.distributive.search(text, clause, start):
        return _nth_list(text, clause, len(earlier), patterns)
    return None


def _nth_list(text: str, clause: int, nth: int, patterns: ScopePatterns) -> Place | None:
    """Return the `nth` of the lists that the clause before names: 入选A和B，分别居第一、第七位."""
    entered = patterns.entered.search(text, max(0, clause - REACH), clause)
    if entered is None:
        return None
    starts = [entered.start("lists")]
    ends = []
    for joint in _LIST_JOINTS.finditer(text, *entered.span("lists")):
        ends.append(joint.start())
        starts.append(joint.end())
    ends.append(entered.end("lists"))
    return (starts[nth], ends[nth]) if nth < len(starts) else None


def find_modal(text: str, start: int, end: int, words: CompanionWords) -> Place | None:
    """Return where the nearest modal word stands that governs the quantity.

    One at the head of a list holds up to a statement with a verb of its own; behind 主要预期目标是：
    it holds to the end of the sentence.
    """
    patterns = grammar(words).modal
    low = max(0, start - 4 * REACH)
    floor = max(low, *(text.rfind(stop, low, start) + 1 for stop in SENTENCE_STOPS))
    word = last_word(patterns.word, text, floor, start)
    if word is None:
        return None
    place = word.span("word")
    if patterns.head.search(text, word.start(), start):
        return place
    return None if patterns.statement.search(text, word.end(), start) else place
