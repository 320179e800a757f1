"""`govie join`: stand-off records and the reports that they are of, to annotated sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govie.cli.conversion import convert_folder
from govie.io.annotations import write_annotations
from govie.io.standoff import read_standoff

EXAMPLES = """
Examples:

- `govie join training/annotations/train --reports ../shared/reports -o corpus/train`
"""

Records = Annotated[
    Path,
    typer.Argument(metavar="RECORDS_DIR", help="Folder of stand-off records, DOC.jsonl.", show_default=False),
]
Texts = Annotated[
    Path, typer.Option("--reports", help="Folder of the reports, DOC.txt in it or in its subfolder clean/.")
]
Folder = Annotated[Path, typer.Option("--output", "-o", help="Write the files into this folder.")]


def join(records: Records, reports: Texts, output: Folder) -> None:
    """Give stand-off records the text of their reports, so that govie can check, train and evaluate.

    A report must be the very file that was annotated: its SHA-256 is in the records.
    """

    def convert(source: Path, target: Path) -> int:
        sentences = read_standoff(source, reports)
        write_annotations(sentences, target)
        return len(sentences)

    convert_folder(records, output, convert)
