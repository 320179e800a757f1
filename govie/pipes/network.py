"""The thinc network that reads a sentence for the quantities in it and the words that they measure.

A convolutional encoder reads the characters of a sentence once, with the places of the candidates
marked. A judge says of each candidate whether it is a quantity at all. Two pointers ask, for each,
which character ends its indicator and, given that end, which one begins it; their scores are
additive attention over distance and punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.util import registry
from thinc.api import Embed, Linear, Maxout, Model, NumpyOps, chain

from govie.pipes.characters import NGRAMS, Ints

Floats = NDArray[np.float32]


class MatmulOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations with numpy's matrix product, which is 1.4 times as fast as its own here."""

    def gemm(
        self,
        x: Floats,
        y: Floats,
        out: Floats | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Floats:
        """Return the product of two matrices, each transposed first if asked."""
        product: Floats = np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
        return product


_OPS = MatmulOps()
N_MARKS = 24  # kinds of places that a character can have in a quantity, see pipes/windows.py
N_DISTANCES = 30
N_BETWEEN = 12
N_ORDER = 12
N_LIST = 4


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a batch of sentences, one after the other."""

    ids: Ints  # (characters, NGRAMS)
    marks: Ints  # (characters,)
    lengths: Ints  # (sentences,)


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each query a run of characters that it may point to, with what lies between them."""

    places: Ints  # (pairs,) index of the character in the batch
    queries: Ints  # (pairs,) index of the query
    distances: Ints  # (pairs,) < N_DISTANCES
    between: Ints  # (pairs,) < N_BETWEEN: commas and 、 between
    order: Ints  # (pairs,) < N_ORDER: quantities between, and the side
    lists: Ints  # (pairs,) < N_LIST: does the place in a 分别 list agree
    starts: Ints  # (queries,) where each query's run begins


def scatter_add(out: Floats, rows: Ints, values: Floats) -> None:
    """Add each row of `values` to the row of `out` that `rows` names."""
    _OPS.scatter_add(out, np.ascontiguousarray(rows, dtype="i"), np.ascontiguousarray(values))


def softmax(scores: Floats, starts: Ints) -> Floats:
    """Return the softmax of `scores` within the runs that begin at `starts`."""
    run = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(scores))))
    exp = np.exp(scores - np.maximum.reduceat(scores, starts)[run])
    probabilities: Floats = (exp / np.add.reduceat(exp, starts)[run]).astype("f")
    return probabilities


def sigmoid(odds: Floats) -> Floats:
    """Return the probabilities of log odds; beyond 30 they are 0 or 1 in single precision."""
    probabilities = 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))
    return probabilities.astype("f")


def _neighbours(lengths: Ints, gap: int) -> tuple[Ints, Ints]:
    """Return, per character, the one `gap` before and after in its sentence, or one past the end."""
    total = int(lengths.sum())
    here = np.arange(total)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    last = first + np.repeat(lengths, lengths)
    return np.where(here - gap >= first, here - gap, total), np.where(here + gap < last, here + gap, total)


def _dropout(shape: tuple[int, ...], rate: float) -> Floats:
    return ((np.random.random(shape) >= rate) / (1.0 - rate)).astype("f")


def character_encoder(
    *, width: int, embed: int, rows: Sequence[int], dilations: Sequence[int], dropout: float
) -> Model[Characters, Floats]:
    """Return an encoder of `Characters` into vectors, shape (characters, width)."""
    tables: list[Model[Any, Any]] = [
        Embed(embed, n, column=None) for n in (rows[0], rows[1], rows[1], rows[2])
    ]
    marks: Model[Any, Any] = Embed(_MARK_WIDTH, N_MARKS, column=None)
    mix = Maxout(width, NGRAMS * embed + _MARK_WIDTH, nP=3, normalize=True)
    blocks = [Maxout(width, 3 * width, nP=3, normalize=True) for _ in dilations]
    return Model(
        "govie_characters",
        _encode,
        layers=[*tables, marks, mix, *blocks],
        attrs={"dilations": tuple(dilations), "dropout": dropout},
        init=_init_layers,
    )


_MARK_WIDTH = 16


def _init_layers(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    for layer in model.layers:
        if layer.name == "embed":
            layer.initialize(X=np.zeros(1, "i"))
        else:
            layer.initialize()


def _encode(
    model: Model[Characters, Floats], batch: Characters, is_train: bool
) -> tuple[Floats, Callable[[Floats], None]]:
    tables, marks, mix = model.layers[:NGRAMS], model.layers[NGRAMS], model.layers[NGRAMS + 1]
    rate = model.attrs["dropout"] if is_train else 0.0
    parts = [table(batch.ids[:, k], is_train) for k, table in enumerate(tables)]
    parts.append(marks(batch.marks, is_train))
    X = np.concatenate([y for y, _ in parts], axis=1)
    drop = _dropout(X.shape, rate) if rate else None
    X, back_mix = mix(X if drop is None else X * drop, is_train)
    backs = []
    for block, gap in zip(model.layers[NGRAMS + 2 :], model.attrs["dilations"], strict=True):
        X, back = _convolve(block, X, batch.lengths, gap, rate, is_train)
        backs.append(back)

    def backprop(dX: Floats) -> None:
        for back in reversed(backs):
            dX = back(dX)
        dX = back_mix(dX)
        if drop is not None:
            dX = dX * drop
        at = 0
        for y, back in parts:
            back(np.ascontiguousarray(dX[:, at : at + y.shape[1]]))
            at += y.shape[1]

    return X, backprop


def _convolve(
    block: Model[Any, Any], X: Floats, lengths: Ints, gap: int, rate: float, is_train: bool
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """One residual layer over a character and the two that stand `gap` away from it."""
    n, width = X.shape
    left, right = _neighbours(lengths, gap)
    padded = np.vstack([X, np.zeros((1, width), "f")])
    Y, back_block = block(np.concatenate([padded[left], X, padded[right]], axis=1), is_train)
    drop = _dropout(Y.shape, rate) if rate else None
    if drop is not None:
        Y = Y * drop

    def backprop(dX: Floats) -> Floats:
        dY = back_block(dX if drop is None else dX * drop)
        out: Floats = dX + dY[:, width : 2 * width]
        for side, columns in ((left, slice(0, width)), (right, slice(2 * width, None))):
            inside = side < n
            out[side[inside]] += dY[inside, columns]  # each character is the neighbour of one only
        return out

    return X + Y, backprop


def pointer(*, width: int, query_width: int, hidden: int) -> Model[Any, Floats]:
    """Return additive attention: (characters, queries, Pairs) -> one score a pair."""
    embeds: list[Model[Any, Any]] = [
        Embed(hidden, n, column=None) for n in (N_DISTANCES, N_BETWEEN, N_ORDER, N_LIST)
    ]
    layers = [Linear(hidden, width), Linear(hidden, query_width), *embeds, Linear(1, hidden)]
    return Model("govie_pointer", _point, layers=layers, init=_init_pointer)


def _init_pointer(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    _init_layers(model)
    out: Any = model.layers[-1]  # thinc starts a Linear at Glorot's scale; a zero here would never learn
    out.set_param("W", np.random.normal(0, 0.1, out.get_param("W").shape).astype("f"))


def _point(
    model: Model[Any, Floats], inputs: tuple[Floats, Floats, Pairs], is_train: bool
) -> tuple[Floats, Callable[[Floats], tuple[Floats, Floats]]]:
    H, Q, pairs = inputs
    of_place, of_query, *embeds, out = list[Model[Any, Any]](model.layers)
    A, back_a = of_place(H, is_train)
    B, back_b = of_query(Q, is_train)
    Z = A[pairs.places] + B[pairs.queries]
    backs = []
    for embed, ids in zip(embeds, (pairs.distances, pairs.between, pairs.order, pairs.lists), strict=True):
        E, back = embed(ids, is_train)
        Z += E
        backs.append(back)
    active = Z > 0
    scores, back_out = out(Z * active, is_train)

    def backprop(dS: Floats) -> tuple[Floats, Floats]:
        dZ = back_out(dS.reshape(-1, 1)) * active
        for back in backs:
            back(dZ)
        dA, dB = np.zeros_like(A), np.zeros_like(B)
        scatter_add(dA, pairs.places, dZ)
        scatter_add(dB, pairs.queries, dZ)
        return back_a(dA), back_b(dB)

    return scores[:, 0], backprop


def judge(*, query_width: int, hidden: int) -> Model[Any, Any]:
    """Return a layer from candidates, shape (queries, query_width), to log odds of being a quantity."""
    layers: list[Model[Any, Any]] = [Maxout(hidden, query_width, nP=2), Linear(1, hidden)]
    return chain(*layers)


@registry.architectures("govie.PointerNetwork.v1")  # type: ignore[untyped-decorator]
def pointer_network(
    *,
    width: int = 128,
    embed: int = 64,
    rows: Sequence[int] = (4096, 20000, 20000),
    dilations: Sequence[int] = (1, 2, 4, 8),
    hidden: int = 64,
    dropout: float = 0.3,
) -> Model[Any, Any]:
    """Return encoder, end and start pointers and the judge of candidates, under refs of these names."""
    encoder = character_encoder(width=width, embed=embed, rows=rows, dilations=dilations, dropout=dropout)
    end = pointer(width=width, query_width=3 * width, hidden=hidden)
    start = pointer(width=width, query_width=3 * width, hidden=hidden)
    quantity = judge(query_width=4 * width, hidden=hidden)
    network: Model[Any, Any] = Model(
        "govie_pointer_network",
        _no_forward,
        layers=[encoder, end, start, quantity],
        refs={"encoder": encoder, "end": end, "start": start, "quantity": quantity},
        attrs={"rows": list(rows), "width": width},
        init=_init_network,
    )
    for layer in network.walk():
        layer.ops = _OPS
    return network


def _init_network(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    for layer in model.layers:
        layer.initialize()


def _no_forward(model: Model[Any, Any], X: Any, is_train: bool) -> Any:
    raise NotImplementedError("the parts of the pointer network are called by pipes/indicators.py")


def parameters(model: Model[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each array of weights in `model` under a name that says where it is."""
    for k, layer in enumerate(model.walk()):
        for name in layer.param_names:
            yield f"{k}.{layer.name}.{name}", layer.get_param(name)


def set_parameters(model: Model[Any, Any], arrays: Mapping[str, Any]) -> None:
    """Set the weights that `parameters` gave; raise ValueError if they are those of another network."""
    expected = {name: array.shape for name, array in parameters(model)}
    if expected != {name: array.shape for name, array in arrays.items()}:
        raise ValueError("the weights are those of another network")
    for k, layer in enumerate(model.walk()):
        for name in layer.param_names:
            layer.set_param(name, arrays[f"{k}.{layer.name}.{name}"])
