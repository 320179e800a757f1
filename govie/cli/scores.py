"""Scores as tables and JSON; wrong records as text to read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console

from govie.cli.tables import FigureTable, Line, ends, figure, print_tables
from govie.scoring import (
    LAYERS,
    MATCHES,
    MEASURES,
    Confusion,
    DocumentScores,
    Evaluation,
    Interval,
    Mismatch,
    Offsets,
    Record,
    Resampling,
    Scores,
    Slice,
    Tally,
    cell,
    confusions,
    f1_intervals,
    slices,
)

NAMES = {
    "quantity": "quantity, exact span",
    "indicator_exact": "indicator, exact span",
    "indicator_overlap": "indicator, overlapping span",
    "record": "whole record",
    "owner_exact": "owner given the quantity, exact",
    "owner_overlap": "owner given the quantity, overlapping",
}
SHOWN = ("quantity", "indicator_exact", "indicator_overlap", "record")

_FIGURES = ("precision", "recall", "F1")
_COUNTS = ("right", "predicted", "gold")
_SHOWN_F1 = tuple(f"{name} F1" for name in SHOWN)

Intervals = dict[str, Interval | None]


def score_tables(evaluation: Evaluation, how: Resampling) -> Iterator[FigureTable]:
    """Yield the tables of an evaluation, what most people look for first."""
    total = evaluation.total.scores
    by_sentence = _intervals(evaluation.total.sentences, how)
    by_document = _document_intervals([document.scores for document in evaluation.documents], how)
    yield FigureTable(
        "Figures",
        ("measure", *_FIGURES, "95 %", *_COUNTS),
        tuple((_name(name), *_figures(total[name], by_sentence[name])) for name in MEASURES),
    )
    yield FigureTable(
        "Layers",
        ("layer", "match", *_FIGURES, "95 % sentences", "95 % documents", *_COUNTS),
        tuple(
            (layer, match, *_figures(total[name], by_sentence[name], by_document[name]))
            for layer, match, name in _cells()
        ),
        words=2,
    )
    yield from (_slice_table(by, parts, how) for by, parts in slices(evaluation).items() if parts)
    yield from map(_confusion_table, confusions(evaluation))
    yield FigureTable(
        "Documents",
        ("document", "sentences", "gold", *_SHOWN_F1, "level", "year"),
        tuple(map(_document_line, (*evaluation.documents, evaluation.total))),
    )


def print_scores(console: Console, evaluation: Evaluation) -> None:
    """Print the figures and the documents, all that a run that has just trained has to say."""
    tables = list(score_tables(evaluation, Resampling()))
    print_tables(console, (tables[0], tables[-1]))


def _slice_table(by: str, parts: Sequence[Slice], how: Resampling) -> FigureTable:
    headings = (by, "documents", "sentences", "gold", *_SHOWN_F1, "record 95 %")
    return FigureTable(f"By {by}", headings, tuple(_slice_line(part, how) for part in parts))


def _slice_line(part: Slice, how: Resampling) -> Line:
    scores = part.scores
    size = (str(len(part.documents)), str(len(part.sentences)), str(scores["quantity"].gold))
    shown = (figure(scores[name].f1) for name in SHOWN)
    return (part.name, *size, *shown, ends(_intervals(part.sentences, how)["record"]))


def _confusion_table(table: Confusion) -> FigureTable:
    labels = table.labels
    lines = tuple((gold, *(str(table.counts.get((gold, said), 0)) for said in labels)) for gold in labels)
    return FigureTable(f"Confusion of {table.field}: gold down, predicted across", ("gold", *labels), lines)


def _document_line(document: DocumentScores) -> Line:
    scores = document.scores
    size = (str(len(document.sentences)), str(scores["quantity"].gold))
    said = (str(document.level or "–"), str(document.year or "–"))
    return (document.document, *size, *(figure(scores[name].f1) for name in SHOWN), *said)


def scores_json(evaluation: Evaluation, how: Resampling) -> dict[str, Any]:
    """Return the tallies and figures of the total, of every document and slice, and the confusions."""
    return {
        "bootstrap": {"draws": how.draws, "level": how.level, "seed": how.seed},
        "total": _document_json(evaluation.total, how)
        | {"layers": _layers_json([document.sentences for document in evaluation.documents], how)},
        "documents": {
            document.document: {
                "level": document.level,
                "year": document.year,
                **_document_json(document, how),
            }
            for document in evaluation.documents
        },
        "slices": {
            by: {part.name: _slice_json(part, how) for part in parts}
            for by, parts in slices(evaluation).items()
        },
        "confusion": {table.field: _confusion_json(table) for table in confusions(evaluation)},
    }


def _document_json(document: DocumentScores, how: Resampling) -> dict[str, object]:
    intervals = _intervals(document.sentences, how)
    scores = document.scores
    measures = {name: _tally_json(scores[name], f1_95=intervals[name]) for name in MEASURES}
    return {"sentences": len(document.sentences), "measures": measures}


def _slice_json(part: Slice, how: Resampling) -> dict[str, object]:
    size = {"documents": len(part.documents), "sentences": len(part.sentences)}
    return size | {"layers": _layers_json(part.documents, how)}


def _layers_json(documents: Sequence[Sequence[Scores]], how: Resampling) -> dict[str, dict[str, object]]:
    """Return the figures of every layer by match, with both intervals."""
    whole = Slice("", tuple(map(tuple, documents)))
    scores, by_sentence = whole.scores, _intervals(whole.sentences, how)
    by_document = _document_intervals(whole.document_scores, how)
    layers: dict[str, dict[str, object]] = {layer: {} for layer in LAYERS}
    for layer, match, name in _cells():
        layers[layer][match] = _tally_json(
            scores[name], f1_95=by_sentence[name], f1_95_documents=by_document[name]
        )
    return layers


def _tally_json(tally: Tally, **intervals: Interval | None) -> dict[str, object]:
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        **intervals,
        "right": tally.right,
        "predicted": tally.predicted,
        "gold": tally.gold,
    }


def _confusion_json(table: Confusion) -> dict[str, dict[str, int]]:
    labels = table.labels
    return {gold: {said: table.counts.get((gold, said), 0) for said in labels} for gold in labels}


def _cells() -> Iterator[tuple[str, str, str]]:
    yield from ((layer, match, cell(layer, match)) for layer in LAYERS for match in MATCHES)


def _intervals(units: Sequence[Scores], how: Resampling) -> Intervals:
    return f1_intervals(units, draws=how.draws, level=how.level, seed=how.seed)


def _document_intervals(documents: Sequence[Scores], how: Resampling) -> Intervals:
    """Return the intervals over documents; one document says nothing of others."""
    return _intervals(documents if len(documents) > 1 else (), how)


def _name(measure: str) -> str:
    if measure.endswith("_stated"):
        return f"{measure.removesuffix('_stated')}, where stated"
    return NAMES.get(measure, f"{measure} given the quantity")


def _figures(tally: Tally, *intervals: Interval | None) -> Line:
    shares = map(figure, (tally.precision, tally.recall, tally.f1))
    return (*shares, *map(ends, intervals), str(tally.right), str(tally.predicted), str(tally.gold))


def json_text(content: dict[str, Any]) -> str:
    """Return `content` as indented JSON in which Chinese stays readable."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def mismatch_text(mismatch: Mismatch) -> str:
    """Return a wrong record with its sentence, both sides, and what differs between them."""
    lines = [f"{mismatch.sid}  {', '.join(mismatch.fields)}", f"    {_marked(mismatch)}"]
    for side, record in (("gold", mismatch.gold), ("predicted", mismatch.predicted)):
        if record:
            lines.append(f"    {side:<10}{_record_text(record, mismatch.sentence)}")
    return "\n".join(lines) + "\n"


def _marked(mismatch: Mismatch) -> str:
    """Return the sentence with the quantity in heavy brackets."""
    record = mismatch.gold or mismatch.predicted
    start, end = record.quantity if record else (0, 0)
    text = mismatch.sentence
    return f"{text[:start]}【{text[start:end]}】{text[end:]}"


def _record_text(record: Record, sentence: str) -> str:
    said = [f"{name}={value}" for name, value in record.fields.items() if value not in (None, False, "")]
    return f"{_cut(record.quantity, sentence)} | {_cut(record.indicator, sentence)} | {' '.join(said)}"


def _cut(offsets: Offsets | None, sentence: str) -> str:
    if offsets is None:
        return "(no indicator)"
    start, end = offsets
    return sentence[start:end] if 0 <= start < end <= len(sentence) else "(outside the sentence)"
