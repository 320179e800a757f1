"""What the network sees of a sentence: hashed character n-grams, as arrays.

All digits are one character to it, and ASCII and full-width punctuation are the same, so that it
cannot learn a figure by heart and reads 1954 like 2026.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Codes = NDArray[np.uint32]

NGRAMS = 4  # character, bigram to the left, bigram to the right, trigram around
_START, _END = 2, 3  # control characters that no report holds
_MASK32 = np.uint64(0xFFFFFFFF)
_PRIMES = tuple(np.uint64(p) for p in (2654435761, 2654511355, 2246822519))


def _folding() -> Codes:
    table = np.arange(0x110000, dtype=np.uint32)
    for first, last in (("0", "9"), ("０", "９")):
        table[ord(first) : ord(last) + 1] = ord("0")
    for variant, plain in ("％%", "．.", "，,", "；;", "：:", "（(", "）)", "∶:", "－-", "—-", "–-"):
        table[ord(variant)] = ord(plain)
    return table


_FOLD = _folding()


def codes(text: str) -> Codes:
    """Return the folded code point of each character of `text`, shape (len(text),)."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    folded: Codes = _FOLD[points]
    return folded


def _mix(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    keys = keys & _MASK32
    keys = keys ^ (keys >> np.uint64(15))
    keys = (keys * np.uint64(0x2C1B3C6D)) & _MASK32
    return keys ^ (keys >> np.uint64(12))


def ngram_ids(points: Codes, *, rows: Sequence[int]) -> Ints:
    """Return hashed ids of the n-grams at each character, shape (len(points), NGRAMS).

    `rows` are the sizes of the tables of characters, bigrams and trigrams; row 0 of the first is
    kept free.
    """
    padded = np.empty(len(points) + 2, np.uint64)
    padded[1:-1], padded[0], padded[-1] = points, _START, _END
    before, here, after = padded[:-2], padded[1:-1], padded[2:]
    a, b, c = _PRIMES
    singles, pairs, triples = (np.uint64(n) for n in rows)
    ids = np.empty((len(points), NGRAMS), np.int32)
    left = before * b + here * a
    ids[:, 0] = np.uint64(1) + _mix(here * a) % (singles - np.uint64(1))
    ids[:, 1] = _mix(left) % pairs
    ids[:, 2] = _mix(here * b + after * a + np.uint64(77)) % pairs
    ids[:, 3] = _mix(_mix(left) * c + after * a) % triples
    return ids
