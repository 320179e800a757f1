"""The table of regions: codes, years, parents, short forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from govie.errors import LexiconError
from govie.lexicon.regions import ancestors, load_region_words, load_regions, short_form
from govie.types import Level


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("420600", 2005, "襄樊市"),
        ("420600", 2015, "襄阳市"),
        ("530421", 2010, "江川县"),
        ("530403", 2020, "江川区"),
        ("510200", 1990, "重庆市"),
        ("500000", 2000, "重庆市"),
        ("540481", 2024, "米林市"),
        ("710000", 2024, "台湾省"),
        ("CN", 2024, "中华人民共和国"),
    ],
)
def test_a_code_has_the_name_of_its_year(code: str, year: int, name: str) -> None:
    region = load_regions().of(code, year)
    assert region is not None
    assert (region.name, region.held(year)) == (name, True)


def test_parents_stand_from_the_province_down() -> None:
    table = load_regions()
    assert table.parents("530403", 2020) == (("530000", "云南省"), ("530400", "玉溪市"))
    assert table.parents("110105", 2020) == (("110000", "北京市"),)
    assert table.parents("429004", 2020) == (("420000", "湖北省"),)  # a county right below its province
    assert table.parents("530000", 2020) == ()
    assert ancestors("CN") == ()


def test_every_code_is_of_a_province_and_its_names_do_not_overlap() -> None:
    table = load_regions()
    for code, regions in table.by_code.items():
        assert code == "CN" or code[:2] + "0000" in table.by_code
        assert all(region.first <= region.last for region in regions), code
    open_ended = [[r.name for r in regions if r.last == 9999] for regions in table.by_code.values()]
    assert all(len(names) <= 2 for names in open_ended)


def test_how_many_there_are() -> None:
    held = [r for regions in load_regions().by_code.values() for r in regions if r.held(2022)]
    counts = {level: sum(r.level is level for r in held) for level in Level}
    # the Ministry of Civil Affairs counts 34, 333 and 2,843, Taiwan, Hong Kong and Macao without parts
    assert (counts[Level.PROVINCE], counts[Level.CITY]) == (34, 333)
    assert 2835 <= counts[Level.COUNTY] <= 2850


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云南省", ("云南", "省")),
        ("红河哈尼族彝族自治州", ("红河", "州")),
        ("内蒙古自治区", ("内蒙古", "自治区")),
        ("广西壮族自治区", ("广西", "自治区")),
        ("隆林各族自治县", ("隆林", "县")),
        ("克孜勒苏柯尔克孜自治州", ("克孜勒苏", "州")),
        ("鄂伦春自治旗", ("鄂伦春", "旗")),
        ("井冈山", ("井冈山", "")),
    ],
)
def test_short_forms(name: str, short: tuple[str, str]) -> None:
    assert short_form(name, load_region_words()) == short


@pytest.mark.parametrize(
    "line", ["53042\t江川县\t\t", "530421\t\t\t", "530421\t江川县\tx\t", "530421\t江川县"]
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "regions.tsv"
    path.write_text(f"code\tname\tfirst\tlast\n{line}\n", "utf-8")
    with pytest.raises(LexiconError, match=r"regions\.tsv, line 2"):
        load_regions(path)


@pytest.mark.parametrize("text", ["schema = 2", "schema = 1", "schema ="])
def test_bad_words_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "regions.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=r"regions\.toml"):
        load_region_words(path)
