"""The whole run on two tiny reports: repeatable to the bit, saved, loaded, and refused if not ours."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language

import govie
from govie.api import SCHEMA
from govie.pipes.network import parameters
from govie.pipes.state import drafts
from govie.training.config import NetworkConfig, TrainingConfig
from govie.training.corpus import read_corpus
from govie.training.run import (
    COMPONENTS,
    blank_pipeline,
    example_of,
    save,
    train,
    unannotated_sentences,
)

HEADS = ("govie_attributes", "govie_periods", "govie_linker")


def trained(corpus, *, seed: int = 0) -> tuple[Language, list[str]]:
    network = NetworkConfig(width=24, embed=12, rows=(512, 512, 512), dilations=(1, 2), hidden=16)
    nlp, said = blank_pipeline(network=network), []
    documents = list(read_corpus(corpus.annotations, corpus.reports, nlp.vocab))
    texts = unannotated_sentences(corpus.reports, without=[])
    config = TrainingConfig(epochs=1, pretrain_epochs=1, seed=seed)
    train(nlp, documents, texts, config=config, say=said.append)
    return nlp, said


def weights(nlp: Language) -> bytes:
    arrays = [array.tobytes() for _, array in parameters(nlp.get_pipe("govie_indicators").model)]
    return b"".join([*arrays, *(nlp.get_pipe(name).to_bytes() for name in HEADS)])


def test_training_is_repeatable_to_the_bit(corpus):
    (one, said), (other, _), (another, _) = trained(corpus), trained(corpus), trained(corpus, seed=1)
    assert weights(one) == weights(other)
    assert weights(one) != weights(another)
    for name in ("pretraining 1/1", "govie_indicators 1/1", *HEADS):
        assert any(line.startswith(name) for line in said)


def test_a_saved_pipeline_reads_as_before(corpus, tmp_path):
    nlp, _ = trained(corpus)
    save(nlp, tmp_path / "model", version="9.9", card={"training": {"seed": 0}})
    meta = json.loads((tmp_path / "model" / "meta.json").read_text("utf-8"))
    assert meta["govie"] == {"schema": SCHEMA, "version": "9.9", "training": {"seed": 0}}
    again = govie.load(tmp_path / "model")
    assert tuple(again.pipe_names) == COMPONENTS
    text = "全县地区生产总值达90亿元、增长5.5%。"
    for doc, other in zip(nlp.pipe([text]), again.pipe([text]), strict=True):
        assert [(d["start"], d["end"]) for d in drafts(doc)] == [
            (d["start"], d["end"]) for d in drafts(other)
        ]
    again.to_disk(tmp_path / "copy")
    for name in HEADS:
        copied, kept = (tmp_path / folder / name / "heads.npz" for folder in ("copy", "model"))
        with np.load(copied) as one, np.load(kept) as other:
            assert all(np.array_equal(one[key], other[key]) for key in other.files)


def test_a_pipeline_without_weights_says_what_it_lacks():
    with pytest.raises(ValueError, match=r"govie_indicators.*initialize"):
        blank_pipeline()("全县地区生产总值达90亿元。")


def test_an_example_does_not_show_its_answers(corpus):
    (document, _) = read_corpus(corpus.annotations, corpus.reports, blank_pipeline().vocab)
    example = example_of(document)
    assert drafts(example.predicted) == []
    assert drafts(example.reference) == [draft for draft, _ in document.gold]


def test_documents_that_are_held_out_are_not_read(corpus):
    everything = unannotated_sentences(corpus.reports, without=[])
    rest = unannotated_sentences(corpus.reports, without=["qinghe"])
    assert any("粮食产量" in sentence for sentence in everything)
    assert not any("粮食产量" in sentence for sentence in rest)
    assert 0 < len(rest) < len(everything)


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_an_entry_point(component):
    assert spacy.blank("zh").add_pipe(component).name == component


def test_a_segmenter_that_is_not_there_is_a_model_error(tmp_path: Path):
    with pytest.raises(govie.GovieError):
        blank_pipeline(tmp_path / "none")
