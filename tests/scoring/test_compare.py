"""Two systems on the same sentences."""

from __future__ import annotations

import pytest

from govie.scoring import Comparison, Evaluation, McNemar, Resampling, cell, compare
from tests.scoring.build import Pairs, document, record, sentence

RIGHT, WRONG = (record(), record()), (record(t="2024"), record())
HOW = Resampling(draws=400)


def evaluation(documents: list[list[Pairs]]) -> Evaluation:
    return Evaluation(
        tuple(
            document(f"d{k}", [sentence(pairs, number=n) for n, pairs in enumerate(sentences)])
            for k, sentences in enumerate(documents)
        )
    )


GOOD = evaluation([[[RIGHT]] * 20, [[RIGHT]] * 20])
MIXED = evaluation([[[RIGHT]] * 10 + [[WRONG]] * 10, [[RIGHT]] * 12 + [[WRONG]] * 8])


def of(comparison: Comparison, layer: str, match: str):  # type: ignore[no-untyped-def]
    (found,) = [d for d in comparison.differences if d.name == cell(layer, match)]
    return found


def test_a_better_system_is_told_from_chance() -> None:
    found = of(compare(GOOD, MIXED, HOW), "record", "overlap")
    assert (found.first, found.second) == (1.0, 0.55)
    assert found.value == pytest.approx(0.45)
    low, high = found.sentences.interval
    assert 0.2 < low < 0.45 < high < 0.7
    assert found.sentences.p < 0.01
    assert found.documents.interval == pytest.approx((0.4, 0.5))


def test_a_difference_turns_with_the_order() -> None:
    one, other = (of(compare(*both, HOW), "period", "exact") for both in ((GOOD, MIXED), (MIXED, GOOD)))
    assert one.value == -other.value
    assert one.sentences.interval == pytest.approx([-end for end in reversed(other.sentences.interval)])
    assert one.sentences.p == other.sentences.p


def test_the_same_system_is_no_better_than_itself() -> None:
    comparison = compare(MIXED, MIXED, HOW)
    found = of(comparison, "record", "overlap")
    assert (found.value, found.sentences.interval, found.sentences.p) == (0, (0, 0), 1)
    assert comparison.records == McNemar(both=22, only_first=0, only_second=0, neither=18)
    assert comparison.records.p == 1


def test_one_document_says_nothing_of_others_and_no_case_nothing_at_all() -> None:
    single = evaluation([[[RIGHT], [WRONG]]])
    assert of(compare(single, single, HOW), "record", "overlap").documents is None
    nothing = of(compare(single, single, HOW), "direction", "exact")
    assert (nothing.value, nothing.sentences) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [(0, 0, 1), (5, 5, 1), (0, 1, 1), (0, 5, 0.0625), (8, 1, 20 / 512), (1, 8, 20 / 512)],
)
def test_mcnemar_is_the_exact_binomial(first: int, second: int, p: float) -> None:
    assert McNemar(3, first, second, 4).p == pytest.approx(p)


def test_records_that_only_one_has_right() -> None:
    one = evaluation([[[RIGHT, (None, record(1))], [WRONG]]])
    other = evaluation([[[WRONG, (record(1), record(1))], [WRONG]]])
    assert compare(one, other, HOW).records == McNemar(both=0, only_first=1, only_second=1, neither=1)


def test_other_sentences_are_refused() -> None:
    with pytest.raises(ValueError, match="the same sentences"):
        compare(GOOD, evaluation([[[RIGHT]] * 20]), HOW)
