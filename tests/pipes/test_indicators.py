"""The pointer learns sentences by heart, keeps its word from disk, and judges every candidate."""

from __future__ import annotations

from itertools import product

import pytest
import spacy
from spacy.tokens import Doc
from thinc.api import Adam, fix_random_seed

from govie.errors import ModelError
from govie.pipes.indicators import FILE, IndicatorPointer
from govie.pipes.network import pointer_network
from govie.pipes.quantities import make_quantities
from govie.pipes.state import character_doc, drafts
from tests.marked import read_marks
from tests.pipes.reading import MARKED, SMALL, sentence_of, small_pointer

NLP = spacy.blank("zh")
SIZE = {"width": 24, "embed": 12, "rows": (256, 512, 512), "dilations": (1, 2), "hidden": 24, "dropout": 0.0}
FINDER = make_quantities(NLP, "govie_quantities", None)


@pytest.fixture(scope="module")
def trained() -> IndicatorPointer:
    """A pointer that knows the three marked sentences by heart."""
    pointer = untrained()
    learn(pointer)
    return pointer


def untrained() -> IndicatorPointer:
    fix_random_seed(0)
    pointer = IndicatorPointer(NLP.vocab, pointer_network(**SIZE))
    pointer.initialize(list)
    return pointer


def learn(pointer: IndicatorPointer) -> list[float]:
    """Return the loss of each round."""
    sentences, optimizer = [sentence_of(marked) for marked in MARKED], Adam(0.01, L2=0.0, grad_clip=1.0)
    losses = []
    for _ in range(40):
        losses.append(pointer.learn(sentences))
        pointer.finish_update(optimizer)
    return losses


def doc_of(text: str) -> Doc:
    return FINDER(character_doc(NLP.vocab, text))


def read(pointer: IndicatorPointer, text: str) -> list[tuple[str, str]]:
    doc = doc_of(text)
    pointer.set_annotations([doc], pointer.predict([doc]))
    return [(text[d["start"] : d["end"]], text[d["ind_start"] : d["ind_end"]]) for d in drafts(doc)]


def gold(marked: str) -> tuple[str, list[tuple[str, str]]]:
    text, marks = read_marks(marked)
    names = {m.name: m.text for m in marks if m.label == "INDICATOR"}
    return text, [(m.text, names[m.name]) for m in marks if m.label == "QUANTITY"]


@pytest.mark.parametrize("marked", MARKED)
def test_what_was_learnt_is_read(trained, marked):
    text, expected = gold(marked)
    assert read(trained, text) == expected


def test_learning_lowers_the_loss_the_same_way_each_time():
    losses = learn(untrained())
    assert losses[0] > 1.0
    assert losses[-1] < 0.01
    assert learn(untrained()) == losses


def test_the_threshold_decides_what_is_kept(trained):
    text, expected = gold(MARKED[1])
    trained.cfg["threshold"] = 0.0
    kept = [quantity for quantity, _ in read(trained, text)]
    trained.cfg["threshold"] = 0.5
    assert kept == ["25条", "368"]
    assert len(expected) == 1


def test_a_reading_does_not_depend_on_its_neighbours(trained):
    texts = [gold(marked)[0] for marked in MARKED]
    alone = [trained.predict([doc_of(text)])[0] for text in texts]
    together = trained.predict([doc_of(text) for text in texts])
    for one, other in zip(alone, together, strict=True):
        assert [(r.start, r.end) for r in one] == [(r.start, r.end) for r in other]
        assert [r.quantity for r in one] == pytest.approx([r.quantity for r in other], abs=1e-5)
        assert [r.indicator for r in one] == pytest.approx([r.indicator for r in other], abs=1e-5)


def test_probabilities_are_probabilities(trained):
    for reading in trained.predict([doc_of(gold(MARKED[0])[0])])[0]:
        assert 0.0 <= reading.quantity <= 1.0
        assert 0.0 <= reading.indicator <= 1.0


@pytest.mark.parametrize("text", ["5.5%", "5.5%、6.5%", "春风送暖。", "增长5.5%", "5.5%增长", "。1。"])
@pytest.mark.parametrize("seed", range(3))
def test_an_indicator_lies_in_its_sentence_and_holds_no_quantity(text, seed):
    pointer, doc = small_pointer(seed=seed), doc_of(text)
    pointer.cfg["threshold"] = 0.0
    pointer.set_annotations([doc], pointer.predict([doc]))
    for draft, other in product(drafts(doc), repeat=2):
        if draft["ind_start"] >= 0:
            assert 0 <= draft["ind_start"] < draft["ind_end"] <= len(text)
            assert draft["ind_end"] <= other["start"] or draft["ind_start"] >= other["end"]


def test_weights_survive_a_round_trip(trained, tmp_path):
    trained.to_disk(tmp_path)
    again = IndicatorPointer(NLP.vocab, pointer_network(**SIZE)).from_disk(tmp_path)
    for marked in MARKED:
        text, expected = gold(marked)
        assert read(again, text) == expected


@pytest.mark.parametrize("content", [None, b"", b"no archive", b"PK\x03\x04cut off"])
def test_broken_weights_are_a_model_error(tmp_path, content):
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ModelError, match="network cannot be read") as caught:
        small_pointer().from_disk(tmp_path)
    assert caught.value.path.endswith(FILE)
    assert caught.value.advice


def test_weights_of_another_size_are_a_model_error(tmp_path):
    small_pointer().to_disk(tmp_path)
    other = IndicatorPointer(NLP.vocab, pointer_network(**{**SMALL, "width": 14}))
    with pytest.raises(ModelError, match="another network"):
        other.from_disk(tmp_path)
