"""Checks of annotation files: what the guidelines forbid, and what stands twice.

What a trained model doubts is in `govie.training.check.model`, which loads spaCy and is imported on
its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from govie.lexicon.indicators import IndicatorTable, load_indicators
from govie.lexicon.units import UnitTable, load_units
from govie.training.check.duplicates import find_duplicates
from govie.training.check.finding import Finding, Severity
from govie.training.check.reading import AnnotatedFile, annotation_files, read_file
from govie.training.check.records import check_period_of_report, check_records
from govie.training.check.wording import check_wording

__all__ = ["AnnotatedFile", "Finding", "Severity", "check_annotations", "read_files"]


def read_files(paths: Sequence[Path], *, reports: Path | None = None) -> list[AnnotatedFile]:
    """Return the annotation files at `paths`: a folder stands for its *.jsonl, and is a split.

    The report of NAME.jsonl is NAME.txt in the folder `reports` or in its clean/, without `reports` in
    the folder of the file, where it may be missing. Raise AnnotationError for a folder without files.
    """
    return [
        read_file(file, path if path.is_dir() else path.parent, reports)
        for path in paths
        for file in annotation_files(path)
    ]


def check_annotations(
    files: Sequence[AnnotatedFile], *, indicators: Path | None = None, units: Path | None = None
) -> list[Finding]:
    """Return what is wrong with the sentences of `files`, in their order; duplicates come last.

    `indicators` and `units` are a user's own tables, merged over those of govie.
    """
    tables = (load_indicators(indicators), load_units(units))
    found = [finding for file in files for finding in sorted(_check_file(file, *tables), key=_line)]
    found += find_duplicates(entry for file in files for entry in file.entries)
    return found


def _check_file(file: AnnotatedFile, indicators: IndicatorTable, units: UnitTable) -> Iterator[Finding]:
    yield from file.findings
    for entry in file.entries:
        for remark in check_records(entry.sentence, units):
            yield Finding.at(entry, remark)
        for remark in check_wording(entry.sentence, indicators, year=file.report_year):
            yield Finding.at(entry, remark)
        if file.report_year is not None:
            for record in entry.sentence.records:
                for remark in check_period_of_report(record, file.report_year):
                    yield Finding.at(entry, remark)


def _line(finding: Finding) -> int:
    return finding.line
