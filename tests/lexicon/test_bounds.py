import pytest

from govie.errors import LexiconError
from govie.lexicon.bounds import load_bounds
from govie.types import Bound


def test_the_words_of_the_guidelines_are_there():
    bounds = load_bounds()
    assert bounds.after["以上"] is Bound.GE
    assert bounds.after["左右"] is Bound.APPROX
    assert bounds.before["突破"] is Bound.GT
    assert bounds.before["不超过"] is Bound.LE
    assert bounds.before["不足"] is Bound.LT
    assert bounds.inside["余"] is Bound.GT


def test_another_file_replaces_the_table(tmp_path):
    path = tmp_path / "bounds.toml"
    path.write_text('[after]\nge = "打底"\n', "utf-8")
    assert load_bounds(path).after == {"打底": Bound.GE}


@pytest.mark.parametrize(("content", "line"), [('[after]\nroughly = "左右"\n', 2), ("[after\n", 1)])
def test_an_unusable_file_says_where(tmp_path, content, line):
    path = tmp_path / "bounds.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError) as error:
        load_bounds(path)
    assert error.value.line == line
