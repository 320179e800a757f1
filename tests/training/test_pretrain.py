"""The encoder learns to say which characters were hidden."""

import numpy as np
import pytest
from thinc.api import fix_random_seed

from govie.pipes.network import character_encoder, parameters
from govie.training.pretrain import pretrain

ROWS, WIDTH = (256, 512, 512), 24
SENTENCES = [
    "全县地区生产总值增长5.5%左右。",
    "新建农村公路12公里，改造老旧小区23个。",
    "粮食产量稳定在15万吨以上。",
]


def encoder():
    fix_random_seed(0)
    made = character_encoder(width=WIDTH, embed=12, rows=ROWS, dilations=(1, 2), dropout=0.0)
    made.initialize()
    return made


def trained(sentences=SENTENCES, *, epochs=300, seed=0):
    made, accuracies = encoder(), []
    pretrain(
        made,
        sentences,
        rows=ROWS,
        width=WIDTH,
        epochs=epochs,
        vocabulary=60,
        rate=0.01,
        seed=seed,
        report=lambda epoch, accuracy: accuracies.append(accuracy),
    )
    return made, accuracies


def weights(model):
    return np.concatenate([array.ravel() for _, array in parameters(model)])


def test_hidden_characters_are_guessed_better_and_better():
    _, accuracies = trained()
    assert len(accuracies) == 300
    assert np.mean(accuracies[:10]) < 0.3
    assert np.mean(accuracies[-10:]) > 0.4


def test_pretraining_is_repeatable():
    one, other, another = trained(epochs=2)[0], trained(epochs=2)[0], trained(epochs=2, seed=1)[0]
    np.testing.assert_array_equal(weights(one), weights(other))
    assert not np.array_equal(weights(one), weights(another))


@pytest.mark.parametrize("sentences", [[], ["太短。"], ["春" * 1000]])
def test_little_text_leaves_an_encoder_of_numbers(sentences):
    made, accuracies = trained(sentences, epochs=2)
    assert len(accuracies) == 2
    assert np.isfinite(weights(made)).all()
