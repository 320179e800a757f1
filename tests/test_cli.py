from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner, Result

import govie
from govie.cli import app
from govie.cli.common import Exit, progress
from govie.cli.info import lexicon_counts
from govie.cli.scores import mismatch_text
from govie.cli.terminal import claim_text, print_report, value_text
from govie.document import Document
from govie.errors import InputError, ModelError
from govie.io.checksums import checksum_of_folder
from govie.io.tables import FILE_COLUMNS
from govie.scoring import Mismatch, gold_record
from govie.types import Measure, Report, Span
from tests.conftest import PLAN, REVIEW, build_report

TEXT = REVIEW + "\n" + PLAN
Write = Callable[[str, bytes], Path]


@dataclass
class Calls:
    """What the command asked of the library."""

    parse: list[dict[str, Any]] = field(default_factory=list)
    parse_many: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Put a library without a model in place: TEXT is read, "拒收" is refused, all else is empty."""
    made = Calls()

    def read(source: str | Document) -> Report:
        document = source if isinstance(source, Document) else Document(text=source)
        text = document.text
        if text.startswith("拒收"):
            raise InputError("text", "cannot be read", "give another")
        if text.startswith(TEXT):
            return replace(build_report(), document=document)
        return Report(text=text, title="", year=None, region=None, sections=(), observations=())

    def parse(source: str | Document, **options: Any) -> Report:
        made.parse.append(options)
        return read(source)

    def parse_many(documents: Iterable[Document], **options: Any) -> Iterator[Report]:
        made.parse_many.append(options)
        return map(read, documents)

    monkeypatch.setattr(govie, "parse", parse, raising=False)
    monkeypatch.setattr(govie, "parse_many", parse_many, raising=False)
    return made


@pytest.fixture
def path(write: Write) -> Path:
    return write("qinghe.txt", TEXT.encode())


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


# ------------------------------------------------------------------------------------------- parse


def test_a_table_shows_what_the_report_says(calls: Calls, path: Path) -> None:
    result = run("parse", path)
    assert result.exit_code == Exit.WELL
    for piece in (
        "青禾县政府工作报告",
        "2023年工作回顾",
        "86.4亿元",
        "growth ↑",
        "rank in 全市",
        "5–6%",
        "力争",
    ):
        assert piece in result.stdout


def test_jsonl_is_one_observation_a_line(calls: Calls, path: Path) -> None:
    result = run("parse", "--format", "jsonl", path)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 6
    assert tuple(rows[0]) == FILE_COLUMNS
    assert rows[0]["file"] == str(path)
    assert (rows[0]["page"], rows[0]["line"], rows[-1]["line"]) == (None, 1, 2)
    assert result.stderr == f"govie: {path}: TXT; UTF-8; 6 observations\n"
    assert run("parse", "--quiet", path).stderr == ""


def test_standard_input_is_read_as_a_file_is(calls: Calls) -> None:
    result = run("parse", "--format", "jsonl", "-", stdin=TEXT.encode("gb18030"))
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["-"] * 6


def test_standard_input_may_be_an_archive(calls: Calls) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("2024/a.txt", TEXT)
    result = run("parse", "--format", "jsonl", "-", stdin=data.getvalue())
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["-/2024/a.txt"] * 6


@pytest.mark.parametrize(("to_file", "mark"), [(True, True), (False, False)])
def test_csv_has_a_byte_order_mark_only_in_a_file(
    calls: Calls, path: Path, tmp_path: Path, to_file: bool, mark: bool
) -> None:
    target = tmp_path / "out.csv"
    result = run("parse", "--format", "csv", path, *(["--output", target] if to_file else []))
    assert result.exit_code == Exit.WELL
    data = target.read_bytes() if to_file else result.stdout_bytes
    assert data.startswith(b"\xef\xbb\xbf") is mark
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["quantity_text"] for row in rows][:2] == ["86.4亿元", "5.2%"]


def test_options_reach_the_library_and_nothing_else_does(calls: Calls, path: Path, tmp_path: Path) -> None:
    run("parse", path)
    run("parse", path, "--year", "1998", "--region", "青禾县", "--model", tmp_path)
    assert calls.parse == [{}, {"year": 1998, "region": "青禾县", "model": tmp_path}]


def test_jobs_parse_the_readable_files_together(calls: Calls, path: Path, tmp_path: Path) -> None:
    files = (path, tmp_path / "absent.txt", path)
    result = run("parse", "--jobs", "2", "--quiet", "--format", "jsonl", *files)
    assert calls.parse == []
    assert result.exit_code == Exit.INPUT_FAILED
    assert result.stderr.count("\n") == 1
    assert len(result.stdout.splitlines()) == 12


def test_a_text_that_spoils_a_batch_spoils_only_itself(calls: Calls, path: Path, write: Write) -> None:
    bad = write("bad.txt", "拒收".encode())
    other = write("other.txt", (TEXT + "\n").encode())
    result = run("parse", "--jobs", "2", "--format", "jsonl", path, bad, other)
    assert len(result.stdout.splitlines()) == 12
    assert result.exit_code == Exit.INPUT_FAILED
    assert str(bad) in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("absent.txt", None, "no such file"),
        ("empty.txt", b"", "holds no text"),
        ("picture.txt", b"\x01\x02\x00\x00", "is binary"),
        ("report.doc", b"\xd0\xcf\x11\xe0", "DOC"),
        ("latin.txt", b"\xff\xfe\xfd\x80\x81", "UTF-16"),
        ("refused.txt", "拒收".encode(), "cannot be read"),
    ],
)
def test_a_bad_file_gets_one_line_and_the_rest_goes_on(
    calls: Calls, path: Path, write: Write, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    bad = tmp_path / name if data is None else write(name, data)
    result = run("parse", "--quiet", "--format", "jsonl", bad, path)
    assert result.exit_code == Exit.INPUT_FAILED
    assert len(result.stdout.splitlines()) == 6
    assert result.stderr.count("\n") == 1
    assert str(bad) in result.stderr
    assert said in result.stderr


def test_a_report_without_quantities_is_all_well(calls: Calls, write: Write) -> None:
    result = run("parse", write("novel.txt", "很久以前，河边住着一户人家。".encode()))
    assert result.exit_code == Exit.WELL
    assert "no quantities found" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["parse"],
        ["parse", "--format", "xlsx", "a.txt"],
        ["parse", "--jobs", "0", "a.txt"],
        ["parse", "--year", "24", "a.txt"],
        ["parse", "a.txt", "--output", "a.txt"],
        ["parse", "a.txt", "--output", "/nowhere/at/all.txt"],
        ["evaluate"],
        ["panel"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == Exit.USAGE


def test_an_input_is_not_overwritten(calls: Calls, path: Path) -> None:
    run("parse", "--format", "jsonl", "--output", path, path)
    assert path.read_text("utf-8") == TEXT


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_trouble_with_the_model_is_status_3(
    monkeypatch: pytest.MonkeyPatch, path: Path, write: Write, jobs: str
) -> None:
    def refuse(*_: object, **__: object) -> Report:
        raise ModelError("model", "has schema 9", "pip install -U govie")

    monkeypatch.setattr(govie, "parse", refuse, raising=False)
    monkeypatch.setattr(govie, "parse_many", refuse, raising=False)
    result = run("parse", "--jobs", jobs, path, write("other.txt", TEXT.encode()))
    assert result.exit_code == Exit.MODEL
    assert "pip install -U govie" in result.stderr


# ----------------------------------------------------------------------------------------- terminal


def rendered(report: Report, width: int, **options: bool) -> list[str]:
    target = io.StringIO()
    print_report(Console(file=target, width=width), report, "qinghe.txt", **options)
    return target.getvalue().splitlines()


@pytest.mark.parametrize("width", [20, 32, 48, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int) -> None:
    for line in rendered(report, width):
        assert cell_len(line) <= width


def test_columns_stand_under_each_other_in_terminal_cells(report: Report) -> None:
    rows = [line for line in rendered(report, 100) if "actual" in line or "target" in line]
    assert len(rows) == 6
    starts = {cell_len(row[: row.index("actual" if "actual" in row else "target")]) for row in rows}
    assert len(starts) == 1


def test_a_narrow_terminal_loses_nothing(report: Report) -> None:
    text = "".join(line.strip() for line in rendered(report, 24))
    for o in report:
        assert value_text(o) in text
        assert o.status.value in text


def test_a_bracket_holds_a_sentence_together(report: Report) -> None:
    brackets = [line[0] for line in rendered(report, 100) if line[:1] in "┌│└" and line]
    assert brackets == ["┌", "│", "│", "└", "┌", "└"]


def test_sentences_are_printed_on_request(report: Report) -> None:
    assert REVIEW not in rendered(report, 200)
    assert REVIEW in rendered(report, 200, sentences=True)


def test_observations_outside_every_section_are_shown(report: Report) -> None:
    assert len([line for line in rendered(replace(report, sections=()), 100) if "2023" in line]) >= 4


def test_line_breaks_inside_an_indicator_do_not_break_the_table(report: Report) -> None:
    first = report.observations[0]
    assert first.indicator
    broken = replace(first, indicator=replace(first.indicator, text="地区生\n产总值"))
    lines = rendered(replace(report, observations=(broken,)), 100)
    assert any("地区生产总值" in line for line in lines)


@pytest.mark.parametrize(
    ("values", "unit", "measure", "text"),
    [
        ((86.4,), "亿元", Measure.LEVEL, "86.4亿元"),
        ((5.0, 6.0), "%", Measure.GROWTH, "5–6%"),
        ((22.8, 32.9, 44.3), "", Measure.RATIO, "22.8:32.9:44.3"),
        ((), "亿元", Measure.LEVEL, "XX亿元"),
        ((18950000000.0,), "元", Measure.LEVEL, "18950000000元"),
    ],
)
def test_values_are_written_out(
    report: Report, values: tuple[float, ...], unit: str, measure: Measure, text: str
) -> None:
    first = report.observations[0]
    quantity = replace(first.quantity, values=values, unit=unit)
    assert value_text(replace(first, quantity=quantity, measure=measure)) == text


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        ({}, "growth ↑"),
        ({"annual_average": True}, "growth ↑ a year"),
        ({"baseline": Span("“十三五”末", 0, 6)}, "growth ↑ against “十三五”末"),
        ({"measure": Measure.SHARE, "direction": None, "whole": Span("全县", 0, 2)}, "share of 全县"),
        ({"measure": Measure.LEVEL, "direction": None, "is_base": True}, "level, before"),
    ],
)
def test_a_claim_is_said_in_words(report: Report, change: dict[str, Any], claim: str) -> None:
    assert claim_text(replace(report.observations[1], **change)) == claim


def test_in_a_pipe_nothing_is_wrapped(calls: Calls, path: Path) -> None:
    rows = [line for line in run("parse", path).stdout.splitlines() if "2023" in line and "亿元" in line]
    assert len(rows) == 1
    assert "\x1b" not in rows[0]


def test_there_is_no_bar_where_standard_error_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(3, "files") as advance:
        advance()
    assert capsys.readouterr().err == ""


# ----------------------------------------------------------------------------------- evaluate, info


@pytest.fixture
def corpus(write: Write) -> Path:
    sentence = {
        "sid": "qinghe:0:0",
        "text": REVIEW,
        "obs": [
            {
                "q": "5.2%",
                "q_start": 17,
                "q_end": 21,
                "v": 5.2,
                "u": "%",
                "ind": "地区生产总值",
                "ind_start": 2,
                "ind_end": 8,
                "m": "growth",
                "d": "down",
                "s": "actual",
                "t": "2023",
            }
        ],
    }
    write("reports/clean/qinghe.txt", TEXT.encode())
    return write("corpus/qinghe.jsonl", json.dumps(sentence).encode()).parent


def test_evaluate_prints_the_scores(calls: Calls, corpus: Path) -> None:
    result = run("evaluate", "--corpus", corpus, "--reports", corpus.parent / "reports")
    assert result.exit_code == Exit.WELL
    lines = {line.split("  ")[0]: line.split() for line in result.stdout.splitlines()}
    assert lines["quantity, exact span"][-3:] == ["1", "4", "1"]
    assert lines["whole record"][-3:] == ["0", "4", "1"]
    assert lines["qinghe"][:3] == ["qinghe", "1", "1"]


def test_evaluate_writes_json_markdown_and_errors(calls: Calls, corpus: Path, tmp_path: Path) -> None:
    where = ("--corpus", corpus, "--reports", tmp_path / "reports")
    scores, wrong = tmp_path / "scores.json", tmp_path / "wrong.txt"
    run("evaluate", *where, "--format", "json", "--output", scores, "--errors", wrong)
    measures = json.loads(scores.read_text("utf-8"))["total"]["measures"]
    assert measures["quantity"] == {
        "precision": 0.25,
        "recall": 1.0,
        "f1": 0.4,
        "f1_95": [0.4, 0.4],
        "right": 1,
        "predicted": 4,
        "gold": 1,
    }
    assert wrong.read_text("utf-8").count("qinghe:0:0") == 4
    assert "qinghe:0:0  direction" in wrong.read_text("utf-8")
    markdown = run("evaluate", *where, "--format", "markdown").stdout
    assert "| quantity, exact span | 0.2500 | 1.0000 | 0.4000 | 0.400–0.400 | 1 | 4 | 1 |" in markdown


def test_evaluate_names_a_bad_annotation(calls: Calls, corpus: Path) -> None:
    (corpus / "qinghe.jsonl").write_text("{}\n", "utf-8")
    result = run("evaluate", "--corpus", corpus, "--reports", corpus.parent / "reports")
    assert result.exit_code == Exit.INPUT_FAILED
    assert "qinghe.jsonl, line 1" in result.stderr


def test_a_mismatch_shows_both_sides() -> None:
    record = {"q_start": 8, "q_end": 14, "v": 86.4, "u": "亿元", "m": "level", "s": "actual", "t": "2023"}
    gold = gold_record({**record, "ind": "地区生产总值", "ind_start": 2, "ind_end": 8})
    mine = replace(gold, indicator=None)
    text = mismatch_text(Mismatch("qinghe:0:0", REVIEW, gold, mine, ("indicator",)))
    assert text.splitlines()[0] == "qinghe:0:0  indicator"
    assert "地区生产总值【86.4亿元】、增长" in text
    assert "86.4亿元 | 地区生产总值 | value=(86.4,)" in text
    assert "86.4亿元 | (no indicator)" in text


@pytest.fixture
def model(write: Write) -> Path:
    write("model/meta.json", b'{"name": "reports", "version": "1.2.0", "govie": {"schema": 7}}')
    write("model/metrics.json", b'{"total": {"measures": {"record": {"f1": 0.87654}}}}')
    return write("model/weights/w.npz", b"\x00\x01").parents[1]


def test_info_shows_versions_model_and_lexicon(monkeypatch: pytest.MonkeyPatch, model: Path) -> None:
    monkeypatch.setattr(govie, "load", lambda path=None: SimpleNamespace(path=path), raising=False)
    result = run("info", "--model", model)
    assert result.exit_code == Exit.WELL
    said = dict(line.split(maxsplit=1) for line in result.stdout.splitlines() if len(line.split()) == 2)
    assert said["version"] == "1.2.0"
    assert said["schema"] == "7"
    assert said["f1.record"] == "0.8765"
    assert said["sha256"] == checksum_of_folder(model)
    assert said["python"].startswith("3.")
    assert int(said["units.toml"]) > 10


def test_info_without_a_model_shows_the_rest_and_ends_in_status_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path | None = None) -> object:
        raise ModelError("shipped", "is not there", "reinstall govie")

    monkeypatch.setattr(govie, "load", refuse, raising=False)
    result = run("info")
    assert result.exit_code == Exit.MODEL
    assert "spacy" in result.stdout
    assert "reinstall govie" in result.stderr


def test_the_checksum_changes_with_any_file(model: Path) -> None:
    before = checksum_of_folder(model)
    assert checksum_of_folder(model) == before
    (model / "weights" / "w.npz").rename(model / "weights" / "v.npz")
    assert checksum_of_folder(model) != before


def test_every_file_of_the_lexicon_holds_something() -> None:
    assert all(int(count) > 0 for _, count in lexicon_counts())


# ------------------------------------------------------------------------------------------ start-up


@pytest.mark.parametrize("arguments", [[], ["parse"], ["evaluate"], ["info"]])
def test_help_teaches(arguments: list[str]) -> None:
    result = run(*arguments, "--help")
    assert result.exit_code == Exit.WELL
    assert "Examples" in result.stdout or "Commands" in result.stdout


def test_the_command_starts_without_spacy() -> None:
    code = "import sys, govie.cli; print([m for m in ('spacy', 'numpy', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "govie", "parse", "absent.txt"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.INPUT_FAILED
    assert done.stderr == "govie: absent.txt: there is no such file; check the name\n"
