"""The pictures: pages that need no network, looked at in a browser where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from govie.errors import InputError
from govie.panel.panel import Panel
from govie.panel.plot import plot_gaps, plot_sides, save_chart
from tests.panel.build import panel, report, said, target

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REGIONS = ("青禾县", "石岭县")


def two_counties() -> Panel:
    """Return targets and results of two counties in two years."""
    reports = []
    for number, region in enumerate(REGIONS):
        for year in (2023, 2024):
            values = (5.0 + number,)
            planned = target(values=(5.5, 6.0), period=str(year))
            reports.append(
                report(said(values=values, period=str(year - 1)), planned, year=year, region=region)
            )
    return panel(*reports)


def seen(page: Path) -> str:
    """Return what a browser without a network makes of a page."""
    assert BROWSER is not None
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ]
    command += [f"--user-data-dir={page.parent / 'profile'}", "--virtual-time-budget=20000", "--dump-dom"]
    done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, check=True, timeout=180)
    return done.stdout


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: apt-get install chromium")
@pytest.mark.parametrize("plot", [plot_sides, plot_gaps])
def test_a_browser_draws_the_page_without_a_network(tmp_path: Path, plot: object) -> None:
    made = two_counties()
    page = save_chart(plot(made, "gdp"), tmp_path / "p.html")  # type: ignore[operator]
    drawn = seen(page)
    assert "<svg" in drawn
    marks = drawn[drawn.index("<svg") :]
    for region in REGIONS:
        assert f">{region}<" in marks
    assert "地区生产总值, growth" in marks
    assert len(re.findall(r'<path aria-label="', marks)) >= 2


def test_a_page_asks_for_nothing_from_elsewhere(tmp_path: Path) -> None:
    text = save_chart(plot_sides(two_counties()), tmp_path / "p.html").read_text("utf-8")
    assert not re.search(r'<(script|link)[^>]+(src|href)="', text)


def test_a_period_can_be_chosen() -> None:
    values = plot_sides(two_counties(), period="2023").to_dict()["data"]["values"]
    assert {row["period"] for row in values} == {"2023"}
    assert {row["side"] for row in values} == {"result", "target"}


def test_pictures_for_papers(tmp_path: Path) -> None:
    chart = plot_sides(two_counties())
    assert "<svg" in save_chart(chart, tmp_path / "p.svg").read_text("utf-8")
    assert save_chart(chart, tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match=r"\.html"):
        save_chart(chart, tmp_path / "p.gif")


def test_an_indicator_that_is_not_there_is_an_empty_picture(tmp_path: Path) -> None:
    assert save_chart(plot_sides(two_counties(), "cpi"), tmp_path / "p.svg").exists()
