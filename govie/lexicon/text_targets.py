"""The grammar of targets without a number, from text_targets.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.lexicon.files import read_words
from govie.types import TextTargetKind

_PATH = Path(__file__).with_name("text_targets.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class TextTargetGrammar:
    """The tables of text_targets.toml; the comments there say what each holds."""

    kinds: Mapping[TextTargetKind, tuple[re.Pattern[str], ...]]
    wake: re.Pattern[str]
    wake_listed: re.Pattern[str]
    listed: frozenset[TextTargetKind]
    identified: frozenset[TextTargetKind]
    partners: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]
    shortest: int
    longest: int
    bare: frozenset[str]
    not_subjects: tuple[str, ...]


@cache
def load_text_targets(path: Path = _PATH) -> TextTargetGrammar:
    """Return the grammar in the TOML file at `path`, the shipped one by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    return read_words(path, _SCHEMA, _grammar, _PATH)


def _grammar(tables: dict[str, Any]) -> TextTargetGrammar:
    where, subject = tables["where"], tables["subject"]
    return TextTargetGrammar(
        kinds={
            TextTargetKind(kind): tuple(map(re.compile, lists)) for kind, lists in tables["kinds"].items()
        },
        wake=re.compile(_any(where["wake"])),
        wake_listed=re.compile(_any(f"{where['wake']} {where['wake_listed']}")),
        listed=frozenset(map(TextTargetKind, where["listed"].split())),
        identified=frozenset(map(TextTargetKind, where["identified"].split())),
        partners=tuple(where["partners"].split()),
        before=re.compile(f"(?:{_any(subject['before'])})+"),
        after=re.compile(f"(?:{_any(subject['after'])})+$"),
        shortest=subject["shortest"],
        longest=subject["longest"],
        bare=frozenset(subject["bare"].split()),
        not_subjects=tuple(subject["not_subjects"].split()),
    )


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))
