"""The canonical indicators: data from indicators.tsv, with a user's own file merged over it.

One indicator a line, under the heading `id name name_en unit aliases`. Aliases are separated by `|`:

    生产总值              the words hold it
    =钢                   the words are it, whole
    财政收入@2015-        it means this from 2015 on (@-2014: until 2014, @1990-2014: between)
    =物价@growth          it means this where the quantity is of this measure

Two ids may claim one alias only under different conditions; one that holds goes before an alias without.

A user's file has the same form, or is TOML with a table for each id. Where it names an id of ours, its
empty cells keep what ours has, its aliases are added to ours, and -生产总值 takes one of ours away.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.files import FileVersion, check_keys, is_toml, line_of, read_toml, read_tsv, version_of
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


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator as a file states it."""

    line: int
    id: str
    name: str = ""
    name_en: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()


def load_indicators(path: str | Path | None = None) -> IndicatorTable:
    """Return the table that ships with govie; with `path`, a user's file merged over it.

    Each version of a file is read once. Raises LexiconError for the first line that cannot be used.
    """
    return _load(None if path is None else version_of(path))


@lru_cache(maxsize=8)
def _load(file: FileVersion | None) -> IndicatorTable:
    if file is None:
        return IndicatorTable(_merged(DEFAULT_PATH, {}))
    return IndicatorTable(_merged(file.path, _load(None).entries))


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


def _merged(path: Path, under: Mapping[str, IndicatorEntry]) -> dict[str, IndicatorEntry]:
    """Return the entries `under` with those of the file at `path` over them."""
    entries, lines = dict(under), {}
    for row in _toml_rows(path) if is_toml(path) else _tsv_rows(path):
        if row.id in lines:
            raise LexiconError(str(path), row.line, f"id {row.id!r} stands twice", "join the two")
        entries[row.id] = _entry(path, row, under.get(row.id))
        lines[row.id] = row.line
    _check_claims(path, entries.values(), lines)
    return entries


def _tsv_rows(path: Path) -> Iterator[_Row]:
    for line, (id, name, name_en, unit, aliases) in read_tsv(path, COLUMNS):
        yield _Row(line, id, name, name_en, unit, tuple(filter(None, map(str.strip, aliases.split("|")))))


def _toml_rows(path: Path) -> Iterator[_Row]:
    for id, cells in read_toml(path).items():
        line = line_of(path, f"[{id}]") or line_of(path, id)
        if not isinstance(cells, dict):
            advice = f'write [{id}] and below it name = "..." and aliases = ["..."]'
            raise LexiconError(str(path), line, f"{id!r} is no table", advice)
        check_keys(path, cells, COLUMNS[1:], f"[{id}]")
        aliases = cells.pop("aliases", [])
        texts = [*cells.values(), *(aliases if isinstance(aliases, list) else [None])]
        if not all(isinstance(text, str) for text in texts):
            advice = 'write name, name_en and unit = "...", aliases = ["...", "..."]'
            raise LexiconError(str(path), line, f"a value in [{id}] that is no string", advice)
        yield _Row(line, id, aliases=tuple(filter(None, map(str.strip, aliases))), **cells)


def _entry(path: Path, row: _Row, ours: IndicatorEntry | None) -> IndicatorEntry:
    """Return the entry of a row; `ours` is what it adds to."""
    if not _ID.fullmatch(row.id):
        advice = "write it in small letters, digits and underscores, beginning with a letter"
        raise LexiconError(str(path), row.line, f"id {row.id!r}", advice)
    name = row.name or (ours.name if ours else "")
    if not name:
        raise LexiconError(str(path), row.line, f"{row.id!r} has no name", "give its Chinese name")
    taken = {text[1:] for text in row.aliases if text.startswith("-")}
    added = [_alias(path, row.line, text) for text in row.aliases if not text.startswith("-")]
    kept = [alias for alias in (ours.aliases if ours else ()) if alias.text not in taken]
    if unknown := taken - {alias.text for alias in (ours.aliases if ours else ())}:
        found = f"-{min(unknown)} takes an alias from {row.id!r} that govie's own table does not give it"
        raise LexiconError(str(path), row.line, found, "leave it out")
    return IndicatorEntry(
        row.id,
        name,
        row.name_en or (ours.name_en if ours else ""),
        row.unit or (ours.unit if ours else ""),
        tuple(dict.fromkeys([_alias(path, row.line, name), *kept, *added])),
    )


def _check_claims(path: Path, entries: Iterable[IndicatorEntry], lines: Mapping[str, int]) -> None:
    """Raise LexiconError if two indicators claim one alias; `lines` are those of the ids in the file."""
    claims: dict[str, list[tuple[Alias, str]]] = {}
    for entry in entries:
        for alias in entry.aliases:
            for other, id in claims.setdefault(alias.text, []):
                if id != entry.id and not alias.excludes(other):
                    raise _claimed_twice(path, alias.text, (id, entry.id), lines)
            claims[alias.text].append((alias, entry.id))


def _claimed_twice(path: Path, text: str, ids: tuple[str, str], lines: Mapping[str, int]) -> LexiconError:
    other, id = sorted(ids, key=lambda id: lines.get(id, 0))
    where = f"in line {lines[other]}" if other in lines else "in govie's own table"
    advice = "give it to one of them, or to each on its own condition"
    if other not in lines:
        advice += f"; a line for {other!r} with the alias -{text} takes it from there"
    found = f"alias {text!r} of {id!r} is claimed by {other!r} {where}"
    return LexiconError(str(path), lines.get(id, 0), found, advice)


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
