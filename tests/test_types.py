from __future__ import annotations

import builtins
import json
from collections.abc import Mapping, Sequence
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from govie.errors import MissingExtraError, PeriodError
from govie.types import COLUMNS, Measure, Period, Quantity, Report, Section, SectionKind
from tests.conftest import columns_of_markdown

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(
    "text", ["", "2023", "2023-H1", "2023-Q4", "2023-10", "2021/2025", "2023-01/2023-10"]
)
def test_a_period_is_written_as_it_is_read(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["23", "2023-13", "2023-H3", "2023年", "2021/2023/2025", "2021/"])
def test_a_period_in_another_format_is_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="is not of the form"):
        Period.parse(text)


def test_an_unknown_period_is_false_and_has_no_year() -> None:
    assert not Period()
    assert Period().start_year is None
    assert Period.of(2021, 2025).end_year == 2025


def test_a_quantity_without_values_is_masked() -> None:
    masked = Quantity("XX亿元", 0, 4, (), "亿元")
    assert masked.masked
    assert masked.value is None
    assert not replace(masked, values=(5.0, 6.0)).masked
    assert replace(masked, values=(5.0, 6.0)).value == 5.0


def test_results_are_frozen(report: Report) -> None:
    with pytest.raises(FrozenInstanceError):
        report.year = 1999  # type: ignore[misc]


def test_a_report_is_the_sequence_of_its_observations(report: Report) -> None:
    assert len(report) == 6
    assert [o.quantity.text for o in report] == ["86.4亿元", "5.2%", "第三", "XX", "5%—6%", "12公里"]


def test_records_have_every_column_in_order(report: Report) -> None:
    for row in report.to_records():
        assert list(row) == list(COLUMNS)


def test_the_documented_columns_are_the_columns() -> None:
    assert columns_of_markdown(DOCS / "records.md") == list(COLUMNS)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            0,
            {
                "report_title": "青禾县政府工作报告",
                "report_year": 2024,
                "report_region": "云岭省澜溪市青禾县",
                "indicator_text": "地区生产总值",
                "indicator_id": "gdp",
                "quantity_text": "86.4亿元",
                "value": 86.4,
                "values": [86.4],
                "unit": "亿元",
                "base_value": 8.64e9,
                "base_unit": "元",
                "measure": "level",
                "direction": None,
                "masked": False,
                "section": "review",
            },
        ),
        (1, {"measure": "growth", "direction": "up", "indicator_id": None, "base_value": None}),
        (2, {"measure": "rank", "scope": "全市", "value": 3.0, "unit": ""}),
        (3, {"masked": True, "value": None, "values": [], "indicator_text": "税收收入"}),
        (4, {"values": [5.0, 6.0], "value": 5.0, "status": "target", "modal": "力争", "period": "2024"}),
        (5, {"indicator_text": None, "indicator_start": None, "indicator_name": None, "bound": "ge"}),
    ],
)
def test_records_say_what_the_observation_says(report: Report, row: int, expected: dict[str, Any]) -> None:
    record = report.to_records()[row]
    assert {column: record[column] for column in expected} == expected


@pytest.mark.parametrize("piece", ["indicator", "quantity", "sentence"])
def test_offsets_of_records_cut_the_text_out_of_the_report(report: Report, piece: str) -> None:
    for row in report.to_records():
        said = row[piece] if piece == "sentence" else row[f"{piece}_text"]
        if said is not None:
            assert report.text[row[f"{piece}_start"] : row[f"{piece}_end"]] == said


def test_json_nests_what_records_flatten(report: Report) -> None:
    document = json.loads(report.to_json())
    head = ["title", "year", "region", "area", "year_reviewed", "year_planned"]
    assert list(document) == [*head, "sections", "observations", "text_targets"]
    assert document["sections"][1] == {
        "kind": "plan",
        "title": "二、2024年工作安排",
        "start": 41,
        "end": 75,
        "period": "2024",
        "path": ["二、2024年工作安排"],
    }
    for nested, flat in zip(document["observations"], report.to_records(), strict=True):
        assert nested["quantity"]["values"] == flat["values"]
        assert nested["quantity"]["masked"] == flat["masked"]
        assert nested["quantity"]["value"] == flat["value"]
        assert (nested["indicator"] or {}).get("text") == flat["indicator_text"]
        assert (nested["scope"] or {}).get("text") == flat["scope"]
        assert nested["period"] == flat["period"]


def test_json_keeps_chinese_readable_and_is_stable(report: Report) -> None:
    assert "地区生产总值" in report.to_json()
    assert "\n" not in report.to_json()
    assert report.to_json(indent=2) == report.to_json(indent=2)
    assert report.to_json(indent=2).startswith('{\n  "title"')


def test_a_frame_holds_the_records(report: Report) -> None:
    frame = report.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["value"].tolist()[:3] == [86.4, 5.2, 3.0]
    assert frame["value"].isna().tolist() == [False, False, False, True, False, False]
    assert frame["indicator_start"].dtype == "Int64"
    assert frame["measure"].cat.categories.tolist() == [measure.value for measure in Measure]


def test_an_empty_report_is_a_frame_without_rows(report: Report, empty_report: Report) -> None:
    empty = empty_report.to_frame()
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == report.to_frame().dtypes.to_dict()
    assert pd.concat([empty, report.to_frame()]).shape == (6, len(COLUMNS))
    assert empty_report.to_records() == []


def test_without_pandas_to_frame_says_what_to_install(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_import = builtins.__import__

    def refuse(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real_import(name, globals, locals, fromlist, level)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match=r"pip install 'govie\[table\]'"):
        report.to_frame()


@pytest.mark.parametrize(
    ("year", "sections", "reviewed", "planned"),
    [
        (
            2026,
            [("review", "2021/2025"), ("review", "2025"), ("plan", "2026"), ("goals", "2026/2030")],
            2025,
            2026,
        ),
        (2026, [("review", "2026")], 2026, 2026),
        (2026, [], 2025, 2026),
        (None, [("review", "2023"), ("plan", "2024")], 2023, 2024),
        (None, [("plan", "2024/2028")], None, None),
    ],
)
def test_the_years_that_a_report_reviews_and_plans(
    year: int | None, sections: list[tuple[str, str]], reviewed: int | None, planned: int | None
) -> None:
    parts = tuple(Section(SectionKind(kind), "", 0, 0, Period.parse(period)) for kind, period in sections)
    report = Report(text="", title="", year=year, region=None, sections=parts, observations=())
    assert (report.year_reviewed, report.year_planned) == (reviewed, planned)
