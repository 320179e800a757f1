"""Measure the periods: the ceiling of the candidates, the plain rule, and the learned choice.

Prints, for the annotated sentences of a corpus: how many records have their period among the
candidates; which role gives it first, in the order of `PeriodRole`; how often the rule without a
model is right; and how often the component `govie_periods` is, by cross-validation that leaves
documents out. Measure, average, base and indicator are taken from the annotation, not predicted.

usage: python training/scripts/check_periods.py --corpus DIR --reports DIR [--held-out DIR]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold
from spacy.vocab import Vocab

from govie.lexicon.periods import load_period_words
from govie.normalize.period_roles import PeriodRole
from govie.normalize.periods import find_mentions
from govie.pipes.period_features import PeriodCase, period_cases
from govie.pipes.periods import PeriodChooser
from govie.training.corpus import read_corpus

_FOLDS = 5
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """One annotated record with all that may tell its period."""

    document: str
    seen: PeriodCase

    @property
    def gold(self) -> str:
        """The annotated period."""
        return self.seen.draft["period"]

    @property
    def of_span(self) -> bool:
        """Whether its section is about several years."""
        section = self.seen.context.section_period
        return section.start != section.end

    def right_roles(self) -> list[PeriodRole]:
        """Return the roles whose candidate is the annotated period, in the order of PeriodRole."""
        found = self.seen.candidates
        return [role for role in PeriodRole if role in found and str(found[role]) == self.gold]


def read_cases(corpus: Path, reports: Path) -> Iterator[Case]:
    """Yield a case for every record of every document of `corpus`."""
    for document in read_corpus(corpus, reports, Vocab()):
        for seen in period_cases(document.doc, load_period_words()):
            yield Case(document.name, seen)


def cross_validate(cases: list[Case]) -> Flags:
    """Return for each case whether a model that never saw its document picks the right period."""
    right = np.zeros(len(cases), dtype=bool)
    for train, test in GroupKFold(n_splits=_FOLDS).split(cases, groups=[case.document for case in cases]):
        right[test] = hold_out([cases[i] for i in train], [cases[i] for i in test])
    return right


def hold_out(cases: list[Case], others: list[Case]) -> Flags:
    """Return for each of `others` whether a model of all `cases` picks the right period."""
    chooser = PeriodChooser()
    chooser.learn(case.seen for case in cases)
    return judge(chooser, others)


def judge(chooser: PeriodChooser, cases: list[Case]) -> Flags:
    """Return for each case whether `chooser` picks the right period."""
    picked = chooser.choose([case.seen for case in cases])
    return np.array([str(period) == case.gold for (period, _), case in zip(picked, cases, strict=True)])


def report(cases: list[Case], learned: Flags, *, misses: int) -> None:
    """Print the figures of `cases`, and up to `misses` examples of each kind of failure."""
    found = [case for case in cases if case.right_roles()]
    print(f"records {len(cases)}")
    print(f"ceiling {len(found) / len(cases):.4f}")
    for role, count in Counter(case.right_roles()[0] for case in found).most_common():
        print(f"  first right {role:16} {count:5} {count / len(cases):.4f}")
    rule = judge(PeriodChooser(), cases)
    span = np.array([case.of_span for case in cases])
    for name, at in (("all", span | True), ("sections of several years", span), ("of one year", ~span)):
        print(f"{name}: {at.sum()} records, rule {rule[at].mean():.4f}, learned {learned[at].mean():.4f}")
    for name in dict.fromkeys(case.document for case in cases):
        at = np.array([case.document == name for case in cases])
        print(f"  {name:14} {at.sum():4}  rule {rule[at].mean():.3f}  learned {learned[at].mean():.3f}")
    show([case for case in cases if not case.right_roles()][:misses], "not among the candidates")
    show([case for case, good in zip(cases, learned, strict=True) if not good][:misses], "learned wrongly")


def show(cases: list[Case], title: str) -> None:
    """Print the quantities of `cases` with what was annotated and what was found."""
    if cases:
        print(f"-- {title}")
    for case in cases:
        seen, draft = case.seen, case.seen.draft
        named = {role.value: str(period) for role, period in seen.candidates.items()}
        quantity = seen.text[draft["start"] - seen.offset : draft["end"] - seen.offset]
        print(f"{case.document} {quantity} {case.gold!r} {seen.context.section_kind} {named}")
        print(f"    {seen.text[:160]}")


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of annotated documents (*.jsonl)")
    parser.add_argument("--reports", type=Path, required=True, help="folder of their clean texts (*.txt)")
    parser.add_argument(
        "--held-out", type=Path, help="folder of documents to judge by a model of all of CORPUS"
    )
    parser.add_argument("--misses", type=int, default=0, help="how many failures of each kind to print")
    options = parser.parse_args()
    cases = list(read_cases(options.corpus, options.reports))
    print(f"== {options.corpus}, {_FOLDS}-fold over documents")
    report(cases, cross_validate(cases), misses=options.misses)
    if options.held_out:
        others = list(read_cases(options.held_out, options.reports))
        print(f"== {options.held_out}, by a model of {options.corpus}")
        report(others, hold_out(cases, others), misses=options.misses)
    print_speed(options.corpus, options.reports)


def print_speed(corpus: Path, reports: Path) -> None:
    """Print how fast mentions are read, and how long the component takes for each quantity."""
    words, chooser, documents = (
        load_period_words(),
        PeriodChooser(),
        list(read_corpus(corpus, reports, Vocab())),
    )
    texts = [document.doc.text for document in documents]
    started = time.process_time()
    found = sum(len(find_mentions(text, report_year=2020, words=words)) for text in texts)
    rate = sum(map(len, texts)) / (time.process_time() - started)
    print(f"{found} mentions, {rate / 1e6:.1f} million characters a second")
    chooser.learn(case for document in documents for case in period_cases(document.doc, words))
    started = time.process_time()
    for document in documents:
        chooser(document.doc)
    quantities = sum(len(document.gold) for document in documents)
    seconds = time.process_time() - started
    print(f"{quantities} quantities of {len(documents)} reports, {1e6 * seconds / quantities:.0f} µs each")


if __name__ == "__main__":
    main()
