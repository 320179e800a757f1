"""What stands in files around reports, read from sources.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

_PATH = Path(__file__).with_name("sources.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class SourceWords:
    """The tables of sources.toml; the comments there say what each holds."""

    frequent: frozenset[str]
    marks: frozenset[str]


@cache
def load_source_words(path: Path = _PATH) -> SourceWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, or lacks an entry.
    """
    tables = read_toml(path, schema=_SCHEMA)
    try:
        return SourceWords(
            frequent=frozenset(tables["encodings"]["frequent"]),
            marks=frozenset(tables["encodings"]["marks"]),
        )
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no entry {error}", f"copy it from {_PATH.name}") from error
