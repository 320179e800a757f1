"""The files of headings and page layout, and what a broken one of the user's own is answered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from govie.errors import LexiconError
from govie.lexicon import headings, layout
from govie.lexicon.headings import load_heading_words
from govie.lexicon.layout import load_layout_words

Loader = Callable[[Path], object]
SHIPPED = [(load_heading_words, headings), (load_layout_words, layout)]


def test_each_word_for_time_has_its_offsets() -> None:
    words = load_heading_words()
    assert words.times.groups == len(words.offsets)
    assert all(first <= last for first, last in words.offsets)


def test_congresses_come_in_order() -> None:
    sessions = load_heading_words().first_sessions
    assert list(sessions) == sorted(sessions)


@pytest.mark.parametrize(
    ("mend", "complaint"),
    [
        (lambda text: text + "\n= 3", "no TOML"),
        (lambda text: text.replace("schema = 1", "schema = 9"), "schema 9"),
        (
            lambda text: text.replace("closing = ", "shutting = ").replace("contents = ", "index = "),
            "no entry",
        ),
        (
            lambda text: text.replace('"^结束语$"', '"(结束语"').replace('bare = "[0-9]', 'bare = "([0-9]'),
            "pattern",
        ),
    ],
)
@pytest.mark.parametrize(("load", "module"), SHIPPED)
def test_a_broken_file_is_named(
    tmp_path: Path, load: Loader, module: object, mend: Callable[[str], str], complaint: str
) -> None:
    shipped: Path = module._PATH  # type: ignore[attr-defined]
    broken = tmp_path / shipped.name
    broken.write_text(mend(shipped.read_text("utf-8")), "utf-8")
    with pytest.raises(LexiconError, match=complaint):
        load(broken)
