"""What is wrong with an annotation, or may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from govie.io.annotations import AnnotatedSentence


class Severity(StrEnum):
    """How sure it is that something is wrong."""

    ERROR = "error"  # against the guidelines: training would learn it
    WARNING = "warning"  # seldom right: look at it
    NOTE = "note"  # may be right: look at it if there is time


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong and how to mend it, before its place is known; `rule` is its short name."""

    severity: Severity
    rule: str
    found: str
    advice: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An annotated sentence and where it stands; `split` is the folder that was given with others."""

    path: Path
    line: int
    split: Path
    sentence: AnnotatedSentence

    @property
    def place(self) -> str:
        """File, line and sentence, as messages name them."""
        return f"{self.path}, line {self.line} ({self.sentence.sid})"


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on one sentence of a file; `sid` is "" where the line is no sentence.

    `confidence` is the model's in what it reads there, where it is the model that disagrees.
    """

    severity: Severity
    rule: str
    path: Path
    line: int
    sid: str
    found: str
    advice: str
    confidence: float | None = None

    @classmethod
    def at(cls, entry: Entry, remark: Remark, confidence: float | None = None) -> Finding:
        """Return a remark on the sentence of an entry."""
        place = (entry.path, entry.line, entry.sentence.sid)
        return cls(remark.severity, remark.rule, *place, remark.found, remark.advice, confidence)

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" + (f", {self.sid}" if self.sid else "")
        return f"{where}: {self.found}; {self.advice}"


def error(rule: str, found: str, advice: str) -> Remark:
    """Return a remark on what is against the guidelines."""
    return Remark(Severity.ERROR, rule, found, advice)


def warning(rule: str, found: str, advice: str) -> Remark:
    """Return a remark on what is seldom right."""
    return Remark(Severity.WARNING, rule, found, advice)


def note(rule: str, found: str, advice: str) -> Remark:
    """Return a remark on what may be right."""
    return Remark(Severity.NOTE, rule, found, advice)
