"""Which prediction stands for which gold record, exactly and by overlap."""

from __future__ import annotations

import pytest

from govie.scoring.matching import match_spans


@pytest.mark.parametrize(
    ("predicted", "gold", "exact", "overlapping"),
    [
        ([(0, 3)], [(0, 3)], [0], [0]),
        ([(0, 3)], [(0, 4)], [None], [0]),
        ([(0, 3)], [(3, 5)], [None], [None]),
        # the equal span is not given away to the one that only overlaps it
        ([(0, 2), (0, 4)], [(0, 4)], [None, 0], [None, 0]),
        # most shared characters win, wherever they stand
        ([(2, 9)], [(0, 4), (4, 9)], [None], [1]),
        # a gold span is given once
        ([(0, 3), (1, 4)], [(0, 4)], [None, None], [0, None]),
        ([(0, 3), (1, 4)], [(0, 4), (2, 5)], [None, None], [0, 1]),
        ([], [(0, 4)], [], []),
        ([(0, 4)], [], [None], [None]),
    ],
)
def test_equal_spans_first_then_those_that_share_most(
    predicted: list[tuple[int, int]],
    gold: list[tuple[int, int]],
    exact: list[int | None],
    overlapping: list[int | None],
) -> None:
    assert match_spans(predicted, gold) == exact
    assert match_spans(predicted, gold, overlapping=True) == overlapping
