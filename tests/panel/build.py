"""Reports built by hand, so that panels are tested without a trained model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govie.panel.panel import Panel
from govie.panel.rows import Source, rows_of
from govie.types import (
    Bound,
    Direction,
    Indicator,
    Measure,
    Observation,
    Period,
    Quantity,
    Report,
    Section,
    SectionKind,
    Span,
    Standing,
    Status,
)

SOURCE = Source(file="a.txt", sha256="0" * 64, govie_version="1", model="zh 1", model_sha256="f" * 64)
NAMES = {"gdp": "地区生产总值", "retail_sales": "社会消费品零售总额", "grain_output": "粮食产量"}


def said(
    indicator: str | None = "gdp",
    values: Sequence[float] = (5.0,),
    unit: str = "%",
    *,
    at: int = 0,
    text: str | None = None,
    period: str = "2023",
    **fields: Any,
) -> Observation:
    """Build an observation that stands at the character `at`; growth if its unit is %, else a level."""
    words = text or f"{'—'.join(f'{value:g}' for value in values) or 'XX'}{unit}"
    name = NAMES.get(indicator or "", indicator)
    base = {"亿元": (1e8, "元"), "万吨": (1e7, "千克"), "亿斤": (5e7, "千克"), "%": (1.0, "%")}.get(unit)
    scaled = values[0] * base[0] if base and values else None
    plain: dict[str, Any] = {
        "measure": Measure.GROWTH if unit == "%" else Measure.LEVEL,
        "direction": None,
        "bound": Bound.EXACT,
        "status": Status.ACTUAL,
        "annual_average": False,
        "is_base": False,
        "section": SectionKind.REVIEW,
        "confidence": 0.9,
        "sentence": Span(f"{name}{words}。", at, at + 20),
        "standing": Standing.SECTION,
        **dict.fromkeys(("baseline", "whole", "scope", "modal")),
    }
    return Observation(
        indicator=Indicator(name or "", at, at + 2, indicator, name) if name else None,
        quantity=Quantity(
            words, at + 3, at + 3 + len(words), tuple(values), unit, scaled, base[1] if base else ""
        ),
        period=Period.parse(period),
        **{**plain, **fields},
    )


def target(*args: Any, period: str = "2024", **fields: Any) -> Observation:
    """Build an observation of the plan."""
    plan = {"status": Status.TARGET, "section": SectionKind.PLAN, "standing": Standing.TARGET_LIST}
    return said(*args, period=period, **{**plan, **fields})


def falling(*args: Any, **fields: Any) -> Observation:
    """Build an observation of a fall."""
    return said(*args, direction=Direction.DOWN, **fields)


def report(
    *observations: Observation, year: int | None = 2024, region: str | None = "云岭省", **fields: Any
) -> Report:
    """Build a report of these observations."""
    text = fields.pop("text", "，" * 4000)
    sections = (Section(SectionKind.REVIEW, "", 0, len(text), Period.of(2023)),)
    plain = {"text": text, "title": "政府工作报告", "sections": sections}
    return Report(year=year, region=region, observations=observations, **{**plain, **fields})


def panel(*reports: Report, files: Sequence[str] = ()) -> Panel:
    """Return the panel of reports, each of a file of its own."""
    rows = []
    for number, each in enumerate(reports):
        name = files[number] if files else f"{number}.txt"
        source = Source(
            file=name, sha256=str(number).ljust(64, "a"), govie_version="1", model="zh", model_sha256="f" * 64
        )
        rows.extend(rows_of(each, source))
    return Panel.of_rows(rows)
