"""Whose report it is: a region of the table, told from what the report, its file and the caller say.

A name that several regions have is settled by their parents, where the title, the opening, the path of the
file or the text names those of one of them alone. Otherwise it is left open: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from govie.errors import InputError
from govie.lexicon.levels import load_level_names
from govie.lexicon.regions import STATE_CODE, STATE_NAME, Region, load_region_words, load_regions
from govie.text.places import TOWNS, Named, find_names, is_masked, names_above, read_name
from govie.types import Area, Evidence, Level, Source

_CODE = re.compile(r"[0-9]{6}|CN")
_CODE_ALONE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
_OPENING = 600
"""Characters in which a report says who gives it."""
_OFTEN, _TIMES = 3, 3
"""A parent, or a level's own words, must be met so often, and so many times as often as any other."""
_MOST_CANDIDATES = 40


class Found(NamedTuple):
    """A name that was read, and the words that are the evidence."""

    named: Named
    evidence: list[Evidence]


class Place(NamedTuple):
    """A piece of text that may name the region or its parents, and where it stands; -1 if not in the text."""

    source: Source
    text: str
    start: int = -1

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the characters from `start` to `end` of it as evidence."""
        if self.start < 0:
            return Evidence(self.source, self.text[start:end])
        return Evidence(self.source, self.text[start:end], self.start + start, self.start + end)


def read_given(region: str, text: str, hints: Sequence[Place], year: int | None) -> tuple[str, Area]:
    """Return name and area of a region that the caller gives, as a name or a code.

    What a name leaves open, the report settles as in `read_area`. Raises InputError for a code that is
    not in the table.
    """
    evidence = [Place(Source.GIVEN, region).evidence(0, len(region))]
    if not _CODE.fullmatch(region):
        return region, _settled(Found(read_name(region, year), evidence), text, hints, year)
    found = load_regions().of(region, year)
    if found is None:
        said = f"{region!r} is no code of GB/T 2260"
        raise InputError("region", said, "give a name, or see docs/regions.md")
    area = _area(Named(found.name, found.level, (found,)), year, evidence)
    return area.path, area


def read_area(
    text: str,
    name: str | None,
    front: Sequence[Place],
    file: Sequence[Place],
    *,
    called: str | None = None,
    year: int | None = None,
) -> Area | None:
    """Return the area of a report that calls its place `name`; None if nothing shows even the level.

    `front` is title, opening and what else stands there, the most telling first; `file` the names of its
    file and folders, which call the place `called`. Offsets are into `text`.
    """
    found = _named_in_text(name, front, year)
    if found is None or is_masked(found.named.name):
        found = _named_in_file(file, called, _level_of(found, text), year) or found
    return _by_words(text, front) if found is None else _settled(found, text, [*front, *file], year)


def _named_in_text(name: str | None, front: Sequence[Place], year: int | None) -> Found | None:
    """Return what the report calls its place, else the short form in its title, else the name withheld."""
    if name is None:
        return _short_in_title(front, year) or _masked(front)
    named = read_name(name, year)
    places = ((place, place.text.find(name)) for place in front)
    evidence = next((place.evidence(at, at + len(name)) for place, at in places if at >= 0), None)
    if evidence is None and named.level is Level.STATE:
        shown = (_level_in(place) for place in front)
        evidence = next((found.evidence[0] for found in shown if found), None)
    return Found(named, [evidence] if evidence else [])


def _level_of(found: Found | None, text: str) -> Level | None:
    return found.named.level if found else load_level_names().level_said(text[:_OPENING])


def _settled(found: Found, text: str, hints: Sequence[Place], year: int | None) -> Area:
    """Return the area, its regions narrowed down by those of their parents that are named."""
    named, evidence = found
    regions = named.regions or named.above
    if 1 < len(regions) <= _MOST_CANDIDATES:
        regions, more = _narrow(regions, hints, text, year)
        evidence = [*evidence, *more]
    named = named._replace(regions=regions) if named.regions else named._replace(above=regions)
    return _area(named, year, evidence)


def _area(named: Named, year: int | None, evidence: Iterable[Evidence]) -> Area:
    table = load_regions()
    found = named.regions or named.above
    above = [table.parents(region.code, year) for region in found]
    area = Area(name=named.name, level=named.level, evidence=tuple(evidence))
    if len(found) != 1:
        shared = tuple(pair for pair in above[0] if all(pair in other for other in above)) if above else ()
        paths = ("".join(name for _, name in (*a, ("", r.name))) for a, r in zip(above, found, strict=True))
        candidates = tuple((r.code, path) for r, path in zip(found, paths, strict=True))
        return replace(area, parents=shared, candidates=candidates if named.regions else ())
    one = found[0]
    if named.regions:
        return replace(area, name=one.name, level=one.level, code=one.code, parents=above[0])
    return replace(area, parents=(*above[0], (one.code, one.name)))


def _narrow(
    regions: Sequence[Region], hints: Sequence[Place], text: str, year: int | None
) -> tuple[tuple[Region, ...], list[Evidence]]:
    """Return those of `regions` whose parents are named, and the words that name them."""
    evidence: list[Evidence] = []
    for hint in hints:
        kept, found = _named_above(regions, hint, year)
        if kept and len(kept) < len(regions):
            regions, evidence = kept, [*evidence, found]
        if len(regions) == 1:
            return tuple(regions), evidence
    for narrow in (_by_kind_of_province, _by_mentions):
        kept, words = narrow(regions, text, year)
        if kept and words and len(kept) < len(regions):
            regions, evidence = kept, [*evidence, words]
    return tuple(regions), evidence


def _named_above(regions: Sequence[Region], hint: Place, year: int | None) -> tuple[list[Region], Evidence]:
    """Return the regions whose city the hint names, else whose province; the words that do."""
    kept: dict[Level, list[Region]] = {Level.CITY: [], Level.PROVINCE: []}
    words: dict[Level, Evidence] = {}
    for region in regions:
        for level, name in names_above(region, year):
            if (at := hint.text.find(name)) >= 0 and region not in kept[level]:
                kept[level].append(region)
                words.setdefault(level, hint.evidence(at, at + len(name)))
    level = Level.CITY if kept[Level.CITY] else Level.PROVINCE
    return kept[level], words.get(level, Evidence(hint.source, ""))


def _by_kind_of_province(
    regions: Sequence[Region], text: str, year: int | None
) -> tuple[list[Region], Evidence | None]:
    """Return those in provinces, or those in autonomous regions, where the text speaks of one alone."""
    words = load_region_words()
    province, autonomous = words.province.findall(text), words.autonomous.findall(text)
    if len(province) >= _OFTEN and not autonomous:
        ending, pattern = "省", words.province
    elif len(autonomous) >= _OFTEN and not province:
        ending, pattern = "自治区", words.autonomous
    else:
        return list(regions), None
    of_kind = [r for r in regions if _province(r, year).endswith(ending)]
    return of_kind, _first(pattern, text)


def _province(region: Region, year: int | None) -> str:
    parents = load_regions().parents(region.code, year)
    return parents[0][1] if parents else region.name


def _by_mentions(
    regions: Sequence[Region], text: str, year: int | None
) -> tuple[list[Region], Evidence | None]:
    """Return the regions below the one parent that the text names far more often than the others."""
    table = load_regions()
    direct = {region.code: table.parents(region.code, year)[-1:] for region in regions}
    counts = {name: text.count(name) for above in direct.values() for _, name in above}
    best = max(counts, key=lambda name: counts[name], default="")
    others = [count for name, count in counts.items() if name != best]
    if not best or counts[best] < max(_OFTEN, _TIMES * max(others, default=0)):
        return list(regions), None
    at = text.find(best)
    kept = [r for r in regions if any(name == best for _, name in direct[r.code])]
    return kept, Evidence(Source.BODY, best, at, at + len(best))


def _masked(front: Iterable[Place]) -> Found | None:
    """Return the withheld name that the front has, with what it says of its parents: 云南省XX县."""
    words, above = load_region_words(), "[省市州盟区]"
    mask, endings = words.mask.pattern, "|".join((*words.endings, *TOWNS))
    pattern = re.compile(
        rf"(?:(?:(?!年)[\u4e00-\u9fff]){{2,8}}{above})?(?:{mask}{above})?{mask}(?:{endings})"
    )
    for place in front:
        if match := pattern.search(place.text):
            return Found(read_name(match[0]), [place.evidence(*match.span())])
    return None


def _short_in_title(front: Iterable[Place], year: int | None) -> Found | None:
    """Return the region that the title gives by its short form, alone or behind its parent's name."""
    for place in front:
        if place.source is Source.TITLE:
            found = _lowest_named(place, year)
            if found and _is_title_but_for(place, found.evidence):
                return found
    return None


def _is_title_but_for(place: Place, names: Iterable[Evidence]) -> bool:
    rest = place.text
    for name in names:
        rest = rest.replace(name.text, "", 1)
    return load_region_words().title_rest.fullmatch(rest) is not None


def _level_in(place: Place) -> Found | None:
    found = load_level_names().find_level(place.text)
    return Found(Named("", found[0]), [place.evidence(*found[1:])]) if found else None


def _by_words(text: str, front: Iterable[Place]) -> Area | None:
    """Return an area of the level that the front says, else of that whose words the text uses most."""
    opening = Place(Source.OPENING, text[:_OPENING], 0)
    said = next((found for place in (*front, opening) if (found := _level_in(place))), None)
    said = said or _level_by_words(text)
    if said is None:
        return None
    level = said.named.level
    if level is Level.STATE:
        return Area(name=STATE_NAME, level=level, code=STATE_CODE, evidence=tuple(said.evidence))
    return Area(name="", level=level, evidence=tuple(said.evidence))


def _level_by_words(text: str) -> Found | None:
    patterns = load_region_words().levels
    counts = {level: len(pattern.findall(text)) for level, pattern in patterns.items()}
    best = max(counts, key=lambda level: counts[level])
    others = max(count for level, count in counts.items() if level is not best)
    if counts[best] < max(_OFTEN, _TIMES * others):
        return None
    return Found(Named("", best), [_first(patterns[best], text)])


def _first(pattern: re.Pattern[str], text: str) -> Evidence:
    match = pattern.search(text)
    assert match is not None, "the pattern was found before"
    return Evidence(Source.BODY, match[0], *match.span())


def file_places(title: str, path: str) -> list[Place]:
    """Return the title beside a text, the name of its file, and the folders, the nearest first."""
    file = PurePath(path)
    names = [title, file.stem, *reversed(file.parts[:-1])]
    return [Place(Source.FILE, name) for name in dict.fromkeys(names) if name]


def _named_in_file(
    file: Sequence[Place], called: str | None, level: Level | None, year: int | None
) -> Found | None:
    """Return the region that title or name of the file say, if it is of `level` or that is not known."""
    for place in file[:2]:
        found = _code_in(place, year) or _lowest_named(place, year)
        regions = tuple(r for r in found.named.regions if level in (None, r.level)) if found else ()
        if found and regions:
            return Found(found.named._replace(regions=regions), found.evidence)
    named = read_name(called, year) if called else None
    if named is None or level not in (None, named.level):
        return None
    return Found(named, [Evidence(Source.FILE, named.name)])


def _code_in(place: Place, year: int | None) -> Found | None:
    for match in _CODE_ALONE.finditer(place.text):
        if region := load_regions().of(match[0], year):
            return Found(Named(region.name, region.level, (region,)), [place.evidence(*match.span())])
    return None


def _lowest_named(place: Place, year: int | None) -> Found | None:
    """Return the regions that the names in a title or a file's name come down to, each in the one before."""
    current: tuple[Region, ...] = ()
    evidence: list[Evidence] = []
    for start, end, regions in find_names(place.text, year):
        inside = tuple(r for r in regions if not current or any(r.lies_in(c.code) for c in current))
        if inside:
            current, evidence = inside, [*evidence, place.evidence(start, end)]
    return Found(Named(current[0].name, current[0].level, current), evidence) if current else None
