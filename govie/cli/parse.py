"""`govie parse`: reports to a table, JSON Lines or CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from govie.cli import options
from govie.cli.common import Exit, complain, exit_on_error, open_output, progress, table_console
from govie.cli.work import Failure, Finished, ParseOptions, expand, parse_files
from govie.document import Document
from govie.io.tables import CSV_ENCODING, CsvTable, write_jsonl
from govie.types import Report

EXAMPLES = """
Examples:

- `govie parse report.txt`
- `govie parse --format jsonl reports/*.txt > observations.jsonl`
- `govie parse --format csv --output panel.csv --jobs 4 reports/*.txt`
- `govie parse reports/ archive.zip report.pdf`
- `govie parse --indicators my.tsv --units my.toml report.txt`
- `curl -s https://example.org/report.txt | govie parse --year 2024 -`

Exit status: 0 all well, 1 some input failed, 2 wrong usage, 3 trouble with the model.
"""

LONG_INPUT = 500_000
"""Bytes of one file from which on a person would wonder whether anything happens."""

Writer = Callable[[Report, str], None]


class Format(StrEnum):
    """How observations are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", help="A table to read, or one observation a line with all columns (docs/records.md)."
    ),
]


def parse(
    files: options.Files,
    form: FormatOption = Format.TABLE,
    year: options.Year = None,
    region: options.Region = None,
    output: options.Output = None,
    model: options.Model = None,
    indicators: options.Indicators = None,
    units: options.Units = None,
    targets: options.Targets = None,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    sentences: options.Sentences = False,
) -> None:
    """Read reports and print every quantity that they state, as typed observations.

    Files may be plain text, saved web pages, PDF or Word (DOCX), and folders and ZIP archives of these.
    Standard error says of each file what was done to it; one that cannot be read gets one line there,
    and the others are read all the same.
    """
    names = expand(files)
    if output and any(name != "-" and Path(name).resolve() == output.resolve() for name in names):
        raise typer.BadParameter(f"{output} is one of the files to read", param_hint="--output")
    said = ParseOptions(
        year=year,
        region=region,
        model=model,
        indicators=indicators,
        units=units,
        targets=targets,
        jobs=jobs,
    )
    failed = 0
    with (
        exit_on_error(),
        open_writer(form, output, sentences=sentences) as write,
        progress(len(names), "files", wanted=_wants_progress(names, output)) as advance,
    ):
        for outcome in parse_files(names, said):
            match outcome:
                case Failure():
                    complain(outcome.message)
                    failed += 1
                case Finished():
                    advance()
                case document, report:
                    if not quiet:
                        complain(told(document, report))
                    write(report, document.path)
    if failed:
        raise typer.Exit(Exit.INPUT_FAILED)


def told(document: Document, report: Report) -> str:
    """Return in one line what was read of a file, and what was done to it."""
    part = f", report {document.part}" if document.part else ""
    pages = _counted(document.pages, "page") if document.pages else ""
    facts = (
        document.format.upper(),
        document.encoding.upper(),
        pages,
        *document.notes,
        _counted(len(report.repairs), "repair") if report.repairs else "",
        _counted(len(report), "observation"),
    )
    return f"{document.path}{part}: {'; '.join(fact for fact in facts if fact)}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


@contextmanager
def open_writer(form: Format, output: Path | None, *, sentences: bool) -> Iterator[Writer]:
    """Yield a function that writes a report and the name of its file in the format asked for."""
    encoding = CSV_ENCODING if form is Format.CSV else "utf-8"
    with open_output(output, encoding=encoding) as target:
        match form:
            case Format.TABLE:
                from govie.cli.terminal import print_report

                console = table_console(target)
                yield lambda report, file: print_report(console, report, file, sentences=sentences)
            case Format.JSONL:
                yield lambda report, file: write_jsonl(report, file, target)
            case Format.CSV:
                yield CsvTable(target).write


def _wants_progress(files: Sequence[str], output: Path | None) -> bool:
    """Return whether standard output leaves the terminal alone, and the work is worth waiting for."""
    return (output is not None or not sys.stdout.isatty()) and (len(files) > 1 or any(map(_is_long, files)))


def _is_long(name: str) -> bool:
    path = Path(name)
    return name != "-" and path.is_file() and path.stat().st_size > LONG_INPUT
