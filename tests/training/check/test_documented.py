"""docs/annotation.md: its example is right, and its table has the rules that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

from govie.io.annotations import sentence_of
from govie.lexicon.indicators import load_indicators
from govie.lexicon.units import load_units
from govie.training import check
from govie.training.check.records import FIELDS, check_records
from govie.training.check.wording import check_wording

CHECKOUT = Path(__file__).parents[3]
PAGE = CHECKOUT / "docs" / "annotation.md"
RULE = re.compile(r'\b(?:error|warning|note)\(\s*"([a-z]+)"|Severity\.ERROR, "([a-z]+)"')


def test_nothing_is_wrong_with_the_example() -> None:
    example = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)[0]
    sentence = sentence_of(json.loads(example), PAGE, 1)
    assert len(sentence.records) == 5
    assert list(check_records(sentence, load_units())) == []
    assert list(check_wording(sentence, load_indicators())) == []


def test_every_field_and_every_rule_has_its_row() -> None:
    page = PAGE.read_text("utf-8")
    heads = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = {name for head in heads for name in re.findall(r"`([a-z_]+)`", head)}
    sources = Path(check.__file__).parent.glob("*.py")
    rules = {
        name
        for source in sources
        for match in RULE.findall(source.read_text("utf-8"))
        for name in match
        if name
    }
    assert named >= FIELDS
    assert len(rules) > 15
    assert named >= rules
