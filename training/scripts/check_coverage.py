"""Say how well govie tells of what place a number speaks, against labels made by hand.

    python training/scripts/check_coverage.py /work/shared/reports

`training/coverage.jsonl` holds the labels without text: document, checksum, and for each number its start and
end in the file, its coverage and the sample it is from: `random`, `cued` (a word for a place stands within
45 characters before it), `late` (drawn when the rules were written; two of them were mended on it).
"""

from __future__ import annotations

import hashlib
import json
import sys
import warnings
from collections import Counter
from pathlib import Path

import govie

LABELS = Path(__file__).parents[1] / "coverage.jsonl"


def main(folder: str) -> None:
    """Print of each sample how many there are, precision and recall of `own`, what is found of the others."""
    warnings.simplefilter("ignore", govie.GovieWarning)
    lost = 0
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for line in LABELS.read_text("utf-8").splitlines():
        entry = json.loads(line)
        data = (Path(folder) / entry["document"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise SystemExit(f"{entry['document']} is not the file that was labelled")
        found = {o.quantity.start: str(o.coverage) for o in govie.parse(data.decode("utf-8"))}
        for start, _, label, sample in entry["labels"]:
            if start in found:
                counts.setdefault(sample, Counter())[label, found[start]] += 1
            else:
                lost += 1
    for sample, pairs in counts.items():
        right = pairs["own", "own"]
        said = sum(n for (_, found), n in pairs.items() if found == "own")
        own = sum(n for (label, _), n in pairs.items() if label == "own")
        others = sum(pairs.values()) - own
        hit = sum(n for (label, found), n in pairs.items() if label == found != "own")
        figures = f"precision {right / said:.3f} recall {right / own:.3f}"
        print(f"{sample:7} {own + others:4} own: {figures}; others found {hit} of {others}")
    print(f"{lost} numbers are no observations to this model and left out")


if __name__ == "__main__":
    main(*sys.argv[1:])
