"""The results as one Markdown table, aligned so that it reads as well in a terminal, and as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agreement import FIELDS, SLICE_FIELDS, SLICES, Tallies
from catalog import System

from govie.scoring import Tally

NOT_ANSWERED = "n/a"
_NOT_INSTALLED = "not installed"


@dataclass(frozen=True, slots=True)
class Result:
    """What a system reached; with `problem` it did not run, and `advice` is the command that helps."""

    system: System
    tallies: Tallies = field(default_factory=dict)
    slices: dict[str, Tallies] = field(default_factory=dict)
    characters: int = 0
    seconds: float = 0.0
    problem: str = ""
    advice: str = ""

    @property
    def speed(self) -> float | None:
        """Characters a second."""
        return self.characters / self.seconds if self.seconds else None


def markdown(results: Sequence[Result]) -> str:
    """Return the table: a row a field, a column a system, each cell precision / recall / F1."""
    rows = [["precision / recall / F1", *(result.system.name for result in results)]]
    rows += [[name, *(_cell(result, name) for result in results)] for name in FIELDS]
    rows += [
        [f"{kind}: {name}", *(_slice_cell(result, kind, name) for result in results)]
        for kind in SLICES
        for name in SLICE_FIELDS
    ]
    rows.append(["characters a second", *map(_speed, results)])
    table = _aligned(rows)
    notes = [f"{r.system.name}: {r.problem}. {r.advice}" for r in results if r.problem]
    return "\n\n".join([table, *notes]) + "\n"


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Return every figure with its counts, as plain values."""
    return [
        {
            "system": result.system.name,
            "problem": result.problem or None,
            "advice": result.advice or None,
            "characters": result.characters,
            "seconds": result.seconds,
            "characters_per_second": result.speed,
            "fields": {name: _figures(result.tallies[name]) for name in _answered(result)},
            "slices": {
                kind: {name: _figures(tallies[name]) for name in SLICE_FIELDS}
                for kind, tallies in result.slices.items()
            },
        }
        for result in results
    ]


def _answered(result: Result) -> tuple[str, ...]:
    return tuple(name for name in result.system.fields if name in result.tallies)


def _figures(tally: Tally) -> dict[str, float | int | None]:
    return {
        "right": tally.right,
        "predicted": tally.predicted,
        "gold": tally.gold,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }


def _cell(result: Result, name: str) -> str:
    if result.problem:
        return _NOT_INSTALLED
    return _triple(result.tallies[name]) if name in result.system.fields else NOT_ANSWERED


def _slice_cell(result: Result, kind: str, name: str) -> str:
    if result.problem:
        return _NOT_INSTALLED
    return _triple(result.slices[kind][name]) if kind in result.slices else NOT_ANSWERED


def _triple(tally: Tally) -> str:
    figures = (tally.precision, tally.recall, tally.f1)
    return " / ".join(f"{figure:.3f}" if figure is not None else "–" for figure in figures)


def _speed(result: Result) -> str:
    return f"{result.speed:,.0f}" if result.speed else "–"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns line up; the first is the heading."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(_padded, row, widths)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell)
