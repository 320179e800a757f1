"""Annotation files read line by line, so that one bad line hides no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from govie.errors import AnnotationError, InputError
from govie.io.annotations import annotation_lines, read_sentence
from govie.io.readers import read_text
from govie.io.standoff import find_report, locate_sentences
from govie.text.clean import read
from govie.text.structure import read_structure
from govie.training.check.finding import Entry, Finding, Severity, error, warning


@dataclass(frozen=True, slots=True)
class AnnotatedFile:
    """The sentences of a file that can be read, its report if it was found, and what is wrong so far.

    `starts` says for each entry where it begins in `report_text`.
    """

    path: Path
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    report_text: str | None = None
    report_year: int | None = None
    starts: tuple[int, ...] = field(default=())


def annotation_files(path: Path) -> list[Path]:
    """Return the *.jsonl of a folder, or the one file; raise AnnotationError if there is none."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise AnnotationError(str(path), 1, "no *.jsonl in this folder", "name the folder of annotations")
    return files


def read_file(path: Path, split: Path, reports: Path | None) -> AnnotatedFile:
    """Return what can be read of a file; its report is looked for in `reports`, else beside it."""
    entries, findings = [], []
    try:
        for number, line in annotation_lines(path):
            try:
                entries.append(Entry(path, number, split, read_sentence(line, path, number)))
            except AnnotationError as failure:
                findings.append(_format_error(path, failure))
    except AnnotationError as failure:
        findings.append(_format_error(path, failure))
    findings += _check_ids(entries)
    plain = AnnotatedFile(path, tuple(entries), tuple(findings))
    return _with_report(plain, path.parent if reports is None else reports, asked=reports is not None)


def _format_error(path: Path, failure: AnnotationError) -> Finding:
    return Finding(Severity.ERROR, "format", path, failure.line, "", failure.found, failure.advice)


def _check_ids(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield findings on ids that stand twice, are out of order, or are of another document."""
    seen: dict[str, int] = {}
    before: Entry | None = None
    for entry in entries:
        sentence = entry.sentence
        first = seen.setdefault(sentence.sid, entry.line)
        if first != entry.line:
            remark = error("sid", f"sid stands in line {first} too", "leave one of the two lines")
            yield Finding.at(entry, remark)
        elif before and _position(entry) < _position(before):
            found = f"stands after {before.sentence.sid}"
            yield Finding.at(entry, error("order", found, "put the sentences in text order"))
        if sentence.document != entry.path.stem:
            found = f"sid names the document {sentence.document!r} in a file of {entry.path.stem!r}"
            yield Finding.at(entry, warning("sid", found, "name file, report and sid alike"))
        before = entry


def _position(entry: Entry) -> tuple[int, int]:
    return entry.sentence.paragraph, entry.sentence.number


def _with_report(file: AnnotatedFile, folder: Path, *, asked: bool) -> AnnotatedFile:
    """Return the file with its report, or with what is wrong with that."""
    report = find_report(folder, file.path.stem)
    if report is None:
        if not asked:
            return file
        found = f"its report {file.path.stem}.txt is not in {folder}"
        return _failed(
            file, Finding(Severity.ERROR, "report", file.path, 1, "", found, "name another folder")
        )
    try:
        text = read_text(report)
    except InputError as failure:
        return _failed(file, Finding(Severity.ERROR, "report", report, 1, "", failure.found, failure.advice))
    kept, starts, lost = [], [], []
    for entry in file.entries:
        try:
            starts += locate_sentences([entry.sentence], text, str(report))
            kept.append(entry)
        except AnnotationError:
            found = f"is not in line {entry.sentence.paragraph + 1} of {report}"
            advice = "take text and sid from the report that is there"
            lost.append(Finding.at(entry, error("report", found, advice)))
    year = read_structure(read(text).text).year
    return AnnotatedFile(file.path, tuple(kept), (*file.findings, *lost), text, year, tuple(starts))


def _failed(file: AnnotatedFile, finding: Finding) -> AnnotatedFile:
    return AnnotatedFile(file.path, file.entries, (*file.findings, finding))
