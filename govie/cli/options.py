"""Arguments and options of the subcommands, so that a command's signature stays readable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Reports, folders or ZIP archives of them; - is standard input.",
        show_default=False,
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        min=1949, max=2100, help="Year of the report (it reviews the year before), if its text hides it."
    ),
]
Region = Annotated[
    str | None, typer.Option(help="Region of the report: a name, 云岭省澜溪市青禾县, or a code, 530403.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not to standard output.")]
Model = Annotated[
    Path | None, typer.Option(help="Folder of a pipeline, in place of the one that ships with govie.")
]
Indicators = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Indicators of your own, TSV or TOML (docs/lexicon.md).")
]
Units = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Units of your own, TSV or TOML (docs/lexicon.md).")
]
Targets = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Words of targets in place of govie's, TOML (docs/targets.md)."),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes to parse on.")]
Sentences = Annotated[
    bool, typer.Option("--sentences", help="In a table, print each sentence above its observations.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not say what was done to each file.")]
Corpus = Annotated[Path, typer.Option(help="Folder of annotated sentences, one DOC.jsonl a report.")]
Reports = Annotated[Path, typer.Option(help="Folder of the reports, DOC.txt in its subfolder clean/.")]
Errors = Annotated[
    Path | None, typer.Option(help="Write each wrong record here, with its sentence and what differs.")
]
