"""`govie train`: from annotation files to a model."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from govie.cli.common import complain, exit_on_error, open_output, table_console

EXAMPLES = """
Examples:

- `govie train my_corpus --out my_model`
- `govie train corpus/train more --reports reports --dev corpus/dev --segmenter segmenter --out my_model`
- `govie train my_sentences --reports reports --base models/govie_zh --out tuned`

Interrupted, the same command goes on with what was finished.
"""

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended: 128 and the number of the signal."""

SHOWN = ("quantity", "indicator_exact", "indicator_overlap", "id_stated", "record")

Corpora = Annotated[
    list[Path],
    typer.Argument(metavar="CORPUS...", help="Folders of annotated sentences, one DOC.jsonl a report."),
]
Out = Annotated[Path, typer.Option(help="Folder that the model is written to.")]
Reports = Annotated[
    Path | None,
    typer.Option(help="Folder of the reports, DOC.txt, where they do not stand beside their DOC.jsonl."),
]
Config = Annotated[
    Path | None, typer.Option(dir_okay=False, help="Settings that differ from the defaults, in TOML.")
]
Base = Annotated[Path | None, typer.Option(help="Model to fine-tune, in place of training a new one.")]
Segmenter = Annotated[Path | None, typer.Option(help="Folder of a pkuseg model for the words of Docs.")]
Dev = Annotated[Path | None, typer.Option(help="Folder of sentences held out, to score the model on.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Of everything random.", show_default="0")]
Force = Annotated[bool, typer.Option("--force", help="Replace the model in --out.")]


def train(
    corpora: Corpora,
    out: Out,
    reports: Reports = None,
    config: Config = None,
    base: Base = None,
    segmenter: Segmenter = None,
    dev: Dev = None,
    seed: Seed = None,
    force: Force = False,
) -> None:
    """Train a model on annotated sentences, or fine-tune one on more of them.

    Without --base, the network is first pretrained on the texts of all reports in --reports that are
    not held out by --dev.
    """
    from govie.training.config import TrainingConfig, read_config
    from govie.training.job import Job

    with exit_on_error():
        settings = read_config(config) if config else TrainingConfig()
        settings = settings if seed is None else replace(settings, seed=seed)
        job = Job(
            corpora=tuple(corpora),
            out=out,
            reports=reports,
            base=base,
            segmenter=segmenter,
            dev=dev,
            config=settings,
            force=force,
        )
        with _way_on(job.partial), _warnings_said(), Screen() as screen:
            job.run(say=screen.say, advance=screen.advance)
        if dev is not None:
            _print_scores(out, dev, reports)


@contextmanager
def _way_on(partial: Path) -> Iterator[None]:
    """End on Ctrl-C with one line that says how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        complain(f"interrupted; what is finished is kept in {partial}: run the same command to go on")
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def _warnings_said() -> Iterator[None]:
    """Say the warnings of the library in a line each, as the command says all else."""
    from govie.errors import GovieWarning

    def show(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
        complain(f"warning: {message}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", GovieWarning)
        warnings.showwarning = show
        yield


def _print_scores(model: Path, dev: Path, reports: Path | None) -> None:
    from govie.scoring import Evaluation
    from govie.training.job import score

    scores = Evaluation(tuple(score(model, dev, reports))).total.scores
    table = Table(title=f"{model} on {dev}: `govie evaluate` shows more", box=box.SIMPLE, title_style="")
    for column in ("", "precision", "recall", "F1"):
        table.add_column(column, justify="right" if column else "left")
    for name in SHOWN:
        tally = scores[name]
        shown = ("-" if x is None else f"{x:.4f}" for x in (tally.precision, tally.recall, tally.f1))
        table.add_row(name.replace("_", " "), *shown)
    with open_output(None) as target:
        table_console(target).print(table)


class Screen:
    """What a run says, on standard error: lines with the seconds, and on a terminal a bar a stage."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

        columns = ("{task.description}", BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self.console = Console(stderr=True, highlight=False, markup=False)
        self.bars = Progress(*columns, console=self.console, disable=not self.console.is_terminal)
        self.tasks: dict[str, Any] = {}
        self.started = time.perf_counter()

    def __enter__(self) -> Screen:
        self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()

    def say(self, line: str) -> None:
        """Print a line above the bars."""
        self.console.print(f"{time.perf_counter() - self.started:6.0f} s  {line}", soft_wrap=True)

    def advance(self, what: str, share: float) -> None:
        """Move the bar of a stage."""
        if what not in self.tasks:
            self.tasks[what] = self.bars.add_task(what, total=1.0)
        self.bars.update(self.tasks[what], completed=share)
