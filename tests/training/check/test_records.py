from __future__ import annotations

import pytest

from govie.io.annotations import AnnotatedSentence
from govie.lexicon.units import load_units
from govie.training.check.finding import Remark
from govie.training.check.records import check_period_of_report, check_records
from tests.training.check.sentences import one, record, right, said, sentence

OUTPUT = "全县水果产量3.6万吨。"
GROWTH = "水果产量增长16.7%。"
RANK = "水果产量居全市第二位。"
RANGE = "水果产量3—4万吨。"


def remarks_on(sentence: AnnotatedSentence) -> list[Remark]:
    return list(check_records(sentence, load_units()))


def test_nothing_is_said_of_what_is_right() -> None:
    assert remarks_on(right()) == []


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        (OUTPUT, {"q": "3.6万吨", "v": 36, "u": "万吨"}, [("error", "value")]),
        (OUTPUT, {"q": "3.6万吨", "v": None, "u": "万吨"}, [("error", "value")]),
        (OUTPUT, {"q": "3.6万吨", "v": [3.6, 3.7], "u": "万吨"}, [("error", "value")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "吨"}, [("error", "unit")]),
        (OUTPUT, {"q": "3.6万", "v": 3.6, "u": "万"}, [("warning", "quantity")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "d": "up"}, [("error", "direction")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "scope": "全县"}, [("error", "rank")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "of": "全县"}, [("warning", "share")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "unit": "吨"}, [("error", "field")]),
        (
            OUTPUT,
            {"q": "3.6万吨", "v": 3.6, "u": "万吨", "avg": "yes", "t": "2021/2025"},
            [("error", "field")],
        ),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "from": True}, [("warning", "from")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "m": "share"}, [("warning", "measure")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "m": "multiple"}, [("warning", "measure")]),
        (OUTPUT, {"q": "3.6万吨", "v": 3.6, "u": "万吨", "m": "growth", "d": "up"}, [("error", "measure")]),
        (GROWTH, {"q": "16.7%", "v": 16.7, "u": "%", "m": "growth"}, [("error", "direction")]),
        (GROWTH, {"q": "16.7%", "v": 16.7, "u": "%", "m": "change", "d": "up"}, [("warning", "measure")]),
        (RANK, {"q": "第二位", "v": 2, "u": "位", "m": "rank"}, [("error", "unit"), ("error", "rank")]),
        (RANK, {"q": "第二位", "v": 2, "u": "", "m": "ratio"}, [("error", "value")]),
        (RANGE, {"q": "3—4万吨", "v": [4, 3], "u": "万吨"}, [("error", "value"), ("warning", "value")]),
        ("水果产量提高2个百分点。", {"q": "2个百分点", "v": 2, "u": "个百分点"}, [("error", "measure")]),
    ],
)
def test_what_is_wrong_with_a_record_is_said(
    text: str, fields: dict[str, object], found: list[tuple[str, str]]
) -> None:
    remarks = remarks_on(one(text, str(fields.pop("q")), "水果产量", **fields))
    assert said(remarks) == found
    assert all(remark.found and remark.advice for remark in remarks)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("水果产量XX万吨。", {"q": "XX万吨", "v": None, "u": "万吨"}),
        ("水果产量３．６万吨。", {"q": "３．６万吨", "v": 3.6, "u": "万吨"}),
        ("水果产量翻一番。", {"q": "翻一番", "v": 2, "u": "倍", "m": "multiple"}),
        ("水果产量减少三分之一。", {"q": "三分之一", "v": 0.3333, "u": "", "m": "growth", "d": "down"}),
        ("水果产量前移3位。", {"q": "3位", "v": 3, "u": "位", "m": "change", "d": "up", "scope": None}),
        ("水果产量超3万余吨。", {"q": "3万余吨", "v": 3, "u": "万吨", "b": "gt"}),
    ],
)
def test_nothing_is_said_of_other_forms_of_a_quantity(text: str, fields: dict[str, object]) -> None:
    assert remarks_on(one(text, str(fields.pop("q")), "水果产量", **fields)) == []


def test_a_unit_that_is_in_no_table_is_a_warning_and_more_in_a_unit_an_error() -> None:
    strange = one("修桥3虹。", "3虹", "修桥", v=3, u="虹")
    assert ("warning", "unit") in said(remarks_on(strange))
    more = one("修桥3座余。", "3座", "修桥", v=3, u="座余")
    assert said(remarks_on(more)).count(("error", "unit")) == 2


def test_quantities_out_of_order_or_over_each_other_are_errors() -> None:
    text = "修路3公里、修桥6座。"
    road = record(text, "3公里", "修路", v=3, u="公里")
    bridge = record(text, "6座", "修桥", v=6, u="座")
    assert said(remarks_on(sentence(text, road, bridge))) == []
    assert said(remarks_on(sentence(text, bridge, road))) == [("error", "order")]
    assert said(remarks_on(sentence(text, road, road))) == [("error", "overlap")]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2023-Q1", []),
        ("2021/2025", []),
        ("", []),
        ("2203", [("error", "period")]),
        ("1023", [("error", "period")]),
        ("2025/2021", [("error", "period")]),
        ("2023-10/2023-02", [("error", "period")]),
    ],
)
def test_a_period_must_be_plausible(period: str, found: list[tuple[str, str]]) -> None:
    assert said(remarks_on(one(OUTPUT, "3.6万吨", "水果产量", v=3.6, u="万吨", t=period))) == found


def test_an_average_of_one_year_is_a_warning() -> None:
    of_year = one(GROWTH, "16.7%", "水果产量", v=16.7, u="%", m="growth", d="up", avg=True)
    assert said(remarks_on(of_year)) == [("warning", "period")]


@pytest.mark.parametrize(
    ("status", "period", "warned"),
    [
        ("actual", "2023", False),
        ("actual", "2024", False),
        ("actual", "2025", True),
        ("target", "2024", False),
        ("target", "2021/2025", False),
        ("target", "2023", True),
        ("estimate", "2023", False),
        ("estimate", "2022", True),
        ("target", "", False),
    ],
)
def test_status_and_period_must_fit_the_year_of_the_report(status: str, period: str, warned: bool) -> None:
    (given,) = one(OUTPUT, "3.6万吨", "水果产量", v=3.6, u="万吨", s=status, t=period).records
    assert bool(list(check_period_of_report(given, 2024))) is warned
