"""Measure baselines, wholes, scopes and modal words of annotated quantities, without any model.

Measure and indicator are the annotated ones. A companion is exact if its characters are those of
the record, and overlaps if it shares half of the longer one's: records have no offsets for it.
Modal words are not annotated: `--modals 60` prints that many at random, for a person to judge. As
a check without one, `预计` is scored against the status `estimate` of sentences that have the word.

    python training/scripts/check_companions.py --corpus /work/shared/corpus/train --misses 40
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from govie.io.annotations import AnnotatedSentence, GoldRecord, read_annotations
from govie.lexicon.companions import load_companions
from govie.normalize.companions import find_baseline, find_modal, find_scope, find_whole
from govie.types import Measure

Place = tuple[int, int]
Finder = Callable[[str, GoldRecord], Place | None]

WORDS = load_companions()


def baseline(text: str, record: GoldRecord) -> Place | None:
    """Return the place of what the record's quantity is compared with."""
    return find_baseline(text, record["q_start"], record["q_end"], Measure(record["m"]), WORDS)


def whole(text: str, record: GoldRecord) -> Place | None:
    """Return the place of the whole of the record's share."""
    indicator = (record["ind_start"], record["ind_end"]) if record["ind"] else None
    return find_whole(text, record["q_start"], record["q_end"], Measure(record["m"]), indicator, WORDS)


def scope(text: str, record: GoldRecord) -> Place | None:
    """Return the place of where the record's rank holds."""
    return find_scope(text, record["q_start"], record["q_end"], Measure(record["m"]), WORDS)


def modal(text: str, record: GoldRecord) -> Place | None:
    """Return the place of the modal word over the record's quantity."""
    return find_modal(text, record["q_start"], record["q_end"], WORDS)


FINDERS: dict[str, Finder] = {"base": baseline, "of": whole, "scope": scope}


def overlaps(found: str, gold: str) -> bool:
    """Whether the longest piece in both is at least half of the longer one."""
    match = SequenceMatcher(None, found, gold, autojunk=False).find_longest_match()
    return 2 * match.size >= max(len(found), len(gold))


def records(corpus: Path) -> Iterator[tuple[AnnotatedSentence, GoldRecord]]:
    """Yield every record with its sentence."""
    for path in sorted(corpus.glob("*.jsonl")):
        for sentence in read_annotations(path):
            for record in sentence.records:
                yield sentence, record


def scores(right: int, found: int, gold: int) -> str:
    """Return precision, recall and F1."""
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * right / max(found + gold, 1)
    return f"{precision:>7.3f} {recall:>7.3f} {f1:>7.3f}"


def context(text: str, start: int, end: int) -> str:
    """Return the quantity with what stands around it."""
    return f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 16]}"


def measure_field(field: str, pairs: list[tuple[AnnotatedSentence, GoldRecord]]) -> Iterator[str]:
    """Print the row of `field`; yield what is found otherwise than recorded."""
    count: Counter[str] = Counter()
    misses = []
    for sentence, record in pairs:
        place, gold = FINDERS[field](sentence.text, record), record[field]
        found = sentence.text[slice(*place)] if place else None
        count["gold"] += bool(gold)
        count["found"] += bool(found)
        count["exact"] += bool(gold) and found == gold
        count["overlap"] += bool(gold) and found is not None and overlaps(found, gold)
        if found != gold:
            around = context(sentence.text, record["q_start"], record["q_end"])
            misses.append(f"{field}: {gold}, not {found} | {record['m']} {record['ind']} | {around}")
    exact = scores(count["exact"], count["found"], count["gold"])
    overlap = scores(count["overlap"], count["found"], count["gold"])
    print(f"{field:6} {count['gold']:>6} {count['found']:>6} {exact} {overlap}")
    yield from misses


def measure_estimates(pairs: list[tuple[AnnotatedSentence, GoldRecord]], word: str) -> Iterator[str]:
    """Print how well `word` tells estimates from actual values, in sentences that have both."""
    count: Counter[str] = Counter()
    misses = []
    for sentence, record in pairs:
        if word not in sentence.text or record["s"] == "target":
            continue
        place = modal(sentence.text, record)
        found, gold = place is not None and word in sentence.text[slice(*place)], record["s"] == "estimate"
        count["gold"] += gold
        count["found"] += found
        count["right"] += gold and found
        if found != gold:
            around = context(sentence.text, record["q_start"], record["q_end"])
            misses.append(f"modal: {record['s']}, found {found} | {around}")
    print(f"{word:4} {count['gold']:>6} {count['found']:>6} {scores(*(count[k] for k in _ORDER))}")
    yield from misses


_ORDER = ("right", "found", "gold")


def main() -> None:
    """Print the table and, on request, misses and modal words."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of annotated *.jsonl")
    parser.add_argument("--misses", type=int, default=0, help="how many misses of each field to print")
    parser.add_argument("--modals", type=int, default=0, help="how many modal words to print")
    parser.add_argument("--seed", type=int, default=0, help="of the random choice of modal words")
    args = parser.parse_args()
    pairs = list(records(args.corpus))
    print("field    gold  found   exact: P       R      F1  overlap: P     R      F1")
    misses = [list(measure_field(field, pairs)) for field in FINDERS]
    misses.append(list(measure_estimates(pairs, "预计")))
    for lines in misses:
        print(*lines[: args.misses], sep="\n", end="\n" if lines[: args.misses] else "")
    governed = [(s.text, r, at) for s, r in pairs if (at := modal(s.text, r))]
    for text, record, at in random.Random(args.seed).sample(governed, min(args.modals, len(governed))):
        print(f"{text[slice(*at)]} -> {record['q']} | {context(text, record['q_start'], record['q_end'])}")
    print(f"records {len(pairs)}, under a modal word {len(governed)}")
    for find in (*FINDERS.values(), modal):
        started = time.process_time()
        for sentence, record in pairs:
            find(sentence.text, record)
        microseconds = (time.process_time() - started) / len(pairs) * 1e6
        print(f"{find.__name__:9} {microseconds:>6.1f} microseconds a call")


if __name__ == "__main__":
    main()
