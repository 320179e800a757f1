"""govie_indicators: which candidates are quantities, and for each the words that say what is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer

from govie.errors import ModelError
from govie.pipes.characters import Ints
from govie.pipes.network import Floats, Pairs, parameters, scatter_add, set_parameters, sigmoid, softmax
from govie.pipes.state import Draft, annotated, drafts, set_drafts, structure, text_of
from govie.pipes.windows import (
    Batch,
    Place,
    SentenceView,
    end_pairs,
    make_batch,
    start_pairs,
    taken,
)

FILE = "network.npz"
BATCH_CHARACTERS = 1000  # read at once: what a core keeps near, an eighth faster than 8000
N_ENDS = 3  # ends that are followed to their best start


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of a candidate; offsets into the doc, -1 where the sentence names nothing."""

    quantity: float  # probability that it is one
    start: int
    end: int
    indicator: float  # probability of the span


_NOTHING = Reading(1.0, -1, -1, 1.0)


class IndicatorPointer(TrainablePipe):  # type: ignore[misc]
    """Judges each candidate, and points from it to the first and last character of its indicator."""

    def __init__(
        self, vocab: Vocab, model: Model[Any, Any], name: str = "govie_indicators", *, threshold: float = 0.5
    ) -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"threshold": threshold}
        self._rehearsal_model = None

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None
    ) -> None:
        """Draw the first weights; nothing is read from the examples."""
        self.model.initialize()

    def predict(self, docs: Iterable[Doc]) -> list[list[Reading]]:
        """Return a reading for each draft of each doc."""
        docs = list(docs)
        readings: dict[int, Reading] = {}
        sentences = [sentence for doc in docs for sentence in _sentences(doc, drafts(doc))]
        for chunk in _chunks(sentences):
            batch = make_batch([sentence.view for sentence in chunk], rows=self.model.attrs["rows"])
            members = [(draft, sentence.offset) for sentence in chunk for draft in sentence.drafts]
            rows = zip(members, self._read(batch), batch.begin.tolist(), strict=True)
            for (draft, offset), (p, start, end, p_span), begin in rows:
                shift = offset - begin if end > 0 else 0
                readings[id(draft)] = Reading(p, start + shift, end + shift, p_span)
        return [[readings.get(id(draft), _NOTHING) for draft in drafts(doc)] for doc in docs]

    def set_annotations(self, docs: Iterable[Doc], predictions: list[list[Reading]]) -> None:
        """Keep the drafts that are quantities, with the spans of their indicators."""
        for doc, readings in zip(docs, predictions, strict=True):
            kept = []
            for draft, reading in zip(drafts(doc), readings, strict=True):
                if reading.quantity >= self.cfg["threshold"]:
                    draft["ind_start"], draft["ind_end"] = reading.start, reading.end
                    draft["score"] = reading.quantity * (reading.indicator if reading.end > 0 else 1.0)
                    kept.append(draft)
            set_drafts(doc, kept)

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from the annotated sentences of the reference docs.

        The drafts of the predicted docs are the candidates, those of the reference docs the
        quantities among them. Dropout is the network's own, not `drop`.
        """
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        sentences = [sentence for example in examples for sentence in gold_sentences(example)]
        if sentences:
            losses[self.name] += self.learn(sentences)
            if sgd is not None:
                self.finish_update(sgd)
        return losses

    def learn(self, sentences: Sequence[Sentence]) -> float:
        """Accumulate the gradients of sentences with gold; return their summed loss."""
        batch = make_batch([sentence.view for sentence in sentences], rows=self.model.attrs["rows"])
        is_quantity, starts, ends = _gold(sentences, batch)
        encoder, end, start, judge = self._parts()
        H, back_encoder = encoder(batch.characters, True)
        dH = np.zeros_like(H)

        queries, places = _describe(H, batch)
        width = 3 * H.shape[1]
        scores, back_judge = judge(queries, True)
        p = sigmoid(scores[:, 0])
        loss = -float(np.log(np.where(is_quantity, p, 1.0 - p) + 1e-9).sum())
        _spread(dH, back_judge((p - is_quantity).astype("f")[:, None]), places)

        pairs = end_pairs(batch)
        scores, back_end = end((H, queries[:, :width], pairs), True)
        more, d_scores = _cross_entropy(scores, pairs, ends)
        d_chars, d_queries = back_end(d_scores)
        dH += d_chars
        _spread(dH, d_queries, places[:3])
        loss += more

        named = np.flatnonzero(ends >= 0).astype(np.int32)
        if len(named):
            pairs = start_pairs(batch, named, ends[named])
            queries, places = _describe_end(H, batch, named, ends[named])
            scores, back_start = start((H, queries, pairs), True)
            more, d_scores = _cross_entropy(scores, pairs, starts[named])
            d_chars, d_queries = back_start(d_scores)
            dH += d_chars
            _spread(dH, d_queries, places)
            loss += more
        back_encoder(dH / max(len(ends), 1))
        return loss

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into the folder `path`, in half precision: it costs no accuracy."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, Any] = {name: array.astype(np.float16) for name, array in parameters(self.model)}
        np.savez(folder / FILE, **arrays)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> IndicatorPointer:
        """Read what to_disk wrote; raise ModelError if it does not fit the network of the config."""
        file = Path(path) / FILE
        self.model.initialize()
        try:
            with np.load(file, allow_pickle=False) as arrays:
                set_parameters(self.model, {name: arrays[name].astype("f") for name in arrays.files})
        except (OSError, EOFError, RuntimeError, ValueError, BadZipFile) as error:
            found = f"network cannot be read ({error})"
            raise ModelError(str(file), found, "reinstall govie or train the model anew") from error
        return self

    def _parts(self) -> list[Model[Any, Any]]:
        return [self.model.get_ref(name) for name in ("encoder", "end", "start", "quantity")]

    def _read(self, batch: Batch) -> list[tuple[float, int, int, float]]:
        """Return for each query (quantity, start, end, indicator), offsets into the batch."""
        encoder, end, start, judge = self._parts()
        H = encoder.predict(batch.characters)
        queries, _ = _describe(H, batch)
        is_quantity = sigmoid(judge.predict(queries)[:, 0])
        last_taken = taken(batch, is_quantity >= self.cfg["threshold"])
        pairs = end_pairs(batch)
        p_end = softmax(end.predict((H, queries[:, : 3 * H.shape[1]], pairs)), pairs.starts)
        allowed = (last_taken[pairs.places] < pairs.places) & batch.may_end[pairs.places]
        of_whole = pairs.places >= batch.whole[pairs.queries]
        allowed &= ~(of_whole & (pairs.places < batch.first[pairs.queries]))
        asked, ends, p_ends = _best(np.where(allowed, p_end, 0.0), pairs)
        pairs = start_pairs(batch, asked, ends)
        p_start = softmax(start.predict((H, _describe_end(H, batch, asked, ends)[0], pairs)), pairs.starts)
        allowed = (last_taken[ends[pairs.queries]] < pairs.places) & batch.may_start[pairs.places]
        p_start = np.where(allowed, p_start, 0.0)
        # where no character may be of an indicator, the sentence names nothing
        best = [(-1, -1, 0.0)] * len(batch.first)
        bounds = np.append(pairs.starts, len(p_start)).tolist()
        for k, (query, last, p) in enumerate(
            zip(asked.tolist(), ends.tolist(), p_ends.tolist(), strict=True)
        ):
            run = p_start[bounds[k] : bounds[k + 1]]
            at = int(run.argmax())
            joint = p * float(run[at])
            if joint > best[query][2]:
                best[query] = (int(pairs.places[bounds[k] + at]), last + 1, joint)
        return [(p, *span) for p, span in zip(is_quantity.tolist(), best, strict=True)]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with candidates; `gold` has the reference draft of each, None for no quantity."""

    view: SentenceView
    offset: int  # of the sentence in its doc
    drafts: tuple[Draft, ...]
    gold: tuple[Draft | None, ...] = ()


def _sentences(doc: Doc, items: Iterable[Draft]) -> Iterator[Sentence]:
    """Yield the sentences of `doc` that hold drafts with any words beside them."""
    ranges = structure(doc).sentences
    text = text_of(doc)
    for index, members in groupby(items, key=itemgetter("sentence")):
        group = tuple(members)
        start, end = ranges[index].start, ranges[index].end
        places = tuple(Place(d["start"] - start, d["end"] - start, d["unit"], d["shape"]) for d in group)
        if all(place.end - place.start < end - start for place in places):
            yield Sentence(SentenceView(text[start:end], places), start, group)


def gold_sentences(example: Example) -> Iterator[Sentence]:
    """Yield the annotated sentences of an example, with the gold of each candidate."""
    gold = {(draft["start"], draft["end"]): draft for draft in drafts(example.reference)}
    inside = annotated(example.reference)
    read = [draft for draft in drafts(example.predicted) if draft["sentence"] in inside]
    for sentence in _sentences(example.predicted, read):
        answers = tuple(gold.get((draft["start"], draft["end"])) for draft in sentence.drafts)
        yield Sentence(sentence.view, sentence.offset, sentence.drafts, answers)


def _chunks(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    chunk: list[Sentence] = []
    size = 0
    for sentence in sentences:
        if chunk and size + len(sentence.view.text) > BATCH_CHARACTERS:
            yield chunk
            chunk, size = [], 0
        chunk.append(sentence)
        size += len(sentence.view.text)
    if chunk:
        yield chunk


def _gold(sentences: Sequence[Sentence], batch: Batch) -> tuple[Floats, Ints, Ints]:
    """Return for each query whether it is a quantity, and the first and last character of its
    indicator in the batch, -1 where there is none to learn."""
    is_quantity, starts, ends = [], [], []
    begins = iter(batch.begin.tolist())
    for sentence in sentences:
        for gold in sentence.gold:
            shift = next(begins) - sentence.offset
            named = gold is not None and gold["ind_start"] >= 0
            is_quantity.append(gold is not None)
            starts.append(gold["ind_start"] + shift if gold and named else -1)
            ends.append(gold["ind_end"] - 1 + shift if gold and named else -1)
    return np.array(is_quantity, "f"), np.array(starts, np.int32), np.array(ends, np.int32)


def _describe(H: Floats, batch: Batch) -> tuple[Floats, list[Ints]]:
    """Describe each query by its edges and the characters beside it, and say which these are."""
    before = np.maximum(batch.first - 1, batch.begin)
    after = np.minimum(batch.last + 1, batch.close - 1)
    places = [batch.first, batch.last, before, after]
    return np.concatenate([H[rows] for rows in places], axis=1), places


def _describe_end(H: Floats, batch: Batch, queries: Ints, ends: Ints) -> tuple[Floats, list[Ints]]:
    """Describe a query whose indicator's end is known by its edges and that end."""
    places = [batch.first[queries], batch.last[queries], ends]
    return np.concatenate([H[rows] for rows in places], axis=1), places


def _spread(dH: Floats, d_queries: Floats, places: Sequence[Ints]) -> None:
    """Add the gradient of queries to the characters that describe them."""
    width = dH.shape[1]
    for k, rows in enumerate(places):
        scatter_add(dH, rows, d_queries[:, k * width : (k + 1) * width])


def _cross_entropy(scores: Floats, pairs: Pairs, gold: Ints) -> tuple[float, Floats]:
    """Return the summed loss and its gradient; runs that do not hold their gold place teach nothing."""
    p = softmax(scores, pairs.starts)
    hit = pairs.places == gold[pairs.queries]
    taught = np.zeros(len(gold), bool)
    taught[pairs.queries[hit]] = True
    gradient = np.where(taught[pairs.queries], p - hit, 0.0).astype("f")
    return float(-np.log(p[hit] + 1e-9).sum()), gradient


def _best(p: Floats, pairs: Pairs) -> tuple[Ints, Ints, Floats]:
    """Return the N_ENDS likeliest places of each query: queries, places, probabilities."""
    order = np.lexsort((-p, pairs.queries))
    rank = np.arange(len(p)) - pairs.starts[pairs.queries[order]]
    chosen = order[rank < N_ENDS]
    return pairs.queries[chosen].astype(np.int32), pairs.places[chosen], p[chosen]


@Language.factory(
    "govie_indicators",
    assigns=["doc.user_data"],
    requires=["doc.user_data"],
    default_config={"model": {"@architectures": "govie.PointerNetwork.v1"}, "threshold": 0.5},
)
def make_indicators(nlp: Language, name: str, model: Model[Any, Any], threshold: float) -> IndicatorPointer:
    """Return a pointer without weights; `model` is a pointer network."""
    return IndicatorPointer(nlp.vocab, model, name, threshold=threshold)
