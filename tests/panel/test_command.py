"""The command `govie panel`."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from govie.cli import app
from govie.cli.common import Exit
from tests.panel.test_work import write_reports
from tests.shipped import needs_model


def run(*arguments: object, **options: object) -> Result:
    return CliRunner().invoke(app, ["panel", *map(str, arguments)], **options)  # type: ignore[arg-type]


@needs_model
def test_a_folder_becomes_a_panel_with_what_belongs_to_it(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    done = run(tmp_path / "in", "-o", tmp_path / "p.csv")
    assert done.exit_code == Exit.WELL, done.output
    frame = pd.read_csv(tmp_path / "p.csv", encoding="utf-8-sig")
    assert set(frame["file"]) == {str(path) for path in (tmp_path / "in").iterdir()}
    assert f"{len(frame):,} cells" in done.output
    visible = {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")}
    assert visible == {"in", "p.csv", "p.candidates.csv", "p.codebook.md"}
    assert list((tmp_path / ".p.csv.shards").glob("*.parquet"))


@needs_model
def test_a_report_that_fails_is_told_of_and_the_rest_is_written(tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "in", 2)
    paths[0].write_bytes(bytes(range(256)) * 40)
    done = run(tmp_path / "in", "-o", tmp_path / "p.parquet", "--wide")
    assert done.exit_code == Exit.INPUT_FAILED
    assert str(paths[0]) in done.output
    assert len(pd.read_parquet(tmp_path / "p.parquet")) > 0
    assert len(pd.read_csv(tmp_path / "p.errors.csv", encoding="utf-8-sig")) == 1


@needs_model
def test_all_is_parsed_anew_if_asked_for(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    command = (tmp_path / "in", "-o", tmp_path / "p.csv", "--shards", tmp_path / "s")
    run(*command)
    (shard,) = (tmp_path / "s").iterdir()
    written = shard.stat().st_mtime_ns
    run(*command)
    assert shard.stat().st_mtime_ns == written
    run(*command, "--fresh")
    assert shard.stat().st_mtime_ns > written


@needs_model
def test_to_parse_anew_deletes_shards_and_nothing_else(tmp_path: Path) -> None:
    (report,) = write_reports(tmp_path / "in", 1)
    (tmp_path / "in" / ".notes.parquet").write_bytes(b"mine")
    done = run(report, "-o", tmp_path / "p.csv", "--shards", tmp_path / "in", "--fresh")
    assert done.exit_code == Exit.WELL, done.output
    assert report.exists()
    assert (tmp_path / "in" / ".notes.parquet").exists()


@needs_model
def test_a_panel_among_its_reports_is_no_report(tmp_path: Path) -> None:
    write_reports(tmp_path, 1)
    first = run(tmp_path, "-o", tmp_path / "p.csv")
    again = run(tmp_path, "-o", tmp_path / "p.csv")
    other = run(tmp_path, "-o", tmp_path / "p.parquet")
    assert (first.exit_code, again.exit_code, other.exit_code) == (0, 0, 0), again.output
    assert first.output == again.output


@needs_model
def test_the_errors_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    bad = tmp_path / "in" / "bad.txt"
    bad.write_bytes(b"")
    run(tmp_path / "in", "-o", tmp_path / "p.csv")
    assert (tmp_path / "p.errors.csv").exists()
    bad.unlink()
    assert run(tmp_path / "in", "-o", tmp_path / "p.csv").exit_code == Exit.WELL
    assert not (tmp_path / "p.errors.csv").exists()


def test_a_folder_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "file").write_text("x")
    done = run(tmp_path / "in", "-o", tmp_path / "file" / "p.csv")
    assert done.exit_code == Exit.USAGE
    assert "cannot write in" in done.output


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run(tmp_path / "in", "-o", tmp_path / "p.csv")
    assert done.exit_code == Exit.INPUT_FAILED
    assert "has no reports in it" in done.output
    assert not (tmp_path / "p.csv").exists()


@needs_model
def test_a_bar_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path / "in", 2)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    done = run(tmp_path / "in", "-o", tmp_path / "p.csv", color=True)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", done.output)
    assert "2/2 reports" in shown
    assert re.search(r"\d a second", shown)


@pytest.mark.parametrize("arguments", [("-o", "p.xlsx"), ("-o", "p.sdmx.csv", "--wide"), ()])
def test_wrong_usage_is_said_before_anything_is_read(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, *arguments)
    assert done.exit_code == Exit.USAGE


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    done = run(tmp_path / "no", "-o", tmp_path / "p.csv")
    assert done.exit_code == Exit.INPUT_FAILED
    assert "is not there" in done.output
