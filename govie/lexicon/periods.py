"""The words by which a report speaks of time, read from periods.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

_PATH = Path(__file__).with_name("periods.toml")
_SCHEMA = 1
_TABLES = ("digits", "words", "use", "relative", "parts", "plans", "centuries")


@dataclass(frozen=True, slots=True, eq=False)
class PeriodWords:
    """The tables of periods.toml; the comments there say what each holds. Compared by identity."""

    digits: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]
    use: Mapping[str, tuple[str, ...]]
    relative: Mapping[str, int]
    parts: Mapping[str, str]
    plans: Mapping[str, int]
    centuries: Mapping[str, int]


@cache
def load_period_words(path: Path = _PATH) -> PeriodWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, or lacks a table.
    """
    tables = read_toml(path, schema=_SCHEMA)
    for name in _TABLES:
        if not isinstance(tables.get(name), dict):
            raise LexiconError(str(path), 0, f"no table [{name}]", f"copy [{name}] from {_PATH.name}")
    return PeriodWords(
        digits=tables["digits"],
        words=_tuples(tables["words"]),
        use=_tuples(tables["use"]),
        relative=tables["relative"],
        parts=tables["parts"],
        plans=tables["plans"],
        centuries=tables["centuries"],
    )


def _tuples(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in table.items()}
