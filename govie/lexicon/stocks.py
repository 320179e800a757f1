"""Words that tell a stock from a flow: stocks.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from govie.errors import LexiconError
from govie.lexicon.units import alternation

DEFAULT_PATH = Path(__file__).with_name("stocks.toml")
_LISTS = ("flow", "stock", "reach", "arrival")


@dataclass(frozen=True, slots=True, eq=False)
class StockWords:
    """The lists of stocks.toml; `pattern` finds the words of all, the longest where it stands."""

    pattern: re.Pattern[str]
    natures: Mapping[str, str]  # the list that each word is of


@lru_cache(4)
def load_stock_words(path: Path = DEFAULT_PATH) -> StockWords:
    """Return the words in `path`; raise LexiconError if it cannot be used."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        lists = {name: tuple(data[name].split()) for name in _LISTS}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(str(path), 0, str(error), "write it as TOML in UTF-8") from error
    except KeyError as error:
        raise LexiconError(
            str(path), 0, f"no list {error}", f"see the {DEFAULT_PATH.name} that ships"
        ) from error
    natures: dict[str, str] = {}
    for name, words in lists.items():
        for word in words:
            if natures.setdefault(word, name) != name:
                found = f"{word!r} is in {natures[word]} and in {name}"
                raise LexiconError(str(path), 0, found, "leave it in one of them")
    return StockWords(re.compile(alternation(natures)), natures)
