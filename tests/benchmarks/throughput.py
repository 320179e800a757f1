"""Speed, start-up and memory of govie, beside a bare spaCy tokenizer in the same run.

usage: python tests/benchmarks/throughput.py [REPORT.txt ...] [--model FOLDER]

One process, one thread. Without files it reads the example report of the tests, repeated.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is imported: one core is what is measured

EXAMPLE = Path(__file__).parents[1] / "data" / "example_report.txt"
ROUNDS = 3


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Return the characters a second of the best of ROUNDS."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return sum(map(len, texts)) / best


def start_up(model: Path | None) -> float:
    """Return the seconds that a fresh interpreter needs to import govie and load its model."""
    code = f"import govie; govie.load({str(model) if model else None!r})"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("reports", type=Path, nargs="*")
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()

    seconds = min(start_up(options.model) for _ in range(2))
    import spacy

    import govie

    texts = [path.read_text("utf-8") for path in options.reports] or [EXAMPLE.read_text("utf-8")] * 8
    nlp = govie.load(options.model)
    n = sum(len(govie.parse(text, model=options.model)) for text in texts)
    speed = rate(lambda text: govie.parse(text, model=options.model), texts)
    print(f"texts              {len(texts):>10,}  {sum(map(len, texts)):,} characters, {n:,} observations")
    print(f"start-up           {seconds:>10.2f}  s, import and load in a fresh interpreter")
    print(f"govie.parse        {speed:>10,.0f}  characters/s")
    print(f"govie tokenizer    {rate(nlp.make_doc, texts):>10,.0f}  characters/s")
    print(f"spacy.blank('zh')  {rate(spacy.blank('zh'), texts):>10,.0f}  characters/s")
    print(
        f"memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10,.0f}  MB at most"
    )


if __name__ == "__main__":
    main()
