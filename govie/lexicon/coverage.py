"""The words that say of what place a number speaks, from coverage.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.lexicon.files import read_words
from govie.types import Level

_PATH = Path(__file__).with_name("coverage.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class CoverageWords:
    """The words of coverage.toml; the comments there say what each holds."""

    levels: Mapping[Level, frozenset[str]]
    world: frozenset[str]
    regions: frozenset[str]
    average: tuple[str, ...]
    titles: tuple[str, ...]
    lists: tuple[str, ...]
    of_state: frozenset[str]
    zones: tuple[str, ...]
    zone: re.Pattern[str]
    inner: re.Pattern[str]
    town: re.Pattern[str]
    not_towns: tuple[str, ...]
    firm: re.Pattern[str]
    not_firms: tuple[str, ...]
    projects: tuple[str, ...]
    objects: re.Pattern[str]
    several: re.Pattern[str]
    project_behind: re.Pattern[str]
    investment: frozenset[str]
    subtotal: re.Pattern[str]
    filler: re.Pattern[str]
    lead: re.Pattern[str]


@cache
def load_coverage_words(path: Path = _PATH) -> CoverageWords:
    """Return the words in the TOML file at `path`, by default the shipped ones.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    return read_words(path, _SCHEMA, _words, _PATH)


def _words(tables: dict[str, Any]) -> CoverageWords:
    higher, part = tables["higher"], tables["part"]
    filler = _any(tables["clause"]["filler"]) + "|[0-9]{4}年"
    return CoverageWords(
        levels={Level(level): frozenset(words.split()) for level, words in tables["levels"].items()},
        world=frozenset(higher["world"].split()),
        regions=frozenset(higher["regions"].split()),
        average=tuple(higher["average"].split()),
        titles=tuple(higher["titles"].split()),
        lists=tuple(part["lists"].split()),
        of_state=frozenset(part["of_state"].split()),
        zones=tuple(part["zones"].split()),
        # a name before it, none of the marks that part clauses
        zone=re.compile(f"[\u4e00-\u9fff]{{0,10}}?(?:{_any(part['zones'])})"),
        inner=re.compile(_any(part["inner"])),
        town=re.compile(f"[\u4e00-\u9fff]{{1,4}}?(?:{_any(part['towns'])})(?![{part['town_goes_on']}])"),
        not_towns=tuple(part["not_towns"].split()),
        firm=re.compile(f"[\u4e00-\u9fffA-Za-z]{{2,12}}?(?:{_any(part['firms'])})"),
        not_firms=tuple(part["not_firms"].split()),
        projects=tuple(part["projects"].split()),
        objects=re.compile(_any(part["objects"])),
        several=re.compile(part["several"]),
        project_behind=re.compile(part["project_behind"]),
        investment=frozenset(part["investment"].split()),
        subtotal=re.compile(part["subtotal"]),
        filler=re.compile(f"(?:{filler})+$"),
        lead=re.compile(f"(?:{filler})*"),
    )


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))
