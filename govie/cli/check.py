"""`govie check`: annotation files against the guidelines, each other, and a model."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from govie.cli import options
from govie.cli.common import Exit, exit_on_error, open_output, table_console
from govie.training.check.finding import Finding, Severity

EXAMPLES = """
Examples:

- `govie check mine.jsonl`
- `govie check corpus/train corpus/dev --reports reports`
- `govie check corpus/train --reports reports --model models/govie_zh --format json -o findings.json`
"""

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


class Format(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...",
        exists=True,
        help="Annotation files (*.jsonl), or folders of them; each folder is a split.",
        show_default=False,
    ),
]
Texts = Annotated[
    Path | None,
    typer.Option(
        "--reports", help="Folder of the reports, DOC.txt; without it they are looked for beside the files."
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(help="Folder of a pipeline, to list spans that its tokens cut and labels that it doubts."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How the findings are written.")]
Notes = Annotated[bool, typer.Option(help="List notes too: numerals that no record accounts for.")]


def check(
    paths: Paths,
    reports: Texts = None,
    model: Model = None,
    form: FormatOption = Format.TABLE,
    output: options.Output = None,
    notes: Notes = True,
    indicators: options.Indicators = None,
    units: options.Units = None,
) -> None:
    """Check annotated sentences: format, offsets, values, units, measures, ids, periods, duplicates.

    Exit status: 0 without errors, though there may be warnings and notes; 1 with errors.
    """
    from govie.training.check.run import check_annotations, read_files

    with exit_on_error():
        files = read_files(paths, reports=reports)
        found = check_annotations(files, indicators=indicators, units=units)
        if model:
            from govie.training.check.model import check_labels  # it takes spaCy

            found += check_labels(files, model)
    counts = Counter(finding.severity for finding in found)
    sentences = sum(len(file.entries) for file in files)
    records = sum(len(entry.sentence.records) for file in files for entry in file.entries)
    shown = [finding for finding in found if notes or finding.severity != Severity.NOTE]
    size = f"{len(files)} files, {sentences} sentences, {records} records"
    with open_output(output) as target:
        if form == Format.JSON:
            target.write(findings_json(shown))
        else:
            print_findings(table_console(target), shown)
            target.write(f"{size}: {_counted(counts)}\n")
    if counts[Severity.ERROR]:
        raise typer.Exit(Exit.INPUT_FAILED)


def findings_json(found: Iterable[Finding]) -> str:
    """Return findings as a JSON list, an object each."""
    rows = [
        {
            "severity": finding.severity.value,
            "rule": finding.rule,
            "path": str(finding.path),
            "line": finding.line,
            "sid": finding.sid,
            "found": finding.found,
            "advice": finding.advice,
            "confidence": finding.confidence,
        }
        for finding in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def print_findings(console: Console, found: Sequence[Finding]) -> None:
    """Print findings, each on two lines: where and how bad it is, then what it is and how to mend it."""
    for finding in found:
        sure = "" if finding.confidence is None else f" {finding.confidence:.3f}"
        head = Text(f"{finding.severity} [{finding.rule}{sure}]", style=STYLES[finding.severity])
        where = f" {finding.path}, line {finding.line}" + (f", {finding.sid}" if finding.sid else "")
        console.print(head + Text(where, style="bold"), soft_wrap=True)
        console.print(Text(f"    {finding.found}; {finding.advice}"), soft_wrap=True)


def _counted(counts: Counter[Severity]) -> str:
    words = (f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}" for kind in Severity)
    return ", ".join(words)
