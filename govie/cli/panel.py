"""`govie panel`: folders of reports to one table, one value a cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from govie.cli import options
from govie.cli.common import Exit, complain, exit_on_error
from govie.errors import InputError

if TYPE_CHECKING:
    from govie.panel.panel import Panel
    from govie.panel.work import Done, Progress

EXAMPLES = """
Examples:

- `govie panel reports/ -o panel.parquet`
- `govie panel reports/ -o panel.csv --wide --jobs 8`
- `govie panel reports/ extra.txt -o panel.duckdb`

Exit status: 0 all well, 1 some report failed, 2 wrong usage, 3 trouble with the model.
"""

SHOWN = 5
"""Reports that failed of which each gets a line; the table of errors has them all."""

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", help="Reports, and folders of reports.", show_default=False),
]
Output = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        help="The file to write; its suffix names the format: .parquet, .csv, .dta, .duckdb, .sdmx.csv.",
        show_default=False,
    ),
]
Wide = Annotated[
    bool,
    typer.Option("--wide", help="A row a region and year, a column an indicator; not one row a cell."),
]
Shards = Annotated[
    Path | None,
    typer.Option(help="Folder for what is finished; by default .OUTPUT.shards.", show_default=False),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Parse all reports anew, also those that are finished.")]


def panel(
    paths: Paths,
    output: Output,
    wide: Wide = False,
    model: options.Model = None,
    indicators: options.Indicators = None,
    units: options.Units = None,
    jobs: options.Jobs = 1,
    shards: Shards = None,
    fresh: Fresh = False,
) -> None:
    """Read reports and write a panel: region, period, indicator, one value a cell, with its sentence.

    What is finished is kept in a folder beside the output: a run that was stopped goes on where it
    stopped, and one with more reports reads those alone. A report that fails is recorded with its
    error, and the rest goes on.
    """
    with exit_on_error():
        from govie.panel.build import Settings, build_panel
        from govie.panel.shards import drop_shards

        folder = shards or output.with_name(f".{output.name}.shards")
        _check(output, folder, wide=wide)
        if fresh:
            drop_shards(folder)
        files = _files(paths, output)
        settings = Settings(model=model, indicators=indicators, units=units)
        with _progress(len(files)) as told:
            made = build_panel(files, settings=settings, jobs=jobs, shards=folder, progress=told)
        written = made.write(output, wide=wide)
        _report(made, written)
        if made.errors.num_rows:
            raise typer.Exit(Exit.INPUT_FAILED)


def _check(output: Path, shards: Path, *, wide: bool) -> None:
    """Raise BadParameter for what cannot be written: before hours of work, not after."""
    from govie.panel.formats import check_name

    try:
        check_name(output, wide=wide)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--output") from error
    for folder, option in ((output.parent, "--output"), (shards, "--shards")):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=folder):
                pass
        except OSError as error:
            said = f"cannot write in {folder}: {error.strerror}"
            raise typer.BadParameter(said, param_hint=option) from error


def _files(paths: list[Path], output: Path) -> list[str]:
    """Return the files of reports, without what an earlier run wrote among them."""
    from govie.panel.formats import belongs_to
    from govie.panel.inputs import find_files

    files = [file for file in dict.fromkeys(find_files(paths)) if not belongs_to(Path(file), output)]
    if not files:
        raise InputError(", ".join(map(str, paths)), "has no reports in it", "check the path")
    return files


@contextmanager
def _progress(files: int) -> Iterator[Progress | None]:
    """Yield what moves a bar with rate and time left, None where standard error is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    rate = TextColumn("{task.fields[rate]}")
    columns = (SpinnerColumn(), "reading", BarColumn(), MofNCompleteColumn(), "reports", rate)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=files, rate="")

        def told(done: Done) -> None:
            bar.advance(task, done.reports)
            speed = bar.tasks[task].speed
            bar.update(task, rate=f"{speed:.1f} a second" if speed else "")

        yield told


def _report(made: Panel, written: tuple[Path, ...]) -> None:
    """Say what was written, and which reports failed."""
    failed = made.errors.to_pylist()
    for row in failed[:SHOWN]:
        complain(row["message"] if row["file"] in row["message"] else f"{row['file']}: {row['message']}")
    if len(failed) > SHOWN:
        complain(f"{len(failed) - SHOWN} more reports failed: see the table of errors")
    files = ", ".join(path.name for path in written)
    typer.echo(f"{len(made):,} cells from {made.candidates.num_rows:,} statements: {files}", err=True)
