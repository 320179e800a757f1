"""The workflow that builds the shipped model, as training/project.yml has it, on a handful of sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import govie
from govie.io.annotations import read_annotations
from govie.io.standoff import write_standoff
from tests.training.conftest import HEAD, annotate

weasel = pytest.importorskip("weasel.cli.run")
pytest.importorskip("jieba", reason="the segmenter learns jieba's words")

CHECKOUT = Path(__file__).parents[2]
TINY = """
pretrain_epochs = 1
epochs = 30
batch_sentences = 2
rate = 1e-2

[network]
width = 12
embed = 6
rows = [64, 128, 128]
dilations = [1, 2]
hidden = 8
"""
README = "# govie\n<!-- figures: begin -->\nnone yet\n<!-- figures: end -->\n"
FIGURES = (("甲", 12, 5.5, "增长", "up"), ("乙", 31, 4.5, "下降", "down"), ("丙", 48, 7.5, "增长", "up"))
STEPS = ("join", "check", "segmenter", "alignment", "train", "evaluate", "ship")
# the names that training/scripts/check_raw.py looks for
TRAINED, HELD_OUT, OWN = ("s000", "s001"), "s003", "own-1"


def marked(number: int) -> list[str]:
    """Return the marked paragraphs of a report, like those of any other number but for its figures."""
    name, amount, rate, verb, way = FIGURES[number % len(FIGURES)]
    return [
        "一、2023年工作回顾",
        f"{name}镇[工业总产值](INDICATOR)达[{amount}亿元](QUANTITY v={amount} u=亿元 m=level)、"
        f"{verb}[{rate}%](QUANTITY v={rate} u=% m=growth d={way})。",
        f"[新建农村公路](INDICATOR)[{amount}公里](QUANTITY v={amount} u=公里 m=level)，“{number}68”见效。",
        "二、2024年工作安排",
        f"[粮食产量](INDICATOR id=grain_output)不低于[{amount}万吨]"
        f"(QUANTITY v={amount} u=万吨 m=level b=ge s=target t=2024)。",
    ]


def write_report(name: str, number: int, annotations: Path, *texts: Path, stand_off: bool = False) -> None:
    text, rows = HEAD, []
    for paragraph, line in enumerate(marked(number), HEAD.count("\n")):
        sentence, records = annotate(line)
        text += sentence + "\n"
        if records:
            rows.append({"sid": f"{name}:{paragraph}:0", "text": sentence, "obs": records})
    for folder in (annotations, *texts):
        folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file = annotations / f"{name}.jsonl"
    file.write_text("".join(lines), "utf-8")
    for folder in texts:
        (folder / f"{name}.txt").write_text(text, "utf-8")
    if stand_off:
        write_standoff(read_annotations(file), texts[0] / f"{name}.txt", file)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of training/ with a corpus and settings of our own, and reports beside it."""
    checkout = tmp_path / "work" / "govie"
    folder, reports = checkout / "training", tmp_path / "reports"
    (folder / "configs").mkdir(parents=True)
    for name in ("project.yml", "card.md", "scripts"):
        (folder / name).symlink_to(CHECKOUT / "training" / name)
    (checkout / "govie").symlink_to(CHECKOUT / "govie")
    (checkout / "README.md").write_text(README, "utf-8")
    (folder / "configs" / "default.toml").write_text(TINY, "utf-8")
    texts = (reports / "clean", reports / "raw")
    for number, name in enumerate(TRAINED):
        write_report(name, number, folder / "annotations" / "train", *texts, stand_off=True)
    write_report(HELD_OUT, 2, folder / "annotations" / "dev", *texts, stand_off=True)
    write_report(OWN, 3, folder / "corpus", folder / "corpus")
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.chdir(folder)
    return folder


def finished(project: Path) -> dict[str, str]:
    """Return the checksum of each step's outputs, as weasel has noted them."""
    import srsly

    notes = srsly.read_yaml(project / "project.lock")
    return {step: json.dumps(entry["outs"]) for step, entry in notes.items()}


@pytest.mark.slow
def test_the_workflow_ends_with_a_model_that_reads(project: Path) -> None:
    overrides = {"vars.reports": str(project.parents[2] / "reports")}
    weasel.project_run(project, "all", overrides=overrides)
    assert tuple(finished(project)) == STEPS
    model = project.parent / "models" / "govie_zh"
    metrics = json.loads((model / "metrics.json").read_text("utf-8"))
    assert metrics["documents"].keys() == {HELD_OUT}
    assert HELD_OUT in (model / "README.md").read_text("utf-8")
    assert "none yet" not in (project.parent / "README.md").read_text("utf-8")
    report = govie.parse("一、2023年工作回顾\n乙镇工业总产值达31亿元、下降4.5%。", model=model)
    assert [(o.quantity.text, o.direction) for o in report] == [("31亿元", None), ("4.5%", "down")]

    trained = (project / "build" / "govie_zh" / "meta.json").stat().st_mtime_ns
    weasel.project_run(project, "all", overrides=overrides)
    assert (project / "build" / "govie_zh" / "meta.json").stat().st_mtime_ns == trained
