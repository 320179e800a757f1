"""The level of government of a place, told from its name by levels.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.lexicon.files import read_words
from govie.types import Level

_PATH = Path(__file__).with_name("levels.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class LevelNames:
    """The tables of levels.toml; the comments there say what each holds."""

    endings: tuple[tuple[str, Level], ...]  # longest first
    names: dict[str, Level]
    state: re.Pattern[str]
    places: tuple[re.Pattern[str], ...]

    def level_of(self, name: str) -> Level | None:
        """Return the level of the place that `name` ends with, None if its ending says nothing.

        >>> load_level_names().level_of("云岭省澜溪市青禾县")
        <Level.COUNTY: 'county'>
        """
        for known, level in self.names.items():
            if name.endswith(known):
                return level
        for ending, level in self.endings:
            if name.endswith(ending):
                inner = level is Level.CITY and self._lies_in_a_city(name.removesuffix(ending))
                return Level.COUNTY if inner else level
        return None

    def _lies_in_a_city(self, before: str) -> bool:
        for ending, level in self.endings:
            if level is Level.PROVINCE:
                before = before.rsplit(ending, 1)[-1]
        cities = [ending for ending, level in self.endings if level is Level.CITY]
        # names have two characters at least: the 州 of 杭州市 or 贵州遵义市 is no place that it lies in
        return any(ending in before[2:-1] for ending in cities)

    def level_said(self, text: str) -> Level | None:
        """Return the level that a title or an opening shows, None if it shows none."""
        found = self.find_level(text)
        return found[0] if found else None

    def find_level(self, text: str) -> tuple[Level, int, int] | None:
        """Return the level that a title or an opening shows, and where the words stand that show it."""
        if state := self.state.search(text):
            return Level.STATE, *state.span()
        for place in self.places:
            for match in place.finditer(text):
                if level := self.level_of(match[1]):
                    return level, *match.span(1)
        return None


@cache
def load_level_names(path: Path = _PATH) -> LevelNames:
    """Return the names in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    return read_words(path, _SCHEMA, _names, _PATH)


def _names(tables: dict[str, Any]) -> LevelNames:
    endings = [(end, Level(level)) for level, ends in tables["endings"].items() for end in ends]
    return LevelNames(
        endings=tuple(sorted(endings, key=_length_of_ending, reverse=True)),
        names={name: Level(level) for level, names in tables["names"].items() for name in names},
        state=re.compile("|".join(tables["report"]["state"])),
        places=tuple(re.compile(pattern) for pattern in tables["report"]["places"]),
    )


def _length_of_ending(ending: tuple[str, Level]) -> int:
    return len(ending[0])
