"""The unit table: data from units.toml, merged with a user's own file of the same form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError

DEFAULT_PATH = Path(__file__).with_name("units.toml")
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


@lru_cache(maxsize=8)
def load_units(path: Path | None = None) -> UnitTable:
    """Return the table that ships with govie; with `path`, that file's units over it.

    Raises LexiconError if the file is not TOML or a unit in it cannot be used.
    """
    table = _read(DEFAULT_PATH)
    return table if path is None else _merge(table, _read(path))


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


def _read(path: Path) -> UnitTable:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = int(found[1]) if (found := re.search(r"line (\d+)", str(error))) else 0
        raise LexiconError(str(path), line, str(error), "write it as TOML in UTF-8") from error
    entries = {entry.symbol: entry for entry in _counted(data)}
    entries |= {entry.symbol: entry for entry in _measured(data, path)}
    blocked = data.get("blocked", {})
    return UnitTable(entries, **{key: _words(blocked.get(key, "")) for key in _BLOCKED})


def _counted(data: Mapping[str, Any]) -> Iterator[UnitEntry]:
    for words in data.get("count", {}).values():
        for word in words.split():
            yield UnitEntry(word, word, Fraction(1), "count")


def _measured(data: Mapping[str, Any], path: Path) -> Iterator[UnitEntry]:
    for name, dimension in data.get("dimension", {}).items():
        for symbols, text in dimension.get("units", {}).items():
            try:
                scale, base = Fraction(text), dimension["base"]
            except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
                advice = 'give the dimension a base and the unit a scale such as "1000" or "2000/3"'
                found = f"unit {symbols!r} of dimension {name!r} has no usable scale or base"
                raise LexiconError(str(path), _line_of(path, symbols), found, advice) from error
            for symbol in symbols.split():
                yield UnitEntry(symbol, base, scale, name)


def _line_of(path: Path, text: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


def _merge(under: UnitTable, over: UnitTable) -> UnitTable:
    joined = {key: (*getattr(under, key), *getattr(over, key)) for key in _BLOCKED}
    return UnitTable({**under.entries, **over.entries}, **joined)
