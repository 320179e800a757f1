"""The devices of a page and the shape of its lines, read from layout.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

_PATH = Path(__file__).with_name("layout.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class LayoutWords:
    """The tables of layout.toml; the comments there say what each holds.

    `page_number` matches a whole line that is a page number for sure, `any_page_number` a bare one
    too; the sets hold single characters.
    """

    page_number: re.Pattern[str]
    any_page_number: re.Pattern[str]
    stops: frozenset[str]
    closers: str
    open_ends: frozenset[str]
    open_starts: frozenset[str]
    amount: re.Pattern[str]
    opener: re.Pattern[str]
    contents: re.Pattern[str]
    always_traditional: frozenset[str]
    applause: re.Pattern[str]


@cache
def load_layout_words(path: Path = _PATH) -> LayoutWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    tables = read_toml(path, schema=_SCHEMA)
    try:
        pages, lines = tables["pages"], tables["lines"]
        return LayoutWords(
            page_number=re.compile("|".join(pages["numbers"])),
            any_page_number=re.compile("|".join([*pages["numbers"], pages["bare"]])),
            stops=frozenset(lines["stops"]),
            closers=lines["closers"],
            open_ends=frozenset(lines["open_ends"]),
            open_starts=frozenset(lines["open_starts"]),
            amount=re.compile(lines["amount"]),
            opener=re.compile("|".join(lines["openers"])),
            contents=re.compile(lines["contents"]),
            always_traditional=frozenset(tables["traditional"]["always"]),
            applause=re.compile(tables["speech"]["applause"]),
        )
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no entry {error}", f"copy it from {_PATH.name}") from error
    except re.error as error:
        raise LexiconError(str(path), 0, f"pattern {error.pattern!r}: {error}", "mend it") from error
