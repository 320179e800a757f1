"""The words that tell how firmly a target binds, from targets.toml or a user's own file of the same form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from govie.lexicon.files import FileVersion, read_words, version_of
from govie.types import Binding, Constraint

_PATH = Path(__file__).with_name("targets.toml")
_SCHEMA = 1
_Kind = TypeVar("_Kind", Constraint, Binding)


@dataclass(frozen=True, slots=True, eq=False)
class TargetTable:
    """The words of targets.toml. Tables compare by identity, so that they can be cache keys."""

    constraint: Mapping[str, Constraint]
    interval: Constraint | None
    verbs: tuple[str, ...]
    between: tuple[str, ...]
    binding: Mapping[str, Binding]


def load_targets(path: str | Path | None = None) -> TargetTable:
    """Return the words that ship with govie, or those in the file `path`, read anew when it changes.

    Raises LexiconError if the file is no TOML, is of another schema, lacks an entry, or has a word in
    two lists.
    """
    return _load(version_of(path or _PATH))


@lru_cache(maxsize=8)
def _load(file: FileVersion) -> TargetTable:
    path = file.path
    return read_words(path, _SCHEMA, _table, _PATH)


def _table(tables: dict[str, Any]) -> TargetTable:
    constraint, interval = tables["constraint"], tables["constraint"].get("interval")
    return TargetTable(
        constraint=_by_word({c: constraint[c.value] for c in Constraint}),
        interval=Constraint(interval) if interval else None,
        verbs=_longest_first(constraint["verbs"]),
        between=_longest_first(constraint["between"]),
        binding=_by_word({b: tables["binding"][b.value] for b in Binding}),
    )


def _by_word(lists: Mapping[_Kind, str]) -> dict[str, _Kind]:
    found: dict[str, _Kind] = {}
    for kind, words in lists.items():
        for word in words.split():
            if found.setdefault(word, kind) != kind:
                raise ValueError(f"{word!r} in two lists")
    return found


def _longest_first(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))
