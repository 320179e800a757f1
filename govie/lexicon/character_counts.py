"""How often characters and pairs of characters stand in reports, read from character_counts.npz.

training/scripts/count_characters.py makes the file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from govie.errors import LexiconError

DEFAULT_PATH = Path(__file__).with_name("character_counts.npz")
ARRAYS = ("characters", "counts", "pairs", "pair_counts")
# The weight of pairs against single characters, and the chance of a character that reports never used.
_PAIRS = 0.9
_UNKNOWN = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class CharacterCounts:
    """A language model of single characters and pairs: the chance of a character behind another."""

    singles: dict[str, int]
    pairs: dict[str, int]
    total: int

    def single(self, character: str) -> float:
        """Return the logarithm of the chance of `character` by itself."""
        return math.log(self.singles.get(character, 0) / self.total + _UNKNOWN)

    def behind(self, before: str, character: str) -> float:
        """Return the logarithm of the chance of `character` behind `before`, which may be empty."""
        first = self.singles.get(before, 0)
        if not first:
            return self.single(character)
        pair = self.pairs.get(before + character, 0) / first
        return math.log(_PAIRS * pair + (1 - _PAIRS) * self.singles.get(character, 0) / self.total + _UNKNOWN)


@cache
def load_character_counts(path: Path = DEFAULT_PATH) -> CharacterCounts:
    """Return the counts in the file at `path`; raise LexiconError if it holds none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            codes, counts, pairs, pair_counts = (arrays[name] for name in ARRAYS)
    except (OSError, ValueError, KeyError) as error:
        raise LexiconError(str(path), 0, str(error), "make it with count_characters.py") from error
    characters = [chr(code) for code in codes.tolist()]
    firsts, seconds = np.divmod(pairs, len(characters))
    names = (characters[a] + characters[b] for a, b in zip(firsts.tolist(), seconds.tolist(), strict=True))
    return CharacterCounts(
        dict(zip(characters, counts.tolist(), strict=True)),
        dict(zip(names, pair_counts.tolist(), strict=True)),
        int(counts.sum()),
    )
