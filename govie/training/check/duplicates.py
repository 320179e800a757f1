"""Sentences that stand twice: what is trained on twice, or tested on after it was trained on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govie.io.annotations import stated
from govie.text.clean import clean
from govie.training.check.finding import Entry, Finding, Remark, warning

SHORTEST = 15
"""Shorter sentences without records repeat by nature: 各位代表！"""

_OF_CONTEXT = frozenset(["s", "t", "q_start", "q_end", "ind_start", "ind_end"])


def find_duplicates(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield a warning for each sentence that has stood before, in its own split or in another."""
    first: dict[str, Entry] = {}
    for entry in entries:
        text = "".join(clean(entry.sentence.text).split())
        if not entry.sentence.records and len(text) < SHORTEST:
            continue
        other = first.setdefault(text, entry)
        if other is not entry:
            yield Finding.at(entry, _remark(entry, other))


def _remark(entry: Entry, other: Entry) -> Remark:
    if entry.split != other.split:
        advice = "leave it out of one: figures on sentences that were trained on are too good"
        return warning("shared", f"stands in {other.place} too, in another split", advice)
    if _labels(entry) != _labels(other):
        found = f"stands in {other.place} too, annotated differently"
        return warning("contradiction", found, "annotate both alike, or leave one out")
    return warning("duplicate", f"stands in {other.place} too", "leave one out, unless both reports say it")


def _labels(entry: Entry) -> list[dict[str, object]]:
    """Return what records say apart from status and period, which may differ with the report."""
    return [
        {name: value for name, value in stated(record).items() if name not in _OF_CONTEXT}
        for record in entry.sentence.records
    ]
