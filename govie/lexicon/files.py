"""Reading the data files of the lexicon, and those of a user's own that are merged over them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from govie.errors import LexiconError

_Words = TypeVar("_Words")


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file as it stands now: what is cached under it is read anew once the file has changed."""

    path: Path  # absolute
    changed: int  # nanoseconds
    size: int


def version_of(path: str | Path) -> FileVersion:
    """Return the version of the file at `path`; raise LexiconError if there is none."""
    path = Path(path).absolute()
    try:
        stat = path.stat()
    except OSError as error:
        raise LexiconError(str(path), 0, str(error.strerror), "check the path") from error
    return FileVersion(path, stat.st_mtime_ns, stat.st_size)


def is_toml(path: Path) -> bool:
    """Return whether the file is TOML, by its name; raise LexiconError if it is not TSV either."""
    suffix = path.suffix.lower()
    if suffix not in (".toml", ".tsv"):
        advice = "write a table with tabs and name it .tsv, or TOML and name it .toml"
        raise LexiconError(str(path), 0, f"a file of the kind {suffix!r}", advice)
    return suffix == ".toml"


def read_file(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LexiconError(str(path), line, "not in UTF-8", "save it in UTF-8") from error
    except OSError as error:
        raise LexiconError(str(path), 0, str(error.strerror or error), "check the path") from error


def read_toml(path: Path, *, schema: int | None = None) -> dict[str, Any]:
    """Return the content of a TOML file; raise LexiconError if it is none, or not of `schema`."""
    text = read_file(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        # without a number the file ends too early
        line = int(found[1]) if found else len(text.splitlines())
        raise LexiconError(str(path), line, f"no TOML: {error}", "mend the line") from error
    if schema is not None and tables.get("schema") != schema:
        raise LexiconError(str(path), 1, f"schema {tables.get('schema')!r}", f"write schema = {schema}")
    return tables


def read_words(path: Path, schema: int, build: Callable[[dict[str, Any]], _Words], like: Path) -> _Words:
    """Return what `build` makes of a TOML file of `schema`.

    Raises LexiconError where it is none, lacks an entry that `like` has, or holds a pattern that does
    not compile.
    """
    tables = read_toml(path, schema=schema)
    try:
        return build(tables)
    except (KeyError, ValueError, AttributeError) as error:
        raise LexiconError(str(path), 0, f"entry {error}", f"see {like.name}") from error
    except re.error as error:
        raise LexiconError(str(path), 0, f"pattern {error.pattern!r}: {error}", "mend it") from error


def read_tsv(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each line under the heading, which must be `columns`.

    Blank lines and those that begin with # are passed over.
    """
    headed = False
    for number, line in enumerate(read_file(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(columns):
            advice = f"give the {len(columns)} columns {', '.join(columns)}, with tabs between them"
            raise LexiconError(str(path), number, f"{len(cells)} columns", advice)
        if headed:
            yield number, cells
        elif cells == list(columns):
            headed = True
        else:
            found = f"heading {', '.join(cells)}"
            raise LexiconError(str(path), number, found, f"head the columns {', '.join(columns)}")


def line_of(path: Path, text: str) -> int:
    """Return the first line where `text` stands by itself, 0 if there is none: TOML keeps no lines."""
    alone = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
    lines = enumerate(read_file(path).splitlines(), 1)
    return next((number for number, line in lines if alone.search(line.partition("#")[0])), 0)


def check_keys(path: Path, found: Mapping[str, object], known: Iterable[str], what: str) -> None:
    """Raise LexiconError for a key that is not among those `known`: it may be a slip of the pen."""
    known = tuple(known)
    for key in found:
        if key not in known:
            raise LexiconError(
                str(path), line_of(path, key), f"{key!r} in {what}", f"it knows {', '.join(known)}"
            )
