"""A report as a table for people: sections as headings, one row an observation.

Rows of one sentence are held together by a bracket on the left. Widths count as terminals count:
a Chinese character takes two columns. Where the terminal is too narrow for a table, an observation
takes two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from govie.types import (
    Bound,
    Direction,
    Indicator,
    Measure,
    Observation,
    Report,
    Section,
    Span,
    Status,
)

HEADINGS = ("", "indicator", "value", "what it says", "bound", "status", "period")
BOUND_SIGNS = {
    Bound.EXACT: "",
    Bound.APPROX: "≈",
    Bound.GE: "≥",
    Bound.GT: ">",
    Bound.LE: "≤",
    Bound.LT: "<",
}
ARROWS = {Direction.UP: " ↑", Direction.DOWN: " ↓", None: ""}
STATUS_STYLES = {Status.ACTUAL: "", Status.ESTIMATE: "yellow", Status.TARGET: "cyan"}

GAP = 2
NARROWEST_INDICATOR = 16
"""Columns below which an indicator would be folded to shreds, so that two lines read better."""
WIDEST_CLAIM = 28


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of an observation, and how they are shown."""

    bracket: str
    indicator: str
    value: str
    claim: str
    bound: str
    status: str
    period: str
    style: str
    repeated: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells under HEADINGS."""
        return (self.bracket, self.indicator, self.value, self.claim, self.bound, self.status, self.period)


def print_report(console: Console, report: Report, file: str, *, sentences: bool = False) -> None:
    """Print head and observations of `report`; with `sentences`, each sentence above its rows."""
    console.print(Text(report.title or file, style="bold"))
    console.print(Text(_summary(report, file), style="dim"))
    groups = [(title, _sentence_rows(part)) for title, part in _by_section(report)]
    widths = _widths([row for _, part in groups for _, rows in part for row in rows])
    indicator_width = console.width - sum(widths) + widths[1] - GAP * (len(widths) - 1)
    for title, part in groups:
        console.print()
        console.print(Text(title, style="bold"))
        if min(indicator_width, widths[1]) < min(NARROWEST_INDICATOR, widths[1]):
            _print_lines(console, part, sentences=sentences)
        else:
            columns = [*widths[:1], min(indicator_width, widths[1]), *widths[2:]]
            _print_tables(console, part, columns, sentences=sentences)
    console.print()


def value_text(o: Observation) -> str:
    """Return value and unit as they are understood: "5–6%", "18.2:33.4:48.4", "XX亿元" where masked."""
    joint = ":" if o.measure is Measure.RATIO else "–"
    return (joint.join(f"{value:.12g}" for value in o.quantity.values) or "XX") + o.quantity.unit


def claim_text(o: Observation) -> str:
    """Return what the number says of the indicator: "growth ↑ a year", "share of 地区生产总值"."""
    claim = o.measure.value + ARROWS[o.direction]
    if o.annual_average:
        claim += " a year"
    for word, span in (("of", o.whole), ("in", o.scope), ("against", o.baseline)):
        if span:
            claim += f" {word} {_one_line(span)}"
    return claim + ", before" if o.is_base else claim


def _summary(report: Report, file: str) -> str:
    sentences = len({o.sentence.start for o in report.observations})
    counts = f"{len(report)} observations in {sentences} sentences" if len(report) else "no quantities found"
    facts = (file if report.title else "", str(report.year or ""), report.region or "", counts)
    return " · ".join(fact for fact in facts if fact)


def _by_section(report: Report) -> Iterator[tuple[str, list[Observation]]]:
    """Yield the title of a section and its observations, for sections that have any."""
    for title, part in groupby(report.observations, key=lambda o: _part_of(o, report.sections)):
        yield title, list(part)


def _part_of(o: Observation, sections: Sequence[Section]) -> str:
    """Return the highest heading over an observation, with the kind and period of what stands under it."""
    around = (section for section in sections if section.start <= o.quantity.start < section.end)
    if (section := next(around, None)) is None:
        return o.section.value
    facts = (section.path[0] if section.path else section.title, section.kind.value, str(section.period))
    return " · ".join(dict.fromkeys(fact for fact in facts if fact))


def _sentence_rows(observations: Iterable[Observation]) -> list[tuple[str, list[Row]]]:
    """Return each sentence with the rows of its observations."""
    groups = []
    for _, same in groupby(observations, key=lambda o: o.sentence.start):
        part = list(same)
        rows = [_row(o, part, number) for number, o in enumerate(part)]
        groups.append((_one_line(part[0].sentence), rows))
    return groups


def _row(o: Observation, part: Sequence[Observation], number: int) -> Row:
    last = len(part) - 1
    bracket = " " if not last else "┌" if not number else "└" if number == last else "│"
    modal = f" {_one_line(o.modal)}" if o.modal else ""
    return Row(
        bracket=bracket,
        indicator=_one_line(o.indicator) if o.indicator else "—",
        value=value_text(o),
        claim=claim_text(o),
        bound=BOUND_SIGNS[o.bound],
        status=o.status.value + modal,
        period=str(o.period),
        style=STATUS_STYLES[o.status],
        repeated=number > 0 and o.indicator == part[number - 1].indicator,
    )


def _one_line(piece: Span | Indicator) -> str:
    """Return a piece of a report without the line breaks and spaces that a PDF put into it."""
    return "".join(piece.text.split())


def _widths(rows: Sequence[Row]) -> list[int]:
    """Return how many columns each cell needs at most."""
    table = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    widths[3] = min(widths[3], WIDEST_CLAIM)
    return widths


def _print_tables(
    console: Console, part: list[tuple[str, list[Row]]], widths: Sequence[int], *, sentences: bool
) -> None:
    blocks = [(sentence, rows) for sentence, rows in part] if sentences else [("", _all_rows(part))]
    for sentence, rows in blocks:
        if sentence:
            console.print(Text(sentence, style="italic dim"))
        table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=not sentences)
        for heading, width in zip(HEADINGS, widths, strict=True):
            right = heading == "value"
            table.add_column(
                heading,
                width=width,
                overflow="fold",
                justify="right" if right else "left",
                header_style="dim",
            )
        for row in rows:
            cells = [Text(cell, style=row.style) for cell in row.cells]
            if row.repeated:
                cells[1].stylize("dim")
            table.add_row(*cells)
        console.print(table)


def _print_lines(console: Console, part: list[tuple[str, list[Row]]], *, sentences: bool) -> None:
    for sentence, rows in part:
        if sentences:
            console.print(Text(sentence, style="italic dim"))
        for row in rows:
            console.print(Text(f"{row.indicator} {row.bound}{row.value}", style=row.style))
            facts = (row.claim, row.status, row.period)
            console.print(Text("  " + " · ".join(fact for fact in facts if fact), style="dim"))


def _all_rows(part: list[tuple[str, list[Row]]]) -> list[Row]:
    return [row for _, rows in part for row in rows]
