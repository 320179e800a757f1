"""Which region a row is of, so that rows of one region meet and those of two do not."""

from __future__ import annotations

from typing import Any

from govie.types import Area, Level, Report

_STATE = "CN"


def area_part(report: Report, sha256: str) -> dict[str, Any]:
    """Return the cells of a row that say whose report it is; `sha256` is that of its file."""
    area = report.area
    if area is None:
        return {"ref_area": report.region or sha256, "region": report.region}
    parents = [code for code, _ in area.parents]
    return {
        "ref_area": ref_area(area, sha256),
        "region": report.region or area.name or None,
        "region_code": area.code,
        "region_level": area.level.value if area.level else None,
        "parent_area": _parent(area),
        "parents": ";".join(code for code in parents if code) or None,
    }


def ref_area(area: Area, sha256: str) -> str:
    """Return what tells a region from all others.

    Its code; without one its name behind those of its parents. Where several regions of the name come
    into question, or the name is withheld, the checksum stands for it: no two reports are then one
    region by guess.
    """
    if area.code:
        return area.code
    if not area.name:
        return sha256
    return f"{area.path}@{sha256[:12]}" if area.candidates else area.path


def _parent(area: Area) -> str | None:
    """Return the ref_area of the region right above; that of a province is the state."""
    if area.parents and area.parents[-1][0]:
        return area.parents[-1][0]
    return _STATE if area.level is Level.PROVINCE else None
