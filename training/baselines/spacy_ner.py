"""Plain spaCy `ner` over characters: spans of quantities and indicators, the nearest one is the owner.

    python spacy_ner.py train --corpus FOLDER [--corpus FOLDER] --out FOLDER
    python spacy_ner.py FOLDER      (answers reports on stdin, see worker.py)

The architecture and every setting are spaCy's own defaults, but for the number of epochs.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import Optimizer, fix_random_seed
from worker import Place, Prediction, by_sentence, serve

from govie.io.annotations import AnnotatedSentence, read_annotations

EPOCHS = 12  # five minutes on one core
SEED = 0
BATCH = 32
DROPOUT = 0.1
SETTINGS = f"spaCy {spacy_version}, {EPOCHS} epochs, batches of {BATCH}, dropout {DROPOUT}, seed {SEED}"
QUANTITY, INDICATOR = "QUANTITY", "INDICATOR"


def example(nlp: Language, sentence: AnnotatedSentence) -> Example:
    """Return a sentence with its spans as entities; of overlapping ones the longest."""
    doc = nlp.make_doc(sentence.text)
    places = {(r["q_start"], r["q_end"], QUANTITY) for r in sentence.records}
    places |= {(r["ind_start"], r["ind_end"], INDICATOR) for r in sentence.records if r["ind"]}
    spans = [doc.char_span(start, end, label) for start, end, label in sorted(places)]
    doc.ents = filter_spans([span for span in spans if span is not None])
    return Example(nlp.make_doc(sentence.text), doc)


def train(
    sentences: Sequence[AnnotatedSentence], *, epochs: int = EPOCHS, seed: int = SEED
) -> tuple[Language, Optimizer]:
    """Return a pipeline with a trained `ner`, and the optimizer with the running means of its weights."""
    random.seed(seed)
    fix_random_seed(seed)
    nlp = spacy.blank("zh")  # one token a character
    nlp.add_pipe("ner")
    examples = [example(nlp, sentence) for sentence in sentences]
    optimizer = nlp.initialize(lambda: examples)
    for epoch in range(epochs):
        random.shuffle(examples)
        losses: dict[str, float] = {}
        for at in range(0, len(examples), BATCH):
            nlp.update(examples[at : at + BATCH], sgd=optimizer, drop=DROPOUT, losses=losses)
        print(f"ner {epoch + 1}/{epochs}: loss {losses['ner']:,.0f}", flush=True)
    return nlp, optimizer


def owner(quantity: Place, indicators: Sequence[Place]) -> Place | None:
    """Return the indicator with the fewest characters between it and the quantity, the left one of two."""
    return min(indicators, key=lambda place: _gap(quantity, place), default=None)


def _gap(a: Place, b: Place) -> int:
    return max(a[0] - b[1], b[0] - a[1])


def predictions(ents: Iterable[Span]) -> Iterator[Prediction]:
    """Yield the quantities among the entities of a sentence, each with its owner."""
    places: dict[str, list[Place]] = {QUANTITY: [], INDICATOR: []}
    for ent in ents:
        places[ent.label_].append((ent.start_char, ent.end_char))
    for quantity in places[QUANTITY]:
        found = owner(quantity, places[INDICATOR])
        yield {"start": quantity[0], "end": quantity[1], "indicator": list(found or ())}


def _serve(folder: Path) -> None:
    nlp = spacy.load(folder)
    serve(by_sentence(lambda sentence: predictions(nlp(sentence).ents)))


def _train(folders: Sequence[Path], out: Path) -> None:
    paths = [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    sentences = [sentence for path in paths for sentence in read_annotations(path)]
    print(f"ner: {len(sentences):,} sentences of {len(paths)} documents")
    nlp, optimizer = train(sentences)
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(out)


def main() -> None:
    """Train, or answer reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", help="a trained pipeline, or the word train")
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.folder == "train":
        _train(given.corpus, given.out)
    else:
        _serve(Path(given.folder))


if __name__ == "__main__":
    main()
