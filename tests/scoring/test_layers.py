"""Precision, recall and F1 of every layer by exact and by overlapping match."""

from __future__ import annotations

import pytest

from govie.scoring import LAYERS, Record, Tally, cell, score_sentence
from govie.scoring.figures import ATTRIBUTES
from tests.scoring.build import record

EXACT, OVERLAP, NONE = (Tally(1, 1, 1), Tally(1, 1, 1)), (Tally(0, 1, 1), Tally(1, 1, 1)), (Tally(), Tally())
WRONG = (Tally(0, 1, 1), Tally(0, 1, 1))


def layers(mine: Record, theirs: Record) -> dict[str, tuple[Tally, Tally]]:
    scores = score_sentence([mine], [theirs])
    return {name: (scores[cell(name, "exact")], scores[cell(name, "overlap")]) for name in LAYERS}


def test_a_record_that_is_right_is_right_in_every_layer() -> None:
    whole = record(m="growth", d="up", b="ge", id="grain_output")
    assert layers(whole, whole) == dict.fromkeys(LAYERS, EXACT)


def test_a_part_of_the_quantity_counts_for_it_and_its_attributes_by_overlap() -> None:
    whole = record(m="growth", d="up", b="ge", id="grain_output")
    short = record(m="growth", d="up", b="ge", id="grain_output", q_end=10)
    found = layers(short, whole)
    assert {name: found[name] for name in ("quantity", *ATTRIBUTES)} == dict.fromkeys(
        ("quantity", *ATTRIBUTES), OVERLAP
    )
    assert (found["indicator"], found["record"], found["owner"]) == (WRONG, WRONG, NONE)


def test_a_part_of_the_indicator_counts_for_it_its_owner_and_the_record_by_overlap() -> None:
    found = layers(record(ind_start=4), record())
    assert (found["indicator"], found["owner"], found["record"]) == (OVERLAP, OVERLAP, OVERLAP)
    assert found["quantity"] == EXACT


@pytest.mark.parametrize(
    ("field", "layer", "value", "other"),
    [
        ("m", "measure", "growth", "change"),
        ("d", "direction", "up", "down"),
        ("b", "bound", "ge", "gt"),
        ("s", "status", "target", "actual"),
        ("t", "period", "2023", "2021/2025"),
        ("id", "id", "gdp", "grain_output"),
    ],
)
def test_a_wrong_attribute_is_wrong_in_its_layer(field: str, layer: str, value: str, other: str) -> None:
    found = layers(record(**{field: other}), record(**{field: value}))
    assert found[layer] == WRONG
    assert found["quantity"] == EXACT


@pytest.mark.parametrize(
    ("field", "layer", "value"),
    [("d", "direction", "up"), ("b", "bound", "ge"), ("t", "period", "2023"), ("id", "id", "gdp")],
)
def test_what_is_left_open_counts_for_neither_side(field: str, layer: str, value: str) -> None:
    said, silent = record(**{field: value}), record(**{field: None})
    assert layers(said, silent)[layer] == (Tally(0, 1, 0),) * 2
    assert layers(silent, said)[layer] == (Tally(0, 0, 1),) * 2
    assert layers(silent, silent)[layer] == NONE


def test_the_layers_are_the_figures_of_the_same_name() -> None:
    scores = score_sentence([record(ind_start=4), record(1)], [record(), record(1, m="growth")])
    for match in ("exact", "overlap"):
        assert scores[cell("indicator", match)] == scores[f"indicator_{match}"]
        assert scores[cell("owner", match)] == scores[f"owner_{match}"]
    assert scores[cell("quantity", "exact")] == scores["quantity"]
    assert scores[cell("record", "overlap")] == scores["record"] == Tally(1, 2, 2)
    assert scores[cell("record", "exact")] == Tally(0, 2, 2)
