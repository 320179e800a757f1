"""The regions of GB/T 2260 with the years of their names, from regions.tsv, and the words around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError
from govie.lexicon.files import read_tsv, read_words
from govie.types import Level

_TABLE = Path(__file__).with_name("regions.tsv")
_WORDS = Path(__file__).with_name("regions.toml")
_COLUMNS = ("code", "name", "first", "last")
_SCHEMA = 1
_CODE = re.compile(r"[1-9][0-9]{5}")
_FOREVER = 9999
_SHORTEST = 2
STATE_CODE, STATE_NAME = "CN", "中华人民共和国"
"""The whole country, whose code is of ISO 3166: GB/T 2260 begins with the provinces."""


@dataclass(frozen=True, slots=True)
class Region:
    """A name that a code had, and the first and last year in which it had it."""

    code: str
    name: str
    first: int = 0
    last: int = _FOREVER

    @property
    def level(self) -> Level:
        """The level that the code shows."""
        if self.code == STATE_CODE:
            return Level.STATE
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if self.code.endswith("00") else Level.COUNTY

    def held(self, year: int, slack: int = 0) -> bool:
        """Return whether the code had the name in `year`, or in one that is `slack` years from it."""
        return self.first - slack <= year <= self.last + slack

    def lies_in(self, code: str) -> bool:
        """Return whether `code` is that of a region above this one."""
        return code != self.code and code in ancestors(self.code)


def ancestors(code: str) -> tuple[str, ...]:
    """Return the codes that stand above `code` by its digits, the highest first; some may be of no region."""
    above = (code[:2] + "0000", code[:4] + "00")
    return tuple(parent for parent in above if parent != code) if _CODE.fullmatch(code) else ()


@dataclass(frozen=True, slots=True, eq=False)
class RegionTable:
    """All regions by code, by full name (with 红河州 for 红河哈尼族彝族自治州), and by short form (红河)."""

    by_code: Mapping[str, tuple[Region, ...]]
    by_name: Mapping[str, tuple[Region, ...]]
    by_stem: Mapping[str, tuple[Region, ...]]
    longest: int

    def of(self, code: str, year: int | None = None) -> Region | None:
        """Return the region of `code` as it was in `year`, or nearest to it; None if there is none."""
        found = self.by_code.get(code)
        if not found:
            return None
        if year is None:
            return found[-1]
        return min(found, key=lambda region: max(region.first - year, year - region.last, 0))

    def parents(self, code: str, year: int | None = None) -> tuple[tuple[str, str], ...]:
        """Return code and name of the regions above `code`, the highest first."""
        above = (self.of(parent, year) for parent in ancestors(code))
        return tuple((region.code, region.name) for region in above if region)


@dataclass(frozen=True, slots=True, eq=False)
class RegionWords:
    """The words of regions.toml; the comments there say what each holds."""

    endings: tuple[str, ...]
    peoples: re.Pattern[str]
    words: frozenset[str]
    mask: re.Pattern[str]
    province: re.Pattern[str]
    autonomous: re.Pattern[str]
    levels: Mapping[Level, re.Pattern[str]]
    title_rest: re.Pattern[str]


@cache
def load_region_words(path: Path = _WORDS) -> RegionWords:
    """Return the words in the TOML file at `path`, by default the shipped ones.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    return read_words(path, _SCHEMA, _words, _WORDS)


def _words(tables: dict[str, Any]) -> RegionWords:
    names, context = tables["names"], tables["context"]
    peoples = "|".join(sorted(names["peoples"].split(), key=len, reverse=True))
    return RegionWords(
        endings=tuple(sorted(names["endings"], key=len, reverse=True)),
        peoples=re.compile(rf"(?:(?:{peoples})族?)+$"),
        words=frozenset(names["words"].split()),
        mask=re.compile(f"[{re.escape(names['masks'])}]{{1,4}}"),
        province=re.compile(context["province"]),
        autonomous=re.compile(context["autonomous"]),
        levels={Level(level): re.compile(words) for level, words in tables["levels"].items()},
        title_rest=re.compile(f"(?:{tables['title']['rest']})*"),
    )


@cache
def load_regions(path: Path = _TABLE) -> RegionTable:
    """Return the table in the TSV file at `path`, the shipped one by default; LexiconError for a bad line."""
    words = load_region_words()
    by_code: dict[str, list[Region]] = defaultdict(list)
    by_name: dict[str, list[Region]] = defaultdict(list)
    by_stem: dict[str, list[Region]] = defaultdict(list)
    state = Region(STATE_CODE, STATE_NAME)
    for region in (state, *_read(path)):
        by_code[region.code].append(region)
        stem, ending = short_form(region.name, words)
        for name in {region.name, stem + ending} if len(stem) >= _SHORTEST else {region.name}:
            by_name[name].append(region)
        if len(stem) >= _SHORTEST and region is not state:
            by_stem[stem].append(region)
    return RegionTable(
        _frozen(by_code), _frozen(by_name), _frozen(by_stem), longest=max(map(len, by_name), default=0)
    )


def short_form(name: str, words: RegionWords) -> tuple[str, str]:
    """Return the stem of a region's name and the short ending that goes with it.

    >>> short_form("红河哈尼族彝族自治州", load_region_words())
    ('红河', '州')
    """
    ending = next((ending for ending in words.endings if name.endswith(ending)), "")
    stem = name.removesuffix(ending)
    if not ending.startswith("自治"):
        return stem, ending
    bare = words.peoples.sub("", stem)
    if len(bare) < _SHORTEST:  # 内蒙古自治区, 鄂伦春自治旗: the people is the name
        return stem.removesuffix("族"), ending if ending == "自治区" else ending[-1]
    return bare, ending if ending == "自治区" else ending[-1]


def _read(path: Path) -> Iterable[Region]:
    for number, (code, name, first, last) in read_tsv(path, _COLUMNS):
        years = [year for year in (first, last) if year]
        if not _CODE.fullmatch(code) or not name or not all(year.isdecimal() for year in years):
            advice = "write six digits, a name, and the first and last year or nothing"
            raise LexiconError(str(path), number, f"{code!r} {name!r} {first!r} {last!r}", advice)
        yield Region(code, name, int(first or 0), int(last or _FOREVER))


def _frozen(lists: Mapping[str, list[Region]]) -> dict[str, tuple[Region, ...]]:
    return {key: tuple(found) for key, found in lists.items()}
