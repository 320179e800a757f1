"""`govie evaluate`: all that it writes, without a trained model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import govie
from govie.cli import app
from govie.cli.common import Exit
from govie.cli.errors_page import errors_page
from govie.scoring import Evaluation
from govie.types import Measure, Report
from tests.conftest import REVIEW, build_report
from tests.scoring.build import document, record, sentence

Write = Callable[[str, bytes], Path]

GROWTH = {
    "q": "5.2%",
    "q_start": 17,
    "q_end": 21,
    "v": 5.2,
    "u": "%",
    "ind": "地区生产总值",
    "ind_start": 2,
    "ind_end": 8,
    "m": "growth",
    "d": "up",
    "s": "actual",
    "t": "2023",
}


@pytest.fixture
def corpus(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents of one text; the pipeline in the folder `poor` takes every growth for a level."""

    def parse(text: str, *, model: Path | None = None) -> Report:
        report = build_report(text)
        if model is None:
            return report
        return replace(report, observations=tuple(replace(o, measure=Measure.LEVEL) for o in report))

    monkeypatch.setattr(govie, "parse", parse)
    for name in ("bailu", "qinghe"):
        line = {"sid": f"{name}:0:0", "text": REVIEW, "obs": [GROWTH]}
        path = write(f"corpus/{name}.jsonl", json.dumps(line).encode())
        write(f"reports/clean/{name}.txt", build_report().text.encode())
    return path.parent


def run(corpus: Path, *arguments: str | Path) -> Result:
    where = ("evaluate", "--corpus", corpus, "--reports", corpus.parent / "reports", *arguments)
    return CliRunner().invoke(app, [str(argument) for argument in where])


def content(corpus: Path, *arguments: str | Path) -> dict[str, Any]:
    result = run(corpus, "--format", "json", *arguments)
    assert result.exit_code == Exit.WELL
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_layer_slice_and_confusion_is_in_the_json(corpus: Path) -> None:
    found = content(corpus)
    assert found["bootstrap"] == {"draws": 1000, "level": 0.95, "seed": 0}
    growth = found["total"]["layers"]["direction"]["exact"]
    assert growth == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "f1_95": [1.0, 1.0],
        "f1_95_documents": [1.0, 1.0],
        "right": 2,
        "predicted": 2,
        "gold": 2,
    }
    assert found["documents"]["qinghe"]["level"] == "county"
    assert found["documents"]["qinghe"]["year"] == 2024
    assert set(found["slices"]) == {"measure", "status", "level", "decade", "section"}
    assert found["slices"]["level"]["county"]["documents"] == 2
    assert found["slices"]["decade"]["2020s"]["layers"]["quantity"]["exact"]["gold"] == 2
    assert found["confusion"]["measure"]["growth"]["growth"] == 2
    assert found["confusion"]["measure"]["absent"]["level"] == 2


def test_a_table_of_levels_overrules_the_reports(corpus: Path, write: Write) -> None:
    levels = write("levels.tsv", b"bailu\ttown\n")
    assert set(content(corpus, "--levels", levels)["slices"]["level"]) == {"town", "county"}
    result = run(corpus, "--levels", write("bad.tsv", b"bailu\tvillage\n"))
    assert result.exit_code == Exit.INPUT_FAILED
    assert "bad.tsv, line 1" in result.stderr


def test_two_models_are_compared(corpus: Path, tmp_path: Path) -> None:
    found = content(corpus, "--compare", tmp_path / "poor")["comparison"]
    assert (found["first"], found["second"]) == ("the model that ships", str(tmp_path / "poor"))
    layer = found["layers"]["measure"]["exact"]
    assert layer["first"] == 0.4
    assert layer["difference"] == 0.4
    assert layer["sentences"]["p"] < 0.01
    assert found["mcnemar"] == {"both": 0, "only_first": 2, "only_second": 0, "neither": 0, "p": 0.5}
    table = run(corpus, "--compare", tmp_path / "poor").stdout
    assert re.search(r"measure +exact +0\.4000 +0\.0000 +\+0\.4000 +\+0\.400 to \+0\.400 +0\.0", table)


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_every_table_is_printed(corpus: Path, form: str) -> None:
    said = run(corpus, "--format", form).stdout
    for title in ("Figures", "Layers", "By measure", "By status", "By level", "By decade", "By section"):
        assert re.search(rf"^(### )?{title}$", said, flags=re.MULTILINE)
    assert len(re.findall("Confusion of (measure|status|bound|direction)", said)) == 4


def test_the_seed_of_the_bootstrap_is_said(corpus: Path) -> None:
    one, same, other = (content(corpus, "--seed", seed) for seed in ("1", "1", "2"))
    assert one == same
    assert (one["bootstrap"]["seed"], other["bootstrap"]["seed"]) == (1, 2)


# ----------------------------------------------------------------------------------------- the page


def data_of(page: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.DOTALL)
    data: dict[str, Any] = json.loads(found)
    return data


def page_of(*pairs: Any) -> str:
    return errors_page(Evaluation((document("qinghe", [sentence(list(pairs))]),)))


def test_the_page_holds_every_record_that_differs_in_anything() -> None:
    right = (record(), record())
    data = data_of(page_of(right, (record(1, id="gdp", ind_start=4), record(1))))
    (error,) = data["errors"]
    assert error["wrong"] == ["indicator_exact", "id"]
    assert set(error["wrong"]) <= set(data["lenient"])
    assert (error["document"], error["level"], error["section"]) == ("qinghe", "unknown", "review")
    assert data["gold"] == 2


@pytest.mark.parametrize(("pair", "wrong"), [((record(), None), "spurious"), ((None, record()), "missing")])
def test_a_record_of_one_side_has_no_other(pair: Any, wrong: str) -> None:
    (error,) = data_of(page_of(pair))["errors"]
    assert error["wrong"] == [wrong]
    assert (error["gold"] is None, error["predicted"] is None) == (wrong == "spurious", wrong == "missing")


def test_spans_of_the_page_count_from_its_context() -> None:
    (error,) = data_of(page_of((record(t="2024"), record())))["errors"]
    start, end = error["gold"]["quantity"]
    assert error["text"][start:end] == "4.6万吨"
    start, end = error["predicted"]["indicator"]
    assert error["text"][start:end] == "旱稻产量"
    start, end = error["sentence"]
    assert error["text"][:start] == "上文。"
    assert error["text"][end:] == "下文。"
    assert (error["gold"]["fields"]["period"], error["predicted"]["fields"]["period"]) == ("2023", "2024")


def test_the_page_needs_nothing_from_elsewhere_and_no_text_ends_its_script() -> None:
    nasty = replace(sentence([(record(), None)]), before="</script><script>alert(1)</script>")
    page = errors_page(Evaluation((document("qinghe", [nasty]),)))
    assert page.count("</script>") == 2
    assert data_of(page)["errors"][0]["text"].startswith("</script>")
    assert not re.search(r"(src|href)=|https?://|@import|url\(", page)


def test_the_page_is_written(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, "--html", tmp_path / "errors.html").exit_code == Exit.WELL
    page = (tmp_path / "errors.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert {error["document"] for error in data_of(page)["errors"]} == {"bailu", "qinghe"}
