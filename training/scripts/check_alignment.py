"""Count the annotated spans whose ends fall inside tokens, for pkuseg words and for characters.

    python training/scripts/check_alignment.py ../shared/corpus/train ../shared/corpus/dev

Exit status 1 if more than 0.5 % of the spans of a folder fall between the pkuseg tokens.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from spacy.vocab import Vocab

from govie.io.annotations import AnnotatedSentence, read_annotations
from govie.text.tokenizer import ReportTokenizer, Segmenter

SEGMENTER = Path(__file__).parents[1] / "build" / "segmenter"
FIELDS = ("q", "ind", "of", "scope", "base")
LIMIT = 0.005


class GoldSpan(NamedTuple):
    """An annotated span: the field that it is in, and its offsets into the sentence."""

    field: str
    start: int
    end: int


def find_spans(sentence: AnnotatedSentence) -> Iterator[GoldSpan]:
    """Yield the annotated spans; one without offsets is taken where it last stands before `q`."""
    for record in sentence.records:
        for field in FIELDS:
            if not record[field]:
                continue
            start = record.get(f"{field}_start")
            if start is None:
                before = sentence.text.rfind(record[field], 0, record["q_start"])
                start = before if before >= 0 else sentence.text.find(record[field])
            if start >= 0:
                yield GoldSpan(field, start, start + len(record[field]))


def find_misaligned(sentence: AnnotatedSentence, words: list[str]) -> list[GoldSpan]:
    """Return the spans that begin or end inside one of the words."""
    ends = {0, *accumulate(map(len, words))}
    return [span for span in find_spans(sentence) if not {span.start, span.end} <= ends]


def measure_speed(tokenizer: ReportTokenizer, texts: list[str]) -> float:
    """Return characters a second of processor time, the best of three rounds."""
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            tokenizer(text)
        rounds.append(time.process_time() - start)
    return sum(map(len, texts)) / min(rounds)


def check(name: str, tokenizer: ReportTokenizer, folder: Path, *, show: bool) -> float:
    """Print the figures of one tokenizer on one folder; return the share of misaligned spans."""
    documents = [read_annotations(path) for path in sorted(folder.glob("*.jsonl"))]
    spans: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    words_seen = 0
    for sentence in (sentence for document in documents for sentence in document):
        words = tokenizer.split(sentence.text)
        words_seen += len(words)
        spans.update(span.field for span in find_spans(sentence))
        for span in find_misaligned(sentence, words):
            wrong[span.field] += 1
            if show:
                surface = sentence.text[span.start : span.end]
                print(f"  {sentence.sid} {span.field} {surface}: {_around(span, words)}")
    texts = ["\n".join(sentence.text for sentence in document) for document in documents]
    characters = sum(len(sentence.text) for document in documents for sentence in document)
    share = wrong.total() / max(spans.total(), 1)
    fields = ", ".join(f"{field} {wrong[field]}/{spans[field]}" for field in FIELDS)
    print(f"{folder.name} {name}: {share:.2%} of {spans.total()} spans misaligned ({fields})")
    print(f"  {words_seen / max(characters, 1):.3f} tokens a character", end="; ")
    print(f"{measure_speed(tokenizer, texts):,.0f} characters/s")
    return share


def _around(span: GoldSpan, words: list[str]) -> str:
    """Return the words that the span touches."""
    ends = list(accumulate(map(len, words)))
    return " ".join(
        word for word, end in zip(words, ends, strict=True) if end > span.start and end - len(word) < span.end
    )


def main() -> int:
    """Check each folder with both tokenizers; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, help="folders of annotated sentences (*.jsonl)")
    parser.add_argument("--segmenter", type=Path, default=SEGMENTER, help="folder of the trained segmenter")
    parser.add_argument("--list", action="store_true", help="list the misaligned spans with their tokens")
    args = parser.parse_args()
    words = ReportTokenizer(Vocab(), segmenter=Segmenter.from_disk(args.segmenter))
    characters = ReportTokenizer(Vocab(), kind="char")
    failed = False
    for folder in args.folders:
        failed |= check("pkuseg", words, folder, show=args.list) > LIMIT
        check("char", characters, folder, show=False)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
