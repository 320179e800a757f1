"""What every baseline's own process does: read reports, time its predictions, answer.

Reports come as JSON lines on stdin, `{"text": ..., "sentences": [[start, end], ...]}`; each is answered
by one line on stdout, `{"predictions": [...], "seconds": ...}`. This module needs the standard library
only, since it runs in the environments of the baselines.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypedDict

Place = tuple[int, int]


class Prediction(TypedDict, total=False):
    """A quantity and what is said of it; a field that a baseline cannot answer is left out."""

    start: int  # offsets into the report, end exclusive
    end: int
    amount: list[float]  # with 万/亿 multiplied out; two for a range; [] if masked
    unit: str  # without 万/亿, "" if none
    indicator: list[int]  # [start, end], [] if none
    id: str  # "" if none
    measure: str
    direction: str  # "" if none
    bound: list[str]  # each that the answer may mean, [] if exact
    status: str
    period: str


Reader = Callable[[str, Sequence[Place]], Iterable[Prediction]]
"""Reads a report, given where its sentences stand."""

#: What compiles at first use is compiled before the clock runs.
_WARM_UP = "完成投资1.5亿元，增长6.5%，新建公路12公里，居全市第一。"


def serve(reader: Reader) -> None:
    """Answer each report on stdin; `seconds` is the processor time of the reading alone."""
    answers, sys.stdout = sys.stdout, sys.stderr  # some packages greet and warn on stdout
    list(reader(_WARM_UP, [(0, len(_WARM_UP))]))
    for line in sys.stdin:
        report = json.loads(line)
        started = time.process_time()
        found = list(reader(report["text"], report["sentences"]))
        seconds = time.process_time() - started
        print(json.dumps({"predictions": found, "seconds": seconds}), file=answers, flush=True)


def by_sentence(read: Callable[[str], Iterable[Prediction]]) -> Reader:
    """Return a reader of reports from `read`, whose offsets count from the start of its sentence."""

    def reader(text: str, sentences: Sequence[Place]) -> Iterator[Prediction]:
        for start, end in sentences:
            for found in read(text[start:end]):
                found["start"] += start
                found["end"] += start
                if found.get("indicator"):
                    found["indicator"] = [at + start for at in found["indicator"]]
                yield found

    return reader
