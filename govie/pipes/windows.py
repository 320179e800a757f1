"""From sentences with quantities to the arrays that the pointer network reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from govie.lexicon.bounds import load_bounds
from govie.lexicon.cues import load_cues
from govie.lexicon.units import alternation
from govie.pipes.characters import Ints, codes, ngram_ids
from govie.pipes.network import N_BETWEEN, N_DISTANCES, N_ORDER, Characters, Pairs

Flags = NDArray[np.bool_]

REACH_LEFT, REACH_RIGHT = 96, 40  # how far from a quantity its indicator may end; train's farthest is 64
INDICATOR_MAX = 45  # characters; the longest of train has 43

_COMMAS, _LISTS = "，；,;。：:", "、"
_CLOSING, _OPENING = _COMMAS + _LISTS + "）)》”」", _COMMAS + _LISTS + "（(《“「"
_KINDS = {"%": 1, "‰": 1, "个百分点": 2, "百分点": 2, "倍": 3, "番": 3, "成": 1}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quantity stands in its sentence, and what kind of number it is."""

    start: int
    end: int
    unit: str
    shape: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence and the quantities in it, in text order."""

    text: str
    quantities: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences as arrays. Offsets of queries are into the batch's characters."""

    characters: Characters
    first: Ints  # (queries,) first character of each quantity
    last: Ints  # (queries,) last character of each quantity, inclusive
    whole: Ints  # (queries,) where 占 and the whole of its share begin, else its first character
    resume: Ints  # (queries,) first character behind it and the bound word that follows it (以上)
    begin: Ints  # (queries,) first character of its sentence
    close: Ints  # (queries,) one past the last character of its sentence
    commas: Ints  # (characters + 1,) commas before each character
    enumerations: Ints  # (characters + 1,) 、 before each character
    counts: Ints  # (characters + 1,) quantities that begin before each character
    members: Ints  # (queries,) own place in a 分别 list, counted from 1; 0 outside of lists
    may_start: (
        Flags  # (characters,) whether an indicator may start there; not with ） or ， or inside a Latin word
    )
    may_end: Flags  # (characters,) whether it may end there; not with （ or ， or inside a Latin word
    items: Ints  # (characters,) which item of a 分别 list a character is in, counted from 1


def make_batch(sentences: Sequence[SentenceView], *, rows: Sequence[int]) -> Batch:
    """Return the arrays of `sentences`; `rows` as in `ngram_ids`."""
    lengths = np.array([len(s.text) for s in sentences], np.int32)
    offsets = np.cumsum(lengths) - lengths
    # every sentence is hashed with its own edges, so that no prediction depends on its neighbours
    points = [codes(s.text) for s in sentences]
    ids = np.concatenate([ngram_ids(p, rows=rows) for p in points])
    text = "".join(s.text for s in sentences)
    marks, items = np.zeros(len(text), np.int32), np.zeros(len(text), np.int32)
    queries, members = [], []
    for sentence, offset, length in zip(sentences, offsets.tolist(), lengths.tolist(), strict=True):
        owners = _list_items(sentence, items[offset : offset + length])
        for place, member in zip(sentence.quantities, owners, strict=True):
            a, b = offset + place.start, offset + place.end
            kind = _kind(place)
            marks[a:b], marks[a] = 2 * kind, 2 * kind - 1
            bound = _bound_words().match(sentence.text, place.end)
            resume = offset + bound.end() if bound else b
            queries.append(
                (a, b - 1, resume, offset, offset + length, offset + _whole_before(sentence, place))
            )
            members.append(member)
    table = np.array(queries, np.int32).reshape(-1, 6)
    begins = np.zeros(len(text), bool)
    begins[table[:, 0]] = True
    word = _inside_words(text, offsets)
    return Batch(
        Characters(ids, marks, lengths),
        first=table[:, 0],
        last=table[:, 1],
        resume=table[:, 2],
        begin=table[:, 3],
        close=table[:, 4],
        whole=table[:, 5],
        commas=_running(np.isin(list(text), list(_COMMAS))),
        enumerations=_running(np.isin(list(text), list(_LISTS))),
        counts=_running(begins),
        members=np.array(members, np.int32),
        may_start=~np.isin(list(text), list(_CLOSING)) & ~word,
        may_end=~np.isin(list(text), list(_OPENING)) & ~np.append(word[1:], False),
        items=items,
    )


def _inside_words(text: str, offsets: Ints) -> Flags:
    """Return which characters go on with a word of Latin letters: no indicator is half of GDP."""
    letters = np.array([character.isascii() and character.isalpha() for character in text], bool)
    inside: Flags = letters & np.insert(letters, 0, False)[:-1]
    inside[offsets] = False
    return inside


@lru_cache(1)
def _bound_words() -> re.Pattern[str]:
    return re.compile(alternation(load_bounds().after))


_REACH = 20  # characters before a number in which the head of a share is looked for


def _whole_before(sentence: SentenceView, place: Place) -> int:
    """Return where 占 begins that makes what follows it the whole, else where the number begins."""
    if place.unit not in ("%", "成") and place.shape != "fraction":
        return place.start
    floor = max(0, place.start - _REACH)
    match = load_cues().whole.search(sentence.text[: place.start], floor)
    return match.start() if match else place.start


def _running(flags: Flags) -> Ints:
    return np.concatenate([[0], np.cumsum(flags)]).astype(np.int32)


def _kind(place: Place) -> int:
    if place.unit in _KINDS:
        return _KINDS[place.unit]
    if place.shape in ("rank", "ratio", "fraction", "mask"):
        return 4 + ("rank", "ratio", "fraction", "mask").index(place.shape)
    if not place.unit:
        return 8
    return 9 if place.unit.endswith("元") else 10


_RESPECTIVELY = re.compile("分别|各自")
_JOINT = re.compile(r"[^，,；;。：:]{0,6}?[、和及与，,][^，,；;。：:]{0,4}")
_SPLIT = re.compile("[、和及与]")


def _list_items(sentence: SentenceView, items: Ints) -> list[int]:
    """Number the items before 分别 in `items`, and return each quantity's place in its list.

    A、B增加值分别增长1%、2%: the characters of A are item 1, those of B增加值 item 2, and so are
    the quantities. Where the items and the quantities do not pair off, nothing is numbered.
    """
    members = [0] * len(sentence.quantities)
    text = sentence.text
    for match in _RESPECTIVELY.finditer(text):
        following = [k for k, q in enumerate(sentence.quantities) if q.start >= match.end()]
        run = following[:1]
        for a, b in pairwise(following):
            if not _JOINT.fullmatch(text, sentence.quantities[a].end, sentence.quantities[b].start):
                break
            run.append(b)
        clause = max(text.rfind(mark, 0, match.start()) for mark in _COMMAS) + 1
        cuts = [clause, *(m.end() for m in _SPLIT.finditer(text, clause, match.start())), match.start()]
        pieces = list(pairwise(cuts))[-len(run) :]
        if len(run) < 2 or len(pieces) < len(run):
            continue
        for number, (k, (a, b)) in enumerate(zip(run, pieces, strict=True), 1):
            members[k] = number
            items[a:b] = number
    return members


def _ragged(lows: Ints, highs: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the runs low..high-1 one after the other, the run each belongs to, and their starts."""
    counts = np.maximum(highs - lows, 0)
    starts = (np.cumsum(counts) - counts).astype(np.int32)
    runs = np.repeat(np.arange(len(lows), dtype=np.int32), counts)
    return (np.arange(counts.sum()) - starts[runs] + lows[runs]).astype(np.int32), runs, starts


def _distance(gaps: Ints) -> Ints:
    far = np.abs(gaps)
    steps = np.minimum(far, 8) + sum((far > edge).astype(np.int32) for edge in (10, 14, 20, 30, 45))
    return np.asarray(np.where(gaps < 0, steps, N_DISTANCES // 2 + steps), np.int32)


def _between(batch: Batch, low: Ints, high: Ints) -> Ints:
    commas = np.minimum(batch.commas[high] - batch.commas[low], 3)
    lists = np.minimum(batch.enumerations[high] - batch.enumerations[low], N_BETWEEN // 4 - 1)
    return np.asarray(commas * (N_BETWEEN // 4) + lists, np.int32)


def _order(batch: Batch, low: Ints, high: Ints, after: Ints) -> Ints:
    half = N_ORDER // 2
    counts = np.minimum(batch.counts[high] - batch.counts[low], half - 1)
    return np.asarray(counts + half * after, np.int32)


def _lists(batch: Batch, places: Ints, queries: Ints) -> Ints:
    item, member = batch.items[places], batch.members[queries]
    related = (item > 0) & (member > 0)
    return np.where(related, np.where(item == member, 1, 2), np.where(member > 0, 3, 0)).astype(np.int32)


def taken(batch: Batch, is_quantity: Flags) -> Ints:
    """Return, for each character, the last one up to it that quantities and their bound words take.

    -1 where there is none. No indicator holds such a character: of 4,514 annotated ones, one does.
    """
    last = np.full(int(batch.characters.lengths.sum()), -1, np.int32)
    for k in np.flatnonzero(is_quantity).tolist():
        places = np.arange(batch.first[k], batch.resume[k])
        last[places] = places
    return np.maximum.accumulate(last)


def end_pairs(batch: Batch) -> Pairs:
    """Return, for each quantity, the characters around it that may end its indicator."""
    left, left_of, _ = _ragged(np.maximum(batch.begin, batch.first - REACH_LEFT), batch.first)
    right, right_of, _ = _ragged(batch.last + 1, np.minimum(batch.close, batch.last + 1 + REACH_RIGHT))
    places, queries = np.concatenate([left, right]), np.concatenate([left_of, right_of])
    by_query = np.argsort(queries, kind="stable")
    places, queries = places[by_query], queries[by_query]
    first, last = batch.first[queries], batch.last[queries]
    after = (places > first).astype(np.int32)
    low, high = np.where(after, last + 1, places), np.where(after, places, first)
    return Pairs(
        places,
        queries,
        _distance(np.where(after, places - last, places - first)),
        _between(batch, low, high),
        _order(batch, low, high, after),
        _lists(batch, places, queries),
        np.searchsorted(queries, np.arange(len(batch.first))).astype(np.int32),
    )


def start_pairs(batch: Batch, queries: Ints, ends: Ints) -> Pairs:
    """Return, for each pair of a quantity and an end, the characters that may begin the indicator.

    `queries` in the result counts these pairs, not the quantities.
    """
    after = (ends > batch.first[queries]).astype(np.int32)
    low = np.maximum(np.where(after, batch.last[queries] + 1, batch.begin[queries]), ends + 1 - INDICATOR_MAX)
    places, runs, starts = _ragged(low, ends + 1)
    end = ends[runs]
    return Pairs(
        places,
        runs.astype(np.int32),
        _distance(places - end),
        _between(batch, places, end),
        _order(batch, places, end, after[runs]),
        _lists(batch, places, queries[runs]),
        starts.astype(np.int32),
    )
