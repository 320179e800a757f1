"""Figures of parts of the gold standard: by measure, status, level, decade and section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from govie.scoring.documents import DocumentScores, Evaluation, JudgedSentence
from govie.scoring.figures import Scores, add, score_sentence
from govie.scoring.matching import pair
from govie.scoring.records import Record
from govie.types import Level, Measure, SectionKind, Status

UNKNOWN = "unknown"
"""The slice of documents whose report does not show its level or year."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The scores of the records of one kind, by document, sentence by sentence."""

    name: str
    documents: tuple[tuple[Scores, ...], ...]

    @property
    def sentences(self) -> tuple[Scores, ...]:
        """The scores of all its sentences."""
        return tuple(sentence for document in self.documents for sentence in document)

    @property
    def document_scores(self) -> tuple[Scores, ...]:
        """The tallies of each of its documents."""
        return tuple(add(document) for document in self.documents)

    @property
    def scores(self) -> Scores:
        """The tallies of all its sentences together."""
        return add(self.sentences)


Parts = Callable[[DocumentScores], Iterator[tuple[str, Scores]]]
"""What cuts a document: yields the slice and the scores of each sentence, or of a piece of one."""


def slices(evaluation: Evaluation) -> Mapping[str, tuple[Slice, ...]]:
    """Return the slices by what cuts them: measure, status, level, decade, section; empty ones left out."""
    return {name: _cut(evaluation, parts, order) for name, (parts, order) in _CUTS.items()}


def _cut(evaluation: Evaluation, parts: Parts, order: tuple[str, ...]) -> tuple[Slice, ...]:
    found: dict[str, dict[str, list[Scores]]] = {}
    for document in evaluation.documents:
        for name, scores in parts(document):
            found.setdefault(name, {}).setdefault(document.document, []).append(scores)
    names = [name for name in order if name in found] + sorted(found.keys() - set(order))
    return tuple(Slice(name, tuple(map(tuple, found[name].values()))) for name in names)


def _by_measure(document: DocumentScores) -> Iterator[tuple[str, Scores]]:
    for sentence in document.judged:
        yield from _by_field(sentence, "measure")


def _by_status(document: DocumentScores) -> Iterator[tuple[str, Scores]]:
    for sentence in document.judged:
        yield from _by_field(sentence, "status")


def _by_field(sentence: JudgedSentence, field: str) -> Iterator[tuple[str, Scores]]:
    """Yield the scores of the records with each value of a field.

    A prediction is with the gold record that it stands for; a spurious one goes by what it says itself.
    So every record counts in one slice, and the slices add up to the whole.
    """
    sides: dict[str, tuple[list[Record], list[Record]]] = {}
    for mine, theirs in pair(sentence.predicted, sentence.gold, overlapping=True):
        record = theirs or mine
        predicted, gold = sides.setdefault(str(record.fields[field]) if record else "", ([], []))
        predicted.extend([mine] if mine else [])
        gold.extend([theirs] if theirs else [])
    for value, (predicted, gold) in sides.items():
        yield value, score_sentence(predicted, gold)


def _by_section(document: DocumentScores) -> Iterator[tuple[str, Scores]]:
    for sentence, scores in zip(document.judged, document.sentences, strict=True):
        yield str(sentence.section), scores


def _by_level(document: DocumentScores) -> Iterator[tuple[str, Scores]]:
    for scores in document.sentences:
        yield str(document.level or UNKNOWN), scores


def _by_decade(document: DocumentScores) -> Iterator[tuple[str, Scores]]:
    for scores in document.sentences:
        yield f"{document.year // 10}0s" if document.year else UNKNOWN, scores


_CUTS: Mapping[str, tuple[Parts, tuple[str, ...]]] = {
    "measure": (_by_measure, tuple(Measure)),
    "status": (_by_status, tuple(Status)),
    "level": (_by_level, tuple(Level)),
    "decade": (_by_decade, ()),
    "section": (_by_section, tuple(SectionKind)),
}
