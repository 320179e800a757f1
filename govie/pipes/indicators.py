"""govie_indicators: for each quantity, the words that say what is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer

from govie.pipes.characters import Ints
from govie.pipes.network import Floats, Pairs, scatter_add, softmax
from govie.pipes.state import Draft, drafts, structure, text_of
from govie.pipes.windows import Batch, Place, SentenceView, end_pairs, make_batch, start_pairs

BATCH_CHARACTERS = 8000  # read at once: bounds the memory, not the result
N_ENDS = 3  # ends that are followed to their best start


class IndicatorPointer(TrainablePipe):
    """Points from each quantity to the first and last character of its indicator."""

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "govie_indicators") -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {}
        self._rehearsal_model = None

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
    ) -> None:
        """Draw the first weights; nothing is read from the examples."""
        self.model.initialize()

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[int, int, float]]]:
        """Return (start, end, probability) for each draft of each doc; (-1, -1, p) for no words."""
        docs = list(docs)
        sentences = [sentence for doc in docs for sentence in _sentences(doc)]
        found: dict[int, tuple[int, int, float]] = {}
        for chunk in _chunks(sentences):
            batch = make_batch([view for view, _, _ in chunk], rows=self.model.attrs["rows"])
            spans = self._decode(batch)
            starts = np.repeat(batch.begin, 1)
            owners = [(draft, offset) for _, offset, members in chunk for draft in members]
            for (draft, offset), (start, end, p), begin in zip(owners, spans, starts.tolist(), strict=True):
                shift = offset - begin
                found[id(draft)] = (start + shift, end + shift, p)
        nothing = (-1, -1, 1.0)
        return [[found.get(id(draft), nothing) for draft in drafts(doc)] for doc in docs]

    def set_annotations(self, docs: Iterable[Doc], predictions: list[list[tuple[int, int, float]]]) -> None:
        """Write the spans into the drafts."""
        for doc, spans in zip(docs, predictions, strict=True):
            for draft, (start, end, p) in zip(drafts(doc), spans, strict=True):
                draft["ind_start"], draft["ind_end"] = start, end
                draft["score"] = draft.get("score", 1.0) * p

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from the drafts of the reference docs. Dropout is the network's own, not `drop`."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        sentences = [s for example in examples for s in _sentences(example.reference)]
        if not sentences:
            return losses
        batch = make_batch([view for view, _, _ in sentences], rows=self.model.attrs["rows"])
        starts, ends = _gold(sentences, batch)
        losses[self.name] += self._learn(batch, starts, ends)
        if sgd is not None:
            self.finish_update(sgd)
        return losses

    def _queries(self, H: Floats, batch: Batch, last: Ints, rows: Ints | None = None) -> Floats:
        """Describe each quantity by its edges and one more character: before it, or the end in hand."""
        first, final = batch.first, batch.last
        if rows is not None:
            first, final = first[rows], final[rows]
        queries: Floats = np.concatenate([H[first], H[final], H[last]], axis=1)
        return queries

    def _learn(self, batch: Batch, starts: Ints, ends: Ints) -> float:
        encoder, end, start = (self.model.get_ref(name) for name in ("encoder", "end", "start"))
        H, back_encoder = encoder(batch.characters, True)
        before = np.maximum(batch.first - 1, batch.begin)
        named = np.flatnonzero(ends >= 0)

        pairs = end_pairs(batch)
        scores, back_end = end((H, self._queries(H, batch, before), pairs), True)
        loss, d_scores = _cross_entropy(scores, pairs, ends)
        dH, dQ = back_end(d_scores)
        self._scatter_queries(dH, dQ, batch.first, batch.last, before)

        if len(named):
            last = ends[named]
            pairs = start_pairs(batch, named, last)
            scores, back_start = start((H, self._queries(H, batch, last, named), pairs), True)
            more, d_scores = _cross_entropy(scores, pairs, starts[named])
            loss += more
            dH_start, dQ = back_start(d_scores)
            dH = dH + dH_start
            self._scatter_queries(dH, dQ, batch.first[named], batch.last[named], last)
        back_encoder(dH / max(len(ends), 1))
        return loss

    @staticmethod
    def _scatter_queries(dH: Floats, dQ: Floats, *places: Ints) -> None:
        width = dH.shape[1]
        for k, rows in enumerate(places):
            scatter_add(dH, rows, dQ[:, k * width : (k + 1) * width])

    def _decode(self, batch: Batch) -> list[tuple[int, int, float]]:
        """Return the best (start, end, probability) for each query, offsets into the batch."""
        encoder, end, start = (self.model.get_ref(name) for name in ("encoder", "end", "start"))
        H = encoder.predict(batch.characters)
        pairs = end_pairs(batch)
        before = np.maximum(batch.first - 1, batch.begin)
        p_end = softmax(end.predict((H, self._queries(H, batch, before), pairs)), pairs.starts)
        queries, ends, p_ends = _best(p_end, pairs)
        pairs = start_pairs(batch, queries, ends)
        scores = start.predict((H, self._queries(H, batch, ends, queries), pairs))
        p_start = softmax(scores, pairs.starts)
        best: dict[int, tuple[int, int, float]] = {}
        bounds = np.append(pairs.starts, len(p_start)).tolist()
        for k, (query, last, p) in enumerate(zip(queries.tolist(), ends.tolist(), p_ends.tolist(), strict=True)):
            run = p_start[bounds[k] : bounds[k + 1]]
            at = int(run.argmax())
            joint = p * float(run[at])
            if query not in best or joint > best[query][2]:
                best[query] = (int(pairs.places[bounds[k] + at]), last + 1, joint)
        return [best[k] for k in range(len(batch.first))]


Sentence = tuple[SentenceView, int, list[Draft]]  # the view, its offset in the doc, its drafts


def _sentences(doc: Doc) -> Iterator[Sentence]:
    """Yield the sentences of `doc` that hold drafts with any words beside them."""
    ranges = structure(doc).sentences
    text = text_of(doc)
    for index, members in groupby(drafts(doc), key=_sentence_of):
        group = list(members)
        start, end = ranges[index].start, ranges[index].end
        places = tuple(Place(d["start"] - start, d["end"] - start, d["unit"], d["shape"]) for d in group)
        if any(place.end - place.start < end - start for place in places):
            yield SentenceView(text[start:end], places), start, group


def _sentence_of(draft: Draft) -> int:
    return draft["sentence"]


def _chunks(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    chunk: list[Sentence] = []
    size = 0
    for sentence in sentences:
        if chunk and size + len(sentence[0].text) > BATCH_CHARACTERS:
            yield chunk
            chunk, size = [], 0
        chunk.append(sentence)
        size += len(sentence[0].text)
    if chunk:
        yield chunk


def _gold(sentences: Sequence[Sentence], batch: Batch) -> tuple[Ints, Ints]:
    """Return the first and last character of each query's indicator in the batch, -1 for none."""
    starts, ends = [], []
    begins = iter(batch.begin.tolist())
    for _, offset, members in sentences:
        for draft in members:
            shift = next(begins) - offset
            named = draft.get("ind_start", -1) >= 0
            starts.append(draft["ind_start"] + shift if named else -1)
            ends.append(draft["ind_end"] - 1 + shift if named else -1)
    return np.array(starts, np.int32), np.array(ends, np.int32)


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
