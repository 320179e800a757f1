"""Whole reports parsed, their annotated sentences judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govie.errors import AnnotationError
from govie.io.annotations import AnnotatedSentence, read_annotations
from govie.io.readers import read_text
from govie.scoring.figures import Scores, add, score_sentence
from govie.scoring.levels import level_of
from govie.scoring.matching import pair
from govie.scoring.records import Record, differences, gold_record, predicted_record
from govie.types import Level, Report, SectionKind

_CONTEXT = 80
"""Characters that are kept on either side of a judged sentence, for people who read its errors."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A record that is not right: gold, predicted, or both, and the fields that differ.

    `fields` is ("missing",) or ("spurious",) where only one side has the quantity.
    """

    sid: str
    sentence: str
    gold: Record | None
    predicted: Record | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSentence:
    """An annotated sentence with both sides, the part of the report it is in, and what stands around it."""

    sid: str
    text: str
    gold: tuple[Record, ...]
    predicted: tuple[Record, ...]
    section: SectionKind = SectionKind.OTHER
    before: str = ""
    after: str = ""

    @property
    def mismatches(self) -> Iterator[Mismatch]:
        """The wrong records, in the order of `pair`."""
        for mine, theirs in pair(self.predicted, self.gold):
            if mine is None:
                fields: tuple[str, ...] = ("missing",)
            elif theirs is None:
                fields = ("spurious",)
            else:
                fields = differences(mine, theirs)
            if fields:
                yield Mismatch(self.sid, self.text, theirs, mine, fields)


@dataclass(frozen=True, slots=True)
class DocumentScores:
    """The scores of one document, sentence by sentence, and its wrong records.

    `judged` are the sentences that `sentences` are the scores of; `level` and `year` are what the report
    says of itself, None if it does not.
    """

    document: str
    sentences: tuple[Scores, ...]
    mismatches: tuple[Mismatch, ...]
    judged: tuple[JudgedSentence, ...] = ()
    level: Level | None = None
    year: int | None = None

    @property
    def scores(self) -> Scores:
        """The tallies of all sentences together."""
        return add(self.sentences)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all documents."""

    documents: tuple[DocumentScores, ...]

    @property
    def total(self) -> DocumentScores:
        """All documents taken as one."""
        return DocumentScores(
            "total",
            tuple(sentence for document in self.documents for sentence in document.sentences),
            tuple(mismatch for document in self.documents for mismatch in document.mismatches),
            tuple(sentence for document in self.documents for sentence in document.judged),
        )


def mismatches(sentence: AnnotatedSentence, predicted: Sequence[Record]) -> Iterator[Mismatch]:
    """Yield the wrong records of a sentence, in the order of `pair`."""
    gold = tuple(gold_record(record) for record in sentence.records)
    judged = JudgedSentence(sid=sentence.sid, text=sentence.text, gold=gold, predicted=tuple(predicted))
    yield from judged.mismatches


def evaluate_documents(
    corpus: str | Path,
    reports: str | Path,
    parse: Callable[[str], Report],
    *,
    levels: Mapping[str, Level] | None = None,
) -> Iterator[DocumentScores]:
    """Yield the scores of each DOC.jsonl in `corpus`, parsing the whole of REPORTS/clean/DOC.txt.

    Only observations whose quantity begins in an annotated sentence count. `levels` overrules, by
    document, what the report says of its level. Raise AnnotationError if a sentence is not where its id
    says, InputError if a report is not there.
    """
    paths = sorted(Path(corpus).glob("*.jsonl"))
    if not paths:
        raise AnnotationError(str(corpus), 1, "no *.jsonl in this folder", "name the folder of annotations")
    for path in paths:
        report = parse(read_text(Path(reports) / "clean" / f"{path.stem}.txt"))
        yield score_document(path, report, level=(levels or {}).get(path.stem))


def score_document(path: Path, report: Report, *, level: Level | None = None) -> DocumentScores:
    """Return the scores of a parsed report against the annotation file at `path`."""
    judged = tuple(judge_document(path, report))
    return DocumentScores(
        path.stem,
        tuple(score_sentence(sentence.predicted, sentence.gold) for sentence in judged),
        tuple(mismatch for sentence in judged for mismatch in sentence.mismatches),
        judged,
        level or level_of(report),
        report.year,
    )


def judge_document(path: Path, report: Report) -> Iterator[JudgedSentence]:
    """Yield the sentences of the annotation file at `path` with what the report has there."""
    sentences = read_annotations(path)
    text = report.text
    for sentence, start in zip(sentences, _sentence_starts(path, sentences, text), strict=True):
        end = start + len(sentence.text)
        inside = (o for o in report.observations if start <= o.quantity.start < end)
        yield JudgedSentence(
            sid=sentence.sid,
            text=sentence.text,
            gold=tuple(gold_record(record) for record in sentence.records),
            predicted=tuple(predicted_record(o, start) for o in inside),
            section=_section_at(report, start),
            before=text[max(0, start - _CONTEXT) : start],
            after=text[end : end + _CONTEXT],
        )


def _section_at(report: Report, place: int) -> SectionKind:
    kinds = (section.kind for section in report.sections if section.start <= place < section.end)
    return next(kinds, SectionKind.OTHER)


def _sentence_starts(path: Path, sentences: Sequence[AnnotatedSentence], text: str) -> list[int]:
    """Return where each sentence begins in `text`, whose lines are the paragraphs."""
    paragraphs = text.split("\n")
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    found = []
    for line, sentence in enumerate(sentences, 1):
        at = sentence.locate(paragraphs)
        if at is None:
            what = f"sentence {sentence.sid} is not in line {sentence.paragraph} of its report"
            raise AnnotationError(str(path), line, what, "use the report that was annotated")
        found.append(starts[sentence.paragraph] + at)
    return found
