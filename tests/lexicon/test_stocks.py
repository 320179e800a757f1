from __future__ import annotations

import pytest

from govie.errors import LexiconError
from govie.lexicon.stocks import load_stock_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("新建桥梁", [("新建", "flow")]),
        ("总规模", [("总规模", "stock")]),
        ("保有量突破", [("保有量", "stock"), ("突破", "reach")]),
        ("增加到", [("增加到", "arrival")]),
    ],
)
def test_the_longest_word_has_the_nature_of_its_list(text, words):
    stocks = load_stock_words()
    assert [(m[0], stocks.natures[m[0]]) for m in stocks.pattern.finditer(text)] == words


@pytest.mark.parametrize(
    ("content", "found"), [('flow = "新建"\n', "stock"), ("flow = \n", "line 1"), (None, "No such file")]
)
def test_an_unusable_file_says_what_is_wrong(tmp_path, content, found):
    path = tmp_path / "stocks.toml"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=found):
        load_stock_words(path)


def test_no_word_is_in_two_lists(tmp_path):
    path = tmp_path / "stocks.toml"
    path.write_text('flow = "建成"\nstock = "建成"\nreach = "达"\narrival = "至"\n', "utf-8")
    with pytest.raises(LexiconError, match="建成"):
        load_stock_words(path)
