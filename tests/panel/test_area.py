"""Whose rows they are: rows of one region meet, those of two that share a name do not."""

from __future__ import annotations

from typing import Any

import pytest

from govie.panel.rows import rows_of
from govie.types import Area, Level
from tests.panel.build import SOURCE, panel, report, said

CANDIDATES = (("320106", "鼓楼区"), ("350102", "鼓楼区"))


def row_of(area: Area) -> dict[str, Any]:
    return next(iter(rows_of(report(said(), area=area, region=area.name or None), SOURCE)))


def test_a_region_with_a_code_is_named_by_it() -> None:
    parents = (("530000", "云南省"), ("530400", "玉溪市"))
    row = row_of(Area(name="江川区", level=Level.COUNTY, code="530403", parents=parents))
    assert (row["ref_area"], row["region_code"], row["region_level"]) == ("530403", "530403", "county")
    assert (row["parent_area"], row["parents"]) == ("530400", "530000;530400")


@pytest.mark.parametrize(
    ("area", "ref_area"),
    [
        (Area(name="青禾县", level=Level.COUNTY), "青禾县"),
        (Area(name="青禾县", level=Level.COUNTY, parents=(("", "云岭省"),)), "云岭省青禾县"),
        (Area(name="鼓楼区", level=Level.COUNTY, candidates=CANDIDATES), f"鼓楼区@{SOURCE.sha256[:12]}"),
        (Area(name="", level=Level.COUNTY), SOURCE.sha256),
    ],
)
def test_a_region_without_a_code_is_named_by_what_is_sure(area: Area, ref_area: str) -> None:
    row = row_of(area)
    assert (row["ref_area"], row["region_code"], row["parent_area"]) == (ref_area, None, None)


def test_the_parent_of_a_province_is_the_state() -> None:
    assert row_of(Area(name="云南省", level=Level.PROVINCE, code="530000"))["parent_area"] == "CN"


def test_two_regions_of_one_name_are_not_one() -> None:
    area = Area(name="鼓楼区", level=Level.COUNTY, candidates=CANDIDATES)
    assert len(panel(report(said(), area=area), report(said(), area=area))) == 2
