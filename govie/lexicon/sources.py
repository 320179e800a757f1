"""What stands in files around reports, read from sources.toml."""

from __future__ import annotations

import re
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
    title: re.Pattern[str]
    date_keys: tuple[str, ...]
    dated: re.Pattern[str]
    furniture: re.Pattern[str]
    footer: re.Pattern[str]
    end: re.Pattern[str]
    classes: re.Pattern[str]


@cache
def load_source_words(path: Path = _PATH) -> SourceWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    tables = read_toml(path, schema=_SCHEMA)
    try:
        encodings, pages = tables["encodings"], tables["pages"]
        return SourceWords(
            frequent=frozenset(encodings["frequent"]),
            marks=frozenset(encodings["marks"]),
            title=re.compile(pages["title"]),
            date_keys=tuple(pages["date_keys"]),
            dated=re.compile(pages["dated"]),
            furniture=re.compile("|".join(pages["furniture"])),
            footer=re.compile("|".join(pages["footer"])),
            end=re.compile(pages["end"]),
            classes=re.compile(pages["classes"]),
        )
    except re.error as error:
        raise LexiconError(str(path), 0, f"pattern {error.pattern!r}: {error}", "mend it") from error
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no entry {error}", f"copy it from {_PATH.name}") from error
