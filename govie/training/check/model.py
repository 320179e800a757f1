"""What a trained model says of annotations: spans that its tokens cut, and labels that it doubts."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from govie.api import load, parse
from govie.errors import GovieWarning
from govie.io.annotations import GoldRecord
from govie.pipes.indicators import IndicatorPointer
from govie.pipes.state import character_doc, drafts
from govie.text.clean import read
from govie.training.check.finding import Entry, Finding, warning
from govie.training.check.reading import AnnotatedFile
from govie.types import Observation, Report

CONFIDENT = 0.9
"""Confidence from which a model's reading speaks against the annotation."""

LABELS = 50
"""Doubtful labels that are listed: after the surest a model is wrong as often as an annotator."""

Offsets = tuple[int, int]

_LOOK = "one of the two is wrong: look at the sentence"
_FIELDS_OF_SENTENCE = ("ind", "m", "d", "b")
_FIELDS = (*_FIELDS_OF_SENTENCE, "s", "t")


def check_labels(files: Sequence[AnnotatedFile], model: str | Path, *, limit: int = LABELS) -> list[Finding]:
    """Return spans that tokens of `model` cut, and the `limit` labels that it doubts most, worst first."""
    cut = [finding for file in files for finding in find_cut_spans(file, model)]
    doubts = [finding for file in files for finding in find_doubtful_labels(file, model)]
    return cut + sorted(doubts, key=_certainty, reverse=True)[:limit]


def find_cut_spans(file: AnnotatedFile, model: str | Path) -> Iterator[Finding]:
    """Yield a warning for each quantity or indicator with an edge inside a token of the model."""
    nlp = load(model)
    for entry in file.entries:
        tokens = [(t.idx, t.idx + len(t)) for t in nlp.make_doc(entry.sentence.text)]
        places = [
            (name, record[f"{name}_start"], record[f"{name}_end"])
            for record in entry.sentence.records
            for name in ("q", "ind")
            if record[name]
        ]
        for name, start, end in dict.fromkeys(places):
            for a, b in tokens:
                if a < start < b or a < end < b:
                    text = entry.sentence.text
                    found = f"an edge of {name} {text[start:end]!r} is inside the token {text[a:b]!r}"
                    yield Finding.at(entry, warning("token", found, "see whether the span is what is meant"))


def find_doubtful_labels(file: AnnotatedFile, model: str | Path) -> Iterator[Finding]:
    """Yield a warning where the model reads something else and is sure of it.

    Without its report a file is read sentence by sentence in their order, and status and period, which
    hang on the part of the report, are not compared.
    """
    text, starts = _text(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GovieWarning)
        report = parse(text, model=model)
    refused = _refused(load(model), text)
    fields = _FIELDS if file.report_text is not None else _FIELDS_OF_SENTENCE
    for entry, start in zip(file.entries, starts, strict=True):
        yield from _doubts(entry, start, report, fields)
        yield from _not_quantities(entry, start, refused)


def _certainty(finding: Finding) -> float:
    return finding.confidence or 0.0


def _text(file: AnnotatedFile) -> tuple[str, list[int]]:
    """Return the report, or the sentences one a line, and where each entry begins in it."""
    if file.report_text is not None:
        return file.report_text, list(file.starts)
    starts, lines, length = [], [], 0
    for entry in file.entries:
        starts.append(length)
        lines.append(entry.sentence.text)
        length += len(entry.sentence.text) + 1
    return "\n".join(lines), starts


def _refused(nlp: Language, text: str) -> dict[Offsets, float]:
    """Return the candidates of the grammar, each with the probability that it is no quantity."""
    cleaned = read(text)
    doc = character_doc(nlp.vocab, cleaned.text)
    for _, component in nlp.pipeline:
        if isinstance(component, IndicatorPointer):
            (readings,) = component.predict([doc])
            return {
                cleaned.raw_span(draft["start"], draft["end"]): 1.0 - reading.quantity
                for draft, reading in zip(drafts(doc), readings, strict=True)
            }
        doc = component(doc)
    return {}


def _not_quantities(entry: Entry, start: int, refused: dict[Offsets, float]) -> Iterator[Finding]:
    for record in entry.sentence.records:
        sure = refused.get((start + record["q_start"], start + record["q_end"]), 0.0)
        if sure >= CONFIDENT:
            remark = warning("label", f"{record['q']!r}: the model takes it for no quantity", _LOOK)
            yield Finding.at(entry, remark, round(sure, 4))


def _doubts(entry: Entry, start: int, report: Report, fields: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what the model is sure of in one sentence and its records do not say."""
    end = start + len(entry.sentence.text)
    gold = {(record["q_start"], record["q_end"]): record for record in entry.sentence.records}
    for o in report.observations:
        if not (start <= o.quantity.start < end) or o.confidence < CONFIDENT:
            continue
        record = gold.get((o.quantity.start - start, o.quantity.end - start))
        said = _difference(_read(o, start, entry.sentence.text), record, fields)
        if said:
            remark = warning("label", f"{o.quantity.text!r}: {said}", _LOOK)
            yield Finding.at(entry, remark, o.confidence)


def _difference(read: dict[str, str | None], record: GoldRecord | None, fields: tuple[str, ...]) -> str:
    """Return in words how a reading differs from its record, "" if it does not."""
    if record is None:
        return f"has no record, the model reads a {read['m']} of {read['ind']!r}"
    wrong = [name for name in fields if read[name] != record[name]]
    return "; ".join(f"{name} {record[name]!r}, the model reads {read[name]!r}" for name in wrong)


def _read(o: Observation, start: int, text: str) -> dict[str, str | None]:
    """Return the fields of an observation under the names of a record."""
    words = text[o.indicator.start - start : o.indicator.end - start] if o.indicator else ""
    return {
        "ind": words,
        "m": o.measure.value,
        "d": o.direction.value if o.direction else None,
        "b": o.bound.value,
        "s": o.status.value,
        "t": str(o.period),
    }
