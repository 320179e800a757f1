"""Measure the linker on gold indicators: lexicon alone, classifier alone, both.

Precision, recall and F1 count the records with an id, accuracy all records. A model is judged on the
documents that it has not seen: k folds of CORPUS, and, where given, HELD_OUT by a model of all CORPUS.

usage: python training/scripts/check_linker.py --corpus DIR --reports DIR [--held-out DIR] [--misses N]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from govie.pipes.base import settings
from govie.pipes.linker import NONE, IndicatorLinker, features
from govie.pipes.state import Draft, drafts, set_drafts, text_of
from govie.training.corpus import read_corpus

_FOLDS = 5
_DESIGNS = ("lexicon", "classifier", "both")

Answers = list[tuple[str, str, str]]  # gold id, predicted id, where it stands


def link(linker: IndicatorLinker, doc: Doc, design: str) -> list[str]:
    """Return the ids that a trained linker gives the gold drafts of `doc` by one of the designs."""
    gold = drafts(doc)
    set_drafts(doc, deepcopy(gold))
    if design == "lexicon":
        found = [draft["id"] for draft in drafts(IndicatorLinker()(doc))]
    elif design == "both":
        found = [draft["id"] for draft in drafts(linker(doc))]
    else:
        rows = [features(linker.read(at, k)) for at in settings(doc) for k in range(len(at.drafts))]
        classes = linker.heads.classes["id"]
        best = linker.heads.predict(rows)["id"].argmax(axis=1).tolist() if rows else []
        found = ["" if classes[k] == NONE else classes[k] for k in best]
    set_drafts(doc, gold)
    return found


def judge(test: Sequence[Doc], design: str, linker: IndicatorLinker) -> Iterator[tuple[str, str, str]]:
    """Yield gold id, predicted id and place of each draft of `test`."""
    for doc in test:
        text = text_of(doc)
        for draft, id in zip(drafts(doc), link(linker, doc, design), strict=True):
            yield draft["id"], id, _place(text, draft)


def trained(docs: Sequence[Doc]) -> IndicatorLinker:
    """Return a linker that has learned from `docs`."""
    linker = IndicatorLinker()
    linker.fit(Example(doc, doc) for doc in docs)
    return linker


def _place(text: str, draft: Draft) -> str:
    words = text[draft["ind_start"] : draft["ind_end"]] if draft["ind_start"] >= 0 else ""
    around = text[max(0, draft["start"] - 40) : draft["end"] + 8].replace("\n", "/")
    return f"{words!r:30} {draft['measure']:7} {around}"


def report(name: str, answers: Answers, misses: int) -> None:
    """Print the figures of one design, and its first wrong answers."""
    right = sum(gold == found != "" for gold, found, _ in answers)
    given, wanted = (sum(bool(row[k]) for row in answers) for k in (1, 0))
    accuracy = sum(gold == found for gold, found, _ in answers) / len(answers)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    f1 = 2 * right / max(given + wanted, 1)
    print(
        f"  {name:11} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  accuracy {accuracy:.4f}  ({wanted} ids)"
    )
    wrong = [row for row in answers if row[0] != row[1]]
    for gold, found, place in wrong[:misses]:
        print(f"    {gold or '-'} <- {found or '-'}: {place}")


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of annotated documents (*.jsonl)")
    parser.add_argument("--reports", type=Path, required=True, help="folder of their clean texts (*.txt)")
    parser.add_argument("--held-out", type=Path, help="folder of documents to judge by a model of all CORPUS")
    parser.add_argument("--misses", type=int, default=0, help="how many wrong answers to print")
    options = parser.parse_args()
    docs = [document.doc for document in read_corpus(options.corpus, options.reports, Vocab())]
    folds = [docs[k::_FOLDS] for k in range(_FOLDS)]
    models = [trained([doc for other in folds if other is not fold for doc in other]) for fold in folds]
    print(f"{options.corpus}: {len(docs)} documents, {_FOLDS} folds")
    for design in _DESIGNS:
        answers = [
            row for fold, model in zip(folds, models, strict=True) for row in judge(fold, design, model)
        ]
        report(design, answers, options.misses if design == "both" else 0)
    if options.held_out:
        others = [document.doc for document in read_corpus(options.held_out, options.reports, Vocab())]
        model = trained(docs)
        print(f"{options.held_out}: {len(others)} documents, by a model of {len(docs)}")
        for design in _DESIGNS:
            report(design, list(judge(others, design, model)), options.misses if design == "both" else 0)
    speed(models[0], docs)


def speed(linker: IndicatorLinker, docs: Sequence[Doc]) -> None:
    """Print the time that the linker takes for 300 quantities; it overwrites the gold ids."""
    count, started = sum(len(drafts(doc)) for doc in docs), time.perf_counter()
    for doc in docs:
        linker(doc)
    print(f"{(time.perf_counter() - started) / count * 300 * 1000:.1f} ms for 300 quantities")


if __name__ == "__main__":
    main()
