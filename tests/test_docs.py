"""The examples of the pages that have some are run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("page", ["regions.md", "targets.md"])
def test_the_examples_of_a_page_hold(page: str) -> None:
    parser = doctest.DocTestParser()
    text = (DOCS / page).read_text("utf-8").replace("```", "")
    test = parser.get_doctest(text, {}, page, page, 0)
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert result.attempted > 1
    assert result.failed == 0
