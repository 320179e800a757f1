"""Observations as files for other programs: one row an observation, the columns of `to_records`.

The column `file` holds the name that the caller gives, so that rows of many reports can stand in one table.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any, TextIO

from govie.types import COLUMNS, Report

FILE_COLUMNS = tuple(COLUMNS)

CSV_ENCODING = "utf-8-sig"
"""With its byte order mark, without which spreadsheets take Chinese CSV for another encoding."""


def rows(report: Report, file: str) -> Iterator[dict[str, Any]]:
    """Yield the records of `report`, each with the name of the file that it was read from."""
    for record in report.to_records():
        yield {**record, "file": file}


def write_jsonl(report: Report, file: str, target: TextIO) -> None:
    """Write one JSON object a line and observation."""
    for row in rows(report, file):
        target.write(json.dumps(row, ensure_ascii=False) + "\n")


class CsvTable:
    """A CSV table under one header; `values` are joined by ";", what is unknown is empty."""

    def __init__(self, target: TextIO) -> None:
        self._writer = csv.DictWriter(target, FILE_COLUMNS, lineterminator="\n")
        self._writer.writeheader()

    def write(self, report: Report, file: str) -> None:
        """Add the observations of one report."""
        for row in rows(report, file):
            self._writer.writerow({**row, "values": ";".join(map(str, row["values"]))})
