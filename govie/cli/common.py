"""What the subcommands share: exit codes, messages, and the streams that they write to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TextIO

import typer
from rich.console import Console

from govie.errors import GovieError, LexiconError, ModelError

UNLIMITED = 10_000
"""Columns of a table that no terminal shows: nothing is wrapped, so that grep finds whole rows."""


class Exit(IntEnum):
    """Exit codes of the command."""

    WELL = 0
    INPUT_FAILED = 1
    USAGE = 2
    MODEL = 3


def complain(message: object) -> None:
    """Print one line on standard error, above the bar if there is one."""
    # through sys.stderr, which a moving bar replaces: a console of our own would write into the bar
    print(f"govie: {' '.join(str(message).split())}", file=sys.stderr)


def table_console(target: TextIO) -> Console:
    """Return a console for tables: as wide as the terminal, of unlimited width anywhere else."""
    width = None if target.isatty() else UNLIMITED
    return Console(file=target, width=width, highlight=False, emoji=False, markup=False)


@contextmanager
def progress(total: int, what: str, *, wanted: bool = True) -> Iterator[Callable[[], None]]:
    """Yield a function to call after each step; it moves a bar, if standard error is a terminal."""
    console = Console(stderr=True)
    if not (wanted and console.is_terminal):
        yield _nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), "reading", BarColumn(), MofNCompleteColumn(), what, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def _nothing() -> None:
    """Stand for the bar where there is none."""


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Turn an error of govie into its line on standard error and its exit code."""
    try:
        yield
    except ModelError as error:
        complain(error)
        raise typer.Exit(Exit.MODEL) from error
    except LexiconError as error:  # nothing was read: an option names a file that cannot be used
        complain(error)
        raise typer.Exit(Exit.USAGE) from error
    except GovieError as error:
        complain(error)
        raise typer.Exit(Exit.INPUT_FAILED) from error


@contextmanager
def open_output(path: Path | None, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Yield the file at `path` to write, or standard output in UTF-8.

    A file that cannot be opened is wrong usage.
    """
    if path is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")  # a pipe's reader expects it whatever the locale says
        yield sys.stdout
        return
    try:
        target = path.open("w", encoding=encoding, newline="")
    except OSError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}", param_hint="--output") from error
    with target:
        yield target
