"""`govie evaluate`: the pipeline against annotated sentences."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import govie
from govie.cli import options
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


FormatOption = Annotated[Format, typer.Option("--format", help="How the scores are written.")]


def evaluate(
    corpus: options.Corpus,
    reports: options.Reports,
    model: options.Model = None,
    form: FormatOption = Format.TABLE,
    output: options.Output = None,
    errors: options.Errors = None,
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
    if errors:
        with open_output(errors) as target:
            target.writelines(mismatch_text(mismatch) + "\n" for mismatch in evaluation.total.mismatches)
    with open_output(output) as target:
        match form:
            case Format.TABLE:
                print_scores(table_console(target), evaluation)
            case Format.JSON:
                target.write(scores_json(evaluation))
            case Format.MARKDOWN:
                target.write(scores_markdown(evaluation))


def _parser(model: Path | None) -> Callable[[str], Report]:
    """Return `govie.parse` with the pipeline that the command line names."""
    said = ParseOptions(model=model)

    def parse(text: str) -> Report:
        return govie.parse(text, **said.given)

    return parse
