"""Targets that say no number are rows of their own kind."""

from __future__ import annotations

from govie.panel.schema import PanelMeasure
from govie.types import (
    Constraint,
    Indicator,
    Measure,
    Period,
    SectionKind,
    Span,
    Standing,
    TextTarget,
    TextTargetKind,
)
from tests.panel.build import panel, report, target

SENTENCE = "居民收入增长与经济增长同步。"


def in_step(standing: Standing = Standing.TARGET_LIST, *, at: int = 300, period: str = "2024") -> TextTarget:
    return TextTarget(
        text=SENTENCE[:-1],
        start=at,
        end=at + len(SENTENCE) - 1,
        kind=TextTargetKind.IN_STEP,
        indicator=Indicator("居民收入", at, at + 4, "disposable_income", "居民人均可支配收入"),
        partner=Span("经济增长", at + 7, at + 11),
        constraint=Constraint.SOFT,
        constraint_word=Span("同步", at + 11, at + 13),
        period=Period.parse(period),
        horizon=None,
        section=SectionKind.PLAN,
        standing=standing,
        sentence=Span(SENTENCE, at, at + len(SENTENCE)),
    )


def test_the_measures_of_a_panel_are_those_of_observations_and_words() -> None:
    assert [measure.value for measure in PanelMeasure] == [*Measure, "words"]


def test_no_number_is_not_no_target() -> None:
    given = report(target(), text_targets=(in_step(), in_step(Standing.SECTION, at=900)))
    row = next(row for row in panel(given).table.to_pylist() if row["measure"] == "words")
    assert (row["indicator"], row["side"], row["period"]) == ("disposable_income", "target", "2024")
    assert (row["value"], row["obs_status"], row["text_kind"]) == (None, "O", "in_step")
    assert (row["quantity"], row["partner"], row["constraint_word"]) == (SENTENCE[:-1], "经济增长", "同步")
    assert (row["n_candidates"], row["why"], row["conflict"]) == (2, "standing", False)


def test_one_of_no_known_period_fills_no_cell() -> None:
    made = panel(report(text_targets=(in_step(period=""),)))
    assert len(made) == 0
    assert made.candidates.to_pylist()[0]["excluded"] == "period"
