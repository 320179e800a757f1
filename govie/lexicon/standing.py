"""What shows the list of main expected targets and the headline of the review: standing.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

_PATH = Path(__file__).with_name("standing.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class StandingWords:
    """The tables of standing.toml; the comments there say what each holds."""

    opens: re.Pattern[str]
    back: re.Pattern[str]
    unfinished: re.Pattern[str]
    item: re.Pattern[str]
    headline: frozenset[str]


@cache
def load_standing_words(path: Path = _PATH) -> StandingWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    tables = read_toml(path, schema=_SCHEMA)
    try:
        return _words(tables)
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no entry {error}", f"see {_PATH.name}") from error
    except re.error as error:
        raise LexiconError(str(path), 0, f"pattern {error.pattern!r}: {error}", "mend it") from error


def _words(tables: dict[str, Any]) -> StandingWords:
    targets = tables["target_list"]
    return StandingWords(
        opens=re.compile("|".join(targets["opens"])),
        back=re.compile("|".join(targets["back"])),
        unfinished=re.compile(targets["unfinished"]),
        item=re.compile(targets["item"]),
        headline=frozenset(tables["headline"]["indicators"]),
    )
