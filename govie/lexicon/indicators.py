"""The canonical indicators: data from indicators.tsv, merged with a user's own file of the same form.

One indicator a line, under the heading `id name name_en unit aliases`. Aliases are separated by `|`:

    生产总值              the words hold it
    =钢                   the words are it, whole
    财政收入@2015-        it means this from 2015 on (@-2014: until 2014, @1990-2014: between)
    =物价@growth          it means this where the quantity is of this measure

Two ids may claim one alias only under different conditions; one that holds goes before an alias without.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from govie.errors import LexiconError
from govie.types import Measure

DEFAULT_PATH = Path(__file__).with_name("indicators.tsv")
WORDS_PATH = Path(__file__).with_name("indicator_words.toml")
COLUMNS = ("id", "name", "name_en", "unit", "aliases")

_ID = re.compile(r"[a-z][a-z0-9_]*")
_ALIAS = re.compile(r"(?P<whole>=?)(?P<text>[^=@|]+)(?:@(?P<condition>[^@|]+))?")
_YEARS = re.compile(r"(\d{4})?-(\d{4})?")
_MEASURES = frozenset(Measure)


@dataclass(frozen=True, slots=True)
class Alias:
    """Words that mean an indicator, and where they do: both years are included, None is open."""

    text: str
    whole: bool = False  # only where it is all that the words say
    first_year: int | None = None
    last_year: int | None = None
    measure: Measure | None = None

    def holds(self, year: int | None, measure: str) -> bool:
        """Return whether the alias means its indicator; without a year, as it does today."""
        if self.measure is not None and self.measure != measure:
            return False
        if year is None:
            return self.last_year is None
        return (self.first_year or year) <= year <= (self.last_year or year)

    @property
    def conditional(self) -> bool:
        """Whether it means its indicator in some years or for one measure only."""
        return (self.first_year, self.last_year, self.measure) != (None, None, None)

    def excludes(self, other: Alias) -> bool:
        """Return whether it is always plain which of the two holds: one with a condition goes first."""
        if self.conditional != other.conditional:
            return True
        if None not in (self.measure, other.measure) and self.measure != other.measure:
            return True
        pairs = ((self.last_year, other.first_year), (other.last_year, self.first_year))
        return any(last is not None and first is not None and last < first for last, first in pairs)


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """An indicator: its names in Chinese and in the terms of the National Bureau of Statistics."""

    id: str
    name: str
    name_en: str
    unit: str  # the usual one, "" if it has none
    aliases: tuple[Alias, ...]  # the name is the first


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorTable:
    """Indicators by id, and the ids that each alias may mean.

    Tables compare by identity, so that what is compiled from one can be cached.
    """

    entries: Mapping[str, IndicatorEntry]
    by_alias: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, dict[str, None]] = {}
        for entry in self.entries.values():
            for alias in entry.aliases:
                found.setdefault(alias.text, {})[entry.id] = None
        object.__setattr__(self, "by_alias", {text: tuple(ids) for text, ids in found.items()})

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, id: object) -> bool:
        return id in self.entries

    def __getitem__(self, id: str) -> IndicatorEntry:
        return self.entries[id]


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """How the words of an indicator are read before they are looked up: indicator_words.toml."""

    dropped: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    shares_out: tuple[str, ...]
    lookalikes: tuple[str, ...]


@lru_cache(maxsize=8)
def load_indicators(path: Path | None = None) -> IndicatorTable:
    """Return the table that ships with govie; with `path`, that file's indicators over it.

    Raises LexiconError for the first line that cannot be used.
    """
    entries = dict(_read(DEFAULT_PATH, {}))
    return IndicatorTable(entries if path is None else entries | _read(path, entries))


@lru_cache(maxsize=1)
def load_indicator_words() -> IndicatorWords:
    """Return the words of indicator_words.toml."""
    data = tomllib.loads(WORDS_PATH.read_text("utf-8"))
    return IndicatorWords(
        frozenset(data["drop"]["characters"].split()),
        tuple(data["trim"]["before"].split()),
        tuple(data["trim"]["after"].split()),
        {fused: tuple(words.split()) for fused, words in data["members"].items()},
        tuple(data["sharing"]["words"].split()),
        tuple(data["lookalikes"]["words"].split()),
    )


def _read(path: Path, under: Mapping[str, IndicatorEntry]) -> dict[str, IndicatorEntry]:
    """Return the entries of `path`; their aliases must not be claimed by others of `under`."""
    entries: dict[str, IndicatorEntry] = {}
    owners: dict[str, list[tuple[Alias, str, int]]] = {}
    for number, cells in _rows(path):
        entry = _entry(path, number, cells)
        if entry.id in entries:
            raise LexiconError(str(path), number, f"id {entry.id!r} stands twice", "join the two lines")
        for alias in entry.aliases:
            for other, id, line in owners.setdefault(alias.text, []):
                _check_claims(path, number, alias, other, (entry.id, id), f"in line {line}")
            owners[alias.text].append((alias, entry.id, number))
        entries[entry.id] = entry
    for entry in under.values():
        for other in () if entry.id in entries else entry.aliases:
            for alias, id, line in owners.get(other.text, ()):
                _check_claims(path, line, alias, other, (id, entry.id), "in govie's own table")
    return entries


def _check_claims(
    path: Path, number: int, alias: Alias, other: Alias, ids: tuple[str, str], where: str
) -> None:
    if ids[0] != ids[1] and not alias.excludes(other):
        found = f"alias {alias.text!r} of {ids[0]!r} is claimed by {ids[1]!r} {where}"
        raise LexiconError(
            str(path), number, found, "give it to one of them, or to each on its own condition"
        )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines under the heading, with their numbers; blank lines and # comments are passed over."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(str(path), 0, str(error), "give a table of tab-separated UTF-8 text") from error
    headed = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(COLUMNS):
            advice = f"give the {len(COLUMNS)} columns {', '.join(COLUMNS)}, with tabs between them"
            raise LexiconError(str(path), number, f"{len(cells)} columns", advice)
        if headed:
            yield number, cells
        elif tuple(cells) == COLUMNS:
            headed = True
        else:
            found = f"heading {', '.join(cells)}"
            raise LexiconError(str(path), number, found, f"head the columns {', '.join(COLUMNS)}")


def _entry(path: Path, number: int, cells: list[str]) -> IndicatorEntry:
    id, name, name_en, unit, aliases = cells
    if not _ID.fullmatch(id):
        advice = "write it in small letters, digits and underscores, beginning with a letter"
        raise LexiconError(str(path), number, f"id {id!r}", advice)
    if not name:
        raise LexiconError(str(path), number, f"{id!r} has no name", "give its Chinese name")
    found = [_alias(path, number, text) for text in [name, *filter(None, aliases.split("|"))]]
    return IndicatorEntry(id, name, name_en, unit, tuple(dict.fromkeys(found)))


def _alias(path: Path, number: int, text: str) -> Alias:
    match = _ALIAS.fullmatch(text.strip())
    condition = match["condition"] if match else None
    years = _YEARS.fullmatch(condition or "-")
    if match is None or (years is None and condition not in _MEASURES):
        advice = "write 生产总值, =钢, 财政收入@2015- or =物价@growth, with | between aliases"
        raise LexiconError(str(path), number, f"alias {text.strip()!r}", advice)
    first, last = years.groups() if years else (None, None)
    return Alias(
        match["text"],
        bool(match["whole"]),
        int(first) if first else None,
        int(last) if last else None,
        None if years else Measure(str(condition)),
    )
