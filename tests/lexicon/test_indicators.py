import re

import pytest

from govie.errors import LexiconError
from govie.lexicon.indicators import COLUMNS, Alias, load_indicator_words, load_indicators
from govie.types import Measure

HEADING = "\t".join(COLUMNS) + "\n"


@pytest.fixture
def table_of(tmp_path):
    def write(*lines: str, heading: str = HEADING):
        path = tmp_path / "indicators.tsv"
        path.write_text(heading + "".join(f"{line}\n" for line in lines), "utf-8")
        return path

    return write


def test_every_indicator_has_its_names():
    table = load_indicators()
    assert len(table) >= 100
    for id, entry in table.entries.items():
        assert entry.id == id
        assert entry.aliases[0].text == entry.name
        assert re.fullmatch(r"[A-Za-z0-9 ,.'-]+", entry.name_en), entry.name_en


def test_the_same_words_have_meant_different_things():
    table = load_indicators()
    assert set(table.by_alias["财政收入"]) == {"fiscal_revenue_total", "general_public_budget_revenue"}
    assert [
        id
        for id in table.by_alias["财政收入"]
        if any(a.text == "财政收入" and a.holds(2009, "level") for a in table[id].aliases)
    ] == ["fiscal_revenue_total"]


@pytest.mark.parametrize(
    ("alias", "year", "measure", "expected"),
    [
        (Alias("产值"), 1990, "level", True),
        (Alias("产值", last_year=2000), 2000, "level", True),
        (Alias("产值", last_year=2000), 2001, "level", False),
        (Alias("产值", last_year=2000), None, "level", False),
        (Alias("产值", first_year=2001), 2000, "level", False),
        (Alias("产值", first_year=2001), None, "level", True),
        (Alias("物价", measure=Measure.GROWTH), 2020, "growth", True),
        (Alias("物价", measure=Measure.GROWTH), 2020, "level", False),
    ],
)
def test_an_alias_holds_under_its_conditions(alias, year, measure, expected):
    assert alias.holds(year, measure) is expected


def test_a_users_table_adds_to_ours(table_of):
    path = table_of(
        "# 本省自己的",
        "tea_output\t茶叶产量\tTea output\t吨\t干茶产量|=茶叶@level",
        "gdp\t全域生产总值\t\t\t县域经济盘子|-经济总量",
    )
    table = load_indicators(path)
    assert table.by_alias["干茶产量"] == ("tea_output",)
    assert table["tea_output"].aliases[-1] == Alias("茶叶", whole=True, measure=Measure.LEVEL)
    gdp, ours = table["gdp"], load_indicators()["gdp"]
    assert (gdp.name, gdp.name_en, gdp.unit) == ("全域生产总值", ours.name_en, ours.unit)
    assert {a.text for a in gdp.aliases} ^ {a.text for a in ours.aliases} == {
        "全域生产总值",
        "县域经济盘子",
        "经济总量",
    }
    assert table["cpi"] == load_indicators()["cpi"]
    assert "tea_output" not in load_indicators()


@pytest.mark.parametrize(
    ("lines", "line", "found"),
    [
        (["tea\t茶叶产量\tTea\t吨"], 2, "4 columns"),
        (["tea\t茶叶\tTea\t吨\t", "", "tea\t毛茶\tTea\t吨\t"], 4, "'tea' stands twice"),
        (["Tea 1\t茶叶\tTea\t吨\t"], 2, "'Tea 1'"),
        (["tea\t\tTea\t吨\t"], 2, "no name"),
        (["tea\t茶叶\tTea\t吨\t干茶", "dry\t毛茶\tTea\t吨\t干茶"], 3, "claimed by 'tea' in line 2"),
        (["gross\t生产总值\tOutput\t元\t"], 2, "claimed by 'gdp'"),
        (["tea\t茶叶\tTea\t吨\t干茶@昨天"], 2, "'干茶@昨天'"),
        (["gdp\t\t\t\t-干茶"], 2, "-干茶 takes an alias"),
        (["tea\t茶叶\tTea\t吨\t干茶@2010-|", "dry\t毛茶\tTea\t吨\t干茶@-2010"], 3, "claimed by"),
    ],
)
def test_a_bad_line_is_named(table_of, lines, line, found):
    path = table_of(*lines)
    with pytest.raises(LexiconError) as error:
        load_indicators(path)
    assert (error.value.path, error.value.line) == (str(path), line)
    assert found in error.value.found
    assert error.value.advice


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("[tea]\nname = '茶叶产量'\n\n[gross]\nname = '生产总值'\n", 4, "claimed by 'gdp'"),
        ("[tea]\naliases = ['干茶']\n", 1, "no name"),
        ("tea = '茶叶'\n", 1, "'tea' is no table"),
        ("[tea]\nname = '茶叶'\nalias = ['干茶']\n", 3, "'alias' in [tea]"),
        ("[tea]\nname = '茶叶'\naliases = '干茶'\n", 1, "no string"),
        ("[tea]\nname = 3\n", 1, "no string"),
        ("# 茶\n[tea]\nname = \n", 3, "no TOML"),
    ],
)
def test_a_bad_line_of_toml_is_named(tmp_path, content, line, found):
    path = tmp_path / "indicators.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError) as error:
        load_indicators(path)
    assert error.value.line == line
    assert found in error.value.found


def test_an_alias_of_ours_can_be_taken(table_of):
    path = table_of("gdp\t\t\t\t-经济总量", "size\t经济规模\t\t\t经济总量")
    assert load_indicators(path).by_alias["经济总量"] == ("size",)


@pytest.mark.parametrize("heading", ["id\tname\tname_en\taliases\tunit\n", "tea\t茶叶\tTea\t吨\t\n"])
def test_a_wrong_heading_is_named(table_of, heading):
    with pytest.raises(LexiconError) as error:
        load_indicators(table_of(heading=heading))
    assert error.value.line == 1


def test_what_is_no_text_is_refused(tmp_path):
    path = tmp_path / "indicators.tsv"
    path.write_bytes("编号\t名称".encode("gbk"))
    with pytest.raises(LexiconError):
        load_indicators(path)


def test_no_name_of_the_table_is_a_lookalike():
    names = {alias.text for entry in load_indicators().entries.values() for alias in entry.aliases}
    assert not names & set(load_indicator_words().lookalikes)
