"""Cross-validation and learning curve, whole, on two tiny reports with a tiny network."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import govie
from govie.errors import GovieError
from govie.pipes.network import parameters
from govie.training.config import NetworkConfig, TrainingConfig
from govie.training.experiments import Trial, folds, growing
from govie.training.job import find_corpus

SCRIPTS = Path(__file__).parents[2] / "training" / "scripts"
TINY = """
epochs = 1
pretrain_epochs = 1
[network]
width = 12
embed = 6
rows = [64, 64, 64]
dilations = [1]
hidden = 8
"""
NAMES = [f"d{k}" for k in range(11)]


@pytest.mark.parametrize("count", [2, 3, 5, 11])
def test_every_document_is_left_out_once(count: int) -> None:
    parts = folds(NAMES, count)
    assert sorted(name for part in parts for name in part) == sorted(NAMES)
    assert len(parts) == count
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_folds_follow_the_seed_and_not_the_order() -> None:
    assert folds(NAMES, 3, seed=1) == folds(NAMES[::-1], 3, seed=1)
    assert folds(NAMES, 3, seed=1) != folds(NAMES, 3, seed=2)
    assert folds(["only"], 5) == [("only",)]


def test_larger_shares_hold_the_smaller() -> None:
    parts = growing(NAMES, [0.01, 0.25, 0.5, 1.0])
    assert [len(part) for part in parts] == [1, 3, 6, 11]
    assert all(set(part) <= set(more) for part, more in pairwise(parts))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(TINY, "utf-8")
    return path


def script(name: str) -> Callable[[list[str]], None]:
    main: Callable[[list[str]], None] = runpy.run_path(str(SCRIPTS / name))["main"]
    return main


def arguments(corpus: Any, tiny: Path, out: Path) -> list[str]:
    where = ["--corpus", corpus.annotations, "--reports", corpus.reports, "--config", tiny, "--out", out]
    return [str(argument) for argument in where]


def test_cross_validation(corpus, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "folds"
    script("cross_validate.py")([*arguments(corpus, tiny, out), "--folds", "2"])
    scores = json.loads((out / "scores.json").read_text("utf-8"))
    assert sorted(scores["folds"]) == [["baihe"], ["qinghe"]]
    assert list(scores["documents"]) == ["baihe", "qinghe"]
    assert scores["total"]["measures"]["quantity"]["gold"] == 7
    models = [json.loads(path.read_text("utf-8")) for path in out.glob("model-*/meta.json")]
    assert sorted(meta["govie"]["data"]["documents"] for meta in models) == [["baihe"], ["qinghe"]]
    assert capsys.readouterr().out.count("pretraining 1") == 2  # for each fold, without what it leaves out
    before = (out / "scores.json").read_bytes()
    script("cross_validate.py")([*arguments(corpus, tiny, out), "--folds", "2"])
    assert capsys.readouterr().out.count("is there already") == 2
    assert (out / "scores.json").read_bytes() == before


def test_learning_curve(corpus, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dev = tmp_path / "dev"
    dev.mkdir()
    for suffix, folder in ((".jsonl", corpus.annotations), (".txt", corpus.reports)):
        text = (folder / f"qinghe{suffix}").read_text("utf-8").replace("qinghe:", "xinhe:")
        (dev / f"xinhe{suffix}").write_text(text, "utf-8")
    out = tmp_path / "curve"
    given = [*arguments(corpus, tiny, out), "--dev", str(dev), "--shares", "0.5", "1"]
    script("learning_curve.py")(given)
    curve = json.loads((out / "curve.json").read_text("utf-8"))
    assert [len(curve[share]["documents"]) for share in ("0.5", "1")] == [1, 2]
    assert curve["1"]["records"] == 7
    assert curve["1"]["scores"]["total"]["measures"]["quantity"]["gold"] == 4
    assert "Learning curve" in capsys.readouterr().out


def test_documents_that_are_scored_are_not_trained_on(corpus, tiny: Path, tmp_path: Path) -> None:
    given = [*arguments(corpus, tiny, tmp_path / "curve"), "--dev", str(corpus.annotations)]
    with pytest.raises(SystemExit):
        script("learning_curve.py")(given)


def test_the_encoder_of_a_model_is_taken(corpus, tmp_path: Path) -> None:
    network = NetworkConfig(width=12, embed=6, rows=(64, 64, 64), dilations=(1,), hidden=8)
    config = TrainingConfig(epochs=0, pretrain_epochs=1, network=network)
    common: dict[str, Any] = {
        "corpora": (find_corpus(corpus.annotations, corpus.reports),),
        "folder": tmp_path / "out",
        "config": config,
    }
    said: list[str] = []
    first = Trial(**common, unannotated=corpus.reports).model(["qinghe"], say=said.append)
    again = Trial(**common, encoder=first).model(["qinghe"], say=said.append)
    assert again != first
    assert _encoder(again) == _encoder(first)


def test_models_scored_on_the_same_documents_share_an_encoder(corpus, tmp_path: Path) -> None:
    network = NetworkConfig(width=12, embed=6, rows=(64, 64, 64), dilations=(1,), hidden=8)
    trial = Trial(
        corpora=(find_corpus(corpus.annotations, corpus.reports),),
        folder=tmp_path / "out",
        unannotated=corpus.reports,
        config=TrainingConfig(epochs=0, pretrain_epochs=1, network=network),
    )
    said: list[str] = []
    one, both = (
        trial.model(names, scored=["baihe"], say=said.append) for names in (["qinghe"], ["baihe", "qinghe"])
    )
    other = trial.model(["qinghe"], scored=["qinghe"], say=said.append)
    assert sum("hidden characters" in line for line in said) == 2
    assert _encoder(one) == _encoder(both) != _encoder(other)


def _encoder(model: Path) -> list[bytes]:
    pointer: Any = govie.load(model).get_pipe("govie_indicators")
    return [array.tobytes() for _, array in parameters(pointer.model.get_ref("encoder"))]


def test_a_corpus_without_its_texts_is_said(corpus, tiny: Path, tmp_path: Path) -> None:
    (corpus.reports / "qinghe.txt").unlink()
    with pytest.raises(GovieError, match=r"qinghe\.txt"):
        script("cross_validate.py")(arguments(corpus, tiny, tmp_path / "out"))
