"""Tables of figures, for a terminal and in Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table whose first columns are words and whose others are figures."""

    title: str
    headings: Line
    lines: tuple[Line, ...]
    words: int = 1


def print_tables(console: Console, tables: Iterable[FigureTable]) -> None:
    """Print each table under its title."""
    for table in tables:
        shown = Table(box=None, pad_edge=False, header_style="bold")
        for number, heading in enumerate(table.headings):
            justify = "left" if number < table.words else "right"
            shown.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
        for line in table.lines:
            shown.add_row(*line)
        console.print(table.title, style="bold")
        console.print(shown)
        console.print()


def markdown(tables: Iterable[FigureTable]) -> str:
    """Return the tables in Markdown, each under its title."""
    return "\n".join(_markdown(table) for table in tables)


def _markdown(table: FigureTable) -> str:
    rule = "|---" * table.words + "|---:" * (len(table.headings) - table.words) + "|"
    rows = "".join(f"| {' | '.join(line)} |\n" for line in table.lines)
    return f"### {table.title}\n\n| {' | '.join(table.headings)} |\n{rule}\n{rows}"


def figure(share: float | None) -> str:
    """Return a share with four decimals, a dash for none."""
    return "–" if share is None else f"{share:.4f}"


def ends(interval: tuple[float, float] | None, *, signed: bool = False) -> str:
    """Return an interval with three decimals, a dash for none."""
    if interval is None:
        return "–"
    low, high = interval
    return f"{low:+.3f} to {high:+.3f}" if signed else f"{low:.3f}–{high:.3f}"
