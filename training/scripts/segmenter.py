"""Train the pkuseg model of the tokenizer.

    python training/scripts/segmenter.py --corpus ../shared/corpus --reports ../shared/reports/clean

The words to learn are jieba's (without its guesses at unknown words), cut again at the ends of every
annotated span. The text is the sentences of CORPUS/train and the reports that are not in CORPUS/dev.
Only the pieces that the tokenizer leaves to the segmenter are learned: no numerals, no punctuation.
About six minutes on one core; the same model each time.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import jieba
import numpy as np
import spacy_pkuseg
import srsly
from check_alignment import SEGMENTER, find_spans
from numpy.typing import NDArray
from spacy_pkuseg.config import config

from govie.io.annotations import read_annotations
from govie.lexicon.bounds import load_bounds
from govie.lexicon.units import load_units
from govie.text.tokenizer import Segmenter
from govie.text.tokenizer.pieces import find_pieces
from govie.text.tokenizer.segmenter import FEATURES, WEIGHTS

#: How often one piece is learned at most; a piece of the reports once.
ANNOTATED_COPIES = 4
#: One piece of so many is kept for the score that pkuseg prints after each epoch.
HELD_OUT = 100
#: A feature that tells its tags apart by less is left out: 58 % of them, at no loss on held-out reports.
LEAST_WEIGHT = 0.1
#: Added to the score of every cut. On held-out train documents, 1.0 halves the misaligned spans and
#: makes 2 % more tokens.
CUT_BIAS = 1.0

Weights = NDArray[np.float64]


def find_word_ends(text: str) -> set[int]:
    """Return where jieba's words end, by dictionary and word frequency alone."""
    return set(accumulate(len(word) for word in jieba.cut(text, HMM=False)))


def make_examples(text: str, gold: Iterable[int] = ()) -> Iterator[str]:
    """Yield the words of each open piece of `text`, separated by spaces; `gold` are cuts to force."""
    ends = find_word_ends(text).union(gold)
    for start, end, is_open in find_pieces(text, load_units(), load_bounds()):
        if is_open:
            cuts = [start, *sorted(cut for cut in ends if start < cut < end), end]
            yield " ".join(text[left:right] for left, right in pairwise(cuts))


def collect_examples(corpus: Path, reports: Path | None) -> list[str]:
    """Return the examples of CORPUS/train and of the reports that CORPUS/dev does not hold."""
    examples: list[str] = []
    copies: Counter[str] = Counter()

    def add(found: Iterable[str], most: int) -> None:
        for example in found:
            if copies[example] < most:
                copies[example] += 1
                examples.append(example)

    for path in sorted((corpus / "train").glob("*.jsonl")):
        for sentence in read_annotations(path):
            gold = {end for span in find_spans(sentence) for end in (span.start, span.end)}
            add(make_examples(sentence.text, gold), ANNOTATED_COPIES)
    held_back = {path.stem for path in (corpus / "dev").glob("*.jsonl")}
    for path in sorted(reports.glob("*.txt")) if reports else ():
        if path.stem not in held_back:
            for line in path.read_text("utf-8").splitlines():
                add(make_examples(line), 1)
    return examples


def train(examples: list[str], epochs: int) -> Segmenter:
    """Train pkuseg on the examples.

    Features of words are left out: they add 0.006 to the word F1 and make tokenizing a third slower.
    A model without them gives the same words under pkuseg's default settings.
    """
    config.wordFeature, config.featureTrim = False, 1
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(sys.stderr):
        folder = Path(name)
        held_out = examples[::HELD_OUT]
        del examples[::HELD_OUT]
        (folder / "train.txt").write_text("\n".join(examples), "utf-8")
        (folder / "test.txt").write_text("\n".join(held_out), "utf-8")
        random.seed(0)
        spacy_pkuseg.train(str(folder / "train.txt"), str(folder / "test.txt"), name, train_iter=epochs)
        features = srsly.read_msgpack(folder / FEATURES)
        with np.load(folder / WEIGHTS) as arrays:
            weights = arrays["w"]
    return shrink(features["feature_to_idx"], features["tag_to_idx"], weights)


def shrink(names: dict[str, int], tags: dict[str, int], weights: Weights) -> Segmenter:
    """Drop the features that decide little, round the weights to 16 bits, and favour cuts."""
    size = len(tags)
    edges = weights[len(names) * size :]
    nodes = weights[: len(names) * size].reshape(-1, size)
    keep = np.ptp(nodes, axis=1) >= 2 * LEAST_WEIGHT
    keep[0] = True  # pkuseg counts on the bias to be feature 0
    nodes[0, [index for tag, index in tags.items() if tag.startswith("B")]] += CUT_BIAS
    kept = [name for name, index in sorted(names.items(), key=lambda item: item[1]) if keep[index]]
    # what pkuseg's own loader asks for, and only features of words would use
    features = {"unigram": [], "bigram": [], "tag_to_idx": tags}
    features["feature_to_idx"] = {name: index for index, name in enumerate(kept)}
    return Segmenter(features, np.concatenate([nodes[keep].ravel(), edges]).astype(np.float16))


def main() -> None:
    """Train and save the segmenter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--corpus", type=Path, required=True, help="folder with train/*.jsonl and dev/*.jsonl"
    )
    parser.add_argument("--reports", type=Path, help="folder of reports, one paragraph a line (*.txt)")
    parser.add_argument("--out", type=Path, default=SEGMENTER, help="folder to save to")
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args()
    examples = collect_examples(args.corpus, args.reports)
    print(f"{len(examples)} pieces, {sum(map(len, examples))} characters")
    segmenter = train(examples, args.epochs)
    segmenter.to_disk(args.out)
    size = sum(path.stat().st_size for path in args.out.iterdir())
    print(f"{len(segmenter.features['feature_to_idx'])} features, {size / 1e6:.1f} MB in {args.out}")


if __name__ == "__main__":
    main()
