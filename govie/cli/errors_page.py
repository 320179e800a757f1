"""Wrong records as one page for a browser, with its data, style and script inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govie.scoring import (
    STATED_FIELDS,
    DocumentScores,
    Evaluation,
    JudgedSentence,
    Offsets,
    Record,
    agree,
    differences,
    pair,
)

_TEMPLATE = Path(__file__).with_name("errors_page.html")
_PLACE = "/*DATA*/"

INDICATOR_SPAN = "indicator_exact"
"""What is wrong where the indicator overlaps gold's without being its span: the record still counts."""

_Spot = dict[str, Any]


def errors_page(evaluation: Evaluation) -> str:
    """Return the page of an evaluation: every record of which anything at all differs from gold."""
    data = {
        "errors": [error for document in evaluation.documents for error in _errors(document)],
        "lenient": [INDICATOR_SPAN, *STATED_FIELDS],
        "gold": evaluation.total.scores["quantity"].gold,
    }
    # a report may hold "</script>": in JSON the bracket can be written so that no browser sees it
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return _TEMPLATE.read_text("utf-8").replace(_PLACE, text)


def _errors(document: DocumentScores) -> Iterator[_Spot]:
    for sentence in document.judged:
        for mine, theirs in pair(sentence.predicted, sentence.gold):
            if wrong := _wrong_fields(mine, theirs):
                yield {
                    "sid": sentence.sid,
                    "document": document.document,
                    "level": document.level or "unknown",
                    "section": sentence.section,
                    "wrong": wrong,
                    "text": sentence.before + sentence.text + sentence.after,
                    "sentence": _moved((0, len(sentence.text)), sentence),
                    "gold": _side(theirs, sentence),
                    "predicted": _side(mine, sentence),
                }


def _wrong_fields(mine: Record | None, theirs: Record | None) -> list[str]:
    """Return what differs, the fields that make a record wrong first."""
    if mine is None or theirs is None:
        return ["missing" if mine is None else "spurious"]
    wrong = list(differences(mine, theirs))
    if "indicator" not in wrong and mine.indicator != theirs.indicator:
        wrong.append(INDICATOR_SPAN)
    return wrong + [name for name in STATED_FIELDS if not agree(name, mine.fields[name], theirs.fields[name])]


def _side(record: Record | None, sentence: JudgedSentence) -> _Spot | None:
    if record is None:
        return None
    stated = {name: _shown(value) for name, value in record.fields.items()}
    return {
        "quantity": _moved(record.quantity, sentence),
        "indicator": record.indicator and _moved(record.indicator, sentence),
        "fields": {name: value for name, value in stated.items() if value},
    }


def _moved(span: Offsets, sentence: JudgedSentence) -> Offsets:
    """Return a span counted from where the kept context begins."""
    lead = len(sentence.before)
    return span[0] + lead, span[1] + lead


def _shown(value: object) -> str:
    """Return a value as a reader expects it, "" for one that says nothing."""
    if isinstance(value, tuple):
        return " ".join(f"{number:.10g}" for number in value)
    return "yes" if value is True else str(value or "")
