"""Figures of parts of the gold standard, and what is taken for what."""

from __future__ import annotations

import pytest

from govie.scoring import Evaluation, Tally, add, confusions, slices
from govie.types import Level, SectionKind
from tests.scoring.build import document, record, sentence

RIGHT = (record(), record())
TAKEN_FOR_LEVEL = (record(1), record(1, m="growth", d="up"))
SPURIOUS = (record(1, m="rank", s="target"), None)
MISSED = (None, record(1, m="share", s="estimate"))

EVALUATION = Evaluation(
    (
        document("n1957", [sentence([RIGHT, TAKEN_FOR_LEVEL])], level=Level.STATE, year=1957),
        document(
            "xian",
            [sentence([RIGHT, SPURIOUS], section=SectionKind.PLAN), sentence([MISSED], number=1)],
            level=Level.COUNTY,
            year=2024,
        ),
        document("masked", [sentence([RIGHT])]),
    )
)


def figures(by: str) -> dict[str, Tally]:
    return {part.name: part.scores["record"] for part in slices(EVALUATION)[by]}


def test_a_prediction_is_with_its_gold_record_a_spurious_one_where_it_says() -> None:
    assert figures("measure") == {
        "level": Tally(3, 3, 3),
        "growth": Tally(0, 1, 1),
        "share": Tally(0, 0, 1),
        "rank": Tally(0, 1, 0),
    }
    assert figures("status") == {
        "actual": Tally(3, 4, 4),
        "estimate": Tally(0, 0, 1),
        "target": Tally(0, 1, 0),
    }


def test_documents_by_level_and_decade_and_sentences_by_section() -> None:
    assert figures("level") == {"county": Tally(1, 2, 2), "state": Tally(1, 2, 2), "unknown": Tally(1, 1, 1)}
    assert figures("decade") == {"1950s": Tally(1, 2, 2), "2020s": Tally(1, 2, 2), "unknown": Tally(1, 1, 1)}
    assert figures("section") == {"review": Tally(2, 3, 4), "plan": Tally(1, 2, 1)}


@pytest.mark.parametrize("by", ["measure", "status", "level", "decade", "section"])
def test_slices_add_up_to_the_whole(by: str) -> None:
    whole = EVALUATION.total.scores
    assert add(part.scores for part in slices(EVALUATION)[by]) == whole


def test_a_slice_knows_its_documents() -> None:
    level = slices(EVALUATION)["measure"][0]
    assert [scores["quantity"] for scores in level.document_scores] == [Tally(1, 1, 1)] * 3


def test_confusion_counts_every_record_once() -> None:
    tables = {table.field: table for table in confusions(EVALUATION)}
    assert tables["measure"].counts == {
        ("level", "level"): 3,
        ("growth", "level"): 1,
        ("absent", "rank"): 1,
        ("share", "absent"): 1,
    }
    assert tables["direction"].counts[("up", "none")] == 1
    assert tables["measure"].labels == ("level", "growth", "share", "rank", "absent")
    assert tables["status"].labels == ("actual", "estimate", "target", "absent")
    assert {sum(table.counts.values()) for table in tables.values()} == {6}
