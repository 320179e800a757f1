"""Of what place a number speaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govie
from govie.errors import LexiconError
from govie.lexicon.coverage import load_coverage_words
from govie.normalize.coverage import Subject, find_coverage, home_of
from govie.types import Coverage, Level, Observation
from tests.shipped import MODEL, needs_model

COUNTY = home_of(Level.COUNTY, "江川区", "530403", 2024)
CITY = home_of(Level.CITY, "玉溪市", "530400", 2024)
PROVINCE = home_of(Level.PROVINCE, "云南省", "530000", 2024)
STATE = home_of(Level.STATE, "中华人民共和国", "CN", 2024)
HOMES = {"county": COUNTY, "city": CITY, "province": PROVINCE, "state": STATE}


def subject(
    text: str, indicator: str, number: str, *, identified: bool = True, money: bool = False
) -> Subject:
    at, quantity = text.index(indicator), text.index(number)
    place = (quantity, quantity + len(number))
    return Subject((at, at + len(indicator)), place, None, identified, money=False)


@pytest.mark.parametrize(
    ("home", "text", "indicator", "coverage", "word"),
    [
        ("county", "全国粮食产量15万吨", "粮食产量", "higher", "全国"),
        ("county", "全市粮食产量15万吨", "粮食产量", "higher", "全市"),
        ("city", "全市粮食产量15万吨", "粮食产量", "own", "全市"),
        ("county", "江川粮食产量15万吨", "粮食产量", "own", "江川"),
        ("county", "云南省粮食产量15万吨", "粮食产量", "higher", "云南省"),
        ("city", "江川区粮食产量15万吨", "粮食产量", "part", "江川区"),
        ("province", "昆明粮食产量15万吨", "粮食产量", "part", "昆明"),
        ("state", "东北地区粮食产量15万吨", "粮食产量", "part", "东北地区"),
        ("state", "全球粮食产量15万吨", "粮食产量", "higher", "全球"),
        ("county", "园区实现工业产值15亿元", "工业产值", "part", "园区"),
        ("county", "柳溪镇粮食产量15万吨", "粮食产量", "part", "柳溪镇"),
        ("county", "城镇新增就业15人", "新增就业", "own", None),
        ("county", "完成粮食产量15万吨", "粮食产量", "own", None),
    ],
)
def test_the_words_before_an_indicator_say_it(
    home: str, text: str, indicator: str, coverage: str, word: str | None
) -> None:
    found = find_coverage(text, subject(text, indicator, "15"), HOMES[home])
    assert (found.coverage, text[slice(*found.place)] if found.place else None) == (coverage, word)


def test_a_grade_is_no_scope() -> None:
    text = "全国文明城市15个"
    assert (
        find_coverage(text, subject(text, text[:6], "15", identified=False), COUNTY).coverage is Coverage.OWN
    )


@pytest.mark.parametrize(
    ("name", "level", "own", "higher"),
    [
        ("重庆市", Level.PROVINCE, "全市", "全国"),
        ("西藏自治区", Level.PROVINCE, "全区", "全国"),
        ("大理市", Level.COUNTY, "全市", "全省"),
        ("青禾县", Level.COUNTY, "全县", "全市"),
        ("柳溪镇", Level.TOWN, "全镇", "全县"),
        ("青石开发区", Level.ZONE, "全区", "全市"),
        ("", None, "全县", "世界"),
    ],
)
def test_what_is_own_and_higher_follows_from_the_level(
    name: str, level: Level | None, own: str, higher: str
) -> None:
    home = home_of(level, name, None, 2024)
    assert own in home.own
    assert higher in home.higher
    assert not home.own & home.higher


def parsed(text: str, region: str = "530403") -> list[Observation]:
    report = govie.parse(f"2024年政府工作报告\n一、2023年工作回顾\n{text}", region=region, model=MODEL)
    for o in report:
        word = o.coverage_word
        assert word is None or govie.clean(report.text[word.start : word.end]) == word.text
    return list(report)


@needs_model
@pytest.mark.parametrize(
    ("text", "coverage"),
    [
        ("全区生产总值增长6%，高于全国1.7个百分点。", ["own", "own"]),
        ("园区工业投资增长15%，工业产值增长10%。", ["part", "part"]),
        ("开发区规上工业总产值占全区92%。", ["part"]),
        ("总投资20亿元的青石矿泉水项目开工。", ["part"]),
        ("新增省级开发区2个。", ["own"]),
    ],
)
def test_whole_sentences(text: str, coverage: list[str]) -> None:
    assert [o.coverage for o in parsed(text)] == coverage


@needs_model
def test_a_part_of_a_total_has_no_id_of_the_total() -> None:
    total, part = parsed("铁路里程达到120公里，其中高速铁路里程30公里。")
    assert total.indicator
    assert total.indicator.id == "railway_length"
    assert part.indicator
    assert part.indicator.id is None


@given(st.text("全国省市县园区开发镇柳溪江川昆明粮食产量，、。占项目总投资等0", max_size=30), st.data())
def test_places_are_in_the_text(text: str, data: st.DataObject) -> None:
    a, b, c, d = sorted(data.draw(st.integers(0, len(text))) for _ in range(4))
    money, identified = data.draw(st.booleans()), data.draw(st.booleans())
    for home in HOMES.values():
        found = find_coverage(text, Subject((a, b), (c, d), None, identified, money), home)
        assert found.coverage is Coverage.OWN or found.place is not None
        assert found.place is None or 0 <= found.place[0] < found.place[1] <= len(text)


@pytest.mark.parametrize("text", ["schema = 2", "schema = 1", "schema ="])
def test_a_bad_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "coverage.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=r"coverage\.toml"):
        load_coverage_words(path)
