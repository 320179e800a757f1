"""How much of a panel is right: its cells beside what a reader found in the same reports.

usage: python training/scripts/check_panel.py [--truth FILE] [--reports FOLDER] [--model FOLDER] [--show]

The truth is stand-off: a head line a report with its checksum, then a line a cell with the value in the
base unit and the characters that say so. It holds all cells of its indicators, so that what is not in it
was not stated. A cell marked `open` may be read either way and is not counted.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import govie
from govie.errors import InputError
from govie.io.checksums import checksum_of_file
from govie.io.readers import read_text
from govie.panel.cell import Cell, cells

ROOT = Path(__file__).parents[2]
TRUTH = ROOT / "training" / "panel" / "provinces-2026.jsonl"
REPORTS = ROOT.parent / "shared" / "reports" / "raw"

UNITS = {"level": {"元", "人", "千克", "%", "个"}, "growth": {"%"}}
OUTCOMES = ("right", "wrong", "missing", "invented", "open")

Key = tuple[str, str, str, str]
"""Indicator, measure, side, period."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one cell."""

    document: str
    key: Key
    outcome: str
    stated: list[float] | None
    found: list[float] | None
    sentence: str
    bound: bool | None = None


def read_truth(path: Path) -> dict[str, tuple[str, dict[Key, dict[str, Any]]]]:
    """Return the checksum and the cells of each report."""
    found: dict[str, tuple[str, dict[Key, dict[str, Any]]]] = {}
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if "sha256" in entry:
            found[entry["document"]] = (entry["sha256"], {})
        else:
            key = (entry["indicator"], entry["measure"], entry["side"], entry["period"])
            found[entry["document"]][1][key] = entry
    return found


def compare(document: str, stated: dict[Key, dict[str, Any]], found: dict[Key, Cell]) -> Iterator[Outcome]:
    """Yield what became of each cell that is stated, and of those that are not."""
    for key, entry in stated.items():
        cell = found.get(key)
        values = values_of(cell) if cell else None
        sentence = cell.taken.observation.sentence.text if cell else ""
        same = values is not None and close(values, entry["values"])
        outcome = "open" if entry.get("open") else "missing" if cell is None else "right" if same else "wrong"
        bound = cell.taken.observation.bound == entry["bound"] if cell and same else None
        yield Outcome(document, key, outcome, entry["values"], values, sentence, bound)
    for key, cell in found.items():
        if key not in stated:
            sentence = cell.taken.observation.sentence.text
            yield Outcome(document, key, "invented", None, values_of(cell), sentence)


def table(report: govie.Report, wanted: set[Key]) -> dict[Key, Cell]:
    """Return the cells of a report that the truth speaks of: its indicators, sides and periods."""
    kinds = {(indicator, side, period) for indicator, _, side, period in wanted}
    found: dict[Key, Cell] = {}
    for cell in cells(report):
        key = cell.key
        side, measure, period = key.side.value, key.measure.value, str(key.period)
        plain = not key.annual_average and not key.detail and key.unit in UNITS.get(measure, ())
        if plain and (key.indicator, side, period) in kinds:
            found[key.indicator, measure, side, period] = cell
    return found


def values_of(cell: Cell) -> list[float] | None:
    """Return the value of a cell, or both ends of its range."""
    claim = cell.taken.claim
    return None if claim.value is None else [claim.value] if claim.high is None else [claim.value, claim.high]


def close(one: list[float], other: list[float]) -> bool:
    """Return whether two values are one but for the last binary digits."""
    return len(one) == len(other) and all(
        abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1) for a, b in zip(one, other, strict=True)
    )


def main() -> None:
    """Print the figures, and with --show each cell that is not right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is not right")
    options = parser.parse_args()
    truth = read_truth(options.truth)
    wanted = {key for _, stated in truth.values() for key in stated}
    outcomes: list[Outcome] = []
    for document, (checksum, stated) in truth.items():
        path = options.reports / f"{document}.txt"
        if checksum_of_file(path) != checksum:
            raise InputError(str(path), "is not the text that was read", f"get the file of {checksum[:12]}")
        report = govie.parse(read_text(path), model=options.model)
        outcomes.extend(compare(document, stated, table(report, wanted)))
    if options.show:
        for each in outcomes:
            if each.outcome not in ("right", "open") or each.bound is False:
                said = each.outcome if each.bound is not False else "bound"
                print(said, each.document, *each.key, each.stated, each.found, each.sentence[:90], sep=" | ")
    report_figures(outcomes)


def report_figures(outcomes: list[Outcome]) -> None:
    """Print how many cells are right, wrong, missing and invented, also by side."""
    for side in ("result", "target", None):
        counts = Counter(each.outcome for each in outcomes if side in (None, each.key[2]))
        stated = counts["right"] + counts["wrong"] + counts["missing"]
        given = counts["right"] + counts["wrong"] + counts["invented"]
        bounds = [each.bound for each in outcomes if each.bound is not None and side in (None, each.key[2])]
        print(
            f"{side or 'all':7} {stated} stated: right {counts['right'] / stated:.4f} ({counts['right']}), "
            f"wrong {counts['wrong']}, missing {counts['missing']}; "
            f"invented {counts['invented'] / given:.4f} ({counts['invented']}) of {given}; "
            f"bound {sum(bounds) / len(bounds):.4f}; {counts['open']} open"
        )


if __name__ == "__main__":
    main()
