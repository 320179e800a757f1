"""The arrays of a batch against the same thing said slowly, one pair at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.pipes.network import N_BETWEEN, N_DISTANCES, N_LIST, N_MARKS, N_ORDER, Pairs
from govie.pipes.windows import (
    INDICATOR_MAX,
    REACH_LEFT,
    REACH_RIGHT,
    Batch,
    SentenceView,
    end_pairs,
    make_batch,
    start_pairs,
    taken,
)
from tests.pipes.reading import ROWS, view_of

COMMAS, LISTS = "，；,;。：:", "、"
EDGES = (10, 14, 20, 30, 45)

pieces = st.sampled_from(
    ["产值", "增长", "5.5%", "12公里", "以上", "第三", "、", "，", "；", "：", "分别", "和", "368", "及" * 30]
)
texts = st.lists(pieces, min_size=1, max_size=14).map("".join)
batches = st.lists(texts, min_size=1, max_size=4)

Row = tuple[int, int, int, int, int]  # place, distance, between, order, list


def distance(gap: int) -> int:
    far = abs(gap)
    step = min(far, 8) + sum(far > edge for edge in EDGES)
    return step if gap < 0 else N_DISTANCES // 2 + step


def between(text: str) -> int:
    commas, lists = (sum(char in marks for char in text) for marks in (COMMAS, LISTS))
    width = N_BETWEEN // 4
    return min(commas, 3) * width + min(lists, width - 1)


def order(view: SentenceView, low: int, high: int, *, after: bool) -> int:
    half = N_ORDER // 2
    return min(sum(low <= q.start < high for q in view.quantities), half - 1) + half * after


def rows_of(pairs: Pairs, query: int, *, offset: int) -> list[Row]:
    run = np.flatnonzero(pairs.queries == query)
    columns = (pairs.places - offset, pairs.distances, pairs.between, pairs.order, pairs.lists)
    return [tuple(int(column[k]) for column in columns) for k in run]  # type: ignore[misc]


def ends_slowly(view: SentenceView, query: int) -> list[tuple[int, ...]]:
    quantity = view.quantities[query]
    rows = []
    for place in range(len(view.text)):
        if quantity.start - REACH_LEFT <= place < quantity.start:
            low, high, gap, after = place, quantity.start, place - quantity.start, False
        elif quantity.end <= place < quantity.end + REACH_RIGHT:
            low, high, gap, after = quantity.end, place, place - quantity.end + 1, True
        else:
            continue
        said = between(view.text[low:high])
        rows.append((place, distance(gap), said, order(view, low, high, after=after)))
    return rows


def starts_slowly(view: SentenceView, query: int, end: int) -> list[tuple[int, ...]]:
    quantity = view.quantities[query]
    after = end > quantity.start
    first = max(quantity.end if after else 0, end + 1 - INDICATOR_MAX)
    return [
        (place, distance(place - end), between(view.text[place:end]), order(view, place, end, after=after))
        for place in range(first, end + 1)
    ]


def read(sentences: list[str]) -> tuple[list[SentenceView], Batch, list[tuple[SentenceView, int, int]]]:
    """Return views, batch, and for each query its view, its number there and its sentence's offset."""
    views = [view_of(text) for text in sentences]
    queries, offset = [], 0
    for view in views:
        queries += [(view, k, offset) for k in range(len(view.quantities))]
        offset += len(view.text)
    return views, make_batch(views, rows=ROWS), queries


@given(batches)
def test_pairs_of_ends(sentences):
    _, batch, queries = read(sentences)
    pairs = end_pairs(batch)
    for k, (view, number, offset) in enumerate(queries):
        assert [row[:4] for row in rows_of(pairs, k, offset=offset)] == ends_slowly(view, number)
        assert not (pairs.queries[: pairs.starts[k]] >= k).any()


@given(batches, st.randoms(use_true_random=False))
def test_pairs_of_starts(sentences, random):
    _, batch, queries = read(sentences)
    outside = [
        (k, view, number, offset, place)
        for k, (view, number, offset) in enumerate(queries)
        for place in range(len(view.text))
        if not view.quantities[number].start <= place < view.quantities[number].end
    ]
    asked = sorted(random.sample(outside, min(len(outside), 5)), key=lambda row: (row[0], row[4]))
    numbers = np.array([k for k, *_ in asked], np.int32)
    pairs = start_pairs(batch, numbers, np.array([offset + place for *_, offset, place in asked], np.int32))
    for run, (_, view, number, offset, place) in enumerate(asked):
        assert [row[:4] for row in rows_of(pairs, run, offset=offset)] == starts_slowly(view, number, place)


@given(batches)
def test_what_is_embedded_has_a_row_in_its_table(sentences):
    _, batch, queries = read(sentences)
    pairs = end_pairs(batch)
    tables = [(pairs.distances, N_DISTANCES), (pairs.between, N_BETWEEN), (pairs.order, N_ORDER)]
    for ids, size in [*tables, (pairs.lists, N_LIST), (batch.characters.marks, N_MARKS)]:
        assert ((ids >= 0) & (ids < size)).all()
    assert len(batch.first) == len(queries)


@given(batches)
def test_a_sentence_has_the_same_characters_in_any_batch(sentences):
    views, batch, _ = read(sentences)
    alone = [make_batch([view], rows=ROWS).characters for view in views]
    np.testing.assert_array_equal(batch.characters.ids, np.concatenate([one.ids for one in alone]))
    np.testing.assert_array_equal(batch.characters.marks, np.concatenate([one.marks for one in alone]))


def test_marks_say_where_a_quantity_begins_and_goes_on():
    batch = make_batch([view_of("长12公里，占5%。")], rows=ROWS)
    marks = batch.characters.marks.tolist()
    assert [marks[k] for k in (0, 5, 6, 9)] == [0] * 4
    assert marks[1] != marks[2] == marks[3] == marks[4]
    assert marks[7] not in marks[:7]


@pytest.mark.parametrize(
    ("text", "items", "members"),
    [
        ("产业投资、民间投资占比分别为36%、31%。", ["产业投资、", "民间投资占比"], [1, 2]),
        ("甲镇和乙镇各自新建3公里和4公里。", ["甲镇和", "乙镇"], [1, 2]),
        ("全县增产，粮食、蔬菜分别增长1%、2%。", ["粮食、", "蔬菜"], [1, 2]),
        ("投资3亿元，粮食、蔬菜分别增长1%、2%。", ["粮食、", "蔬菜"], [0, 1, 2]),
        ("产业投资分别为36%、31%。", [], [0, 0]),
        ("产业投资、民间投资分别完成。", [], []),
        ("产业投资、民间投资增长36%、31%。", [], [0, 0]),
        ("产业投资、民间投资分别增长36%，财政收入下降3%。", [], [0, 0]),
    ],
)
def test_lists_are_numbered_where_they_pair_off(text, items, members):
    batch = make_batch([view_of(text)], rows=ROWS)
    numbered = batch.items.tolist()
    found = [""] * max(numbered)
    for char, number in zip(text, numbered, strict=True):
        if number:
            found[number - 1] += char
    assert found == items
    assert batch.members.tolist() == members


def test_pairs_say_whether_the_lists_agree():
    text = "产业投资、民间投资占比分别为36%、31%。"
    _, _, queries = read([text])
    pairs = end_pairs(make_batch([view_of(text)], rows=ROWS))
    for query, (own, other) in enumerate([(0, 5), (5, 0)]):
        lists = {row[0]: row[4] for row in rows_of(pairs, query, offset=0)}
        assert (lists[own], lists[other], lists[text.index("。")]) == (1, 2, 3)
    assert len(queries) == 2
    plain = end_pairs(make_batch([view_of("产业投资占比36%。")], rows=ROWS))
    assert set(plain.lists.tolist()) == {0}


@given(batches, st.randoms(use_true_random=False))
def test_taken_is_the_last_character_that_a_quantity_takes(sentences, random):
    _, batch, queries = read(sentences)
    chosen = np.array([random.random() < 0.5 for _ in queries], bool)
    held = set()
    for k in np.flatnonzero(chosen):
        held |= set(range(int(batch.first[k]), int(batch.resume[k])))
    last, expected = -1, []
    for place in range(sum(map(len, sentences))):
        last = place if place in held else last
        expected.append(last)
    assert taken(batch, chosen).tolist() == expected


@pytest.mark.parametrize(("text", "held"), [("达12公里以上。", "12公里以上"), ("达12公里。", "12公里")])
def test_a_quantity_takes_its_bound_word_with_it(text, held):
    batch = make_batch([view_of(text)], rows=ROWS)
    assert text[batch.first[0] : batch.resume[0]] == held


def test_sentences_without_quantities_have_no_pairs():
    _, batch, _ = read(["春风送暖。"])
    assert len(end_pairs(batch).places) == 0
    assert taken(batch, np.zeros(0, bool)).tolist() == [-1] * 5
