from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govie.errors import AnnotationError, InputError
from govie.io.annotations import AnnotatedSentence, GoldRecord
from govie.scoring import (
    MEASURES,
    RECORD_FIELDS,
    Evaluation,
    Record,
    Tally,
    add,
    agree,
    differences,
    evaluate_documents,
    f1_intervals,
    gold_record,
    mismatches,
    overlap,
    pair,
    predicted_record,
    score_sentence,
)
from govie.scoring.figures import CELLS
from govie.types import Bound, Direction, Indicator, Measure, Observation, Period, Report, Status
from tests.conftest import PLAN, REVIEW, build_report

Write = Callable[[str, bytes], Path]

GOLD: GoldRecord = {
    "q": "5.2%",
    "q_start": 17,
    "q_end": 21,
    "v": 5.2,
    "u": "%",
    "ind": "地区生产总值",
    "ind_start": 2,
    "ind_end": 8,
    "m": "growth",
    "d": "up",
    "s": "actual",
    "t": "2023",
}


def gold(**changes: object) -> Record:
    return gold_record({**GOLD, **changes})


def quantity_at(start: int, end: int, indicator: tuple[int, int] | None = (2, 8)) -> Record:
    return replace(gold(), quantity=(start, end), indicator=indicator)


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(3, 4, 6), 0.75, 0.5, 0.6),
        (Tally(0, 0, 2), None, 0.0, 0.0),
        (Tally(0, 2, 0), 0.0, None, 0.0),
        (Tally(), None, None, None),
    ],
)
def test_figures_of_a_tally(
    tally: Tally, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert (tally.precision, tally.recall, tally.f1) == (precision, recall, f1)


def test_tallies_add_up() -> None:
    assert Tally(1, 2, 3) + Tally(4, 5, 6) == Tally(5, 7, 9)
    total = add([score_sentence([gold()], [gold()]), score_sentence([], [gold()])])
    assert total["quantity"] == Tally(1, 1, 2)
    assert total["owner_exact"] == Tally(1, 1, 1)


@pytest.mark.parametrize(
    ("predicted", "wanted", "same"),
    [
        ((5.2,), (5.2,), True),
        ((5.2004,), (5.2,), True),
        ((5.21,), (5.2,), False),
        ((12345.0,), (12350.0,), True),
        ((0.3333333,), (0.3333,), True),
        ((5.0, 6.0), (5.0, 6.0), True),
        ((5.0,), (5.0, 6.0), False),
        ((5.0, 6.1), (5.0, 6.0), False),
        ((), (), True),
        ((), (5.0,), False),
    ],
)
def test_values_agree_within_a_thousandth(
    predicted: tuple[float, ...], wanted: tuple[float, ...], same: bool
) -> None:
    assert agree("value", predicted, wanted) is same


@pytest.mark.parametrize(
    ("predicted", "wanted", "same"),
    [("%", "％", True), ("亿元", "万元", False), ("", "", True), ("个百分点", "%", False)],
)
def test_units_agree_in_either_width(predicted: str, wanted: str, same: bool) -> None:
    assert agree("unit", predicted, wanted) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ((2, 8), (2, 8), True),
        ((2, 8), (7, 9), True),
        ((2, 8), (8, 9), False),
        ((2, 8), (-3, 2), False),
        (None, None, True),
        ((2, 8), None, False),
        (None, (2, 8), False),
    ],
)
def test_indicators_overlap(a: tuple[int, int] | None, b: tuple[int, int] | None, same: bool) -> None:
    assert overlap(a, b) is same


def test_a_span_pairs_once() -> None:
    twice, other = quantity_at(0, 3), quantity_at(5, 8)
    assert list(pair([twice, twice], [twice, other])) == [(twice, twice), (twice, None), (None, other)]


def test_two_gold_records_of_one_span_take_two_predictions() -> None:
    same = quantity_at(0, 3)
    assert list(pair([same, same], [same, same])) == [(same, same), (same, same)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"v": 5.3}, "value"),
        ({"v": None}, "value"),
        ({"v": [5.2, 6.0]}, "value"),
        ({"u": "‰"}, "unit"),
        ({"m": "level"}, "measure"),
        ({"d": "down"}, "direction"),
        ({"b": "ge"}, "bound"),
        ({"s": "estimate"}, "status"),
        ({"t": "2024"}, "period"),
        ({"ind": "增速", "ind_start": 22, "ind_end": 24}, "indicator"),
        ({"ind": ""}, "indicator"),
    ],
)
def test_one_wrong_field_makes_the_record_wrong(changes: dict[str, Any], wrong: str) -> None:
    mine = gold(**changes)
    assert differences(mine, gold()) == (wrong,)
    scores = score_sentence([mine], [gold()])
    assert scores["quantity"] == Tally(1, 1, 1)
    assert scores["record"] == Tally(0, 1, 1)
    if wrong != "indicator":
        assert scores[wrong] == Tally(0, 1, 1)
        assert scores["owner_exact"] == Tally(1, 1, 1)
        assert all(scores[name].right == 1 for name in RECORD_FIELDS if name != wrong)


@pytest.mark.parametrize(
    ("changes", "measure"),
    [
        ({"id": "gdp"}, "id"),
        ({"avg": True}, "annual_average"),
        ({"from": True}, "is_base"),
        ({"base": "2020年"}, "baseline"),
        ({"of": "全市"}, "whole"),
        ({"scope": "全市"}, "scope"),
    ],
)
def test_what_is_seldom_stated_is_scored_apart(changes: dict[str, Any], measure: str) -> None:
    missed = score_sentence([gold()], [gold(**changes)])
    assert missed["record"] == Tally(1, 1, 1)
    assert missed[measure] == Tally(0, 1, 1)
    assert missed[f"{measure}_stated"] == Tally(0, 0, 1)
    invented = score_sentence([gold(**changes)], [gold()])
    assert invented[f"{measure}_stated"] == Tally(0, 1, 0)
    found = score_sentence([gold(**changes)], [gold(**changes)])
    assert found[f"{measure}_stated"] == Tally(1, 1, 1)
    neither = score_sentence([gold()], [gold()])
    assert neither[measure] == Tally(1, 1, 1)
    assert neither[f"{measure}_stated"] == Tally()


def test_overlap_is_kinder_than_equality() -> None:
    scores = score_sentence([quantity_at(17, 21, (4, 8))], [gold()])
    assert (scores["indicator_exact"], scores["indicator_overlap"]) == (Tally(0, 1, 1), Tally(1, 1, 1))
    assert (scores["owner_exact"], scores["owner_overlap"]) == (Tally(0, 1, 1), Tally(1, 1, 1))
    assert scores["record"] == Tally(1, 1, 1)


def test_a_quantity_one_character_short_is_wrong_in_everything() -> None:
    scores = score_sentence([quantity_at(17, 20)], [gold()])
    for name in ("quantity", "indicator_exact", "indicator_overlap", "record"):
        assert scores[name] == Tally(0, 1, 1)
    for name in ("owner_exact", *RECORD_FIELDS):
        assert scores[name] == Tally()


def test_every_measure_has_a_tally() -> None:
    assert tuple(score_sentence([], [])) == (*MEASURES, *CELLS)


def test_an_interval_holds_the_figure_and_narrows_with_more_sentences() -> None:
    right, wrong = score_sentence([gold()], [gold()]), score_sentence([gold(t="2024")], [gold()])
    few, many = f1_intervals([right, right, wrong] * 10), f1_intervals([right, right, wrong] * 200)
    for name in ("record", "period"):
        narrow, wide = many[name], few[name]
        assert narrow is not None
        assert wide is not None
        assert wide[0] < narrow[0] < 2 / 3 < narrow[1] < wide[1]
    assert many["quantity"] == (1.0, 1.0)
    assert many["scope_stated"] is None
    assert f1_intervals([right, wrong] * 30) == f1_intervals([right, wrong] * 30)
    assert set(f1_intervals([]).values()) == {None}


def test_an_observation_is_compared_as_its_annotation_is(report: Report) -> None:
    level, growth, rank, masked, target, road = report.observations
    assert predicted_record(growth, 0) == gold()
    assert predicted_record(level, 0).fields["id"] == "gdp"
    assert predicted_record(rank, 0).fields["scope"] == "全市"
    assert predicted_record(masked, 0).fields["value"] == ()
    assert predicted_record(target, target.sentence.start).quantity == (16, 21)
    assert predicted_record(road, 0).indicator is None
    assert predicted_record(road, 0).fields["bound"] == "ge"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": Measure.LEVEL}, "measure"),
        ({"direction": Direction.DOWN}, "direction"),
        ({"bound": Bound.APPROX}, "bound"),
        ({"status": Status.TARGET}, "status"),
        ({"period": Period.of(2021, 2025)}, "period"),
        ({"annual_average": True}, "annual_average"),
        ({"is_base": True}, "is_base"),
    ],
)
def test_every_field_of_an_observation_counts(report: Report, change: dict[str, Any], field: str) -> None:
    changed: Observation = replace(report.observations[1], **change)
    scores = score_sentence([predicted_record(changed, 0)], [gold()])
    assert scores[field].right == 0


def test_mismatches_say_which_side_and_what() -> None:
    sentence = AnnotatedSentence("qinghe", 0, 0, REVIEW, (GOLD, {**GOLD, "q_start": 28, "q_end": 30}))
    wrong = list(mismatches(sentence, [gold(s="target"), quantity_at(8, 14)]))
    assert [mismatch.fields for mismatch in wrong] == [("status",), ("spurious",), ("missing",)]
    assert wrong[1].gold is None
    assert wrong[2].predicted is None


@pytest.fixture
def corpus(write: Write) -> Path:
    """Two documents of one text: all of its first sentence annotated, and one record of its second."""
    report = build_report()
    first = [_annotation(o, 0) for o in report.observations[:4]]
    target = report.observations[4]
    second = [_annotation(target, target.sentence.start)]
    for name in ("qinghe", "bailu"):
        lines = (
            {"sid": f"{name}:0:0", "text": REVIEW, "obs": first},
            {"sid": f"{name}:1:0", "text": PLAN, "obs": second},
        )
        data = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        path = write(f"corpus/{name}.jsonl", data.encode())
        write(f"reports/clean/{name}.txt", report.text.encode())
    return path.parent


def _annotation(o: Observation, start: int) -> dict[str, object]:
    owner = o.indicator
    return {
        "q": o.quantity.text,
        "q_start": o.quantity.start - start,
        "q_end": o.quantity.end - start,
        "v": list(o.quantity.values) if len(o.quantity.values) > 1 else o.quantity.value,
        "u": o.quantity.unit,
        "ind": owner.text if owner else "",
        **({"ind_start": owner.start - start, "ind_end": owner.end - start} if owner else {}),
        **({"id": owner.id} if owner and owner.id else {}),
        **({"d": o.direction.value} if o.direction else {}),
        **({"scope": o.scope.text} if o.scope else {}),
        "m": o.measure.value,
        "s": o.status.value,
        "t": str(o.period),
    }


def evaluate(corpus: Path, parse: Callable[[str], Report]) -> Evaluation:
    return Evaluation(tuple(evaluate_documents(corpus, corpus.parent / "reports", parse)))


def test_whole_documents_are_parsed_and_annotated_sentences_scored(corpus: Path) -> None:
    evaluation = evaluate(corpus, build_report)
    assert [document.document for document in evaluation.documents] == ["bailu", "qinghe"]
    assert evaluation.documents[0].scores["quantity"] == Tally(5, 6, 5)
    assert len(evaluation.total.sentences) == 4
    assert evaluation.total.scores["record"] == Tally(10, 12, 10)
    assert [mismatch.fields for mismatch in evaluation.total.mismatches] == [("spurious",)] * 2


def test_what_stands_outside_annotated_sentences_does_not_count(corpus: Path) -> None:
    for path in corpus.glob("*.jsonl"):
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert evaluate(corpus, build_report).total.scores["record"] == Tally(8, 8, 8)


def test_a_parser_that_finds_nothing_scores_nothing(corpus: Path, empty_report: Report) -> None:
    evaluation = evaluate(corpus, lambda text: replace(empty_report, text=text))
    assert evaluation.total.scores["record"] == Tally(0, 0, 10)
    assert {mismatch.fields for mismatch in evaluation.total.mismatches} == {("missing",)}


def test_a_shifted_indicator_lowers_the_figures(corpus: Path) -> None:
    def shift(text: str) -> Report:
        report = build_report(text)
        first = replace(report.observations[0], indicator=Indicator("全县", 0, 2))
        return replace(report, observations=(first, *report.observations[1:]))

    scores = evaluate(corpus, shift).total.scores
    assert (scores["owner_overlap"], scores["id_stated"]) == (Tally(8, 10, 10), Tally(0, 0, 2))


def test_a_report_of_another_text_is_refused(corpus: Path, write: Write) -> None:
    write("reports/clean/bailu.txt", "另一份报告。".encode())
    with pytest.raises(AnnotationError, match="is not in line 0 of its report"):
        evaluate(corpus, _report_of)


def _report_of(text: str) -> Report:
    return Report(text=text, title="", year=None, region=None, sections=(), observations=())


def test_a_missing_report_and_an_empty_corpus_are_named(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "reports" / "clean" / "bailu.txt").unlink()
    with pytest.raises(InputError, match=r"bailu\.txt"):
        evaluate(corpus, build_report)
    with pytest.raises(AnnotationError, match=r"no \*\.jsonl"):
        evaluate(tmp_path / "reports", build_report)
