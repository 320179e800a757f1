"""Two models side by side, as tables and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govie.cli.tables import FigureTable, Line, ends, figure
from govie.scoring import Chance, Comparison, Difference


def comparison_tables(comparison: Comparison, first: str, second: str) -> Iterator[FigureTable]:
    """Yield the paired differences, and the records that only one of the two has right."""
    yield FigureTable(
        f"F1 of {first} against {second}, paired",
        ("layer", "match", "first", "second", "difference", "95 % sentences", "p", "95 % documents", "p"),
        tuple(map(_difference_line, comparison.differences)),
        words=2,
    )
    records = comparison.records
    counts = (records.both, records.only_first, records.only_second, records.neither)
    yield FigureTable(
        "Gold records that are right as a whole, McNemar's test",
        ("right in both", "only the first", "only the second", "neither", "p"),
        ((*map(str, counts), _chance_figure(records.p)),),
        words=0,
    )


def _difference_line(difference: Difference) -> Line:
    layer, match = difference.name.split("/")
    value = "–" if difference.value is None else f"{difference.value:+.4f}"
    figures = (figure(difference.first), figure(difference.second), value)
    return (layer, match, *figures, *_chance(difference.sentences), *_chance(difference.documents))


def _chance(chance: Chance | None) -> Line:
    return ("–", "–") if chance is None else (ends(chance.interval, signed=True), _chance_figure(chance.p))


def _chance_figure(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else "<0.001"


def comparison_json(comparison: Comparison, first: str, second: str) -> dict[str, Any]:
    """Return the paired differences by layer and match, and McNemar's table and p."""
    layers: dict[str, dict[str, object]] = {}
    for difference in comparison.differences:
        layer, match = difference.name.split("/")
        layers.setdefault(layer, {})[match] = {
            "first": difference.first,
            "second": difference.second,
            "difference": difference.value,
            "sentences": _chance_json(difference.sentences),
            "documents": _chance_json(difference.documents),
        }
    records = comparison.records
    return {
        "first": first,
        "second": second,
        "layers": layers,
        "mcnemar": {
            "both": records.both,
            "only_first": records.only_first,
            "only_second": records.only_second,
            "neither": records.neither,
            "p": records.p,
        },
    }


def _chance_json(chance: Chance | None) -> dict[str, object] | None:
    return None if chance is None else {"difference_95": chance.interval, "p": chance.p}
