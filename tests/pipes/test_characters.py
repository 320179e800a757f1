"""What the network may and may not tell apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govie.pipes.characters import NGRAMS, codes, ngram_ids

ROWS = (64, 128, 256)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年", "1998年"),
        ("５％", "5%"),
        ("（一）", "(一)"),
        ("3∶4", "3:4"),
        ("—", "-"),
        ("，；", ",;"),
    ],
)
def test_what_is_the_same_to_it(one, other):
    np.testing.assert_array_equal(codes(one), codes(other))


@pytest.mark.parametrize(("one", "other"), [("增", "减"), ("5%", "5‰"), ("、", "，"), ("第一", "第二")])
def test_what_is_not(one, other):
    assert codes(one).tolist() != codes(other).tolist()


@given(st.text())
def test_every_character_has_its_ngrams(text):
    ids = ngram_ids(codes(text), rows=ROWS)
    assert ids.shape == (len(text), NGRAMS)
    for column, rows in enumerate((ROWS[0], ROWS[1], ROWS[1], ROWS[2])):
        assert ((ids[:, column] >= (column == 0)) & (ids[:, column] < rows)).all()


@given(st.text(min_size=3, alphabet="增减长降"))
def test_an_ngram_looks_no_farther_than_one_character(text):
    ids = ngram_ids(codes(text), rows=(4096, 20000, 20000))
    inner = ngram_ids(codes(text[1:-1]), rows=(4096, 20000, 20000))
    np.testing.assert_array_equal(ids[1:-1, 0], inner[:, 0])
    np.testing.assert_array_equal(ids[2:-2], inner[1:-1])


def test_left_and_right_are_told_apart():
    left, right = ngram_ids(codes("增长"), rows=(4096, 20000, 20000))
    assert left[2] != right[1]


def test_a_lone_surrogate_is_a_character():
    assert len(codes("增\ud800长")) == 3
