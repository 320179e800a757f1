import dataclasses

import pytest

from govie.errors import LexiconError
from govie.lexicon.companions import DEFAULT_PATH, load_companions


def test_every_list_has_words():
    words = load_companions()
    for group in (words.common, words.baseline, words.whole, words.scope, words.modal):
        for field in dataclasses.fields(group):
            assert getattr(group, field.name), field.name
    assert "一般公共预算收入" in words.wholes["税收"]


def test_an_own_file_takes_the_place_of_ours(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(DEFAULT_PATH.read_text("utf-8").replace("确保 ", "包保 "), "utf-8")
    modal = load_companions(path).modal
    assert "包保" in modal.words
    assert "确保" not in modal.words


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('at_ends = "', 'at_edges = "', "unknown list 'at_edges'"),
        ('spent = "', '# spent = "', "list 'spent' of [whole] is missing"),
        ('including = "其中"', 'including = " "', "list 'including' of [whole] is ' '"),
        ('including = "其中"', "including = 3", "list 'including' of [whole] is 3"),
        ("[scope]", "[scope", "line"),
        ('parts = "税收', 'pieces = "税收', "list 'parts' of [[whole.part]] is missing"),
    ],
)
def test_a_bad_file_is_refused(tmp_path, old, new, said):
    text = DEFAULT_PATH.read_text("utf-8")
    assert old in text
    path = tmp_path / "bad.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(LexiconError, match=r"bad\.toml") as caught:
        load_companions(path)
    assert said in str(caught.value)


def test_a_missing_file_is_a_lexicon_error(tmp_path):
    with pytest.raises(LexiconError):
        load_companions(tmp_path / "none.toml")
