from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from govie.cli import app
from govie.errors import AnnotationError
from govie.training.check.run import check_annotations, read_files
from tests.training.check.sentences import record, said

REPORT = "芦河县政府工作报告\n2024年1月5日\n一、2023年工作\n全县水果产量3.6万吨。沿G77修路9公里。\n"
FRUIT, ROAD = "全县水果产量3.6万吨。", "沿G77修路9公里。"


def fruit(**fields: object) -> dict[str, Any]:
    return record(FRUIT, "3.6万吨", "水果产量", **{"v": 3.6, "u": "万吨", **fields})


def road(**fields: object) -> dict[str, Any]:
    return record(ROAD, "9公里", "修路", **{"v": 9, "u": "公里", **fields})


def line(sid: str, text: str, *records: dict[str, Any], **entry: object) -> str:
    return json.dumps({"sid": sid, "text": text, "obs": list(records), **entry}, ensure_ascii=False)


GOOD = [line("luhe:3:0", FRUIT, fruit()), line("luhe:3:1", ROAD, road(), skip=["G77"])]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    return tmp_path / "train"


def write(folder: Path, *lines: str, report: str | None = REPORT, name: str = "luhe") -> Path:
    if report is not None:
        (folder / f"{name}.txt").write_text(report, "utf-8")
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def findings(*arguments: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--format", "json").stdout)
    return found


def test_files_in_which_nothing_is_wrong_pass(folder: Path) -> None:
    write(folder, *GOOD)
    result = run(folder)
    assert result.exit_code == 0
    assert result.stdout == "1 files, 2 sentences, 2 records: 0 errors, 0 warnings, 0 notes\n"


@pytest.mark.parametrize(
    ("lines", "rule", "at"),
    [
        ([GOOD[0], "{broken"], "format", 2),
        ([GOOD[0], line("luhe:3:1", ROAD, {**road(), "q_start": 0})], "format", 2),
        ([GOOD[0], line("luhe:3:1", ROAD, road(u="里"), skip=["G77"])], "unit", 2),
        ([GOOD[0], GOOD[0]], "sid", 2),
        ([GOOD[1], GOOD[0]], "order", 2),
        ([line("luhe:9:0", FRUIT, fruit())], "report", 1),
    ],
)
def test_an_error_is_named_with_its_place_and_fails(
    folder: Path, lines: list[str], rule: str, at: int
) -> None:
    path = write(folder, *lines)
    (found,) = [finding for finding in findings(path) if finding["severity"] == "error"]
    assert (found["rule"], found["path"], found["line"]) == (rule, str(path), at)
    result = run(path)
    assert result.exit_code == 1
    assert f"error [{rule}] {path}, line {at}" in result.stdout
    assert "1 error," in result.stdout


def test_a_bad_line_hides_no_other(folder: Path) -> None:
    bad = line("luhe:3:0", FRUIT, fruit(m="level", v=36, scope="全县"))
    path = write(folder, "{broken", bad, line("luhe:3:1", ROAD, road(m="worth")), report=None)
    assert [(found["line"], found["rule"]) for found in findings(path)] == [
        (1, "format"),
        (2, "value"),
        (2, "rank"),
        (3, "format"),
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([line("luhe:3:0", FRUIT, fruit(t="2030"))], ("warning", "period")),
        ([line("lvhe:3:0", FRUIT, fruit())], ("warning", "sid")),
        ([GOOD[0], line("luhe:3:1", ROAD, road())], ("note", "numeral")),
    ],
)
def test_warnings_and_notes_fail_nothing(folder: Path, lines: list[str], found: tuple[str, str]) -> None:
    path = write(folder, *lines)
    assert [(finding["severity"], finding["rule"]) for finding in findings(path)] == [found]
    assert run(path).exit_code == 0


def test_notes_can_be_left_out_of_the_list_and_are_counted_still(folder: Path) -> None:
    path = write(folder, line("luhe:3:1", ROAD, road()))
    result = run(path, "--no-notes")
    assert result.stdout == "1 files, 1 sentences, 1 records: 0 errors, 0 warnings, 1 note\n"


def test_a_report_is_looked_for_in_the_folder_that_is_named(folder: Path, tmp_path: Path) -> None:
    path = write(folder, *GOOD, report=None)
    assert findings(path) == []  # without a report what needs one is not checked
    (lost,) = findings(path, "--reports", tmp_path)
    assert (lost["severity"], lost["rule"]) == ("error", "report")
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "luhe.txt").write_text(REPORT, "utf-8")
    assert findings(path, "--reports", tmp_path) == []


def test_folders_are_splits_that_share_no_sentence(folder: Path, tmp_path: Path) -> None:
    write(folder, *GOOD)
    (tmp_path / "dev").mkdir()
    write(tmp_path / "dev", line("baishi:3:0", FRUIT, fruit()), report=None, name="baishi")
    files = read_files([folder, tmp_path / "dev"])
    assert said(check_annotations(files)) == [("warning", "shared")]


def test_a_users_own_indicators_and_units_are_known(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("id\tname\tname_en\tunit\taliases\nfruit\t水果产量\tfruit\t万吨\t\n", "utf-8")
    path = write(folder, line("luhe:3:0", FRUIT, fruit(id="fruit")))
    assert [found["rule"] for found in findings(path)] == ["id"]
    assert findings(path, "--indicators", table) == []


def test_a_folder_without_files_is_an_error(folder: Path) -> None:
    with pytest.raises(AnnotationError, match=r"no \*\.jsonl"):
        read_files([folder])
    assert run(folder).exit_code == 1


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "absent").exit_code == 2


def test_our_own_corpus_has_no_errors() -> None:
    corpus = Path(__file__).parents[3] / "training" / "corpus"
    found = check_annotations(read_files([corpus]))
    assert [str(finding) for finding in found if finding.severity == "error"] == []
