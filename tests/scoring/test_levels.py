"""The level of government that gave a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from govie.errors import AnnotationError, LexiconError
from govie.lexicon.levels import load_level_names
from govie.scoring import level_of, read_levels
from govie.types import Level, Report


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("中华人民共和国", "state"),
        ("云岭省", "province"),
        ("北漠自治区", "province"),
        ("重庆市", "province"),
        ("澜溪市", "city"),
        ("云岭省澜溪市", "city"),
        ("溪州市", "city"),
        ("贵州省澜溪市", "city"),
        ("云岭省青禾彝族自治州", "city"),
        ("北漠自治区白鹿盟", "city"),
        ("云岭省澜溪市白鹿市", "county"),
        ("白鹿盟青石市", "county"),
        ("云岭省澜溪市青禾县", "county"),
        ("XX区", "county"),
        ("青禾苗族自治县", "county"),
        ("白鹿旗", "county"),
        ("青禾县柳溪镇", "town"),
        ("柳溪街道", "town"),
        ("柳溪", None),
    ],
)
def test_a_name_shows_its_level(name: str, level: str | None) -> None:
    assert load_level_names().level_of(name) == level


def report(text: str = "", title: str = "", region: str | None = None) -> Report:
    return Report(text=text, title=title, year=None, region=region, sections=(), observations=())


@pytest.mark.parametrize(
    ("given", "level"),
    [
        (report(region="云岭省澜溪市青禾县"), "county"),
        (report(title="2024年XX镇政府工作报告"), "town"),
        (report(title="青禾县2024年政府工作报告"), "county"),
        (report("各位代表：\n现在，我代表县人民政府，向大会报告工作。", title="政府工作报告"), "county"),
        (report("——2024年1月5日在澜溪市第九届人民代表大会第一次会议上"), "city"),
        (report("各位代表：\n我代表国务院，向大会报告政府工作。"), "state"),
        (report("各位代表：\n现在报告工作。", title="政府工作报告"), None),
    ],
)
def test_region_title_and_opening_are_asked_in_turn(given: Report, level: str | None) -> None:
    assert level_of(given) == level


def test_the_region_goes_before_the_title() -> None:
    given = report(title="XX镇政府工作报告", region="澜溪市")
    assert level_of(given) is Level.CITY
    assert level_of(replace(given, region=None)) is Level.TOWN


def test_a_table_names_levels(tmp_path: Path) -> None:
    path = tmp_path / "levels.tsv"
    path.write_text("# masked reports\nqinghe\ttown\n\nbailu\tcity\n", "utf-8")
    assert read_levels(path) == {"qinghe": Level.TOWN, "bailu": Level.CITY}


@pytest.mark.parametrize("line", ["qinghe town", "qinghe\tvillage", "qinghe"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "levels.tsv"
    path.write_text(f"bailu\tcity\n{line}\n", "utf-8")
    with pytest.raises(AnnotationError, match=r"levels\.tsv, line 2: .*town, county, city"):
        read_levels(path)


def test_a_table_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="cannot be read"):
        read_levels(tmp_path / "absent.tsv")
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(AnnotationError, match="not UTF-8"):
        read_levels(tmp_path / "bad.tsv")


@pytest.mark.parametrize(
    "text", ["schema = 2", "schema = 1", "schema =", "schema = 1\n[endings]\nvillage = []"]
)
def test_a_bad_lexicon_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "levels.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=r"levels\.toml"):
        load_level_names(path)
