"""From observations to a panel: region, period, indicator, one value a cell.

`cells(report)` needs nothing but govie; what makes tables of many reports needs `govie[panel]`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govie.panel.build import Settings, build_panel
    from govie.panel.cell import Cell, CellKey, cells
    from govie.panel.joins import achieved, against_parent, consistency
    from govie.panel.panel import Panel
    from govie.panel.schema import COLUMNS

__all__ = [
    "COLUMNS",
    "Cell",
    "CellKey",
    "Panel",
    "Settings",
    "achieved",
    "against_parent",
    "build_panel",
    "cells",
    "consistency",
]

# what a name needs is imported when it is asked for: cells() must work where duckdb is not installed
_HOME = {
    **dict.fromkeys(("Cell", "CellKey", "cells"), "govie.panel.cell"),
    **dict.fromkeys(("Settings", "build_panel"), "govie.panel.build"),
    **dict.fromkeys(("achieved", "against_parent", "consistency"), "govie.panel.joins"),
    "Panel": "govie.panel.panel",
    "COLUMNS": "govie.panel.schema",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'govie.panel' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
