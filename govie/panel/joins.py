"""The joins that researchers make: targets with results, with the region above, levels with growth.

Each is a function over the long table, and a query over the view `panel` of a DuckDB file; both give
the same rows.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govie.errors import MissingExtraError
from govie.lexicon.cells import load_cell_words

try:
    import pandas as pd
except ImportError as error:
    raise MissingExtraError("a join", "panel") from error

if TYPE_CHECKING:
    from govie.panel.panel import Panel

JOINS = ("achieved", "against_parent", "consistency")

_QUERIES = Path(__file__).with_name("queries")
_SAME = ["period", "indicator", "measure", "annual_average", "detail", "unit"]
_ORDER = ["ref_area", "period", "indicator", "measure", "unit", "detail"]


def achieved(panel: Panel | pd.DataFrame) -> pd.DataFrame:
    """Return each target beside what a later report says was achieved.

    `gap` is result minus target. `met` is whether the result reaches the target, from below or, for a
    bound like 以内 and for what one wants low (prices, unemployment), from above.
    """
    table = long_table(panel)
    target, result = (_side(table, side) for side in ("target", "result"))
    joined = target.merge(result, on=["ref_area", *_SAME], suffixes=("", "_r"))
    joined = joined[joined["report_year_r"] > joined["report_year"]].sort_values(_ORDER)
    low = joined["bound"].isin(["le", "lt"]) | joined["indicator"].isin(load_cell_words().wanted_low)
    ceiling = joined["value_high"].fillna(joined["value"])
    met = (joined["value_r"] >= joined["value"]).where(~low, joined["value_r"] <= ceiling)
    return _columns(
        joined.assign(gap=joined["value_r"] - joined["value"], met=met),
        *("ref_area", "region", "period", "indicator", "indicator_name", "measure", "unit"),
        **{"target": "value", "target_high": "value_high", "target_bound": "bound"},
        **{"result": "value_r", "result_status": "status_r", "result_bound": "bound_r"},
        **{"gap": "gap", "met": "met", "target_report": "report_year", "result_report": "report_year_r"},
        **{"target_sentence": "sentence", "result_sentence": "sentence_r"},
    )


def against_parent(panel: Panel | pd.DataFrame) -> pd.DataFrame:
    """Return each target of growth, share or change beside that of the region above: 层层加码.

    `raised_by` is the own target minus the parent's.
    """
    target = _side(long_table(panel), "target")
    target = target[target["measure"] != "level"]
    joined = target.merge(
        target, left_on=["parent_area", *_SAME], right_on=["ref_area", *_SAME], suffixes=("", "_p")
    ).sort_values(_ORDER)
    return _columns(
        joined.assign(raised_by=joined["value"] - joined["value_p"]),
        *("ref_area", "region", "parent_area"),
        **{"parent_region": "region_p", "period": "period", "indicator": "indicator"},
        **{"indicator_name": "indicator_name", "measure": "measure", "unit": "unit"},
        **{"target": "value", "target_high": "value_high", "target_bound": "bound"},
        **{"parent_target": "value_p", "parent_target_high": "value_high_p"},
        **{"parent_target_bound": "bound_p", "raised_by": "raised_by"},
        **{"target_sentence": "sentence", "parent_target_sentence": "sentence_p"},
    )


def consistency(panel: Panel | pd.DataFrame) -> pd.DataFrame:
    """Return the growth that the levels of two years imply beside the growth that is stated.

    Both in per cent. They differ where growth is at constant prices, where the base was revised, and
    where a number was misread: look at the large ones.
    """
    result = _side(long_table(panel), "result")
    result = result[(result["period_kind"] == "year") & ~result["annual_average"].astype(bool)]
    level = result[(result["measure"] == "level") & ~result["unit"].isin(["%", "个百分点"])]
    growth = result[(result["measure"] == "growth") & (result["detail"] == "") & (result["unit"] == "%")]
    before = level[level["value"] > 0].assign(period_start=level["period_start"] + 1)
    joined = level.merge(before, on=["ref_area", "indicator", "unit", "period_start"], suffixes=("", "_b"))
    joined = joined.merge(growth, on=["ref_area", "indicator", "period"], suffixes=("", "_g"))
    joined = joined.sort_values(["ref_area", "period", "indicator", "unit"])
    implied = 100 * (joined["value"] / joined["value_b"] - 1)
    return _columns(
        joined.assign(implied=implied, difference=implied - joined["value_g"]),
        *("ref_area", "region", "period", "indicator", "indicator_name", "unit"),
        **{"level_before": "value_b", "level": "value", "stated_growth": "value_g"},
        **{"implied_growth": "implied", "difference": "difference"},
        **{"level_before_sentence": "sentence_b", "level_sentence": "sentence"},
        **{"growth_sentence": "sentence_g"},
    )


@cache
def query_of(join: str) -> str:
    """Return the query of a join over the view `panel`."""
    low = ", ".join(f"'{indicator}'" for indicator in sorted(load_cell_words().wanted_low))
    return (_QUERIES / f"{join}.sql").read_text("utf-8").replace("{wanted_low}", low)


def long_table(panel: Panel | pd.DataFrame) -> pd.DataFrame:
    """Return the long table of a panel as a data frame, which may be given too."""
    return panel if isinstance(panel, pd.DataFrame) else panel.to_pandas()


def _side(table: pd.DataFrame, side: str) -> pd.DataFrame:
    return table[(table["side"] == side) & table["value"].notna()]


def _columns(table: pd.DataFrame, *same: str, **renamed: str) -> Any:
    """Return some columns under other names, in this order."""
    chosen = {name: name for name in same} | renamed
    return pd.DataFrame({new: table[old].to_numpy() for new, old in chosen.items()})
