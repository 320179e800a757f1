"""`govie evaluate`: the pipeline against annotated sentences."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import govie
from govie.cli.common import exit_on_error, open_output, progress, table_console
from govie.cli.scores import mismatch_text, print_scores, scores_json, scores_markdown
from govie.cli.work import ParseOptions
from govie.scoring import Evaluation, evaluate_documents
from govie.types import Report

EXAMPLES = """
Examples:

- `govie evaluate --corpus corpus/dev --reports reports`
- `govie evaluate --corpus corpus/dev --reports reports --errors errors.txt`
- `govie evaluate --corpus corpus/dev --reports reports --format json --output metrics.json`
"""


class Format(StrEnum):
    """How scores are written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def evaluate(
    corpus: Annotated[Path, typer.Option(help="Folder of annotated sentences, one DOC.jsonl a report.")],
    reports: Annotated[Path, typer.Option(help="Folder of the reports, DOC.txt in its subfolder clean/.")],
    model: Annotated[
        Path | None,
        typer.Option(help="Folder of a pipeline to use in place of the one that ships with govie."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How the scores are written.")] = Format.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the scores here, not to standard output.")
    ] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write each wrong record here, with its sentence and what differs.")
    ] = None,
) -> None:
    """Parse whole reports and score their annotated sentences.

    A quantity is right if its span is exact; a whole record is right if its indicator overlaps too, and
    value, unit, measure, direction, bound, status and period agree. Every measure is defined in
    docs/cli.md.
    """
    documents = []
    with exit_on_error(), progress(len(list(corpus.glob("*.jsonl"))), "reports") as advance:
        for document in evaluate_documents(corpus, reports, _parser(model)):
            documents.append(document)
            advance()
    evaluation = Evaluation(tuple(documents))
    with open_output(output) as target:
        match form:
            case Format.TABLE:
                print_scores(table_console(target), evaluation)
            case Format.JSON:
                target.write(scores_json(evaluation))
            case Format.MARKDOWN:
                target.write(scores_markdown(evaluation))
    if errors:
        with open_output(errors) as target:
            target.writelines(mismatch_text(mismatch) + "\n" for mismatch in evaluation.total.mismatches)


def _parser(model: Path | None) -> Callable[[str], Report]:
    """Return `govie.parse` with the pipeline that the command line names."""
    options = ParseOptions(model=model)

    def parse(text: str) -> Report:
        return govie.parse(text, **options.given)

    return parse
