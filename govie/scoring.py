"""Predicted observations against gold records: precision, recall and F1 of every field.

A predicted quantity is right if its characters are exactly those of a gold quantity. Everything
else is asked of the quantities that are right, or of the whole record:

- indicator: counted on records; the quantity is right and the indicator equals, or overlaps, gold's;
- owner: of the right quantities, the share whose indicator equals, or overlaps, gold's;
- each attribute: of the right quantities, the share that agrees; for attributes that most records
  leave out, also precision and recall of those that are stated;
- record: quantity right, indicator overlaps, and every one of RECORD_FIELDS agrees.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govie.errors import AnnotationError
from govie.io.annotations import AnnotatedSentence, GoldRecord, read_annotations
from govie.io.readers import read_text
from govie.types import Observation, Report

Offsets = tuple[int, int]

RECORD_FIELDS = ("value", "unit", "measure", "direction", "bound", "status", "period")
"""What must agree, besides quantity and indicator, for a whole record to be right."""

STATED_FIELDS = ("id", "annual_average", "is_base", "baseline", "whole", "scope")
"""What most records leave out, so that agreement alone would flatter."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a record: offsets within the sentence, and the fields as plain values."""

    quantity: Offsets
    indicator: Offsets | None
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are right of how many predicted and how many in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right, None if nothing is predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of gold that is found, None if gold has none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, None if neither side has any."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None


Scores = Mapping[str, Tally]
"""A tally a measure, by the names and in the order of `MEASURES`."""

MEASURES = (
    "quantity",
    "indicator_exact",
    "indicator_overlap",
    "record",
    "owner_exact",
    "owner_overlap",
    *RECORD_FIELDS,
    *STATED_FIELDS,
    *(f"{name}_stated" for name in STATED_FIELDS),
)


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


@dataclass(frozen=True, slots=True)
class DocumentScores:
    """The scores of one document, sentence by sentence, and its wrong records."""

    document: str
    sentences: tuple[Scores, ...]
    mismatches: tuple[Mismatch, ...]

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
        )


def gold_record(given: GoldRecord) -> Record:
    """Return a record of an annotation file as it is compared."""
    value = given["v"]
    fields: dict[str, object] = {
        "value": tuple(value) if isinstance(value, list) else () if value is None else (value,),
        "unit": given["u"],
        "measure": given["m"],
        "direction": given.get("d"),
        "bound": given.get("b") or "exact",
        "status": given["s"],
        "period": given.get("t") or "",
        "id": given.get("id"),
        "annual_average": bool(given.get("avg")),
        "is_base": bool(given.get("from")),
        "baseline": given.get("base") or None,
        "whole": given.get("of") or None,
        "scope": given.get("scope") or None,
    }
    indicator = (given["ind_start"], given["ind_end"]) if given.get("ind") else None
    return Record((given["q_start"], given["q_end"]), indicator, fields)


def predicted_record(o: Observation, start: int) -> Record:
    """Return an observation as it is compared, with offsets from `start`, where its sentence begins."""
    fields: dict[str, object] = {
        "value": o.quantity.values,
        "unit": o.quantity.unit,
        "measure": str(o.measure),
        "direction": str(o.direction) if o.direction else None,
        "bound": str(o.bound),
        "status": str(o.status),
        "period": str(o.period),
        "id": o.indicator.id if o.indicator else None,
        "annual_average": o.annual_average,
        "is_base": o.is_base,
        "baseline": o.baseline.text if o.baseline else None,
        "whole": o.whole.text if o.whole else None,
        "scope": o.scope.text if o.scope else None,
    }
    indicator = (o.indicator.start - start, o.indicator.end - start) if o.indicator else None
    return Record((o.quantity.start - start, o.quantity.end - start), indicator, fields)


def agree(field: str, predicted: object, gold: object) -> bool:
    """Return whether two values of a field are the same: values within 0.1 %, units in one width."""
    if field == "value":
        return _same_values(predicted, gold)
    if field == "unit":
        return unicodedata.normalize("NFKC", str(predicted)) == unicodedata.normalize("NFKC", str(gold))
    return predicted == gold


def _same_values(predicted: object, gold: object) -> bool:
    if not isinstance(predicted, tuple) or not isinstance(gold, tuple) or len(predicted) != len(gold):
        return False
    return all(abs(a - b) <= 1e-3 * max(1, abs(b)) for a, b in zip(predicted, gold, strict=True))


def overlap(a: Offsets | None, b: Offsets | None) -> bool:
    """Return whether two spans share a character; no span agrees with no span only."""
    if a is None or b is None:
        return a is b
    return max(a[0], b[0]) < min(a[1], b[1])


def pair(
    predicted: Sequence[Record], gold: Sequence[Record]
) -> Iterator[tuple[Record | None, Record | None]]:
    """Yield (predicted, gold) with the same quantity span, then the rest of either with None.

    A span counts once: a second prediction of it is one too many.
    """
    waiting: dict[Offsets, list[Record]] = {}
    for record in gold:
        waiting.setdefault(record.quantity, []).append(record)
    for record in predicted:
        same = waiting.get(record.quantity)
        yield record, same.pop(0) if same else None
    for left in waiting.values():
        for record in left:
            yield None, record


def score_sentence(predicted: Sequence[Record], gold: Sequence[Record]) -> Scores:
    """Return the tallies of one sentence."""
    right: Counter[str] = Counter()
    stated: Counter[tuple[str, str]] = Counter()
    for mine, theirs in pair(predicted, gold):
        if mine and theirs:
            right.update(_agreements(mine, theirs))
            stated.update(_stated(mine, theirs))
    found = right["quantity"]
    tallies = {name: Tally(right[name], found, found) for name in MEASURES}
    for name in ("quantity", "indicator_exact", "indicator_overlap", "record"):
        tallies[name] = Tally(right[name], len(predicted), len(gold))
    for name in STATED_FIELDS:
        counts = (stated[name, "right"], stated[name, "predicted"], stated[name, "gold"])
        tallies[f"{name}_stated"] = Tally(*counts)
    return tallies


def _agreements(mine: Record, theirs: Record) -> Iterator[str]:
    """Yield the measures by which a prediction with the right quantity is right."""
    yield "quantity"
    if mine.indicator == theirs.indicator:
        yield from ("indicator_exact", "owner_exact")
    if overlap(mine.indicator, theirs.indicator):
        yield from ("indicator_overlap", "owner_overlap")
    for name in (*RECORD_FIELDS, *STATED_FIELDS):
        if agree(name, mine.fields[name], theirs.fields[name]):
            yield name
    if not differences(mine, theirs):
        yield "record"


def _stated(mine: Record, theirs: Record) -> Iterator[tuple[str, str]]:
    """Yield (field, "predicted" | "gold" | "right") for the fields that either side states."""
    for name in STATED_FIELDS:
        said, wanted = mine.fields[name], theirs.fields[name]
        if said:
            yield name, "predicted"
        if wanted:
            yield name, "gold"
        if said and said == wanted:
            yield name, "right"


def differences(mine: Record, theirs: Record) -> tuple[str, ...]:
    """Return what makes a whole record wrong although its quantity is right."""
    owner = () if overlap(mine.indicator, theirs.indicator) else ("indicator",)
    fields = (n for n in RECORD_FIELDS if not agree(n, mine.fields[n], theirs.fields[n]))
    return (*owner, *fields)


def add(scores: Iterable[Scores]) -> Scores:
    """Return the sum of tallies, measure by measure."""
    total = dict.fromkeys(MEASURES, Tally())
    for each in scores:
        for name, tally in each.items():
            total[name] += tally
    return total


def f1_intervals(
    sentences: Sequence[Scores], *, draws: int = 1000, level: float = 0.95, seed: int = 0
) -> dict[str, tuple[float, float] | None]:
    """Return the ends of each measure's F1 when sentences are drawn again with replacement.

    The percentile bootstrap. None for a measure that some draw leaves without a case.
    """
    import numpy as np  # here, so that the command line starts without it

    if not sentences:
        return dict.fromkeys(MEASURES)
    counts = np.array(
        [[(t.right, t.predicted + t.gold) for t in map(each.__getitem__, MEASURES)] for each in sentences]
    )
    shares = np.full(len(sentences), 1 / len(sentences))
    weights = np.random.default_rng(seed).multinomial(len(sentences), shares, size=draws)
    right, both = np.moveaxis(np.tensordot(weights, counts, axes=1), 2, 0)
    intervals: dict[str, tuple[float, float] | None] = {}
    for name, hits, cases in zip(MEASURES, right.T, both.T, strict=True):
        ends = np.quantile(2 * hits / cases, [(1 - level) / 2, (1 + level) / 2]) if cases.all() else None
        intervals[name] = None if ends is None else (float(ends[0]), float(ends[1]))
    return intervals


def mismatches(sentence: AnnotatedSentence, predicted: Sequence[Record]) -> Iterator[Mismatch]:
    """Yield the wrong records of a sentence, in the order of `pair`."""
    gold = [gold_record(record) for record in sentence.records]
    for mine, theirs in pair(predicted, gold):
        if mine is None:
            fields: tuple[str, ...] = ("missing",)
        elif theirs is None:
            fields = ("spurious",)
        else:
            fields = differences(mine, theirs)
        if fields:
            yield Mismatch(sentence.sid, sentence.text, theirs, mine, fields)


def evaluate_documents(
    corpus: str | Path, reports: str | Path, parse: Callable[[str], Report]
) -> Iterator[DocumentScores]:
    """Yield the scores of each DOC.jsonl in `corpus`, parsing the whole of REPORTS/clean/DOC.txt.

    Only observations whose quantity begins in an annotated sentence count. Raise AnnotationError if a
    sentence is not where its id says, InputError if a report is not there.
    """
    paths = sorted(Path(corpus).glob("*.jsonl"))
    if not paths:
        raise AnnotationError(str(corpus), 1, "no *.jsonl in this folder", "name the folder of annotations")
    for path in paths:
        report = parse(read_text(Path(reports) / "clean" / f"{path.stem}.txt"))
        yield score_document(path, report)


def score_document(path: Path, report: Report) -> DocumentScores:
    """Return the scores of a parsed report against the annotation file at `path`."""
    sentences = read_annotations(path)
    starts = _sentence_starts(path, sentences, report.text)
    scores: list[Scores] = []
    wrong: list[Mismatch] = []
    for sentence, start in zip(sentences, starts, strict=True):
        end = start + len(sentence.text)
        inside = [o for o in report.observations if start <= o.quantity.start < end]
        predicted = [predicted_record(o, start) for o in inside]
        scores.append(score_sentence(predicted, [gold_record(record) for record in sentence.records]))
        wrong.extend(mismatches(sentence, predicted))
    return DocumentScores(path.stem, tuple(scores), tuple(wrong))


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
