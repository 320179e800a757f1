"""`govie train`: interrupted and gone on with, refused, fine-tuned, and moved into its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import spacy
from typer.testing import CliRunner

import govie
from govie.cli import app, train
from govie.errors import GovieWarning, InputError
from govie.pipes.linear import LinearHeads
from govie.training.config import NetworkConfig, TrainingConfig, TuningConfig
from govie.training.finetune import PriorHeads
from govie.training.job import Job
from tests.training.conftest import Corpus

TINY = NetworkConfig(width=12, embed=6, rows=(64, 128, 128), dilations=(1, 2), hidden=8)
CONFIG = TrainingConfig(pretrain_epochs=2, epochs=3, network=TINY, tuning=TuningConfig(epochs=2))
STAGES = (
    "pretraining 1/2",
    "pretraining 2/2",
    "govie_indicators 1/3",
    "govie_indicators 3/3",
    "govie_attributes",
    "govie_linker",
)

pytestmark = pytest.mark.filterwarnings("ignore::govie.errors.GovieWarning")


@pytest.fixture
def job(corpus: Corpus, tmp_path: Path) -> Job:
    return Job(corpora=(corpus.annotations,), reports=corpus.reports, out=tmp_path / "model", config=CONFIG)


class Interruption:
    """A `say` that ends the run as Ctrl-C does, once a line begins with `at`."""

    def __init__(self, at: str = "never") -> None:
        self.at, self.lines = at, []

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        if line.startswith(self.at):
            raise KeyboardInterrupt

    def said(self, start: str) -> bool:
        return any(line.startswith(start) for line in self.lines)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ------------------------------------------------------------------------------------- interruption


@pytest.mark.parametrize("at", STAGES)
def test_a_run_that_goes_on_ends_as_one_that_was_not_interrupted(job, tmp_path, at):
    whole = files(replace(job, out=tmp_path / "whole").run(say=Interruption()))
    first, second = Interruption(at), Interruption()
    with pytest.raises(KeyboardInterrupt):
        job.run(say=first)
    assert not job.out.exists()
    assert files(job.run(say=second)) == whole
    assert second.said("going on")
    done = STAGES[: STAGES.index(at) + 1]
    assert not [stage for stage in done if stage[-1].isdigit() and second.said(stage)]
    assert not job.partial.exists()


def test_a_run_interrupted_at_every_stage_ends_as_one_that_was_not(job, tmp_path):
    whole = files(replace(job, out=tmp_path / "whole").run(say=Interruption()))
    for at in STAGES:
        with pytest.raises(KeyboardInterrupt):
            job.run(say=Interruption(at))
    assert files(job.run(say=Interruption())) == whole


def test_other_inputs_start_anew_and_lose_nothing(job, corpus):
    with pytest.raises(KeyboardInterrupt):
        job.run(say=Interruption("govie_indicators 1"))
    other = replace(job, config=replace(CONFIG, seed=1))
    said = Interruption()
    other.run(say=said)
    assert said.said("pretraining 1/2")
    assert not said.said("going on")
    again = Interruption()
    replace(job, force=True).run(say=again)
    assert again.said("going on")
    assert not again.said("pretraining 2/2")


@pytest.mark.parametrize("change", ["annotations", "text"])
def test_what_is_kept_is_not_used_for_other_data(job, corpus, change):
    with pytest.raises(KeyboardInterrupt):
        job.run(say=Interruption("govie_indicators 1"))
    if change == "annotations":
        corpus.change("qinghe", 1, obs=[])
    else:
        (corpus.reports / "more.txt").write_text("新建农村公路若干公里，群众出行更加便利。", "utf-8")
    said = Interruption()
    job.run(say=said)
    assert not said.said("going on")


def test_the_bars_move_forward_to_their_ends(job):
    shares: dict[str, list[float]] = {}
    job.run(say=Interruption(), advance=lambda what, share: shares.setdefault(what, []).append(share))
    assert set(shares) == {"pretraining", "govie_indicators"}
    for moves in shares.values():
        assert moves == sorted(moves)
        assert 0 <= moves[0] <= moves[-1] <= 1
    assert shares["govie_indicators"][-1] == 1


# ------------------------------------------------------------------------------------------ inputs


def test_a_model_that_is_there_is_replaced_on_request_only(job):
    before = files(job.run(say=Interruption()))
    other = replace(job, config=replace(CONFIG, seed=1))
    with pytest.raises(InputError, match="--force"):
        other.run(say=Interruption())
    assert files(job.out) == before
    replace(other, force=True).run(say=Interruption())
    assert files(job.out) != before
    assert sorted(path.name for path in job.out.parent.iterdir()) == ["model", "reports", "train"]


def test_a_folder_that_is_no_model_is_never_replaced(job):
    job.out.mkdir()
    (job.out / "thesis.txt").write_text("珍贵", "utf-8")
    with pytest.raises(InputError, match="is no model"):
        replace(job, force=True).run(say=Interruption())
    assert (job.out / "thesis.txt").is_file()


def test_texts_may_stand_beside_the_annotations(job, corpus, tmp_path):
    apart = files(replace(job, out=tmp_path / "apart").run(say=Interruption()))
    for path in corpus.reports.iterdir():
        path.rename(corpus.annotations / path.name)
    beside = files(replace(job, reports=None).run(say=Interruption()))
    assert beside == apart


def test_texts_may_stand_in_a_subfolder_clean(job, corpus):
    texts = sorted(corpus.reports.iterdir())
    (corpus.reports / "clean").mkdir()
    for path in texts:
        path.rename(corpus.reports / "clean" / path.name)
    assert (job.run(say=Interruption()) / "meta.json").is_file()


def test_what_is_held_out_is_not_read(job, corpus, tmp_path):
    dev = tmp_path / "dev"
    dev.mkdir()
    (corpus.annotations / "qinghe.jsonl").rename(dev / "qinghe.jsonl")
    out = replace(job, dev=dev).run(say=Interruption())
    data = json.loads((out / "meta.json").read_text("utf-8"))["govie"]["data"]
    assert data["held out for development"] == "qinghe"
    (tmp_path / "qinghe").mkdir()
    (corpus.reports / "qinghe.txt").rename(tmp_path / "qinghe" / "qinghe.txt")
    again = replace(job, out=tmp_path / "again").run(say=Interruption())
    assert files(out / "govie_indicators") == files(again / "govie_indicators")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reports": None}, r"baihe\.txt.*--reports"),
        ({"corpora": (Path("nowhere"),)}, r"nowhere.*no \*\.jsonl"),
    ],
)
def test_missing_files_are_said(job, change, said):
    with pytest.raises(govie.GovieError, match=said):
        replace(job, **change).run(say=Interruption())


def test_a_document_both_trained_on_and_held_out_is_refused(job, corpus):
    with pytest.raises(InputError, match=r"baihe, qinghe, held out"):
        replace(job, dev=corpus.annotations).run(say=Interruption())


def test_a_missing_segmenter_is_a_warning(job):
    with pytest.warns(GovieWarning, match="single characters"):
        job.run(say=Interruption())


# ------------------------------------------------------------------------------------- fine-tuning


def test_fine_tuning_goes_on_from_the_base_and_leaves_it_alone(job, corpus, tmp_path):
    base = job.run(say=Interruption())
    before = files(base)
    tune = Job(corpora=job.corpora, reports=job.reports, base=base, out=tmp_path / "tuned", config=CONFIG)
    said = Interruption()
    tuned = tune.run(say=said)
    assert files(base) == before
    assert said.said("govie_indicators 2/2")
    assert not said.said("pretraining")
    old, new = (spacy.load(folder).get_pipe("govie_attributes").heads for folder in (base, tuned))
    assert new.classes == old.classes
    assert list(new.vocabulary)[: len(old.vocabulary)] == list(old.vocabulary)
    assert not np.array_equal(new.weights[: len(old.weights)], old.weights)


@pytest.mark.parametrize("at", ["govie_indicators 1/2", "govie_attributes"])
def test_interrupted_fine_tuning_goes_on_too(job, tmp_path, at):
    base = job.run(say=Interruption())
    tune = replace(job, base=base, out=tmp_path / "tuned")
    whole = files(replace(tune, out=tmp_path / "whole").run(say=Interruption()))
    with pytest.raises(KeyboardInterrupt):
        tune.run(say=Interruption(at))
    assert files(tune.run(say=Interruption())) == whole


def test_a_base_that_is_no_model_is_said(job, tmp_path):
    with pytest.raises(govie.GovieError, match="no model there"):
        replace(job, base=tmp_path / "nowhere").run(say=Interruption())


def heads(trust: float) -> PriorHeads:
    known = LinearHeads()
    known.fit([["春"], ["春"], ["夏"], ["夏"]], {"season": ["warm", "warm", "hot", "hot"]})
    return PriorHeads(known.vocabulary, known.classes, known.weights, known.bias, trust=trust)


def chance(of: PriorHeads, feature: str, name: str) -> float:
    return float(of.predict([[feature]])["season"][0, of.classes["season"].index(name)])


def test_new_examples_are_learnt_and_the_old_not_forgotten():
    tuned = heads(trust=1.0)
    before = chance(tuned, "夏", "hot")
    tuned.fit([["秋"], ["冬"]] * 4, {"season": ["hot", "warm"] * 4})
    assert chance(tuned, "秋", "hot") > 0.7
    assert chance(tuned, "冬", "warm") > 0.7
    assert chance(tuned, "夏", "hot") == pytest.approx(before, abs=0.01)


def test_the_more_trust_the_further_the_classifier_moves():
    moved = []
    for trust in (0.0, 0.1, 1.0, 10.0):
        tuned = heads(trust)
        tuned.fit([["春"]] * 4, {"season": ["hot"] * 4})
        moved.append(chance(tuned, "春", "hot"))
    assert moved == sorted(moved)
    assert moved[0] == chance(heads(1.0), "春", "hot")
    assert moved[-1] > 0.7


def test_a_label_that_is_no_class_teaches_nothing():
    tuned = heads(trust=1.0)
    before = tuned.weights.copy()
    tuned.fit([["春"], ["春"]], {"season": ["cold", None], "colour": ["red", "red"]})
    np.testing.assert_array_equal(tuned.weights, before)
    assert tuned.classes == {"season": ["hot", "warm"]}


# ------------------------------------------------------------------------------------ command line


def run(*arguments: str | Path):
    return CliRunner().invoke(app, ["train", *map(str, arguments)])


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(
        "pretrain_epochs = 1\nepochs = 1\n"
        "[network]\nwidth = 12\nembed = 6\nrows = [64, 128, 128]\ndilations = [1]\nhidden = 8\n",
        "utf-8",
    )
    return path


def test_the_command_trains_and_scores(corpus, config, tmp_path):
    dev = tmp_path / "dev"
    dev.mkdir()
    (corpus.annotations / "qinghe.jsonl").rename(dev / "qinghe.jsonl")
    given = ["--reports", corpus.reports, "--out", tmp_path / "m", "--config", config, "--seed", 7]
    result = run(corpus.annotations, *given, "--dev", dev)
    assert result.exit_code == 0, result.output
    assert "govie_indicators 1/1" in result.stderr
    assert "govie: warning: no segmenter" in result.stderr
    assert [line.split()[0] for line in result.stdout.splitlines() if line.strip()][-1] == "record"
    meta = json.loads((tmp_path / "m" / "meta.json").read_text("utf-8"))["govie"]
    assert meta["training"]["seed"] == 7
    again = run(corpus.annotations, *given)
    assert again.exit_code == 1
    assert "--force" in again.stderr


def test_ctrl_c_ends_with_one_line_that_says_how_to_go_on(corpus, config, tmp_path, monkeypatch):
    said = train.Screen.say

    def interrupt(screen: train.Screen, line: str) -> None:
        said(screen, line)
        if line.startswith("govie_attributes"):
            raise KeyboardInterrupt

    given = [corpus.annotations, "--reports", corpus.reports, "--out", tmp_path / "m", "--config", config]
    with monkeypatch.context() as patched:
        patched.setattr(train.Screen, "say", interrupt)
        result = run(*given)
    assert result.exit_code == train.INTERRUPTED
    assert result.stderr.splitlines()[-1].startswith("govie: interrupted; ")
    assert "run the same command to go on" in result.stderr
    assert not (tmp_path / "m").exists()
    result = run(*given)
    assert result.exit_code == 0
    assert "going on with" in result.stderr


@pytest.mark.parametrize("text", ["epoch = 3", "epochs = 1.5"])
def test_a_wrong_config_is_said_in_one_line(corpus, tmp_path, text):
    (tmp_path / "wrong.toml").write_text(text, "utf-8")
    result = run(corpus.annotations, "--out", tmp_path / "m", "--config", tmp_path / "wrong.toml")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "wrong.toml, epoch" in result.stderr
