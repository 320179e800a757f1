"""Words that say what goes with a quantity, from companions.toml or a user's own file of the same form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from govie.errors import LexiconError

DEFAULT_PATH = Path(__file__).with_name("companions.toml")

#: Words in the order of the file, each once.
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Words that more than one companion stands beside."""

    regions: Words
    bounds_before: Words
    bounds_after: Words
    reach: Words
    light: Words


@dataclass(frozen=True, slots=True)
class BaselineWords:
    """Words around what a quantity is compared with."""

    than: Words
    not_than: Words
    beside: Words
    compared: Words
    on: Words
    basis: Words
    times: Words
    above: Words
    adverbs: Words
    movements: Words
    usual: Words
    usual_tail: Words
    cut: Words
    time_ends: Words


@dataclass(frozen=True, slots=True)
class WholeWords:
    """Words around the whole of a share."""

    part_of: Words
    not_part_of: Words
    shares: Words
    bare: Words
    that_share: Words
    has: Words
    drop: Words
    after_ends: Words
    spent: Words
    at: Words
    among: Words
    among_verbs: Words
    including: Words


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """Words around the place where a rank holds."""

    verbs: Words
    not_verbs: Words
    streaks: Words
    streak_units: Words
    ranks: Words
    kinds: Words
    ordinals: Words
    ordinal_ends: Words
    firsts: Words
    at: Words
    at_ends: Words
    entered: Words
    distributive: Words
    places: Words


@dataclass(frozen=True, slots=True)
class ModalWords:
    """Modal words, and what ends their reach."""

    words: Words
    not_words: Words
    plans: Words
    not_plans: Words
    plan_verbs: Words
    strives: Words
    got: Words
    better: Words
    heads: Words
    leads: Words
    statements: Words


@dataclass(frozen=True, slots=True, eq=False)
class CompanionWords:
    """All words of the file. Tables compare by identity, so that they can be cache keys.

    `wholes` gives for a part (税收) the wholes of which it has a share without more words.
    """

    common: CommonWords
    baseline: BaselineWords
    whole: WholeWords
    scope: ScopeWords
    modal: ModalWords
    wholes: Mapping[str, Words]


@lru_cache(maxsize=8)
def load_companions(path: Path | None = None) -> CompanionWords:
    """Return the words that ship with govie, or those in the file `path`.

    Raises LexiconError if the file is not TOML, or if a list is missing, empty or unknown.
    """
    path = path or DEFAULT_PATH
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = int(found[1]) if (found := re.search(r"line (\d+)", str(error))) else 0
        raise LexiconError(str(path), line, str(error), "write it as TOML in UTF-8") from error
    whole = dict(_table(data, "whole", path))
    parts = whole.pop("part", [])
    return CompanionWords(
        common=_lists(CommonWords, _table(data, "common", path), "common", path),
        baseline=_lists(BaselineWords, _table(data, "baseline", path), "baseline", path),
        whole=_lists(WholeWords, whole, "whole", path),
        scope=_lists(ScopeWords, _table(data, "scope", path), "scope", path),
        modal=_lists(ModalWords, _table(data, "modal", path), "modal", path),
        wholes=dict(_wholes(parts, path)),
    )


_Lists = TypeVar("_Lists", CommonWords, BaselineWords, WholeWords, ScopeWords, ModalWords)


def _lists(kind: type[_Lists], table: Mapping[str, Any], name: str, path: Path) -> _Lists:
    """Return the table as `kind`, whose fields are the lists that it must have."""
    known = {field.name for field in fields(kind)}
    if unknown := sorted(table.keys() - known):
        found = f"[{name}] has an unknown list {unknown[0]!r}"
        raise LexiconError(str(path), _line_of(path, unknown[0]), found, f"use {', '.join(sorted(known))}")
    return kind(**{key: _words(table.get(key), f"{key!r} of [{name}]", path) for key in known})


def _table(data: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        found = f"{name!r} is no table"
        raise LexiconError(str(path), _line_of(path, name), found, f"open it with [{name}]")
    return table


def _wholes(entries: Any, path: Path) -> Iterator[tuple[str, Words]]:
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict):
            found = f"a part {entry!r} is no table"
            raise LexiconError(str(path), _line_of(path, "part"), found, "open each with [[whole.part]]")
        wholes = _words(entry.get("wholes"), "'wholes' of [[whole.part]]", path)
        for part in _words(entry.get("parts"), "'parts' of [[whole.part]]", path):
            yield part, wholes


def _words(value: Any, where: str, path: Path) -> Words:
    # an empty list would compile to a pattern that matches everywhere
    if not isinstance(value, str) or not value.split():
        found = f"list {where} is {'missing' if value is None else repr(value)}"
        line = _line_of(path, where.split("'")[1])
        raise LexiconError(str(path), line, found, "give one string with words between spaces")
    return tuple(dict.fromkeys(value.split()))


def _line_of(path: Path, name: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.lstrip("[ ").startswith(name)), 0)
