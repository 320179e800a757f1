"""A picture of a panel: targets and results of one indicator, as a page that needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.errors import InputError, MissingExtraError
from govie.panel.joins import achieved, long_table

try:
    import altair as alt
except ImportError as error:
    raise MissingExtraError("a plot", "panel") from error

if TYPE_CHECKING:
    import pandas as pd

    from govie.panel.panel import Panel

SUFFIXES = (".html", ".svg", ".png")


def plot_sides(
    panel: Panel | pd.DataFrame, indicator: str = "gdp", *, measure: str = "growth", period: str | None = None
) -> Any:
    """Return an Altair chart of one indicator by region: results as points, targets as bars.

    Without `period`, each region has its last result and its last target. A target that is a range is a
    bar from its lower to its upper end.
    """
    table = long_table(panel)
    rows = table[
        (table["indicator"] == indicator)
        & (table["measure"] == measure)
        & (table["period_kind"] == "year")
        & (table["detail"] == "")
        & table["value"].notna()
    ]
    if period is not None:
        rows = rows[rows["period"] == period]
    rows = rows.sort_values("period").groupby(["ref_area", "side", "unit"], as_index=False).last()
    rows = rows.assign(
        region=rows["region"].fillna(rows["ref_area"]), high=rows["value_high"].fillna(rows["value"])
    )
    return _chart(rows, indicator, measure)


def plot_gaps(panel: Panel | pd.DataFrame, indicator: str = "gdp", *, measure: str = "growth") -> Any:
    """Return an Altair chart of result minus target by region and year."""
    rows = achieved(panel)
    rows = rows[(rows["indicator"] == indicator) & (rows["measure"] == measure)]
    bars = alt.Chart(_values(rows, ["region", "period", "gap", "met"])).mark_bar()
    return bars.encode(
        x=alt.X("gap:Q", title="result minus target"),
        y=alt.Y("region:N", title=None, sort="-x"),
        color=alt.Color("met:N", title="target met"),
        row=alt.Row("period:O", title=None),
    ).properties(title=_title(rows, indicator, measure), width=480)


def save_chart(chart: Any, path: str | Path) -> Path:
    """Write a chart as HTML with all that it needs inside, as SVG or as PNG, by the suffix."""
    path = Path(path)
    if path.suffix not in SUFFIXES:
        raise InputError(str(path), "its suffix names no picture", f"end it in one of {', '.join(SUFFIXES)}")
    options: dict[str, Any] = {}
    if path.suffix == ".html":
        options = {"inline": True, "embed_options": {"renderer": "svg", "actions": False}}
    chart.save(str(path), **options)
    return path


def _chart(rows: pd.DataFrame, indicator: str, measure: str) -> Any:
    columns = ["region", "side", "period", "value", "high", "bound", "sentence"]
    base = alt.Chart(_values(rows, columns)).encode(
        y=alt.Y("region:N", title=None, sort=alt.EncodingSortField("value", op="max", order="descending")),
        tooltip=["region:N", "period:N", "side:N", "value:Q", "high:Q", "bound:N", "sentence:N"],
    )
    axis = alt.X("value:Q", title=_unit(rows), scale=alt.Scale(zero=False, padding=12))
    colour = alt.Color("side:N", title=None, scale=alt.Scale(range=["#1f5fa8", "#d9822b"]))
    result = base.transform_filter("datum.side == 'result'").mark_point(filled=True, size=70)
    target = base.transform_filter("datum.side == 'target'")
    ticks = target.mark_tick(thickness=3, size=14)
    ranges = target.mark_bar(height=5)
    layers = (
        ranges.encode(x=axis, x2="high:Q", color=colour),
        ticks.encode(x=axis, color=colour),
        result.encode(x=axis, color=colour),
    )
    return alt.layer(*layers).properties(title=_title(rows, indicator, measure) + _periods(rows), width=480)


def _title(rows: pd.DataFrame, indicator: str, measure: str) -> str:
    names = rows["indicator_name"].dropna()
    return f"{names.iloc[0] if len(names) else indicator}, {measure}"


def _periods(rows: pd.DataFrame) -> str:
    """Return which period each side is of, where all regions have the same."""
    sides = {side: members["period"].unique() for side, members in rows.groupby("side")}
    return "".join(f", {side} {found[0]}" for side, found in sorted(sides.items()) if len(found) == 1)


def _unit(rows: pd.DataFrame) -> str:
    return str(rows["unit"].iloc[0]) if len(rows) else ""


def _values(rows: pd.DataFrame, columns: list[str]) -> Any:
    values: Any = alt.Data
    return values(values=rows[columns].astype(object).where(rows[columns].notna(), None).to_dict("records"))
