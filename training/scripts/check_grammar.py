"""Measure the quantity grammar against annotated sentences, without any model.

Prints how many of the recorded quantities are candidates with the exact span, how many of those
have the recorded value and unit, the candidates for each record, the bounds, and the speed.

    python training/scripts/check_grammar.py --corpus /work/shared/corpus/train --misses 40
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govie.lexicon.bounds import BoundTable, load_bounds
from govie.lexicon.units import UnitTable, load_units
from govie.normalize.bounds import find_bound
from govie.normalize.quantities import Candidate, find_candidates


def read(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the sentences of every JSON Lines file in `corpus`."""
    for path in sorted(corpus.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


def values_agree(candidate: Candidate, record: dict[str, Any]) -> bool:
    """Whether the values are those of the record; fractions there have four digits."""
    value = record["v"]
    gold = [] if value is None else value if isinstance(value, list) else [value]
    pairs = zip(candidate.values, gold, strict=False)
    return len(candidate.values) == len(gold) and all(math.isclose(a, b, rel_tol=1e-3) for a, b in pairs)


def wrong_bounds(sentence: dict[str, Any], bounds: BoundTable) -> Iterator[str]:
    """Yield what is said of each recorded quantity whose bound is found otherwise."""
    places = [(record["q_start"], record["q_end"]) for record in sentence["obs"]]
    for record, place in zip(sentence["obs"], places, strict=True):
        found, _ = find_bound(sentence["text"], *place, bounds, quantities=places)
        if found != (gold := record.get("b", "exact")):
            yield f"bound {context(sentence['text'], *place)}  {gold}, not {found}  {sentence['sid']}"


def context(text: str, start: int, end: int) -> str:
    """Return the piece with eight characters on either side."""
    return f"{text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}"


def processor_seconds(text: str, units: UnitTable) -> float:
    """Return the processor time that one scan of `text` takes."""
    started = time.process_time()
    find_candidates(text, units)
    return time.process_time() - started


def main() -> None:
    """Print the table and, on request, the misses."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of annotated *.jsonl")
    parser.add_argument("--misses", type=int, default=0, help="how many misses to print")
    parser.add_argument("--extra", type=int, default=0, help="how many candidates without a record to print")
    args = parser.parse_args()
    units, bounds = load_units(), load_bounds()
    sentences = list(read(args.corpus))
    records = found = right = candidates = 0
    misses, extra, unbound = [], [], []
    for sentence in sentences:
        text = sentence["text"]
        spans = {(c.start, c.end): c for c in find_candidates(text, units)}
        candidates += len(spans)
        gold = {(r["q_start"], r["q_end"]): r for r in sentence["obs"]}
        records += len(sentence["obs"])
        for span, record in gold.items():
            if (candidate := spans.get(span)) is None:
                near = [text[s:e] for s, e in spans if s < span[1] and span[0] < e]
                misses.append(f"span  {context(text, *span)}  {near}  {sentence['sid']}")
                continue
            found += 1
            if values_agree(candidate, record) and candidate.unit == record["u"]:
                right += 1
            else:
                said = f"{record['v']} {record['u']!r}, not {candidate.values} {candidate.unit!r}"
                misses.append(f"value {context(text, *span)}  {said}  {sentence['sid']}")
        unbound += wrong_bounds(sentence, bounds)
        extra += [context(text, *span) for span in spans if span not in gold]
    for line in (misses + unbound)[: args.misses] + extra[: args.extra]:
        print(line)
    print(f"sentences                {len(sentences):>8}")
    print(f"records                  {records:>8}")
    print(f"exact spans              {found / records:>8.2%}")
    print(f"value and unit of those  {right / max(found, 1):>8.2%}")
    print(f"bounds                   {1 - len(unbound) / records:>8.2%}")
    print(f"candidates per record    {candidates / records:>8.2f}")
    text = "\n".join(sentence["text"] for sentence in sentences)
    seconds = min(processor_seconds(text, units) for _ in range(3))
    print(f"characters a second      {len(text) / seconds:>8,.0f}")


if __name__ == "__main__":
    main()
