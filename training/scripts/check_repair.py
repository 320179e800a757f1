"""Damage sentences of reports as a converter does, repair them, and count how many come out right.

usage: python training/scripts/check_repair.py REPORT.txt ... [--seed N] [--list]

Every sentence is written in traditional characters and GBK; one place of it is damaged, by a reading put
between the bytes of a character or by a mark found across two. What the repair leaves open (a `?` in
its place), what it leaves alone and what it gets wrong is counted apart.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import opencc

from govie.io.readers import read_text
from govie.lexicon.readings import load_readings
from govie.text.clean import clean, read
from govie.text.slipped import UNKNOWN

_MARKS = {(0xA3, code - 0x20 + 0xA0): chr(code) for code in map(ord, ",:;!?()")}
_SENTENCE = re.compile("[^。；]{12,60}[。；]")


def damaged(sentence: str, rng: random.Random) -> str | None:
    """Return `sentence` with one damaged place, None if no two bytes of it are mistaken for a character."""
    pairs = [character.encode("gbk") for character in sentence if character.encode("gbk", "ignore")]
    places = list(_places(pairs))
    if not places:
        return None
    place, put_in = rng.choice(places)
    tokens: list[int | str] = []
    for number, pair in enumerate(pairs):
        tokens += pair
        if number == place and put_in[0] == "(":
            tokens += [pairs[place + 1][0], put_in, *pairs[place + 1][1:], *b"".join(pairs[place + 2 :])]
            break
        if number == place:
            tokens = [*tokens[:-1], put_in, *pairs[place + 1][1:], *b"".join(pairs[place + 2 :])]
            break
    return _decoded(tokens)


def _places(pairs: list[bytes]) -> Iterator[tuple[int, str]]:
    readings = {character: reading for reading, row in load_readings().items() for character in row}
    for place, (pair, following) in enumerate(pairwise(pairs)):
        if len(pair) < 2 or len(following) < 2:
            continue
        across = bytes((pair[1], following[0]))
        if mark := _MARKS.get((across[0], across[1])):
            yield place, mark
        if reading := readings.get(across.decode("gbk", "replace")):
            yield place, f"({reading})"


def _decoded(tokens: list[int | str]) -> str:
    """Return what a reader makes of the bytes: pairs without a character are dropped, halves are marks."""
    text, lead = "", 0
    for token in tokens:
        if isinstance(token, str):
            text += f"?{token[1:]}" if lead and token[0] == "(" else "?" * bool(lead) + token
            lead = 0
        elif lead:
            if token < 0x40:
                text += "?" + chr(token)
            else:
                text += bytes((lead, token)).decode("gbk", "ignore")
            lead = 0
        elif token > 0x80:
            lead = token
        else:
            text += "€" if token == 0x80 else chr(token)
    return text + "?" * bool(lead)


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("reports", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--list", action="store_true", help="list what did not come out right")
    options = parser.parse_args()
    rng, convert = random.Random(options.seed), opencc.OpenCC("s2t").convert
    counts: Counter[str] = Counter()
    seconds = 0.0
    for path in options.reports:
        for match in _SENTENCE.finditer(read(read_text(path)).text):
            whole = convert(match[0])
            if (text := damaged(whole, rng)) is None:
                continue
            start = time.perf_counter()
            repaired = clean(text)
            seconds += time.perf_counter() - start
            result = _result(clean(whole), repaired, clean(text, repair=False))
            counts[result] += 1
            if options.list and result != "right":
                print(f"{result}: {clean(whole)}\n   {text}\n   {repaired}")
    for result, n in counts.most_common():
        print(f"{result:10} {n:6,} {n / counts.total():7.1%}")
    print(f"{counts.total():,} sentences, {seconds / counts.total() * 1000:.2f} ms each")


def _result(whole: str, repaired: str, text: str) -> str:
    if repaired == whole:
        return "right"
    if repaired == text:
        return "left alone"
    pattern = ".".join(re.escape(piece) for piece in repaired.split(UNKNOWN))
    return "open" if UNKNOWN in repaired and re.fullmatch(pattern, whole) else "wrong"


if __name__ == "__main__":
    main()
