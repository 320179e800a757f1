"""A panel in each format, read again with the library that its users read it with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from pysdmx.io import read_sdmx

from govie.errors import InputError
from govie.panel.panel import Panel
from govie.panel.schema import CODE_MEANINGS, COLUMNS, ERROR_COLUMNS
from govie.panel.sdmx import read_sdmx_period, sdmx_period
from govie.panel.stata import stata_names
from govie.types import Bound, Period, Span, Status
from tests.panel.build import falling, panel, report, said, target
from tests.panel.documented import PAGE, parts, updated

LONG = "，".join(["青禾县地区生产总值增长5%"] * 300) + "。"  # more bytes than a Stata string variable has


def full_panel() -> Panel:
    """Return a panel with everything that a column can hold."""
    hidden = said("grain_output", (), "亿斤", at=90, sentence=Span(LONG, 90, 90 + len(LONG)))
    given = report(
        said(status=Status.ESTIMATE),
        said(at=30, values=(5.4,), bound=Bound.GE),
        falling("retail_sales", (2.0, 3.0), at=60),
        target(values=(5.0, 6.0), modal=Span("力争", 1, 3)),
        target(period="2021/2025", annual_average=True),
        said(period="2023-H1"),
        hidden,
    )
    return panel(given, report(said(), year=2025, region=None))


def plain(value: Any) -> Any:
    """Return a value as it is in every library: nothing is None, a label is its text."""
    if value is None or (isinstance(value, float) and value != value) or value is pd.NA or value == "":
        return None
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def rows_of_panel(made: Panel) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in made.table.to_pylist()]


def rows_of_frame(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): plain(v) for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def test_parquet_keeps_values_types_and_meanings(tmp_path: Path) -> None:
    made = full_panel()
    made.write(tmp_path / "p.parquet")
    assert pq.read_table(tmp_path / "p.parquet").equals(made.table)
    assert pl.read_parquet(tmp_path / "p.parquet").height == len(made)
    assert rows_of_frame(pd.read_parquet(tmp_path / "p.parquet")) == rows_of_panel(made)
    field = pq.read_schema(tmp_path / "p.parquet").field("value")
    assert field.metadata[b"concept"] == b"OBS_VALUE"


def test_csv_opens_in_excel_and_keeps_the_values(tmp_path: Path) -> None:
    made = full_panel()
    made.write(tmp_path / "p.csv")
    assert (tmp_path / "p.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    text = {column.name: str for column in COLUMNS if column.kind == "text"}
    frame = pd.read_csv(tmp_path / "p.csv", encoding="utf-8-sig", dtype=text)
    assert rows_of_frame(frame) == rows_of_panel(made)
    assert pl.read_csv(tmp_path / "p.csv", infer_schema_length=None).columns == [c.name for c in COLUMNS]


def test_stata_keeps_chinese_long_text_and_labels(tmp_path: Path) -> None:
    made = full_panel()
    made.write(tmp_path / "p.dta")
    assert rows_of_frame(pd.read_stata(tmp_path / "p.dta")) == rows_of_panel(made)
    with pd.io.stata.StataReader(tmp_path / "p.dta") as reader:
        reader.read()
        labels, values = reader.variable_labels(), reader.value_labels()
    assert labels["value"].startswith("the value")
    assert values["measure"][0] == "level"
    assert all(name.isascii() and len(name) <= 32 for name in labels)


def test_names_in_stata_are_short_and_none_stands_twice() -> None:
    long = ["industrial_value_added_above_designated_growth_target", "a" * 40, "a" * 41, "gdp_growth_target"]
    short = stata_names(long)
    assert short["gdp_growth_target"] == "gdp_growth_target"
    assert len(set(short.values())) == len(long)
    assert all(len(name) <= 32 and name.isidentifier() for name in short.values())


def test_a_wide_stata_file_says_in_words_what_a_column_holds(tmp_path: Path) -> None:
    made = full_panel()
    made.write(tmp_path / "p.dta", wide=True)
    with pd.io.stata.StataReader(tmp_path / "p.dta") as reader:
        frame, labels = reader.read(), reader.variable_labels()
    assert labels["gdp_growth_target"] == "地区生产总值, growth, target, %"
    assert frame.loc[frame["period"] == 2024, "gdp_growth_target"].tolist() == [5.0]


def test_a_duckdb_file_has_the_tables_and_the_joins(tmp_path: Path) -> None:
    made = full_panel()
    made.write(tmp_path / "p.duckdb")
    made.write(tmp_path / "p.duckdb")  # an old one is replaced
    with duckdb.connect(str(tmp_path / "p.duckdb"), read_only=True) as connection:
        assert connection.sql("FROM panel").to_arrow_table().to_pylist() == made.table.to_pylist()
        assert connection.sql("FROM candidates").to_arrow_table().num_rows == made.candidates.num_rows
        names = {name for (name,) in connection.sql("SHOW TABLES").fetchall()}
        notes = connection.sql("SELECT comment FROM duckdb_columns() WHERE column_name = 'unit'").fetchall()
    assert names == {"panel", "candidates", "errors", "achieved", "against_parent", "consistency"}
    assert ("unit of value and value_high",) in notes
    assert len(made) == made.table.num_rows  # the panel itself can still be asked


def test_sdmx_is_read_by_a_library_for_sdmx(tmp_path: Path) -> None:
    made = full_panel()
    made.write(tmp_path / "p.sdmx.csv")
    (data,) = read_sdmx(tmp_path / "p.sdmx.csv", validate=False).data
    names = {column.concept: column.name for column in COLUMNS}
    frame = data.data.rename(columns=names)
    assert {"REF_AREA", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS"} <= set(names)
    back = [str(read_sdmx_period(text)) for text in frame["period"]]
    assert back == made.table.column("period").to_pylist()
    values = pd.to_numeric(frame["value"]).tolist()
    assert [plain(value) for value in values] == made.table.column("value").to_pylist()


def test_a_value_that_is_withheld_is_coded_so() -> None:
    found = {row["indicator"]: row for row in full_panel().table.to_pylist()}
    assert (found["grain_output"]["obs_status"], found["grain_output"]["value"]) == ("Q", None)


@pytest.mark.parametrize(
    ("period", "sdmx"),
    [
        ("2023", "2023"),
        ("2023-H2", "2023-S2"),
        ("2023-Q3", "2023-Q3"),
        ("2023-11", "2023-11"),
        ("2021/2025", "2021-01-01/P5Y"),
        ("2023-01/2023-11", "2023-01-01/P11M"),
        ("", ""),
    ],
)
def test_a_period_in_sdmx_is_read_as_it_was(period: str, sdmx: str) -> None:
    assert sdmx_period(Period.parse(period)) == sdmx
    assert str(read_sdmx_period(sdmx)) == period


@pytest.mark.parametrize("name", ["p.xlsx", "p", "p.csv.gz"])
def test_a_suffix_that_names_no_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"\.parquet"):
        panel().write(tmp_path / name)


def test_a_wide_duckdb_file_has_the_wide_table_too(tmp_path: Path) -> None:
    made = panel()
    made.write(tmp_path / "p.duckdb", wide=True)
    with duckdb.connect(str(tmp_path / "p.duckdb"), read_only=True) as connection:
        assert connection.sql("FROM wide").to_arrow_table().equals(made.wide)


def test_sdmx_is_not_wide(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--wide"):
        panel().write(tmp_path / "p.sdmx.csv", wide=True)


@pytest.mark.parametrize("name", ["p.parquet", "p.csv", "p.dta", "p.duckdb", "p.sdmx.csv"])
def test_what_belongs_to_a_panel_stands_beside_it(tmp_path: Path, name: str) -> None:
    failed = {"file": "b.txt", "sha256": "0", "error": "InputError", "message": "b.txt: is binary"}
    made = Panel.of_rows(full_panel().candidates.to_pylist(), [failed])
    written = made.write(tmp_path / name)
    assert all(path.exists() for path in written)
    assert (tmp_path / "p.codebook.md").read_text("utf-8").count("\n| `ref_area` |") == 1
    if name != "p.duckdb":
        errors = pd.read_csv(tmp_path / "p.errors.csv", encoding="utf-8-sig")
        assert list(errors.columns) == [column.name for column in ERROR_COLUMNS]
        assert errors["message"].tolist() == ["b.txt: is binary"]


def test_an_empty_panel_can_be_written(tmp_path: Path) -> None:
    for name in ("p.parquet", "p.csv", "p.dta", "p.duckdb", "p.sdmx.csv"):
        for wide in {False, name != "p.sdmx.csv"}:
            assert panel().write(tmp_path / name, wide=wide)


def test_the_codebook_says_what_every_code_means(tmp_path: Path) -> None:
    full_panel().write(tmp_path / "p.csv", wide=True)
    book = (tmp_path / "p.codebook.md").read_text("utf-8")
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.kind} | {column.concept} |" in book
        for code in column.codes or ():
            assert f"| `{code}` |" in book
    assert "| `gdp_growth_target` | `gdp_growth_target` | 地区生产总值, growth, target, % |" in book
    own = {
        code.value
        for column in COLUMNS
        if column.name in ("why", "standing", "excluded", "side")
        for code in column.codes or ()
    }
    assert own <= CODE_MEANINGS.keys()


def test_columns_are_ascii_and_no_concept_stands_twice() -> None:
    assert (
        len({column.name for column in COLUMNS})
        == len({column.concept for column in COLUMNS})
        == len(COLUMNS)
    )
    assert all(column.name.isascii() and len(column.name) <= 32 for column in COLUMNS)


def test_the_page_has_the_columns_and_queries_as_they_are() -> None:
    page = PAGE.read_text("utf-8")
    assert updated(page) == page
    for part in parts().values():
        assert part in page
