"""Pretraining of the character encoder on reports without annotations.

A tenth of the characters of each sentence is hidden, and the encoder learns to say which they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from thinc.api import Adam, Linear, Model

from govie.pipes.characters import Codes, Ints, codes, ngram_ids
from govie.pipes.network import Characters, Floats
from govie.training.checkpoints import KEEP_NOTHING, Checkpoints, Loop

HIDDEN = 0xE000  # a private-use code point stands for a hidden character
SHARE_HIDDEN = 0.12
BATCH_CHARACTERS = 3000
STAGE = "pretraining"  # under which checkpoints are kept
LONGEST = 300  # characters of a sentence that are read


def _nothing(*_: float) -> None:
    """Stand for a report that nobody asked for."""


def pretrain(
    encoder: Model[Characters, Floats],
    sentences: Iterable[str],
    *,
    rows: Sequence[int],
    width: int,
    epochs: int,
    vocabulary: int = 3000,
    rate: float = 1.5e-3,
    dropout: float = 0.0,
    seed: int = 0,
    report: Callable[[int, float], None] = _nothing,
    advance: Callable[[float], None] = _nothing,
    checkpoints: Checkpoints = KEEP_NOTHING,
) -> None:
    """Train `encoder` in place, with a dropout of its own: hiding characters is noise enough.

    `report` is called after each epoch with its number, from 1, and its accuracy on hidden characters;
    `advance` after each batch with the share of the work that is done, 0 to 1.
    """
    rng = np.random.default_rng(seed)
    texts = [codes(text[:LONGEST]) for text in sentences if len(text) >= 8]
    classes = _classes(texts, vocabulary)
    output = Linear(vocabulary, width).initialize()
    optimizer = Adam(rate, L2=0.0, grad_clip=1.0)
    steps = max(1.0, epochs * sum(map(len, texts)) / BATCH_CHARACTERS)
    kept, encoder.attrs["dropout"] = encoder.attrs["dropout"], dropout
    loop = Loop((encoder, output), optimizer, rng)
    checkpoints.resume(STAGE, loop.from_bytes)
    while loop.epoch < epochs:
        order = rng.permutation(len(texts))
        right = total = 0
        for batch in _batches([texts[k] for k in order]):
            optimizer.learn_rate = rate * min(1.0, (loop.step + 1) / 100) * max(0.02, 1 - loop.step / steps)
            hits, count = _learn(encoder, output, batch, classes, rows, rng)
            loop.update()
            right, total = right + hits, total + count
            advance(min(1.0, loop.step / steps))
        loop.epoch += 1
        checkpoints.keep(STAGE, loop.to_bytes)
        report(loop.epoch, right / max(total, 1))
    encoder.attrs["dropout"] = kept


def _classes(texts: Sequence[Codes], vocabulary: int) -> Ints:
    """Return the class of every code point, -1 for all but the most frequent."""
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(text.tolist())
    ranked = sorted(counts, key=lambda point: (-counts[point], point))[:vocabulary]
    table = np.full(0x110000, -1, np.int32)
    table[ranked] = np.arange(len(ranked))
    return table


def _batches(texts: Sequence[Codes]) -> Iterator[list[Codes]]:
    batch: list[Codes] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _learn(
    encoder: Model[Characters, Floats],
    output: Model[Any, Any],
    batch: list[Codes],
    classes: Ints,
    rows: Sequence[int],
    rng: np.random.Generator,
) -> tuple[int, int]:
    """Hide, predict, and accumulate gradients; return how many of how many were right."""
    ids, places, answers, at = [], [], [], 0
    for text in batch:
        hidden = rng.random(len(text)) < SHARE_HIDDEN
        if rng.random() < 0.5:  # pairs are harder than single characters, which their bigrams give away
            hidden[1:] |= hidden[:-1].copy()
        ids.append(ngram_ids(np.where(hidden, np.uint32(HIDDEN), text), rows=rows))
        asked = np.flatnonzero(hidden & (classes[text] >= 0))
        places.append(at + asked)
        answers.append(classes[text[asked]])
        at += len(text)
    where, gold = np.concatenate(places), np.concatenate(answers)
    if not len(where):
        return 0, 0
    lengths = np.array([len(text) for text in batch], np.int32)
    H, back_encoder = encoder(Characters(np.concatenate(ids), np.zeros(at, np.int32), lengths), True)
    scores, back_output = output(H[where], True)
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    right = int((p.argmax(axis=1) == gold).sum())
    p[np.arange(len(gold)), gold] -= 1.0
    dH = np.zeros_like(H)
    dH[where] = back_output((p / len(gold)).astype("f"))
    back_encoder(dH)
    return right, len(gold)
