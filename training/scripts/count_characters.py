"""Count the characters, and the pairs of characters, of reports for the repair of damaged text.

usage: python training/scripts/count_characters.py TEXT ... [--output FILE] [--fewest N]

Only counts are kept: pairs that stand fewer than N times (3) in all texts together are left out. The
terms of terms.txt, which reports use and these may not, count as if each stood TERM_TIMES times.
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from govie.io.readers import read_text
from govie.lexicon.character_counts import DEFAULT_PATH
from govie.text.clean import read

TERMS = Path(__file__).with_name("terms.txt")
TERM_TIMES = 20
_DIGITS = str.maketrans("123456789", "0" * 9)


def count(texts: list[Path]) -> tuple[Counter[str], Counter[str]]:
    """Return how often each character and each pair inside a line stands in the files."""
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for path in texts:
        for line in read(read_text(path)).text.translate(_DIGITS).split("\n"):
            singles.update(line)
            pairs.update(a + b for a, b in pairwise(line))
    for term in read_text(TERMS).split() * TERM_TIMES:
        singles.update(term)
        pairs.update(a + b for a, b in pairwise(term))
    return singles, pairs


def main() -> None:
    """Write the file and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, default=DEFAULT_PATH)
    parser.add_argument("--fewest", type=int, default=3)
    options = parser.parse_args()
    singles, pairs = count(options.texts)
    characters = sorted(character for character, n in singles.items() if n >= options.fewest)
    place = {character: at for at, character in enumerate(characters)}
    kept = sorted(
        (place[pair[0]] * len(characters) + place[pair[1]], n)
        for pair, n in pairs.items()
        if n >= options.fewest and pair[0] in place and pair[1] in place
    )
    np.savez_compressed(
        options.output,
        characters=np.array([ord(character) for character in characters], dtype=np.uint32),
        counts=np.array([singles[character] for character in characters], dtype=np.uint32),
        pairs=np.array([key for key, _ in kept], dtype=np.uint32),
        pair_counts=np.array([n for _, n in kept], dtype=np.uint32),
    )
    size = options.output.stat().st_size
    print(f"{len(options.texts)} texts, {singles.total():,} characters: {len(characters):,} characters,")
    print(f"{len(kept):,} pairs, {size:,} bytes in {options.output}")


if __name__ == "__main__":
    main()
