"""Gradients against finite differences, the borders of a sentence, and weights that come and go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from thinc.api import Model, fix_random_seed

from govie.pipes.network import (
    character_encoder,
    judge,
    parameters,
    pointer,
    pointer_network,
    set_parameters,
    sigmoid,
    softmax,
)
from govie.pipes.windows import Batch, end_pairs, make_batch
from tests.pipes.reading import MARKED, ROWS, SMALL, sentence_of, small_pointer, view_of

STEP = 1e-3  # small enough to cross few of maxout's edges, large enough for single precision
Loss = Callable[[], float]
TEXTS = ("地区生产总值达90亿元、增长5.5%左右。", "完成25条道路雨污分流改造。")


@pytest.fixture
def batch() -> Batch:
    return make_batch([view_of(text) for text in TEXTS], rows=ROWS)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def small_encoder() -> Model[Any, Any]:
    fix_random_seed(0)
    encoder = character_encoder(width=12, embed=8, rows=ROWS, dilations=(1, 2), dropout=0.0)
    encoder.initialize()
    return encoder


def slope(loss: Loss, array: np.ndarray, direction: np.ndarray) -> float:
    """Return the slope of `loss` along `direction` in `array`, which is changed in place and back."""
    kept = array.copy()
    array += STEP * direction
    above = loss()
    array[...] = kept - STEP * direction
    below = loss()
    array[...] = kept
    return (above - below) / (2 * STEP)


def check(loss: Loss, array: np.ndarray, gradient: np.ndarray, rng: np.random.Generator) -> None:
    """Compare the gradient with the slope along itself and along two directions drawn at random."""
    size = float(np.linalg.norm(gradient))
    drawn = [rng.normal(size=array.shape) for _ in range(2)]
    for direction in [gradient / (size or 1.0), *(d / np.linalg.norm(d) for d in drawn)]:
        expected = slope(loss, array, direction.astype("f"))
        found = float((gradient * direction).sum())
        assert found == pytest.approx(expected, rel=0.03, abs=0.03 * size + 1e-3)


def check_weights(model: Model[Any, Any], loss: Loss, rng: np.random.Generator) -> None:
    gradients = {f"{k}.{layer.name}.{name}": layer.get_grad(name) for k, layer, name in named(model)}
    weights = {f"{k}.{layer.name}.{name}": layer.get_param(name) for k, layer, name in named(model)}
    assert gradients
    for name, array in weights.items():
        check(loss, array, gradients[name], rng)


def named(model: Model[Any, Any]) -> list[tuple[int, Model[Any, Any], str]]:
    return [(k, layer, name) for k, layer in enumerate(model.walk()) for name in layer.param_names]


def test_gradients_of_the_encoder(batch, rng):
    encoder = small_encoder()
    H, backprop = encoder(batch.characters, True)
    R = rng.normal(size=H.shape).astype("f")
    backprop(R)
    check_weights(encoder, lambda: float((encoder.predict(batch.characters) * R).sum(dtype="d")), rng)


def test_gradients_of_a_pointer(batch, rng):
    fix_random_seed(0)
    model = pointer(width=6, query_width=5, hidden=7)
    model.initialize()
    pairs = end_pairs(batch)
    H = rng.normal(size=(sum(map(len, TEXTS)), 6)).astype("f")
    Q = rng.normal(size=(len(batch.first), 5)).astype("f")
    scores, backprop = model((H, Q, pairs), True)
    R = rng.normal(size=scores.shape).astype("f")
    dH, dQ = backprop(R)

    def loss() -> float:
        return float((model.predict((H, Q, pairs)) * R).sum(dtype="d"))

    check_weights(model, loss, rng)
    check(loss, H, dH, rng)
    check(loss, Q, dQ, rng)


def test_gradients_of_the_judge(rng):
    fix_random_seed(0)
    model = judge(query_width=8, hidden=6)
    model.initialize()
    Q = rng.normal(size=(9, 8)).astype("f")
    odds, backprop = model(Q, True)
    R = rng.normal(size=odds.shape).astype("f")
    dQ = backprop(R)

    def loss() -> float:
        return float((model.predict(Q) * R).sum(dtype="d"))

    check_weights(model, loss, rng)
    check(loss, Q, dQ, rng)


def test_gradients_of_learning_are_those_of_its_loss(rng):
    """The encoder's are divided by the number of candidates."""
    learner = small_pointer(seed=1)
    sentences = [sentence_of(marked) for marked in MARKED]
    candidates = sum(len(sentence.drafts) for sentence in sentences)
    encoder = learner.model.get_ref("encoder")

    def loss() -> float:
        for layer in learner.model.walk():
            for name in layer.param_names:
                layer.set_grad(name, np.zeros_like(layer.get_param(name)))
        return learner.learn(sentences)

    loss()
    inside = {id(layer) for layer in encoder.walk()}
    gradients = [(layer, name, layer.get_grad(name).copy()) for _, layer, name in named(learner.model)]
    for layer, name, gradient in gradients:
        scale = candidates if id(layer) in inside else 1
        check(loss, layer.get_param(name), scale * gradient, rng)


def test_a_sentence_does_not_see_its_neighbours():
    encoder = small_encoder()
    views = [view_of(text) for text in TEXTS]
    alone = [encoder.predict(make_batch([view], rows=ROWS).characters) for view in views]
    together = encoder.predict(make_batch(views, rows=ROWS).characters)
    np.testing.assert_allclose(together, np.concatenate(alone), rtol=1e-4, atol=1e-5)


def test_dropout_is_for_training_only(batch):
    network = pointer_network(**{**SMALL, "dropout": 0.5})
    network.initialize()
    encoder = network.get_ref("encoder")
    np.testing.assert_array_equal(encoder.predict(batch.characters), encoder(batch.characters, False)[0])
    assert np.abs(encoder(batch.characters, True)[0] - encoder.predict(batch.characters)).max() > 0.01


def test_softmax_is_over_runs():
    scores = np.array([0.0, 0.0, 80.0, -80.0, 5.0], "f")
    expected = [0.5, 0.5, 1.0, 0.0, 1.0]
    np.testing.assert_allclose(softmax(scores, np.array([0, 2, 4], np.int32)), expected, atol=1e-6)


@pytest.mark.filterwarnings("error")
def test_sigmoid_of_any_odds_is_a_probability():
    np.testing.assert_allclose(sigmoid(np.array([-1e9, 0.0, 1e9], "f")), [0.0, 0.5, 1.0], atol=1e-6)


def test_weights_survive_a_round_trip(batch):
    one, other = small_pointer(seed=1).model, small_pointer(seed=2).model
    weights = {name: array.copy() for name, array in parameters(one)}
    before = other.get_ref("encoder").predict(batch.characters)
    set_parameters(other, weights)
    after = other.get_ref("encoder").predict(batch.characters)
    np.testing.assert_array_equal(after, one.get_ref("encoder").predict(batch.characters))
    assert not np.array_equal(before, after)


@pytest.mark.parametrize("change", [{"width": 13}, {"dilations": (1,)}, {"rows": (65, 128, 128)}])
def test_weights_of_another_network_are_refused(change):
    other = pointer_network(**{**SMALL, **change})
    other.initialize()
    with pytest.raises(ValueError, match="another network"):
        set_parameters(small_pointer().model, dict(parameters(other)))


def test_missing_weights_are_refused():
    model = small_pointer().model
    weights = dict(parameters(model))
    del weights[next(iter(weights))]
    with pytest.raises(ValueError, match="another network"):
        set_parameters(model, weights)


def test_the_network_as_a_whole_says_how_it_is_called(batch):
    with pytest.raises(NotImplementedError, match=r"pipes/indicators\.py"):
        small_pointer().model.predict(batch)
