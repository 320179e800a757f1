"""The unit table: data from units.toml, with a user's own file merged over it.

A user's file has the same form, or is a table under the heading `unit scale base`: 垧 15 亩 says that one
垧 is 15 亩. Without scale and base a unit counts things and is its own base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError
from govie.lexicon.files import FileVersion, check_keys, is_toml, line_of, read_toml, read_tsv, version_of

DEFAULT_PATH = Path(__file__).with_name("units.toml")
COLUMNS = ("unit", "scale", "base")

COUNT = "count"
"""The dimension of units that count things."""

MULTIPLIERS = "十百千万亿"
"""What a report writes before any unit."""

_SCALES = 'write the scale as "1000", "0.5" or "2000/3"'
_UNREADABLE = re.compile(r"[\d，。；：、！？,;!?|]")
_BLOCKED = ("words_like_units", "words_with_numerals", "after_ordinal", "masked_counts", "after_mask_name")


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit symbol: one of it is `scale` of `base`. Scales are exact (a 亩 is 2000/3 平方米)."""

    symbol: str
    base: str
    scale: Fraction
    dimension: str


@dataclass(frozen=True, slots=True, eq=False)
class UnitTable:
    """Unit symbols, and the words that look like units or numerals and are none.

    Tables compare by identity, so that what is compiled from one can be cached.
    """

    entries: Mapping[str, UnitEntry]
    words_like_units: tuple[str, ...] = ()
    words_with_numerals: tuple[str, ...] = ()
    after_ordinal: tuple[str, ...] = ()
    masked_counts: tuple[str, ...] = ()
    after_mask_name: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, symbol: object) -> bool:
        return symbol in self.entries

    def __getitem__(self, symbol: str) -> UnitEntry:
        return self.entries[symbol]


def load_units(path: str | Path | None = None) -> UnitTable:
    """Return the table that ships with govie; with `path`, a user's file merged over it.

    Each version of a file is read once. Raises LexiconError for the first unit that cannot be used.
    """
    return _load(None if path is None else version_of(path))


@lru_cache(maxsize=8)
def _load(file: FileVersion | None) -> UnitTable:
    if file is None:
        return _merged(DEFAULT_PATH, UnitTable({}))
    return _merged(file.path, _load(None))


def alternation(words: Iterable[str]) -> str:
    """Return a regex source that matches the longest of `words`: a trie, so tries stay few."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _trie_source(trie)


def _trie_source(node: dict[str, Any]) -> str:
    branches = [re.escape(char) + _trie_source(rest) for char, rest in node.items() if char]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


def _merged(path: Path, under: UnitTable) -> UnitTable:
    """Return the table `under` with the units and words of the file at `path` over it."""
    data = read_toml(path) if is_toml(path) else {}
    check_keys(path, data, ("dimension", "count", "blocked"), "a file of units")
    stated = (*_counted(path, data), *_measured(path, data, under)) if data else _rows(path, under)
    entries: dict[str, UnitEntry] = {}
    for entry in stated:
        if entry.symbol in entries:
            line = line_of(path, entry.symbol)
            raise LexiconError(str(path), line, f"unit {entry.symbol!r} stands twice", "leave one of them")
        ours = under.entries.get(entry.symbol)
        # a base of ours is its own base already, and its dimension says more than that it counts
        known = ours is not None and ours.base == ours.symbol and entry.dimension == COUNT
        entries[entry.symbol] = ours if ours and known else entry
    words = _table(path, data, "blocked")
    check_keys(path, words, _BLOCKED, "[blocked]")
    joined = {key: (*getattr(under, key), *_words(path, words, key)) for key in _BLOCKED}
    table = UnitTable({**under.entries, **entries}, **joined)
    _check(path, table, entries)
    return table


def _rows(path: Path, under: UnitTable) -> Iterator[UnitEntry]:
    """Yield the units of a TSV file: a base is a unit of `under` or of a line above."""
    known = dict(under.entries)
    for line, (symbols, scale, base) in read_tsv(path, COLUMNS):
        if not symbols:
            raise LexiconError(str(path), line, "no unit", "name it in the first column")
        for symbol in symbols.split():
            known[symbol] = _row(path, line, symbol, scale, base, known)
            yield known[symbol]


def _row(
    path: Path, line: int, symbol: str, scale: str, base: str, known: Mapping[str, UnitEntry]
) -> UnitEntry:
    times = _scale(scale or "1")
    if times is None:
        raise LexiconError(str(path), line, f"scale {scale!r} of {symbol!r}", _SCALES)
    if base in ("", symbol):
        if times != 1:
            found = f"{symbol!r} has the scale {scale} and no base"
            raise LexiconError(str(path), line, found, "name the unit that it is a multiple of")
        return UnitEntry(symbol, symbol, times, COUNT)
    if base not in known:
        found = f"base {base!r} of {symbol!r} is no unit"
        raise LexiconError(str(path), line, found, "name a unit of govie's table, or of a line above")
    of = known[base]
    return UnitEntry(symbol, of.base, times * of.scale, of.dimension)


def _counted(path: Path, data: Mapping[str, Any]) -> Iterator[UnitEntry]:
    groups = _table(path, data, "count")
    for name in groups:
        for word in _words(path, groups, name):
            yield UnitEntry(word, word, Fraction(1), COUNT)


def _measured(path: Path, data: Mapping[str, Any], under: UnitTable) -> Iterator[UnitEntry]:
    bases = {entry.dimension: entry.base for entry in under.entries.values() if entry.dimension != COUNT}
    dimensions = _table(path, data, "dimension")
    for name in dimensions:
        dimension = _table(path, dimensions, name)
        check_keys(path, dimension, ("base", "units"), f"[dimension.{name}]")
        base = dimension.get("base", bases.get(name))
        if name in bases and base != bases[name]:
            found = f"base {base!r} of dimension {name!r}, which has {bases[name]!r} in govie's own table"
            raise LexiconError(str(path), line_of(path, str(base)), found, "leave the base out")
        for symbols, text in _table(path, dimension, "units").items():
            scale = _scale(text)
            if scale is None or not isinstance(base, str):
                found = f"unit {symbols!r} of dimension {name!r} has no usable scale or base"
                raise LexiconError(str(path), line_of(path, symbols), found, f"give it a base; {_SCALES}")
            for symbol in symbols.split():
                yield UnitEntry(symbol, base, scale, name)


def _table(path: Path, data: Mapping[str, Any], key: str) -> dict[str, Any]:
    content = data.get(key, {})
    if not isinstance(content, dict):
        advice = f"see how {DEFAULT_PATH.name} of govie writes it"
        raise LexiconError(str(path), line_of(path, key), f"{key!r} is no table", advice)
    return content


def _words(path: Path, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    words = data.get(key, "")
    if not isinstance(words, str):
        advice = 'write the words in one string, with spaces between them: "柜 亩次"'
        raise LexiconError(str(path), line_of(path, key), f"{key!r} is no string", advice)
    return tuple(dict.fromkeys(words.split()))


def _scale(text: object) -> Fraction | None:
    """Return an exact scale, None if `text` is none; a float would not be exact."""
    if not isinstance(text, str | int):
        return None
    try:
        scale = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return scale if scale > 0 else None


def _check(path: Path, table: UnitTable, added: Mapping[str, UnitEntry]) -> None:
    """Raise LexiconError for a symbol that cannot be read, or a base that is not one."""
    for symbol in added:
        if _UNREADABLE.search(symbol) or not symbol.strip(MULTIPLIERS):
            found = f"unit {symbol!r} holds digits or punctuation, or is only a multiplier"
            raise LexiconError(str(path), line_of(path, symbol), found, "write the unit alone: 柜, not 3柜")
    for symbol, entry in table.entries.items():
        base = table.entries.get(entry.base)
        if base is None or (base.base, base.scale, base.dimension) != (
            entry.base,
            Fraction(1),
            entry.dimension,
        ):
            line = line_of(path, symbol if symbol in added else entry.base)
            found = f"base {entry.base!r} of {symbol!r} is no unit of scale 1 in its dimension"
            advice = f'give the base itself as a unit: "{entry.base}" = "1"'
            raise LexiconError(str(path), line, found, advice)
