"""Which level of government gave a report: told from the report, or from a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from govie.errors import AnnotationError
from govie.lexicon.levels import load_level_names
from govie.types import Level, Report

_OPENING = 600
"""Characters in which a report says who gives it."""


def level_of(report: Report) -> Level | None:
    """Return the level of a report's area, else that which its region, title or opening shows."""
    if report.area is not None and report.area.level:
        return report.area.level
    names = load_level_names()
    if report.region and (level := names.level_of(report.region)):
        return level
    return names.level_said(report.title) or names.level_said(report.text[:_OPENING])


def read_levels(path: str | Path) -> Mapping[str, Level]:
    """Return the level of each document in a TSV file: its name, a tab, its level; # begins a comment.

    Raise AnnotationError with file and line for the first line that is not so.
    """
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
        raise AnnotationError(str(path), 1, found, "check its name and permissions") from error
    except UnicodeDecodeError as error:
        found = f"is not UTF-8 (byte {error.start})"
        raise AnnotationError(str(path), 1, found, "save it as UTF-8") from error
    levels: dict[str, Level] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        document, _, level = line.partition("\t")
        if level.strip() not in set(Level):
            advice = f"write DOCUMENT, a tab, and one of {', '.join(Level)}"
            raise AnnotationError(str(path), number, f"level {level.strip()!r}", advice)
        levels[document.strip()] = Level(level.strip())
    return levels
