from __future__ import annotations

import pytest

import govie
from govie.document import Document
from govie.text.hints import hints_of
from tests.shipped import MODEL, needs_model


@pytest.mark.parametrize(
    ("title", "path", "date", "year", "region"),
    [
        ("", "青禾县2024.txt", "", 2024, "青禾县"),
        ("", "a/2024年青禾县政府工作报告.pdf", "", 2024, "青禾县"),
        ("", "x.zip/2019/p-云岭省.txt", "", 2019, "云岭省"),
        ("澜溪市2021年政府工作报告", "2019/x.html", "2022-01-03", 2021, "澜溪市"),
        ("政府工作报告", "x.html", "2023-12-28", 2024, None),
        ("", "二〇一八年报告.txt", "2019-02-01", 2018, None),
        ("", "scan20240115001.pdf", "", None, None),
        ("", "-", "", None, None),
        ("政府工作报告", "x.html", "2019-01-28", None, None),
    ],
)
def test_what_a_file_says(title: str, path: str, date: str, year: int | None, region: str | None) -> None:
    hints = hints_of(title, path, date, "2023年，全县粮食产量15万吨。")
    assert (hints.year, hints.region) == (year, region)


@needs_model
def test_the_file_counts_only_where_text_and_caller_are_silent() -> None:
    silent = Document(text="一、工作回顾\n粮食产量15万吨。", path="2019/青禾县.txt")
    report = govie.parse(silent, model=MODEL)
    assert (report.year, report.region, str(report.observations[0].period)) == (2019, "青禾县", "2018")
    assert report.document is silent
    assert govie.parse(silent, year=2022, region="澜溪市", model=MODEL).year == 2022
    says = Document(text="青禾县2024年政府工作报告\n粮食产量15万吨。", path="2019/澜溪市.txt")
    report = govie.parse(says, model=MODEL)
    assert (report.title, report.year, report.region) == ("青禾县2024年政府工作报告", 2024, "青禾县")


@needs_model
def test_documents_are_parsed_in_several_processes() -> None:
    documents = [Document(text=f"青禾县粮食产量{k}万吨。", path="2019/青禾县.txt") for k in range(4)]
    reports = list(govie.parse_many(documents, n_process=2, batch_size=2, model=MODEL))
    assert [report.document for report in reports] == documents
    assert [report.year for report in reports] == [2019] * 4
