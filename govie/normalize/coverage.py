"""Whether a number speaks of the reporting region, of a higher one, or of a part of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from govie.lexicon.coverage import CoverageWords, load_coverage_words
from govie.lexicon.regions import Region, load_region_words, load_regions, short_form
from govie.types import Coverage, Level

Place = tuple[int, int]

_CLAUSE_ENDS = "，,；;。：:！!？?（(\n"
_STRONG_ENDS = "；;。！!？?\n"
_REACH = 60
"""How far before the indicator its clause may begin."""
_LONGEST = 12
_SHORTEST_STEM = 2
_ORDER = tuple(Level)


class Home(NamedTuple):
    """The names and words by which a report speaks of its own region, of what is above and below it."""

    level: Level | None
    own: frozenset[str]
    whole: frozenset[str]  # those of `own` that are no other level's either
    higher: frozenset[str]
    lower: frozenset[str]


class Subject(NamedTuple):
    """Indicator (or number, if there is none) and number of an observation, in their sentence.

    `identified` is whether it has a canonical id, `money` whether its unit is one, `rank` its measure.
    """

    indicator: Place
    quantity: Place
    whole: Place | None
    identified: bool
    money: bool
    rank: bool = False


@lru_cache(maxsize=64)
def home_of(level: Level | None, name: str, code: str | None, year: int | None) -> Home:
    """Return the words of a report of the region `name`, with its code if it has one."""
    words = load_coverage_words()
    own, higher = _level_words(level, name, words)
    own |= _names(name)
    lower: set[str] = set()
    if code is not None:
        table = load_regions()
        for _, parent in table.parents(code, year):
            higher |= _names(parent)
        lower = set(_names_below(code, year))
    if level is Level.STATE:
        lower |= words.of_state
    else:
        higher |= words.regions
    # XX市 may be a county's: its 全市 is then the city above
    whole = own if code or level is not Level.CITY else set()
    return Home(
        level, frozenset(own), frozenset(whole), frozenset(higher - own), frozenset(lower - own - higher)
    )


def _level_words(level: Level | None, name: str, words: CoverageWords) -> tuple[set[str], set[str]]:
    if level is None:
        return set().union(*(words.levels[of] for of in words.levels if of is not Level.STATE)), set(
            words.world
        )
    own = set(words.levels[level])
    if level is Level.PROVINCE and name.endswith("自治区"):
        own |= {word for word in words.levels[Level.COUNTY] if word.endswith("区")}
    if level in (Level.PROVINCE, Level.COUNTY) and name.endswith("市"):
        own |= words.levels[Level.CITY]
    if level is Level.COUNTY and not name.endswith("区"):
        own -= words.levels[Level.ZONE]
    above = (of for of in words.levels if _ORDER.index(of) > _ORDER.index(level) and of is not Level.ZONE)
    if level is Level.ZONE:
        above = (of for of in words.levels if of not in (Level.ZONE, Level.TOWN, Level.COUNTY))
    return own, set(words.world).union(*(words.levels[of] for of in above)) - own


def _names(name: str) -> set[str]:
    stem, _ = short_form(name, load_region_words())
    return {name, stem} if len(stem) >= _SHORTEST_STEM else ({name} if name else set())


def _names_below(code: str, year: int | None) -> Iterable[str]:
    """Yield the full names of the regions of a province or city, and the short forms of its cities."""
    prefix = {"0000": code[:2], "00": code[:4]}.get("0000" if code.endswith("0000") else code[-2:], code)
    words = load_region_words()
    for region in _regions_below(prefix, code):
        if year is None or region.held(year, 1):
            yield region.name
            stem, ending = short_form(region.name, words)
            if len(stem) < _SHORTEST_STEM:
                continue
            yield stem + ending
            if region.level is Level.CITY and stem not in words.words:
                yield stem


@lru_cache(maxsize=64)
def _regions_below(prefix: str, code: str) -> tuple[Region, ...]:
    by_code = load_regions().by_code
    below = (regions for other, regions in by_code.items() if other != code and other.startswith(prefix))
    return tuple(region for regions in below for region in regions)


class Found(NamedTuple):
    """A coverage, the words that say so (None if none do), and whether they may hold for the next clause."""

    coverage: Coverage
    place: Place | None = None
    lasts: bool = False


OWN = Found(Coverage.OWN)


def find_coverage(text: str, subject: Subject, home: Home) -> Found:
    """Return of what place an observation in the sentence `text` speaks."""
    words = load_coverage_words()
    anchor, end = subject.indicator
    start = clause_start(text, anchor)
    front = text[start:anchor]
    told = words.filler.sub("", front)
    indicator = text[anchor:end] if end > anchor else ""
    if subject.whole and text[slice(*subject.whole)] in home.whole and text[subject.whole[0] - 1] == "占":
        return Found(Coverage.PART, subject.whole)
    for size in range(min(_LONGEST, len(told)), 1, -1):
        found = _named(told[-size:], home)
        if found and _is_scope(found, text[start + len(told) :], subject, words):
            place = (start + len(told) - size, start + len(told))
            return Found(found, place, lasts=found is Coverage.PART)
    for size in range(min(_LONGEST, len(indicator) - 1), 1, -1):
        if (found := _named(indicator[:size], home)) and _is_scope(found, indicator[size:], subject, words):
            return Found(found, (anchor, anchor + size))
    return _part(text, start, subject, home, words) or OWN


def _named(name: str, home: Home) -> Coverage | None:
    if name in home.own:
        return Coverage.OWN
    if name in home.higher:
        return Coverage.HIGHER
    return Coverage.PART if name in home.lower else None


def _is_scope(found: Coverage, rest: str, subject: Subject, words: CoverageWords) -> bool:
    """Return whether a name before `rest` is a place, no title (全国文明城市) and no rank's scope."""
    if found is not Coverage.HIGHER or rest.startswith(words.average):
        return True
    return subject.identified and not subject.rank and not rest.startswith(words.titles)


def _part(text: str, start: int, subject: Subject, home: Home, words: CoverageWords) -> Found | None:
    """Return the part of the region that the clause from `start` begins with, or that its indicator is of."""
    anchor, end = subject.indicator
    clause = text[start : subject.quantity[0]]
    for size in range(min(_LONGEST, anchor - start), 1, -1):
        if clause[:size] in home.lower and not clause.startswith(words.lists, size):
            return Found(Coverage.PART, (start, start + size), lasts=True)
    if home.level is not Level.ZONE and (place := _zone(text, start, subject, words)):
        return Found(Coverage.PART, place, lasts=True)
    if place := _town(text, start, anchor, words):
        return Found(Coverage.PART, place, lasts=place[0] == start)
    firm = words.firm.match(clause)
    named = firm and not firm[0].endswith(words.not_firms) and not clause.startswith(words.lists, firm.end())
    if firm and named and (start + firm.end() < end or subject.money):
        return Found(Coverage.PART, (start, start + firm.end()))
    return _project(text, start, subject, words)


def _zone(text: str, start: int, subject: Subject, words: CoverageWords) -> Place | None:
    anchor, end = subject.indicator
    # at the end of the indicator it is what is counted: 新增省级开发区3个
    if text[anchor:end].endswith(words.zones) and not subject.money:
        return None
    first = _behind_lead(text, start, anchor, words)
    match = words.zone.match(text, first, subject.quantity[0])
    if match and not words.objects.match(match[0]) and (match.end() <= anchor or match.end() < end):
        return match.span()
    if inner := words.inner.search(text, anchor, end):
        return inner.span()
    told = words.filler.sub("", text[start:anchor])
    zone = next((zone for zone in words.zones if told.endswith(zone)), "")
    return (start + len(told) - len(zone), start + len(told)) if zone else None


def _town(text: str, start: int, anchor: int, words: CoverageWords) -> Place | None:
    match = words.town.match(text, _behind_lead(text, start, anchor, words), anchor)
    if match is None or match[0].endswith(words.not_towns) or words.objects.match(match[0]):
        return None
    if text.startswith(words.lists, match.end()):
        return None
    return match.span()


def _behind_lead(text: str, start: int, anchor: int, words: CoverageWords) -> int:
    match = words.lead.match(text, start, anchor)
    return match.end() if match else start


def _project(text: str, start: int, subject: Subject, words: CoverageWords) -> Found | None:
    anchor, end = subject.indicator
    if text[anchor:end] not in words.investment:
        return None
    front = text[start:anchor]
    if front.endswith(words.projects) and not words.several.search(front):
        return Found(Coverage.PART, (start, anchor))
    match = words.project_behind.match(text, subject.quantity[1])
    if match and not words.several.search(match[0]):
        return Found(Coverage.PART, match.span())
    return None


def carried(text: str, last: Found, before: Subject, subject: Subject, own: Found) -> Found:
    """Return the coverage of a clause that begins with its indicator, right behind one of a part.

    园区税收增长5%，产值增长6%: both are the park's.
    """
    start = clause_start(text, subject.indicator[0])
    if own.place or not last.lasts or not subject.identified or start <= before.quantity[0]:
        return own
    between = text[before.quantity[1] : start]
    front = load_coverage_words().filler.sub("", text[start : subject.indicator[0]])
    if front or any(mark in between for mark in _STRONG_ENDS) or sum(map(between.count, "，,")) != 1:
        return own
    return Found(last.coverage, last.place)


def clause_start(text: str, at: int) -> int:
    """Return where the clause begins that holds the character `at`, at most _REACH before it."""
    floor = max(0, at - _REACH)
    return max((text.rfind(mark, floor, at) for mark in _CLAUSE_ENDS), default=-1) + 1 or floor
