from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pandas as pd

from govie.io.tables import FILE_COLUMNS, CsvTable, write_jsonl
from govie.types import Report, Span


def test_jsonl_has_one_observation_a_line_with_its_file(report: Report) -> None:
    target = io.StringIO()
    write_jsonl(report, "青禾.txt", target)
    lines = target.getvalue().splitlines()
    assert len(lines) == len(report)
    for line, record in zip(lines, report.to_records(), strict=True):
        row = json.loads(line)
        assert tuple(row) == FILE_COLUMNS
        assert row == {**record, "file": "青禾.txt"}
    assert "地区生产总值" in lines[0]


def test_an_empty_report_writes_no_line(empty_report: Report) -> None:
    target = io.StringIO()
    write_jsonl(empty_report, "x", target)
    assert target.getvalue() == ""


def test_csv_holds_several_reports_under_one_header(report: Report, empty_report: Report) -> None:
    target = io.StringIO()
    table = CsvTable(target)
    for each in (report, empty_report, report):
        table.write(each, "青禾.txt")
    rows = list(csv.DictReader(io.StringIO(target.getvalue())))
    assert len(rows) == 2 * len(report)
    assert tuple(rows[0]) == FILE_COLUMNS
    assert rows[4]["values"] == "5.0;6.0"
    assert (rows[3]["value"], rows[3]["values"], rows[5]["indicator_text"]) == ("", "", "")


def test_csv_reads_back_into_the_frame(report: Report) -> None:
    target = io.StringIO()
    CsvTable(target).write(report, "青禾.txt")
    frame = pd.read_csv(io.StringIO(target.getvalue()))
    assert frame["value"].tolist()[:3] == report.to_frame()["value"].tolist()[:3]


def test_line_breaks_inside_a_sentence_stay_inside_their_cell(report: Report) -> None:
    first = report.observations[0]
    broken = replace(first, sentence=Span("全县\n生产总值", 0, 7))
    target = io.StringIO()
    CsvTable(target).write(replace(report, observations=(broken,)), "x")
    (row,) = csv.DictReader(io.StringIO(target.getvalue()))
    assert row["sentence"] == "全县\n生产总值"
