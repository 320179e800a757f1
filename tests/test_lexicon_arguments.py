"""Indicators and units of a user's own, by argument: an untrained pipeline shows what the files do.

Its network points anywhere, so that each sentence below has one character beside its quantity: there
is nothing else to point to.
"""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

import govie
from govie.api import SCHEMA
from govie.cli import app
from govie.cli.common import Exit
from govie.errors import GovieWarning, LexiconError
from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import load_units
from govie.pipes.assemble import tables_of

DOCUMENTATION = Path(__file__).parents[1] / "docs" / "lexicon.md"
TEXT = "茶3200柜"
LAND = "地30垧"
NETWORK = {"@architectures": "govie.PointerNetwork.v1", "width": 8, "embed": 8, "rows": [64, 64, 64]}

INDICATORS_TSV = "id\tname\tname_en\tunit\taliases\ntea\t茶叶\tTea\t柜\t=茶\n"
INDICATORS_TOML = '[tea]\nname = "茶叶"\nname_en = "Tea"\nunit = "柜"\naliases = ["=茶"]\n'
UNITS_TSV = "unit\tscale\tbase\n柜\t\t\n垧\t15\t亩\n"
UNITS_TOML = '[count]\npacking = "柜"\n\n[dimension.area]\nunits = { "垧" = "10000" }\n'

Write = Callable[[str, bytes], Path]
Claim = tuple[str | None, str | None, str, float | None, str]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a pipeline that takes every candidate for a quantity."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("govie_structure")
    nlp.add_pipe("govie_quantities")
    nlp.add_pipe("govie_indicators", config={"model": NETWORK, "threshold": 0.0}).initialize(list)
    for name in ("govie_attributes", "govie_periods", "govie_linker"):
        nlp.add_pipe(name)
    nlp.meta["govie"] = {"schema": SCHEMA}
    folder = tmp_path_factory.mktemp("models") / "untrained"
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def files(write: Write) -> dict[str, Path]:
    return {
        "indicators": write("own.tsv", INDICATORS_TSV.encode()),
        "units": write("own.toml", UNITS_TOML.encode()),
    }


def claims(report: govie.Report) -> list[Claim]:
    """Return for each observation id, name, unit, base value and base unit."""
    found = []
    for o in report:
        assert o.indicator is not None
        quantity = o.quantity
        base = (quantity.unit, quantity.base_value, quantity.base_unit)
        found.append((o.indicator.id, o.indicator.name, *base))
    return found


PLAIN: list[Claim] = [(None, None, "", 3200.0, "")]
OWN: list[Claim] = [("tea", "茶叶", "柜", 3200.0, "柜")]


@pytest.mark.parametrize("indicators", [INDICATORS_TSV, INDICATORS_TOML], ids=["tsv", "toml"])
@pytest.mark.parametrize("units", [UNITS_TSV, UNITS_TOML], ids=["tsv", "toml"])
def test_both_formats_say_the_same(model: Path, write: Write, indicators: str, units: str) -> None:
    own = {
        "indicators": write("i.toml" if indicators.startswith("[") else "i.tsv", indicators.encode()),
        "units": write("u.toml" if units.startswith("[") else "u.tsv", units.encode()),
    }
    assert claims(govie.parse(TEXT, model=model, **own)) == OWN
    (land,) = govie.parse(LAND, model=model, **own)
    assert (land.quantity.base_value, land.quantity.base_unit) == (300_000.0, "平方米")


def test_each_file_does_its_own_part(model: Path, files: dict[str, Path]) -> None:
    (by_name,) = govie.parse(TEXT, model=model, indicators=files["indicators"])
    assert by_name.quantity.unit == ""
    assert claims(govie.parse(TEXT, model=model, units=files["units"])) == [(None, None, "柜", 3200.0, "柜")]


def test_a_call_leaves_nothing_to_the_next(model: Path, files: dict[str, Path]) -> None:
    before = govie.parse(TEXT, model=model)
    assert claims(before) == PLAIN
    assert claims(govie.parse(TEXT, model=model, **files)) == OWN
    assert govie.parse(TEXT, model=model) == before
    assert claims(govie.parse(TEXT, model=model, **files)) == OWN


def test_files_are_read_once(model: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = govie.load(model, **files)
    assert nlp is not govie.load(model)

    def read_again(*_: object) -> str:
        raise AssertionError("a file was read again")

    monkeypatch.setattr(Path, "read_text", read_again)
    assert govie.load(str(model), **{name: str(path) for name, path in files.items()}) is nlp
    assert claims(govie.parse(TEXT, model=model, **files)) == OWN


def test_a_changed_file_is_read_anew(model: Path, files: dict[str, Path]) -> None:
    assert claims(govie.parse(TEXT, model=model, **files)) == OWN
    files["indicators"].write_text(INDICATORS_TSV.replace("茶叶", "毛茶"), "utf-8")
    os.utime(files["indicators"], ns=(1, 1))  # a clock may be too coarse to tell two writes apart
    (again,) = govie.parse(TEXT, model=model, **files)
    assert again.indicator is not None
    assert again.indicator.name == "毛茶"


def test_relative_paths_are_of_the_working_directory(
    model: Path, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files["units"].parent)
    assert claims(govie.parse(TEXT, model=model, indicators="own.tsv", units="own.toml")) == OWN


@pytest.mark.parametrize("n_process", [1, 2])
def test_many_texts_are_read_with_them(model: Path, files: dict[str, Path], n_process: int) -> None:
    reports = govie.parse_many([TEXT] * 3, n_process=n_process, batch_size=2, model=model, **files)
    assert [claims(report) for report in reports] == [OWN] * 3


def test_an_indicator_of_ours_takes_more_names(model: Path, write: Write) -> None:
    path = write("more.toml", '[gdp]\naliases = ["=茶"]\n'.encode())
    found = claims(govie.parse("茶86亿元", model=model, indicators=path))
    assert found == [("gdp", "地区生产总值", "亿元", 8.6e9, "元")]


def test_a_count_of_a_users_unit_is_no_length(model: Path, write: Write, files: dict[str, Path]) -> None:
    path = write("length.tsv", INDICATORS_TSV.replace("\t柜\t", "\t公里\t").encode())
    assert claims(govie.parse(TEXT, model=model, indicators=path, units=files["units"])) == [
        (None, None, "柜", 3200.0, "柜")
    ]


def test_a_saved_pipeline_reads_the_files_again(model: Path, files: dict[str, Path], tmp_path: Path) -> None:
    govie.load(model, **files).to_disk(tmp_path / "copy")
    assert claims(govie.parse(TEXT, model=tmp_path / "copy")) == OWN


def test_the_tables_of_results_are_those_of_the_components(model: Path, files: dict[str, Path]) -> None:
    own, ours = tables_of(govie.load(model, **files)), tables_of(govie.load(model))
    assert own.indicators["tea"].name == "茶叶"
    assert "tea" not in ours.indicators
    assert own.units["柜"].base == "柜"
    assert "柜" not in ours.units


BAD = [
    ("indicators", "bad.tsv", INDICATORS_TSV + "wool\t\t\t\t羊毛\n", 3),
    ("indicators", "bad.toml", INDICATORS_TOML + "\n[wool]\nalias = ['羊毛']\n", 8),
    ("units", "bad.tsv", UNITS_TSV + "大柜\t2\t小柜\n", 4),
    ("units", "bad.toml", UNITS_TOML + '"大柜" = "two"\n', 6),
    ("units", "bad.csv", "柜,1\n", 0),
    ("units", None, "", 0),
]


@pytest.mark.parametrize(("option", "name", "content", "line"), BAD)
@pytest.mark.parametrize("n_process", [1, 2])
def test_a_bad_line_is_named(
    model: Path,
    write: Write,
    tmp_path: Path,
    option: str,
    name: str | None,
    content: str,
    line: int,
    n_process: int,
) -> None:
    path = write(name, content.encode()) if name else tmp_path / "absent.tsv"
    with pytest.raises(LexiconError) as caught:
        list(govie.parse_many([TEXT], model=model, n_process=n_process, **{option: path}))
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.path, error.line) == (str(path), line)
    assert error.found
    assert error.advice
    assert str(error).startswith(f"{path}, line {line}: " if line else f"{path}: ")


# -------------------------------------------------------------------------------------- command line


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == Exit.WELL, result.output
    return result.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_command_reads_with_them(model: Path, write: Write, files: dict[str, Path], jobs: int) -> None:
    report = write("report.txt", TEXT.encode())
    options = [item for name, path in files.items() for item in (f"--{name}", path)]
    shown = run("parse", "--model", model, *options, "--jobs", str(jobs), "--format", "csv", report, report)
    assert [line.count("tea") for line in shown.splitlines()] == [0, 1, 1]


@pytest.mark.parametrize("command", ["parse", "info"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_command_says_once_which_line_is_bad(model: Path, write: Write, command: str, jobs: int) -> None:
    bad = write("bad.tsv", (UNITS_TSV + "大柜\t2\t小柜\n").encode())
    report = write("report.txt", TEXT.encode())
    rest = ["--jobs", str(jobs), report, report] if command == "parse" else []
    result = CliRunner().invoke(app, [str(a) for a in (command, "--model", model, "--units", bad, *rest)])
    assert result.exit_code == Exit.USAGE
    (said,) = result.stderr.splitlines()
    assert f"{bad}, line 4" in said


def test_info_counts_what_they_add(model: Path, write: Write) -> None:
    own = write("own.tsv", (INDICATORS_TSV + "gdp\t\t\t\t县域经济盘子\n").encode())
    assert f"{own}  1 new, 1 changed" in run("info", "--model", model, "--indicators", own)


def test_the_files_of_the_documentation_can_be_used(write: Write) -> None:
    blocks = re.findall(
        r"^```(tsv|toml)\n(.*?)^```$", DOCUMENTATION.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    first, second, third, fourth = (
        write(f"{number}.{kind}", content.encode()) for number, (kind, content) in enumerate(blocks)
    )
    assert load_indicators(first).entries == load_indicators(second).entries
    assert len(load_indicators(first)) == len(load_indicators()) + 1
    assert load_units(third)["大柜"].scale == 2.5
    assert load_units(third)["垧"] == load_units(fourth)["垧"]


def test_a_text_without_quantities_warns_with_them_too(model: Path, files: dict[str, Path]) -> None:
    with pytest.warns(GovieWarning):
        govie.parse("茶", model=model, **files)
