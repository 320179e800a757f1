"""Stand-off records: annotations without the text that they are of.

A report may not be passed on, what annotators say of it may. One JSONL file a document: a head line
`{"schema": 1, "document": ..., "sha256": ..., "characters": ...}` that tells which text it is of, and a
line a sentence `{"sid": ..., "start": ..., "end": ..., "obs": [RECORD, ...]}` with offsets into that text.
A record has its labels, value and unit; every piece of the sentence is given by its offsets, which
count from the sentence's first character.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from govie.errors import AnnotationError
from govie.io.annotations import (
    AnnotatedSentence,
    GoldRecord,
    annotation_lines,
    sentence_of,
    stated,
)
from govie.io.checksums import checksum_of_file
from govie.io.readers import read_text

SCHEMA = 1
"""Version of the format, in the head line."""

_FACTS = ("q_start", "q_end", "ind_start", "ind_end", "id", "m", "d", "b", "s", "t", "v", "u", "avg", "from")
_SURFACES = ("q", "ind")  # their offsets have fields of their own
_PIECES = ("base", "of", "scope")  # written as [start, end] in place of their characters
_SUBFOLDERS = (".", "clean")


def find_report(folder: str | Path, document: str) -> Path | None:
    """Return the text file of a document, DOCUMENT.txt in `folder` or its `clean/`, None if there is none."""
    if Path(document).name != document:
        return None
    files = (Path(folder) / below / f"{document}.txt" for below in _SUBFOLDERS)
    return next((file for file in files if file.is_file()), None)


def write_standoff(sentences: Sequence[AnnotatedSentence], report: str | Path, path: str | Path) -> None:
    """Write the sentences of one document to `path`, without a character of it but numbers and units.

    `report` is the text file that they are of. Fields of a record that govie does not know are left
    out, since they may quote. Raise AnnotationError if a sentence is not where its id says, InputError if
    the report cannot be read.
    """
    report = Path(report)
    text = read_text(report)
    starts = locate_sentences(sentences, text, str(report))
    head = {
        "schema": SCHEMA,
        "document": report.stem,
        "sha256": checksum(report),
        "characters": len(text),
    }
    entries = [_strip(sentence, start) for sentence, start in zip(sentences, starts, strict=True)]
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in (head, *entries)]
    Path(path).write_text("".join(lines), "utf-8", newline="\n")


def read_standoff(path: str | Path, reports: str | Path) -> list[AnnotatedSentence]:
    """Return the sentences of a stand-off file, their text taken from the report in the folder `reports`.

    Raise AnnotationError if that text is missing or is another one, and for the first line that does not
    keep the format.
    """
    path = Path(path)
    lines = [(number, _object(line, path, number)) for number, line in annotation_lines(path)]
    if not lines or "sha256" not in lines[0][1]:
        advice = "its first line should be an object with schema, document, sha256 and characters"
        raise AnnotationError(str(path), 1, "is not a file of stand-off records", advice)
    text = _text(path, lines[0][1], Path(reports))
    return [sentence_of(_join(entry, text, path, number), path, number) for number, entry in lines[1:]]


def checksum(report: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    return checksum_of_file(report)


def locate_sentences(sentences: Iterable[AnnotatedSentence], text: str, where: str) -> list[int]:
    """Return where each sentence begins in `text`, whose lines are the paragraphs.

    Raise AnnotationError, for `where`, for the first that is not where its id says.
    """
    paragraphs = text.split("\n")
    starts = [0, *accumulate(len(paragraph) + 1 for paragraph in paragraphs)]
    found = []
    for sentence in sentences:
        at = sentence.locate(paragraphs)
        if at is None:
            what = f"sentence {sentence.sid} of the annotations is not in it"
            raise AnnotationError(where, sentence.paragraph + 1, what, "use the text that was annotated")
        found.append(starts[sentence.paragraph] + at)
    return found


def _strip(sentence: AnnotatedSentence, start: int) -> dict[str, object]:
    entry: dict[str, object] = {"sid": sentence.sid, "start": start, "end": start + len(sentence.text)}
    entry["obs"] = [_strip_record(record, sentence.text) for record in sentence.records]
    if sentence.skip:
        entry["skip"] = [_place(piece, sentence.text, 0) for piece in sentence.skip if piece in sentence.text]
    return entry


def _strip_record(record: GoldRecord, text: str) -> GoldRecord:
    kept = stated(record)
    facts = {name: kept[name] for name in _FACTS if name in kept}
    pieces = {name: _place(kept[name], text, record["q_start"]) for name in _PIECES if name in kept}
    return facts | pieces


def _place(piece: str, text: str, before: int) -> list[int]:
    """Return the offsets of a piece of `text`: of the last one before `before`, else of the first."""
    start = text.rfind(piece, 0, before)
    start = start if start >= 0 else text.index(piece)
    return [start, start + len(piece)]


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        found = f"is not JSON ({error.msg} at character {error.pos})"
        raise AnnotationError(str(path), number, found, "write one JSON object a line") from error
    if not isinstance(entry, dict):
        raise AnnotationError(str(path), number, f"is {entry!r}", "write one JSON object a line")
    return entry


def _text(path: Path, head: dict[str, Any], reports: Path) -> str:
    """Return the text that the head line asks for."""
    if head.get("schema") != SCHEMA:
        found = f"has schema {head.get('schema')!r}, this govie reads schema {SCHEMA}"
        raise AnnotationError(str(path), 1, found, "install the govie that wrote it")
    document = str(head.get("document"))
    report = find_report(reports, document)
    if report is None:
        advice = f"put {document}.txt there, or name the folder that has it"
        raise AnnotationError(str(path), 1, f"its report {document}.txt is not in {reports}", advice)
    if (found := checksum(report)) != head["sha256"]:
        what = f"{report} has the SHA-256 {found[:12]}…, these records are of {str(head['sha256'])[:12]}…"
        advice = f"get the file of {head.get('characters')} characters: offsets hold in no other"
        raise AnnotationError(str(path), 1, what, advice)
    return read_text(report)


def _join(entry: dict[str, Any], text: str, path: Path, number: int) -> dict[str, Any]:
    """Return the entry of a sentence as JSONL with text has it."""
    try:
        sentence = _cut([entry["start"], entry["end"]], text)
        joined = {"sid": entry["sid"], "text": sentence}
        joined["obs"] = [_join_record(record, sentence) for record in entry["obs"]]
        return joined | {"skip": [_cut(place, sentence) for place in entry.get("skip", ())]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found = f"is no stand-off sentence ({type(error).__name__}: {error})"
        raise AnnotationError(str(path), number, found, "write the file anew with govie strip") from error


def _join_record(record: GoldRecord, sentence: str) -> GoldRecord:
    joined = {"ind": "", **record}
    for name in _SURFACES:
        if f"{name}_start" in record:
            joined[name] = _cut([record[f"{name}_start"], record[f"{name}_end"]], sentence)
    return joined | {name: _cut(record[name], sentence) for name in _PIECES if name in record}


def _cut(place: Sequence[int], text: str) -> str:
    """Return the piece at [start, end]; raise ValueError if that is outside of `text`."""
    start, end = place
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} is outside of its {len(text)} characters")
    return text[start:end]
