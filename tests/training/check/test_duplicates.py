from __future__ import annotations

import pytest

from govie.training.check.duplicates import find_duplicates
from govie.training.check.finding import Entry
from tests.training.check.sentences import entry, one, said, sentence

TEXT = "全县水果产量3.6万吨。"
LONG = "我们深知前进的道路上还有不少困难和挑战。"


def fruit(sid: str, text: str = TEXT, **fields: object) -> Entry:
    given = one(text, "3.6万吨", "水果产量", **{"v": 3.6, "u": "万吨", **fields})
    return entry(sentence(text, *given.records, sid=sid))


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        (fruit("luhe:3:0"), fruit("luhe:9:0"), "duplicate"),
        (fruit("luhe:3:0"), fruit("baishi:3:0"), "duplicate"),
        (fruit("luhe:3:0"), fruit("baishi:3:0", s="target", t="2030"), "duplicate"),
        (fruit("luhe:3:0"), fruit("baishi:3:0", m="share"), "contradiction"),
        (fruit("luhe:3:0"), fruit("baishi:3:0", "全县水果产量 3.6万吨。"), "duplicate"),
    ],
)
def test_a_sentence_that_stands_twice_is_a_warning_on_the_second(
    first: Entry, second: Entry, rule: str
) -> None:
    (finding,) = find_duplicates([first, second])
    assert said([finding]) == [("warning", rule)]
    assert (finding.path, finding.sid) == (second.path, second.sentence.sid)
    assert first.sentence.sid in finding.found


def test_a_sentence_in_two_splits_is_shared() -> None:
    train = entry(sentence(LONG, sid="luhe:3:0"), split="train")
    dev = entry(sentence(LONG, sid="baishi:3:0"), split="dev", line=7)
    (finding,) = find_duplicates([train, dev])
    assert said([finding]) == [("warning", "shared")]
    assert finding.line == 7


def test_short_sentences_without_records_may_repeat() -> None:
    again = [entry(sentence("各位代表：", sid=f"luhe:{n}:0")) for n in range(3)]
    assert list(find_duplicates(again)) == []


def test_sentences_that_differ_are_no_duplicates() -> None:
    assert list(find_duplicates([entry(sentence(LONG)), entry(sentence(LONG + "！"))])) == []
