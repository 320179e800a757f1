"""JioNLP: amounts of money, the one kind of quantity that it extracts.

Its span takes in the words of a bound and at times a comma and characters before or after the amount;
what counts here is the piece from the first numeral to the currency. A currency with nothing but 万 or 亿
before it (亿元以上项目) is left out: on the training documents that raises its F1 from 0.925 to 0.952.
"""

from __future__ import annotations

import contextlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from worker import Prediction, by_sentence, serve

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["money"]
_AMOUNT = re.compile(_WORDS["amount"])
_BARE = tuple(_WORDS["bare"])
_MORE: str = _WORDS["more"]
_BOUNDS: dict[str, list[str]] = _WORDS["bounds"]


def prediction(found: dict[str, Any]) -> Prediction | None:
    """Return an amount as JioNLP gives it in our terms, None if no number is in its span.

    A vague amount (600余万元) is given as a range; its lower end is the number that is written.
    """
    match = _AMOUNT.search(found["text"])
    if match is None or match[0].startswith(_BARE):
        return None
    start, detail = found["offset"][0] + match.start(), found["detail"]
    numbers = detail["num"] if isinstance(detail["num"], list) else [detail["num"]]
    amount = [float(number) for number in numbers if number is not None]
    bound = _BOUNDS.get(detail["definition"], [])
    if re.search(f"[{_MORE}]", match[0]):
        amount, bound = amount[:1], ["gt"]
    elif len(amount) > 1:
        bound = []
    return {
        "start": start,
        "end": start + len(match[0]),
        "amount": amount,
        "unit": detail["case"],
        "bound": bound,
    }


def main() -> None:
    """Answer reports."""
    with contextlib.redirect_stdout(sys.stderr):  # it greets on stdout when it is imported
        import jionlp

    def predictions(sentence: str) -> Iterator[Prediction]:
        found = jionlp.ner.extract_money(sentence, with_parsing=True)
        yield from filter(None, map(prediction, found))

    serve(by_sentence(predictions))


if __name__ == "__main__":
    main()
