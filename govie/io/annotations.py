"""Annotated sentences as JSON Lines, in the format of the annotation guidelines.

One sentence a line: `{"sid": "DOC:PARAGRAPH:SENTENCE", "text": ..., "obs": [RECORD, ...]}`, and as the
annotator likes `skip`, and `s` and `t` for all records that do not say their own. A record stays the
dict that it is in the file, checked, with the fields that may be left out filled in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govie.errors import AnnotationError, PeriodError
from govie.types import Bound, Direction, Measure, Period, Status

GoldRecord = dict[str, Any]

_DEFAULTS: GoldRecord = {
    "ind": "",
    "id": None,
    "d": None,
    "b": Bound.EXACT.value,
    "t": "",
    "base": None,
    "of": None,
    "scope": None,
    "avg": False,
    "from": False,
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "m": tuple(Measure),
    "d": tuple(Direction),
    "b": tuple(Bound),
    "s": tuple(Status),
}
_SENTENCE_END = re.compile("[。！？；!?;]")


@dataclass(frozen=True, slots=True)
class AnnotatedSentence:
    """A sentence with its records, whose offsets count from the sentence's first character.

    `skip` has the pieces with numerals that are no quantities, where the annotator has named them.
    """

    document: str
    paragraph: int
    number: int
    text: str
    records: tuple[GoldRecord, ...]
    skip: tuple[str, ...] = ()

    @property
    def sid(self) -> str:
        """The id that the file gives: document, paragraph and sentence, both counted from 0."""
        return f"{self.document}:{self.paragraph}:{self.number}"

    def locate(self, paragraphs: list[str]) -> int | None:
        """Return where the sentence starts in its paragraph, None if it is not there.

        Where a paragraph says it twice, the one with as many sentence ends before it as `number`.
        """
        if self.paragraph >= len(paragraphs):
            return None
        paragraph = paragraphs[self.paragraph]
        places = [match.start() for match in re.finditer(re.escape(self.text), paragraph)]
        return min(places, key=lambda at: self._misplaced(paragraph, at), default=None)

    def _misplaced(self, paragraph: str, at: int) -> int:
        return abs(len(_SENTENCE_END.findall(paragraph, 0, at)) - self.number)


def read_annotations(path: str | Path) -> list[AnnotatedSentence]:
    """Return the sentences of a JSONL file in their order.

    Raise AnnotationError with file and line for the first line that does not keep the format.
    """
    return list(_sentences(Path(path)))


def write_annotations(sentences: Iterable[AnnotatedSentence], path: str | Path) -> None:
    """Write sentences as JSONL, from which `read_annotations` reads the same ones."""
    lines = [json.dumps(_entry(sentence), ensure_ascii=False) + "\n" for sentence in sentences]
    Path(path).write_text("".join(lines), "utf-8", newline="\n")


def stated(record: GoldRecord) -> GoldRecord:
    """Return a record without the fields that it may leave out and that say nothing."""
    return {
        name: value
        for name, value in record.items()
        if name == "ind" or name not in _DEFAULTS or value != _DEFAULTS[name]
    }


def _entry(sentence: AnnotatedSentence) -> dict[str, object]:
    entry: dict[str, object] = {"sid": sentence.sid, "text": sentence.text}
    entry["obs"] = [stated(record) for record in sentence.records]
    return entry | ({"skip": list(sentence.skip)} if sentence.skip else {})


def _sentences(path: Path) -> Iterator[AnnotatedSentence]:
    for number, line in annotation_lines(path):
        yield read_sentence(line, path, number)


def annotation_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a JSONL file that are not blank, with their numbers from 1.

    Raise AnnotationError if it cannot be opened or is not UTF-8.
    """
    for number, line in enumerate(_lines(path), 1):
        if line.strip():
            yield number, line


def read_sentence(line: str, path: Path, number: int) -> AnnotatedSentence:
    """Return the sentence of one line; `path` and `number` say in an AnnotationError where it stands."""
    try:
        return sentence_of(json.loads(line), path, number)
    except json.JSONDecodeError as error:
        found = f"is not JSON ({error.msg} at character {error.pos})"
        raise AnnotationError(str(path), number, found, "write one JSON object a line") from error


def sentence_of(entry: object, path: Path, number: int) -> AnnotatedSentence:
    """Return the sentence that the object of a line describes."""
    try:
        return _sentence(entry)
    except _LineError as error:
        raise AnnotationError(str(path), number, error.found, error.advice) from error


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").split("\n")
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
        raise AnnotationError(str(path), 1, found, "check its name and permissions") from error
    except UnicodeDecodeError as error:
        found = f"is not UTF-8 (byte {error.start})"
        raise AnnotationError(str(path), 1, found, "save it as UTF-8") from error


class _LineError(Exception):
    """What is wrong with a line, before its place is known."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(found, advice)
        self.found, self.advice = found, advice


def _sentence(entry: object) -> AnnotatedSentence:
    if not isinstance(entry, dict) or not {"sid", "text", "obs"} <= entry.keys():
        raise _LineError("is not an object with sid, text and obs", "resolve the records to offsets first")
    if not isinstance(entry["text"], str) or not isinstance(entry["obs"], list):
        raise _LineError("text is not a string or obs is not a list", "see the annotation guidelines")
    match = re.fullmatch(r"(.+):(\d+):(\d+)", str(entry["sid"]))
    if not match:
        raise _LineError(f"sid {entry['sid']!r}", "write it as DOCUMENT:PARAGRAPH:SENTENCE")
    skip = entry.get("skip", [])
    if not isinstance(skip, list) or not all(isinstance(piece, str) and piece for piece in skip):
        raise _LineError(f"skip {skip!r}", "list the pieces that hold a numeral and no quantity")
    defaults = {name: entry[name] for name in ("s", "t") if name in entry}
    records = tuple(_record(record, entry["text"], defaults) for record in entry["obs"])
    return AnnotatedSentence(match[1], int(match[2]), int(match[3]), entry["text"], records, tuple(skip))


def _record(given: object, text: str, defaults: GoldRecord) -> GoldRecord:
    """Return a record with what it leaves out filled in; raise _LineError if it breaks the format.

    `defaults` are those of its sentence.
    """
    if not isinstance(given, dict):
        raise _LineError(f"record {given!r}", "write each record as an object")
    given = {**defaults, **given}
    if missing := {"q", "v", "u", "m", "s"} - given.keys():
        raise _LineError(f"record {given.get('q')!r} lacks {', '.join(sorted(missing))}", "add it")
    record = {**_DEFAULTS, **given}
    _check_place(record, "q", text)
    if record["ind"]:
        _check_place(record, "ind", text)
    for field in ("base", "of", "scope"):
        _check_piece(record, field, text)
    for field, choices in _CHOICES.items():
        if record[field] not in choices and not (field == "d" and record["d"] is None):
            found = f"{field} {record[field]!r} of {record['q']!r}"
            raise _LineError(found, f"give one of {', '.join(choices)}")
    if not _is_value(record["v"]):
        raise _LineError(f"v {record['v']!r} of {record['q']!r}", "give a number, a list of numbers, or null")
    try:
        Period.parse(str(record["t"]))
    except PeriodError as error:
        raise _LineError(f"t of {record['q']!r}: {error}", "correct the period or leave it empty") from error
    return record


def _check_place(record: GoldRecord, field: str, text: str) -> None:
    start, end = record.get(f"{field}_start"), record.get(f"{field}_end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise _LineError(f"{field} {record[field]!r} has no offsets", f"add {field}_start and {field}_end")
    if not 0 <= start < end or text[start:end] != record[field]:
        found = f"{field} {record[field]!r} is not at {start}:{end}, where {text[start:end]!r} stands"
        raise _LineError(found, "count offsets in characters from the sentence's start, the end exclusive")


def _check_piece(record: GoldRecord, field: str, text: str) -> None:
    piece = record[field]
    if piece is not None and not (isinstance(piece, str) and piece and piece in text):
        found = f"{field} {piece!r} of {record['q']!r} is not in the sentence"
        raise _LineError(found, "give it as it stands there, or leave it out")


def _is_value(value: object) -> bool:
    numbers = value if isinstance(value, list) else [] if value is None else [value]
    return all(isinstance(number, int | float) and not isinstance(number, bool) for number in numbers)
