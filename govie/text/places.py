"""Names of regions as they stand in titles, openings and file names, looked up in the table of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from govie.lexicon.levels import load_level_names
from govie.lexicon.regions import (
    Region,
    RegionTable,
    RegionWords,
    ancestors,
    load_region_words,
    load_regions,
    short_form,
)
from govie.types import Level

_SLACKS = (0, 1, 2)
"""Years by which a report may be ahead of a change of name, or behind it."""
_SHORTEST = 2
TOWNS = ("街道", "镇", "乡", "苏木")
"""What the names of those end with that have no code."""


class Named(NamedTuple):
    """A name without those of its parents, and the regions that have it.

    Where the table does not have the name, a town's or one withheld, `regions` is empty and `above` are the
    regions that it may lie in. `level` is that of the table, else that of the name's ending.
    """

    name: str
    level: Level | None
    regions: tuple[Region, ...] = ()
    above: tuple[Region, ...] = ()


@lru_cache(maxsize=256)
def read_name(text: str, year: int | None = None) -> Named:
    """Return what a name says with those of its parents before it: 云南省玉溪市江川区, 玉溪市XX县.

    Only regions of `year` are returned, if there is one of them.
    """
    table = load_regions()
    for start in range(len(text)):
        regions = held(table.by_name.get(text[start:], ()), year)
        if not regions:
            continue
        if start and not _is_masked(text[:start]):
            above = _chain(text[:start], year, table)
            regions = tuple(r for r in regions if any(r.lies_in(a.code) for a in above))
        if regions:
            return Named(text[start:], regions[0].level, regions)
    return _unknown(text, year, table)


def _unknown(text: str, year: int | None, table: RegionTable) -> Named:
    """Return a name that is not in the table, below the last one before it that is."""
    for end in range(len(text) - 1, _SHORTEST - 1, -1):
        if above := _chain(text[:end], year, table):
            # 苏州工业园区: what has no ending of its own belongs to the name
            whole = text[:end] not in table.by_name and _stem_at_end(text[:end], above)
            name = text[end - whole :]
            return Named(name, _level(name), (), above)
    return Named(text, _level(text))


def _level(name: str) -> Level | None:
    level = load_level_names().level_of(name)
    if level is Level.COUNTY and name.endswith("新区") and not _is_masked(name[:-2]) and len(name) > 2:
        return Level.ZONE  # those that are districts are in the table
    return level


def _stem_at_end(text: str, above: Sequence[Region]) -> int:
    """Return how many characters of `text` are a name without its ending, 0 if it ends with a whole name."""
    if any(text.endswith(region.name) for region in above):
        return 0
    stems = load_regions().by_stem
    return next((len(text) - i for i in range(len(text) - 1) if text[i:] in stems), 0)


def _chain(text: str, year: int | None, table: RegionTable) -> tuple[Region, ...]:
    """Return the regions that a row of names comes down to, with or without endings; () if it is none."""
    for start in range(len(text) - 1):
        found = table.by_name.get(text[start:]) or _stems(text[start:], table)
        regions = held(found, year)
        if not regions or not start:
            if regions:
                return regions
            continue
        above = _chain(text[:start], year, table)
        if inside := tuple(r for r in regions if any(r.lies_in(a.code) for a in above)):
            return inside
    return ()


def _stems(text: str, table: RegionTable) -> tuple[Region, ...]:
    """Return the provinces and cities of a short form; several counties go by nearly every one."""
    found = table.by_stem.get(text, ())
    return tuple(region for region in found if region.level is not Level.COUNTY)


def held(regions: Iterable[Region], year: int | None) -> tuple[Region, ...]:
    """Return those of `year`, else of the years beside it, one a code; without a year, all of them."""
    regions = tuple(regions)
    slacks = () if year is None else _SLACKS
    found = next((f for s in slacks if (f := [r for r in regions if r.held(year or 0, s)])), None)
    if found is None:
        found = [] if slacks else list(regions)
    return tuple({region.code: region for region in found}.values())


def _is_masked(text: str) -> bool:
    """Return whether a name is withheld, whatever ending it has: XX, XX市, 某省某市."""
    rest = load_region_words().mask.sub("", text)
    endings = load_region_words().endings
    while rest and (ending := next((e for e in endings if rest.startswith(e)), "")):
        rest = rest.removeprefix(ending)
    return not rest and load_region_words().mask.search(text) is not None


def is_masked(text: str) -> bool:
    """Return whether a name ends with one that is withheld: 云南省XX县."""
    endings, mask = load_region_words().endings, load_region_words().mask
    ending = next((e for e in (*endings, *TOWNS) if text.endswith(e)), "")
    return bool(ending) and mask.search(text.removesuffix(ending)[-1:]) is not None


def find_names(text: str, year: int | None) -> Iterator[tuple[int, int, tuple[Region, ...]]]:
    """Yield start, end and regions of the names in a file's name, the longest from left to right."""
    table, words = load_regions(), load_region_words()
    start = 0
    while start < len(text) - 1:
        size = min(table.longest, len(text) - start)
        for length in range(size, _SHORTEST - 1, -1):
            if regions := held(_any_form(text[start : start + length], table, words), year):
                yield start, start + length, regions
                start += length
                break
        else:
            start += 1


def _any_form(text: str, table: RegionTable, words: RegionWords) -> tuple[Region, ...]:
    if text in words.words:
        return ()
    return table.by_name.get(text) or table.by_stem.get(text, ())


def names_above(region: Region, year: int | None) -> Iterator[tuple[Level, str]]:
    """Yield the names of the regions above, the lowest first, with and without their endings."""
    table, words = load_regions(), load_region_words()
    for code in reversed(ancestors(region.code)):
        if parent := table.of(code, year):
            yield parent.level, parent.name
            stem, _ = short_form(parent.name, words)
            if len(stem) >= _SHORTEST and stem not in words.words:
                yield parent.level, stem
