"""Thousands of reports: shards, resumed runs, reports that fail, processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

import govie
from govie.document import Document
from govie.errors import InputError
from govie.panel import work
from govie.panel.build import Settings, build_panel
from govie.panel.inputs import InputFile, checksum, find_files
from govie.panel.shards import drop_drafts, read_shards, write_shard
from govie.panel.work import Done, Job
from tests.conftest import EXAMPLE
from tests.shipped import needs_model

TEXT = EXAMPLE.read_text("utf-8")


def write_reports(folder: Path, number: int) -> list[Path]:
    """Write reports of as many counties, which differ in name."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{each:04}.txt" for each in range(number)]
    for each, path in enumerate(paths):
        path.write_text(TEXT[:1500].replace("青禾", f"青禾{'甲乙丙丁戊己庚辛壬癸'[each % 10]}"), "utf-8")
    return paths


def parsed(done: list[Done]) -> int:
    """Return how many reports were parsed: the first of `done` tells of those that were finished."""
    return sum(each.reports for each in done[1:])


def test_a_folder_is_searched_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "1.txt", ".hidden.txt", ".panel.shards"):
        (tmp_path / name).write_text("", "utf-8")
    found = [Path(file).relative_to(tmp_path).as_posix() for file in find_files([tmp_path])]
    assert found == ["1.txt", "b/2.txt"]
    with pytest.raises(InputError, match="is not there"):
        list(find_files([tmp_path / "no.txt"]))


def test_a_shard_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = InputFile("a.txt", "1")
    path = write_shard(tmp_path, "run", [file], [], [{"file": "a.txt", "error": "x"}])
    (tmp_path / "run-half.1.draft").write_bytes(b"PAR1")
    (tmp_path / "run-broken.parquet").write_bytes(b"PAR1")
    assert [each.files for each in read_shards(tmp_path, "run")] == [(file,)]
    assert list(read_shards(tmp_path, "another")) == []
    drop_drafts(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([path.name, "run-broken.parquet"])


@needs_model
def test_a_second_run_parses_only_what_is_new_or_changed(tmp_path: Path) -> None:
    paths = write_reports(tmp_path / "in", 4)
    done: list[Done] = []
    first = build_panel([tmp_path / "in"], shards=tmp_path / "s", batch=2, progress=done.append)
    assert parsed(done) == 4
    done.clear()
    again = build_panel([tmp_path / "in"], shards=tmp_path / "s", progress=done.append)
    assert (done[0].reports, parsed(done)) == (4, 0)
    assert again.candidates.equals(first.candidates)
    paths[0].write_text(TEXT, "utf-8")
    done.clear()
    changed = build_panel([tmp_path / "in"], shards=tmp_path / "s", progress=done.append)
    assert parsed(done) == 1
    assert set(changed.candidates.column("file").to_pylist()) == set(map(str, paths))
    fewer = build_panel(paths[1:], shards=tmp_path / "s")
    assert set(fewer.candidates.column("file").to_pylist()) == set(map(str, paths[1:]))


@needs_model
def test_other_settings_are_another_run(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    own = tmp_path / "own.tsv"
    own.write_text("id\tname\tname_en\tunit\taliases\nmine\t茶旅指数\tx\t点\t\n", "utf-8")
    build_panel([tmp_path / "in"], shards=tmp_path / "s")
    done: list[Done] = []
    settings = Settings(indicators=own)
    build_panel([tmp_path / "in"], shards=tmp_path / "s", settings=settings, progress=done.append)
    assert parsed(done) == 1
    own.write_text("id\tname\tname_en\tunit\taliases\nmine\t茶旅指标\tx\t点\t\n", "utf-8")
    done.clear()
    build_panel([tmp_path / "in"], shards=tmp_path / "s", settings=settings, progress=done.append)
    assert parsed(done) == 1


@needs_model
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_report_that_fails_is_recorded_and_the_rest_goes_on(tmp_path: Path, jobs: int) -> None:
    paths = write_reports(tmp_path / "in", 3)
    paths[1].write_bytes(bytes(range(256)) * 40)
    made = build_panel([tmp_path / "in"], jobs=jobs, batch=1, shards=tmp_path / "s")
    (row,) = made.errors.to_pylist()
    assert (row["file"], row["error"]) == (str(paths[1]), "InputError")
    assert row["sha256"] == checksum(str(paths[1])).sha256
    assert set(made.candidates.column("file").to_pylist()) == {str(paths[0]), str(paths[2])}
    assert build_panel([tmp_path / "in"], shards=tmp_path / "s").errors.equals(made.errors)


@needs_model
def test_an_error_that_nobody_expected_is_recorded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(document: Document, file: InputFile, job: Job) -> Sequence[object]:
        raise ZeroDivisionError("oh")

    write_reports(tmp_path / "in", 1)
    monkeypatch.setattr(work, "parse_rows", fail)
    (row,) = build_panel([tmp_path / "in"]).errors.to_pylist()
    assert (row["error"], "please report it" in row["message"]) == ("ZeroDivisionError", True)


@needs_model
def test_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 5)
    one = build_panel([tmp_path / "in"])
    two = build_panel([tmp_path / "in"], jobs=2, batch=2)
    assert two.table.equals(one.table)
    assert two.candidates.equals(one.candidates)


def end_of_process(document: Document, file: InputFile, job: Job) -> list[dict[str, object]]:
    """Stand for a report that ends its process, as want of memory does."""
    if "2.txt" in file.file:
        os.kill(os.getpid(), signal.SIGKILL)
    return []


DEADLY = """
import sys
from pathlib import Path
from govie.panel import work
from tests.panel.test_work import end_of_process
work.parse_rows = end_of_process
"""


@needs_model
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_report_that_ends_its_process_is_found_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_reports(tmp_path / "in", 5)
    (tmp_path / "deadly.py").write_text(DEADLY, "utf-8")
    # spawned processes import the main module anew: what is patched here would not be patched there
    code = "import deadly, sys\nfrom govie.panel.build import build_panel\nif __name__ == '__main__':\n"
    code += "    print(build_panel([sys.argv[1]], jobs=2, batch=2, shards=sys.argv[2]).errors.to_pylist())\n"
    (tmp_path / "main.py").write_text(code, "utf-8")
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(tmp_path / "main.py"), str(tmp_path / "in"), str(tmp_path / "s")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([root, str(tmp_path)])},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"'file': '{paths[2]}'" in done.stdout
    assert done.stdout.count("BrokenProcessPool") == 1


@needs_model
def test_a_run_that_is_killed_goes_on_without_a_row_lost_or_doubled(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 12)
    shards = tmp_path / "s"
    code = "import sys\nfrom govie.panel.build import build_panel\n"
    code += "build_panel([sys.argv[1]], shards=sys.argv[2], batch=1)"
    running = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "in"), str(shards)])
    deadline = time.monotonic() + 120
    while len(list(shards.glob("*.parquet"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    running.kill()
    running.wait()
    finished = len(list(shards.glob("*.parquet")))
    assert 3 <= finished < 12
    done: list[Done] = []
    resumed = build_panel([tmp_path / "in"], shards=shards, batch=1, progress=done.append)
    assert (done[0].reports, parsed(done)) == (finished, 12 - finished)
    whole = build_panel([tmp_path / "in"])
    assert resumed.candidates.equals(whole.candidates)
    assert resumed.table.equals(whole.table)


def test_reports_and_paths_are_not_mixed(tmp_path: Path) -> None:
    from tests.panel.build import report, said

    with pytest.raises(TypeError, match="not both"):
        build_panel([report(said()), tmp_path])


@needs_model
def test_one_path_may_be_given_by_itself(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    (report,) = (govie.parse(document) for document in govie.read(tmp_path / "in"))
    many = build_panel([tmp_path / "in"]).table
    assert build_panel(str(tmp_path / "in")).table.equals(many)
    assert len(build_panel(report)) == len(many)
