"""How firmly a target binds, what it is called, what its value leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govie
from govie.errors import LexiconError
from govie.lexicon.targets import load_targets
from govie.normalize.targets import find_binding, find_constraint
from govie.types import Form, Observation
from tests.shipped import MODEL, needs_model

HEAD = "2024年青禾县政府工作报告\n二、2024年工作安排\n"


def parsed(text: str, **options: object) -> list[Observation]:
    report = govie.parse(HEAD + text, model=MODEL, **options)  # type: ignore[arg-type]
    for o in report:
        for span in (o.bound_word, o.constraint_word, o.modal):
            assert span is None or report.text[span.start : span.end] == span.text
    return list(report)


@needs_model
@pytest.mark.parametrize(
    ("text", "form", "low", "high", "constraint", "word"),
    [
        ("粮食产量达到15万吨左右。", "point", 15, 15, "soft", "左右"),
        ("粮食产量达到15万吨以上。", "floor", 15, None, "hard", "以上"),
        ("力争粮食产量15万吨。", "point", 15, 15, "hard", "力争"),
        ("努力实现生产总值增长6%。", "point", 6, 6, "soft", "努力"),
        ("力争生产总值增长6%左右。", "point", 6, 6, "soft", "左右"),
        ("生产总值增长6%—6.5%。", "interval", 6, 6.5, "soft", "6%—6.5%"),
        ("城镇登记失业率控制在4.5%以内。", "ceiling", None, 4.5, "hard", "以内"),
        ("一般公共预算收入完成20亿元。", "point", 20, 20, "hard", "完成"),
        ("生产总值增长6%。", "point", 6, 6, None, None),
    ],
)
def test_what_a_target_says(
    text: str, form: str, low: float, high: float, constraint: str | None, word: str | None
) -> None:
    (o,) = parsed(text)
    said = o.constraint_word.text if o.constraint_word else None
    assert (o.form, o.low, o.high, o.constraint, said) == (form, low, high, constraint, word)


@needs_model
def test_results_have_bounds_but_no_constraint() -> None:
    report = govie.parse(
        "2024年青禾县政府工作报告\n一、2023年工作回顾\n粮食产量达到15万吨以上。", model=MODEL
    )
    (o,) = report
    assert (o.form, o.bound_word and o.bound_word.text) == (Form.FLOOR, "以上")
    assert (o.constraint, o.constraint_word, o.horizon, o.binding) == (None, None, None, None)


@needs_model
@pytest.mark.parametrize(
    ("text", "horizon"),
    [
        ("粮食产量达到15万吨。", "year"),
        ("到2028年，粮食产量达到15万吨。", "plan"),
        ("“十五五”期间，生产总值年均增长6%。", "plan"),
    ],
)
def test_the_horizon_follows_from_the_period(text: str, horizon: str) -> None:
    assert [o.horizon for o in parsed(text)] == [horizon]


@needs_model
def test_a_masked_target_has_no_ends() -> None:
    (o,) = parsed("粮食产量达到XX万吨以上。")
    assert (o.form, o.low, o.high, o.constraint) == (None, None, None, "hard")


@needs_model
def test_the_words_may_be_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    shipped = Path(govie.__file__).with_name("lexicon") / "targets.toml"
    path.write_text(
        shipped.read_text("utf-8").replace("力争 力求", "力求").replace("左右 上下", "左右 上下 力争"),
        "utf-8",
    )
    (o,) = parsed("力争粮食产量15万吨。", targets=path)
    assert o.constraint == "soft"


@pytest.mark.parametrize(
    ("text", "number", "following", "binding"),
    [
        ("能耗下降3%（约束性），粮食15万吨", "3%", "15", "binding"),
        ("能耗下降3%（约束性），粮食15万吨", "15", None, None),
        ("预期性指标：能耗下降3%，粮食15万吨", "15", None, "anticipatory"),
        ("能耗下降3%，粮食15万吨（预期性）", "3%", "15", None),
        ("能耗下降3%左右（预期性）", "3%", None, "anticipatory"),
        ("能耗下降3%", "3%", None, None),
    ],
)
def test_what_the_text_calls_a_target(
    text: str, number: str, following: str | None, binding: str | None
) -> None:
    end = text.index(number) + len(number)
    found = find_binding(text, end, text.index(following) if following else len(text), load_targets())
    assert (found[0] if found else None) == binding


@given(st.text("约束预期性（）()，3%左右力争完成", max_size=20), st.data())
def test_places_are_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    table = load_targets()
    kind, place = find_constraint(text, (start, end), None, None, table, interval=False)
    assert (kind is None) == (place is None)
    if place:
        assert table.constraint[text[place[0] : place[1]]] is kind
        assert place[1] <= start
    if found := find_binding(text, end, len(text), table):
        assert table.binding[text[found[1][0] : found[1][1]]] is found[0]


@pytest.mark.parametrize(
    "text", ["schema = 2", "schema = 1", "schema =", 'schema = 1\n[constraint]\nhard = "a"\nsoft = "a"']
)
def test_a_bad_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(LexiconError, match=r"targets\.toml"):
        load_targets(path)
