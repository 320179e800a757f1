"""Where in a report a figure stands: list of targets, headline, its own section, elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from govie.errors import LexiconError
from govie.lexicon.cells import load_cell_words
from govie.lexicon.indicators import load_indicators
from govie.lexicon.standing import load_standing_words
from govie.pipes.standing import standings
from govie.pipes.state import Draft
from govie.text.structure import read_structure
from govie.types import Standing, Status

TEXT = """青禾县政府工作报告
（2024年1月8日）
一、2023年工作回顾
过去一年，全县上下奋力拼搏。
地区生产总值增长6.1%，财政收入增长7.1%。
全年招商到位资金增长8.1%，地区生产总值在“十三五”末是50亿元。
二、2024年工作安排
主要预期目标建议为：地区生产总值增长6.2%。财政收入增长7.2%。
为实现上述预期目标，要办好九件事。
招商到位资金增长8.2%。
"""


def standing_of(
    figure: str, *, text: str = TEXT, status: Status = Status.ACTUAL, period: str = "2023"
) -> Standing:
    """Return the standing of one figure of the text; the first GDP figure is there, too."""
    found = read_structure(text)
    drafts = []
    for piece, id in ((figure, ""), ("6.1%", "gdp")):
        start = text.index(piece)
        inside = next(n for n, each in enumerate(found.sentences) if each.start <= start < each.end)
        drafts.append(Draft(start=start, sentence=inside, status=status.value, period=period, id=id))
    return standings(drafts, found, text)[0]


def planned(figure: str, text: str = TEXT) -> Standing:
    return standing_of(figure, text=text, status=Status.TARGET, period="2024")


@pytest.mark.parametrize(
    ("figure", "standing"),
    [("6.2%", Standing.TARGET_LIST), ("7.2%", Standing.TARGET_LIST), ("8.2%", Standing.SECTION)],
)
def test_the_list_of_targets_goes_to_the_end_of_its_paragraph(figure: str, standing: Standing) -> None:
    assert planned(figure) is standing


def test_a_list_may_go_on_over_paragraphs() -> None:
    broken = TEXT.replace("主要预期目标建议为：", "主要预期目标\n是：")
    items = TEXT.replace("主要预期目标建议为：", "主要预期目标是：\n——").replace(
        "。财政收入增长7.2%", "；\n——财政收入增长7.2%"
    )
    for text in (broken, items):
        assert planned("7.2%", text) is Standing.TARGET_LIST
        assert planned("8.2%", text) is Standing.SECTION


def test_the_paragraph_of_the_review_that_names_the_whole_economy_is_its_headline() -> None:
    assert standing_of("7.1%") is Standing.HEADLINE
    assert standing_of("8.1%") is Standing.SECTION


def test_a_figure_of_another_period_than_its_section_is_elsewhere() -> None:
    assert standing_of("50亿元", period="2020") is Standing.ELSEWHERE
    assert standing_of("7.1%", period="2022") is Standing.ELSEWHERE


def test_a_result_told_in_the_list_of_targets_is_none_of_them() -> None:
    assert standing_of("7.2%") is Standing.ELSEWHERE


def test_words_name_indicators_that_there_are() -> None:
    known = set(load_indicators().entries)
    assert load_standing_words().headline <= known
    assert load_cell_words().flows | load_cell_words().wanted_low <= known


@pytest.mark.parametrize("load", [load_standing_words, load_cell_words])
@pytest.mark.parametrize(
    ("content", "said"),
    [("schema = 2", "schema 2"), ("schema = 1", "no entry"), ("schema = ", "no TOML")],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, load, content: str, said: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "words.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=said):
        load(path)


@pytest.mark.parametrize(("load", "shipped"), [(load_standing_words, "standing"), (load_cell_words, "cells")])
def test_a_pattern_that_does_not_compile_is_refused(tmp_path: Path, load, shipped: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "words.toml"
    content = (Path(__file__).parents[2] / "govie" / "lexicon" / f"{shipped}.toml").read_text("utf-8")
    broken = content.replace('unfinished = "', 'unfinished = "(').replace('clause = "', 'clause = "(')
    path.write_text(broken, "utf-8")
    with pytest.raises(LexiconError, match="pattern"):
        load(path)
