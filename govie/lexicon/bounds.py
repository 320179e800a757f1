"""The words that bound a number, from bounds.toml or a user's own file of the same form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError
from govie.types import Bound

DEFAULT_PATH = Path(__file__).with_name("bounds.toml")


@dataclass(frozen=True, slots=True)
class BoundFrame:
    """Two words that bound a number only together, one before it and one after it."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    bound: Bound


@dataclass(frozen=True, slots=True, eq=False)
class BoundTable:
    """Bound words by where they stand. Tables compare by identity, so that they can be cache keys."""

    before: Mapping[str, Bound]
    before_round: Mapping[str, Bound]
    after: Mapping[str, Bound]
    inside: Mapping[str, Bound]
    between: tuple[str, ...]
    frames: tuple[BoundFrame, ...]
    distributive: tuple[str, ...]
    gaps: tuple[str, ...]
    shared_gaps: tuple[str, ...]


@lru_cache(maxsize=8)
def load_bounds(path: Path | None = None) -> BoundTable:
    """Return the table that ships with govie, or the one in the file `path`.

    Raises LexiconError if the file is not TOML or a bound in it is none of `Bound`.
    """
    path = path or DEFAULT_PATH
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = int(found[1]) if (found := re.search(r"line (\d+)", str(error))) else 0
        raise LexiconError(str(path), line, str(error), "write it as TOML in UTF-8") from error
    lists = data.get("list", {})
    return BoundTable(
        before=_by_word(data, "before", path),
        before_round=_by_word(data, "before_round", path),
        after=_by_word(data, "after", path),
        inside=_by_word(data, "inside", path),
        between=_words(data.get("between", {}).get("words", "")),
        frames=tuple(_frames(data, path)),
        distributive=_words(lists.get("distributive", "")),
        gaps=_words(lists.get("gaps", "")),
        shared_gaps=_words(lists.get("shared_gaps", "")),
    )


def _by_word(data: Mapping[str, Any], place: str, path: Path) -> dict[str, Bound]:
    pairs = data.get(place, {}).items()
    return {word: _bound(bound, path) for bound, words in pairs for word in _words(words)}


def _frames(data: Mapping[str, Any], path: Path) -> Iterator[BoundFrame]:
    for frame in data.get("frame", []):
        before, after = _words(frame.get("before", "")), _words(frame.get("after", ""))
        yield BoundFrame(before, after, _bound(frame.get("bound", ""), path))


def _bound(name: str, path: Path) -> Bound:
    try:
        return Bound(name)
    except ValueError as error:
        advice = f"use one of {', '.join(Bound)}"
        raise LexiconError(str(path), _line_of(path, name), f"unknown bound {name!r}", advice) from error


def _line_of(path: Path, text: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))
