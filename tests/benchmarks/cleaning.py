"""What cleaning costs: its share of the time of govie.parse, and how fast it is by itself.

usage: python tests/benchmarks/cleaning.py REPORT.txt ... [--model FOLDER]

One process, one thread; the best of ROUNDS. What was repaired is read anew in each round.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is imported: one core is what is measured

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the best of ROUNDS."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print a line a report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()

    import govie
    from govie.io.readers import read_text
    from govie.text import slipped
    from govie.text.clean import read

    warnings.simplefilter("ignore")
    print(f"{'report':16} {'characters':>10} {'repairs':>8} {'clean':>9} {'parse':>9} {'share':>7}")
    for path in options.reports:
        text = read_text(path)

        def clean(text: str = text) -> object:
            slipped._restore.cache_clear()
            return read(text)

        def parse(text: str = text) -> object:
            slipped._restore.cache_clear()
            return govie.parse(text, model=options.model)

        repairs = len(govie.parse(text, model=options.model).repairs)
        cleaning, parsing = seconds(clean), seconds(parse)
        times = f"{cleaning * 1000:6.1f} ms {parsing * 1000:6.0f} ms {cleaning / parsing:7.1%}"
        print(f"{path.stem:16} {len(text):10,} {repairs:8,} {times}")


if __name__ == "__main__":
    main()
