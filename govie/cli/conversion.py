"""What the commands that turn one folder of annotations into another share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from govie.cli.common import Exit, complain
from govie.errors import GovieError

Convert = Callable[[Path, Path], int]
"""Writes the second file from the first; returns how many sentences it has."""


def convert_folder(source: Path, target: Path, convert: Convert) -> None:
    """Convert each *.jsonl of `source` into the folder `target`, and say how many.

    A file that fails is named on standard error and keeps no other from being converted; then the exit
    status is 1.
    """
    files = sorted(source.glob("*.jsonl"))
    if not files:
        raise typer.BadParameter(f"there is no *.jsonl in {source}", param_hint="FOLDER")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"cannot make {target}: {error.strerror}", param_hint="--output") from error
    done = sentences = 0
    for file in files:
        try:
            sentences += convert(file, target / file.name)
            done += 1
        except GovieError as error:
            complain(error)
    typer.echo(f"{done} of {len(files)} files, {sentences} sentences, written to {target}")
    if done < len(files):
        raise typer.Exit(Exit.INPUT_FAILED)
