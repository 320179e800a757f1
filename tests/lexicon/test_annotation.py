from __future__ import annotations

from pathlib import Path

import pytest

from govie.errors import LexiconError
from govie.lexicon.annotation import load_annotation_words
from govie.lexicon.units import load_units


def test_the_units_of_relative_measures_are_units_or_none() -> None:
    words = load_annotation_words()
    known = load_units()
    assert all(unit in known for unit in (words.growth | words.multiple | words.share | words.points) - {""})
    assert {"", "%"} <= words.growth & words.share


@pytest.mark.parametrize(("content", "found"), [("[ind]\nplace = ''\n", "unit"), ("[ind\n", "no TOML")])
def test_an_unusable_file_says_what_is_wrong(tmp_path: Path, content: str, found: str) -> None:
    path = tmp_path / "annotation.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=found):
        load_annotation_words(path)
