"""What a panel must know of an indicator before a number may fill the cell of a year: cells.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

_PATH = Path(__file__).with_name("cells.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class CellWords:
    """The tables of cells.toml; the comments there say what each holds."""

    flows: frozenset[str]
    wanted_low: frozenset[str]
    together: re.Pattern[str]
    each: re.Pattern[str]
    new: re.Pattern[str]
    clause: re.Pattern[str]


@cache
def load_cell_words(path: Path = _PATH) -> CellWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    tables = read_toml(path, schema=_SCHEMA)
    try:
        patterns = {name: re.compile(tables[name]) for name in ("together", "each", "new", "clause")}
        return CellWords(
            flows=frozenset(tables["flows"]), wanted_low=frozenset(tables["wanted_low"]), **patterns
        )
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no entry {error}", f"see {_PATH.name}") from error
    except re.error as error:
        raise LexiconError(str(path), 0, f"pattern {error.pattern!r}: {error}", "mend it") from error
