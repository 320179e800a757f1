"""Reports built by hand, so that the surface is tested without a trained model."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    # before numpy is imported: on a machine that does other work too, a second thread is mostly waited for
    os.environ.setdefault(_threads, "1")

import pytest
from hypothesis import settings

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
    Status,
)

# How long an example takes says more of the machine than of the code; and a run gives what the last one
# gave. HYPOTHESIS_PROFILE=search looks for examples of its own.
settings.register_profile("govie", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "govie"))

EXAMPLE = Path(__file__).parent / "data" / "example_report.txt"

REVIEW = "全县地区生产总值86.4亿元、增长5.2%，增速居全市第三，税收收入占比达XX。"
PLAN = "2024年，力争地区生产总值增长5%—6%，青禾大道延长至12公里。"


def span_of(text: str, piece: str, *, after: int = 0) -> Span:
    """Return where `piece` first stands in `text` from `after` on."""
    start = text.index(piece, after)
    return Span(piece, start, start + len(piece))


def observation(
    text: str,
    quantity: str,
    values: tuple[float, ...],
    unit: str,
    *,
    indicator: str | None = None,
    sentence: str | None = None,
    **options: object,
) -> Observation:
    """Build an observation whose pieces are looked up in `text`; what is not said is a plain level."""
    where = span_of(text, sentence or text)
    at = span_of(text, quantity, after=where.start)
    owner = span_of(text, indicator, after=where.start) if indicator else None
    plain = Observation(
        indicator=Indicator(owner.text, owner.start, owner.end) if owner else None,
        quantity=Quantity(at.text, at.start, at.end, values, unit),
        measure=Measure.LEVEL,
        direction=None,
        bound=Bound.EXACT,
        status=Status.ACTUAL,
        period=Period.of(2023),
        annual_average=False,
        baseline=None,
        whole=None,
        scope=None,
        modal=None,
        is_base=False,
        section=SectionKind.REVIEW,
        sentence=where,
        confidence=0.9,
    )
    return replace(plain, **options)  # type: ignore[arg-type]


def build_report(text: str = REVIEW + "\n" + PLAN) -> Report:
    """Return the report of two sentences that most tests of the surface read."""
    gdp = replace(
        observation(text, "86.4亿元", (86.4,), "亿元", indicator="地区生产总值", sentence=REVIEW),
        indicator=Indicator("地区生产总值", 2, 8, "gdp", "地区生产总值"),
    )
    level = replace(gdp, quantity=replace(gdp.quantity, base_value=8.64e9, base_unit="元"))
    growth = replace(
        observation(text, "5.2%", (5.2,), "%", indicator="地区生产总值", sentence=REVIEW),
        measure=Measure.GROWTH,
        direction=Direction.UP,
    )
    rank = replace(
        observation(text, "第三", (3.0,), "", indicator="地区生产总值", sentence=REVIEW),
        measure=Measure.RANK,
        scope=span_of(text, "全市"),
    )
    masked = replace(
        observation(text, "XX", (), "", indicator="税收收入", sentence=REVIEW), measure=Measure.SHARE
    )
    planned = {"status": Status.TARGET, "period": Period.of(2024), "section": SectionKind.PLAN}
    target = replace(
        observation(text, "5%—6%", (5.0, 6.0), "%", indicator="地区生产总值", sentence=PLAN, **planned),
        measure=Measure.GROWTH,
        direction=Direction.UP,
        modal=span_of(text, "力争"),
    )
    road = observation(text, "12公里", (12.0,), "公里", sentence=PLAN, bound=Bound.GE, **planned)
    return Report(
        text=text,
        title="青禾县政府工作报告",
        year=2024,
        region="云岭省澜溪市青禾县",
        sections=(
            _section(SectionKind.REVIEW, "一、2023年工作回顾", 0, len(REVIEW), 2023),
            _section(SectionKind.PLAN, "二、2024年工作安排", len(REVIEW) + 1, len(text), 2024),
        ),
        observations=(level, growth, rank, masked, target, road),
    )


def _section(kind: SectionKind, title: str, start: int, end: int, year: int) -> Section:
    return Section(kind, title, start, end, Period.of(year), (title,))


@pytest.fixture
def report() -> Report:
    return build_report()


@pytest.fixture
def empty_report() -> Report:
    return Report(text="", title="", year=None, region=None, sections=(), observations=())


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Return a function that writes a file of the test's own folder and returns its path."""

    def write_file(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write_file


def columns_of_markdown(path: Path) -> list[str]:
    """Return the names in the first column of the Markdown tables of `path`, without the heads."""
    return re.findall(r"^\| `(\w+)` \|", path.read_text("utf-8"), flags=re.MULTILINE)
