"""`govie strip`: annotated sentences to stand-off records, which have no text and can be passed on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govie.cli.conversion import convert_folder
from govie.cli.join import Folder, Texts
from govie.errors import AnnotationError
from govie.io.annotations import read_annotations
from govie.io.standoff import find_report, write_standoff

EXAMPLES = """
Examples:

- `govie strip corpus/train --reports ../shared/reports -o training/annotations/train`
"""

Annotations = Annotated[
    Path,
    typer.Argument(
        metavar="CORPUS_DIR", help="Folder of annotated sentences, DOC.jsonl.", show_default=False
    ),
]


def strip(corpus: Annotations, reports: Texts, output: Folder) -> None:
    """Take the text out of annotations: what is left is offsets, labels, values and units.

    `govie join` puts it back for whoever has the same reports.
    """

    def convert(source: Path, target: Path) -> int:
        report = find_report(reports, source.stem)
        if report is None:
            found = f"its report {source.stem}.txt is not in {reports}"
            raise AnnotationError(str(source), 1, found, "name the folder that has it")
        sentences = read_annotations(source)
        write_standoff(sentences, report, target)
        return len(sentences)

    convert_folder(corpus, output, convert)
