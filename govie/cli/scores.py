"""Scores as a terminal table, JSON and Markdown; wrong records as text to read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from govie.scoring import DocumentScores, Evaluation, Mismatch, Offsets, Record, Tally, f1_intervals

NAMES = {
    "quantity": "quantity, exact span",
    "indicator_exact": "indicator, exact span",
    "indicator_overlap": "indicator, overlapping span",
    "record": "whole record",
    "owner_exact": "owner given the quantity, exact",
    "owner_overlap": "owner given the quantity, overlapping",
}
BY_DOCUMENT = ("quantity", "indicator_exact", "indicator_overlap", "record")

Line = tuple[str, ...]
Interval = tuple[float, float] | None


def score_lines(evaluation: Evaluation) -> list[Line]:
    """Return a line a measure: its name, its figures, and how many are right of how many."""
    total = evaluation.total
    intervals = f1_intervals(total.sentences)
    return [(_name(name), *_figures(tally, intervals[name])) for name, tally in total.scores.items()]


SCORE_HEADINGS = ("measure", "precision", "recall", "F1", "95 %", "right", "predicted", "gold")


def document_lines(evaluation: Evaluation) -> list[Line]:
    """Return a line a document, the total last: its size, and F1 of the measures on records."""
    return [_document_line(document) for document in (*evaluation.documents, evaluation.total)]


DOCUMENT_HEADINGS = ("document", "sentences", "gold", *(f"{name} F1" for name in BY_DOCUMENT))


def print_scores(console: Console, evaluation: Evaluation) -> None:
    """Print both tables."""
    for headings, lines in _tables(evaluation):
        table = Table(box=None, pad_edge=False, header_style="bold")
        for number, heading in enumerate(headings):
            table.add_column(heading, justify="right" if number else "left", overflow="fold")
        for line in lines:
            table.add_row(*line)
        console.print(table)
        console.print()


def scores_markdown(evaluation: Evaluation) -> str:
    """Return both tables in Markdown."""
    return "\n".join("\n".join(_markdown(*table)) + "\n" for table in _tables(evaluation))


def scores_json(evaluation: Evaluation) -> str:
    """Return the tallies and figures of the total and of every document."""
    content = {
        "total": _document_json(evaluation.total),
        "documents": {document.document: _document_json(document) for document in evaluation.documents},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def mismatch_text(mismatch: Mismatch) -> str:
    """Return a wrong record with its sentence, both sides, and what differs between them."""
    lines = [f"{mismatch.sid}  {', '.join(mismatch.fields)}", f"    {_marked(mismatch)}"]
    for side, record in (("gold", mismatch.gold), ("predicted", mismatch.predicted)):
        if record:
            lines.append(f"    {side:<10}{_record_text(record, mismatch.sentence)}")
    return "\n".join(lines) + "\n"


def _tables(evaluation: Evaluation) -> tuple[tuple[Line, list[Line]], tuple[Line, list[Line]]]:
    return (SCORE_HEADINGS, score_lines(evaluation)), (DOCUMENT_HEADINGS, document_lines(evaluation))


def _name(measure: str) -> str:
    if measure.endswith("_stated"):
        return f"{measure.removesuffix('_stated')}, where stated"
    return NAMES.get(measure, f"{measure} given the quantity")


def _figure(share: float | None) -> str:
    return "–" if share is None else f"{share:.4f}"


def _figures(tally: Tally, interval: Interval) -> Line:
    shares = map(_figure, (tally.precision, tally.recall, tally.f1))
    ends = f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else "–"
    return (*shares, ends, str(tally.right), str(tally.predicted), str(tally.gold))


def _document_line(document: DocumentScores) -> Line:
    scores = document.scores
    size = (str(len(document.sentences)), str(scores["quantity"].gold))
    return (document.document, *size, *(_figure(scores[name].f1) for name in BY_DOCUMENT))


def _document_json(document: DocumentScores) -> dict[str, object]:
    intervals = f1_intervals(document.sentences)
    measures = {
        name: {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "f1_95": intervals[name],
            "right": tally.right,
            "predicted": tally.predicted,
            "gold": tally.gold,
        }
        for name, tally in document.scores.items()
    }
    return {"sentences": len(document.sentences), "measures": measures}


def _markdown(headings: Line, lines: list[Line]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|---{'|---:' * (len(headings) - 1)}|"
    for line in lines:
        yield f"| {' | '.join(line)} |"


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
