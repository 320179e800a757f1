"""A number pattern, with cn2an to read the Chinese numerals.

The pattern finds Arabic numerals and Chinese numerals of two characters or more, either with 万/亿 and
with % or 百分之, and passes over years, dates and ordinals; cn2an has no pattern and no offsets of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import cn2an
from worker import Prediction, by_sentence, serve

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["numbers"]
_SCALES: dict[str, float] = _WORDS["scales"]
_NUMBER = re.compile(
    rf"(?<![\d.])(?P<arabic>\d+(?:\.\d+)?)(?P<scale>[{''.join(_SCALES)}]*)(?P<percent>[%％]?)"
    rf"|(?P<parts>{_WORDS['parts']})?(?P<chinese>[{_WORDS['numerals']}]+)"
)
_NAME = re.compile(_WORDS["name_after"])


def predictions(sentence: str) -> Iterator[Prediction]:
    """Yield the numbers of a sentence; one without % has no unit."""
    for match in _NUMBER.finditer(sentence):
        amount = _arabic(match) if match["arabic"] else _chinese(match)
        before = sentence[max(0, match.start() - 1) : match.start()]
        if amount is None or before in _WORDS["name_before"] or _NAME.match(sentence, match.end()):
            continue
        unit = "%" if match["percent"] or match["parts"] else ""
        yield {"start": match.start(), "end": match.end(), "amount": [amount], "unit": unit}


def _arabic(match: re.Match[str]) -> float | None:
    value = float(match["arabic"])
    for char in match["scale"]:
        value *= _SCALES[char]
    return value


def _chinese(match: re.Match[str]) -> float | None:
    """Return what cn2an reads, None where it refuses; a lone character is mostly part of a word."""
    written = match["chinese"]
    if len(written) < 2 and not match["parts"]:
        return None
    try:
        return float(cn2an.cn2an(written, "smart"))
    except (ValueError, KeyError):  # the latter for numerals that begin with 点
        return None


if __name__ == "__main__":
    serve(by_sentence(predictions))
