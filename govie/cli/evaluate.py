"""`govie evaluate`: the pipeline against annotated sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import govie
from govie.cli import options
from govie.cli.common import exit_on_error, open_output, progress, table_console
from govie.cli.comparison import comparison_json, comparison_tables
from govie.cli.errors_page import errors_page
from govie.cli.scores import json_text, mismatch_text, score_tables, scores_json
from govie.cli.tables import FigureTable, markdown, print_tables
from govie.cli.work import ParseOptions
from govie.scoring import Comparison, Evaluation, Level, Resampling, compare, evaluate_documents, read_levels
from govie.types import Report

EXAMPLES = """
Examples:

- `govie evaluate --corpus corpus/dev --reports reports`
- `govie evaluate --corpus corpus/dev --reports reports --html errors.html`
- `govie evaluate --corpus corpus/dev --reports reports --format json --output metrics.json`
- `govie evaluate --corpus corpus/dev --reports reports --model mine --compare theirs`
"""


class Format(StrEnum):
    """How scores are written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


FormatOption = Annotated[Format, typer.Option("--format", help="How the scores are written.")]
Compare = Annotated[
    Path | None,
    typer.Option(
        "--compare", help="Folder of a second pipeline, to be tested against on the same sentences."
    ),
]
Levels = Annotated[
    Path | None,
    typer.Option(
        help="TSV of documents and levels (town, county, city, province, state) that overrule theirs."
    ),
]
Html = Annotated[
    Path | None, typer.Option(help="Write a page of the wrong records here, to be read in a browser.")
]
_HOW = Resampling()

Draws = Annotated[int, typer.Option(min=100, help="How often the bootstrap draws.")]
Seed = Annotated[int, typer.Option(min=0, help="What the bootstrap draws from.")]


def evaluate(
    corpus: options.Corpus,
    reports: options.Reports,
    model: options.Model = None,
    other: Compare = None,
    levels: Levels = None,
    form: FormatOption = Format.TABLE,
    output: options.Output = None,
    errors: options.Errors = None,
    html: Html = None,
    draws: Draws = _HOW.draws,
    seed: Seed = _HOW.seed,
) -> None:
    """Parse whole reports and score their annotated sentences.

    A quantity is right if its span is exact; a whole record is right if its indicator overlaps too, and
    value, unit, measure, direction, bound, status and period agree. Every figure is defined in
    docs/evaluation.md.
    """
    how = Resampling(draws=draws, seed=seed)
    with exit_on_error():
        known = read_levels(levels) if levels else {}
        evaluation = _evaluation(corpus, reports, model, known)
        comparison = compare(evaluation, _evaluation(corpus, reports, other, known), how) if other else None
    if errors:
        with open_output(errors) as target:
            target.writelines(mismatch_text(mismatch) + "\n" for mismatch in evaluation.total.mismatches)
    if html:
        with open_output(html) as target:
            target.write(errors_page(evaluation))
    _write(form, output, evaluation, comparison, how, names=(_name(model), _name(other)))


def _evaluation(corpus: Path, reports: Path, model: Path | None, levels: Mapping[str, Level]) -> Evaluation:
    documents = []
    with progress(len(list(corpus.glob("*.jsonl"))), "reports") as advance:
        for document in evaluate_documents(corpus, reports, _parser(model), levels=levels):
            documents.append(document)
            advance()
    return Evaluation(tuple(documents))


def _write(
    form: Format,
    output: Path | None,
    evaluation: Evaluation,
    comparison: Comparison | None,
    how: Resampling,
    *,
    names: tuple[str, str],
) -> None:
    """Write the scores, and the comparison of the models called `names` if there is one."""
    with open_output(output) as target:
        if form is Format.JSON:
            content = scores_json(evaluation, how)
            target.write(json_text(content | _compared_json(comparison, names)))
            return
        tables = [*score_tables(evaluation, how), *_compared_tables(comparison, names)]
        if form is Format.TABLE:
            print_tables(table_console(target), tables)
        else:
            target.write(markdown(tables))


def _compared_json(comparison: Comparison | None, names: tuple[str, str]) -> dict[str, Any]:
    return {"comparison": comparison_json(comparison, *names)} if comparison else {}


def _compared_tables(comparison: Comparison | None, names: tuple[str, str]) -> Iterator[FigureTable]:
    if comparison:
        yield from comparison_tables(comparison, *names)


def _name(model: Path | None) -> str:
    return str(model) if model else "the model that ships"


def _parser(model: Path | None) -> Callable[[str], Report]:
    """Return `govie.parse` with the pipeline that the command line names."""
    said = ParseOptions(model=model)

    def parse(text: str) -> Report:
        return govie.parse(text, **said.given)

    return parse
