"""Measure the periods: the ceiling of the candidates, the plain rule, and a learned choice of role.

Prints, for the annotated sentences of a corpus: how many records have their period among the
candidates; which role gives it first, in the order of `PeriodRole`; how often `default_role` is
right; and how often a logistic regression that ranks the candidates is, by cross-validation that
leaves documents out. Measure, average and base are taken from the annotation, not predicted.

usage: python training/scripts/check_periods.py --corpus DIR --reports DIR [--held-out DIR]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from govie.lexicon.periods import load_period_words
from govie.normalize.period_roles import PeriodContext, PeriodRole, default_role, period_candidates
from govie.normalize.periods import Mention, find_mentions
from govie.text.structure import read_structure
from govie.types import Measure, Period

_FOLDS = 5
_SPAN_ROLES = (PeriodRole.SECTION, PeriodRole.NEAREST, PeriodRole.LEAD, PeriodRole.PREVIOUS)
_TELLING_ROLES = (PeriodRole.NEAREST, PeriodRole.BASELINE, PeriodRole.PAIR_START)


@dataclass(frozen=True, slots=True)
class Case:
    """One annotated record with all that may tell its period."""

    document: str
    sid: str
    sentence: str
    record: dict[str, Any]
    mentions: tuple[Mention, ...]
    context: PeriodContext
    candidates: dict[PeriodRole, Period]

    @property
    def gold(self) -> str:
        """The annotated period."""
        return str(self.record["t"])

    def right_roles(self) -> list[PeriodRole]:
        """Return the roles whose candidate is the annotated period, in the order of PeriodRole."""
        return [role for role in PeriodRole if role in self.candidates and self.is_right(role)]

    def is_right(self, role: PeriodRole) -> bool:
        """Return whether the candidate under `role` is the annotated period."""
        return str(self.candidates[role]) == self.gold


def read_cases(corpus: Path, reports: Path) -> Iterator[Case]:
    """Yield a case for every record of every document of `corpus`."""
    for path in sorted(corpus.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        yield from _read_document(path.stem, lines, (reports / f"{path.stem}.txt").read_text("utf-8"))


def _read_document(name: str, lines: list[dict[str, Any]], text: str) -> Iterator[Case]:
    structure = read_structure(text)
    mentions = find_mentions(text, report_year=structure.year, words=load_period_words())
    starts = [mention.start for mention in mentions]
    places = {f"{name}:{s.paragraph}:{s.index}": s for s in structure.sentences}
    paragraphs: dict[int, int] = {}
    for sentence in structure.sentences:
        paragraphs.setdefault(sentence.paragraph, sentence.start)
    for line in lines:
        if not line["obs"]:
            continue
        place = places[line["sid"]]
        section = structure.sections[place.section]
        first = bisect_right(starts, place.start - 1)
        inside = [m for m in mentions[first:] if m.start < place.end]
        earlier = [m for m in mentions[:first] if m.start >= paragraphs[place.paragraph]]
        context = PeriodContext(
            report_year=structure.year,
            section_period=section.period,
            section_kind=section.kind,
            paragraph_mentions=tuple(earlier),
        )
        local = tuple(replace(m, start=m.start - place.start, end=m.end - place.start) for m in inside)
        for record in line["obs"]:
            candidates = period_candidates(
                record["q_start"], record["q_end"], mentions=local, context=context
            )
            yield Case(name, line["sid"], line["text"], record, local, context, candidates)


def candidate_features(case: Case) -> list[tuple[Period, dict[str, float]]]:
    """Return the distinct candidate periods of a case, each with what speaks for and against it."""
    roles_of: defaultdict[Period, set[PeriodRole]] = defaultdict(set)
    for role, period in case.candidates.items():
        roles_of[period].add(role)
    around, words = _around(case), _words(case)
    rule = case.candidates[_default(case)]
    rows = []
    for period, roles in roles_of.items():
        form = _form(case, period, roles)
        names = [f"form={form}", f"first={next(role for role in PeriodRole if role in roles)}"]
        names += [f"form={form}&{word}" for word in words]
        names += [f"role={role}" for role in roles]
        names += [f"role={role}&{fact}" for role in roles for fact in around]
        if period == rule:
            names += ["rule", *(f"rule&{fact}" for fact in around)]
        rows.append((period, dict.fromkeys(names, 1.0)))
    return rows


def _form(case: Case, period: Period, roles: set[PeriodRole]) -> str:
    """Return what the period is to the spans in play: stocks want their end, flows the whole."""
    if not period:
        return "unknown"
    if period.start != period.end:
        return "span"
    if PeriodRole.NEAREST in roles:
        return "named"
    found = [case.candidates[role] for role in _SPAN_ROLES if role in case.candidates]
    spans = [span for span in found if span.start != span.end]
    if any(span.end == period.end for span in spans):
        return "end"
    return "before" if any(Period.of((span.start_year or 0) - 1) == period for span in spans) else "year"


def _around(case: Case) -> list[str]:
    """Return facts of the section and of the times named before the quantity."""
    section, record = case.context.section_period, case.record
    start = record["q_start"]
    facts = [f"section={case.context.section_kind}", f"span={section.start != section.end}", *_kind(record)]
    facts += [f"has={role}" for role in _TELLING_ROLES if role in case.candidates]
    before = [mention for mention in case.mentions if mention.end <= start]
    if before:
        last = before[-1]
        clauses = min(3, len(re.findall("[，；,;]", case.sentence[last.end : start])))
        facts += [f"use={last.use}", f"mention={last.kind}&{last.use}", f"mention={last.kind}&{clauses}"]
        facts += [f"mention={last.kind}", f"clauses={clauses}"]
    return facts


def _words(case: Case) -> list[str]:
    """Return the characters that tell a stock from a flow: before the quantity, ends of the indicator."""
    record, start = case.record, case.record["q_start"]
    before, indicator = case.sentence[max(0, start - 2) : start], record["ind"]
    ends = [before[-1:], before, indicator[:1], indicator[:2], indicator[-1:], indicator[-2:]]
    compared = f"compared={PeriodRole.BASELINE in case.candidates}&{record['m']}"
    rate = f"rate={record['u'][:1] in ('%', '‰')}"
    return [*(f"{place}={text}" for place, text in enumerate(ends)), *_kind(record), compared, rate]


def _kind(record: dict[str, Any]) -> list[str]:
    return [
        f"measure={record['m']}",
        f"average={bool(record.get('avg'))}",
        f"base={bool(record.get('from'))}",
    ]


def cross_validate(cases: list[Case], *, strength: float) -> np.ndarray:
    """Return for each case whether a model that never saw its document picks the right period.

    One binary regression scores every candidate period of a case; the highest one is picked.
    """
    rows = [candidate_features(case) for case in cases]
    right = np.zeros(len(cases), dtype=bool)
    folds = GroupKFold(n_splits=_FOLDS).split(rows, groups=[case.document for case in cases])
    for train, test in folds:
        vectorizer, model = fit([cases[i] for i in train], [rows[i] for i in train], strength=strength)
        for i in test:
            right[i] = str(pick(rows[i], vectorizer, model)) == cases[i].gold
    return right


def hold_out(cases: list[Case], others: list[Case], *, strength: float) -> np.ndarray:
    """Return for each of `others` whether a model of all `cases` picks the right period."""
    vectorizer, model = fit(cases, [candidate_features(case) for case in cases], strength=strength)
    picked = (pick(candidate_features(case), vectorizer, model) for case in others)
    return np.array([str(period) == case.gold for period, case in zip(picked, others, strict=True)])


def pick(
    rows: list[tuple[Period, dict[str, float]]], vectorizer: DictVectorizer, model: LogisticRegression
) -> Period:
    """Return the candidate that scores highest."""
    scores = model.decision_function(vectorizer.transform([names for _, names in rows]))
    return rows[int(np.argmax(scores))][0]


def fit(
    cases: list[Case], rows: list[list[tuple[Period, dict[str, float]]]], *, strength: float
) -> tuple[DictVectorizer, LogisticRegression]:
    """Return a model that scores candidate periods, and the vectorizer that it reads through."""
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([names for of_case in rows for _, names in of_case])
    # liblinear reads 32-bit indices only.
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    pairs = zip(cases, rows, strict=True)
    right = [str(period) == case.gold for case, of_case in pairs for period, _ in of_case]
    return vectorizer, LogisticRegression(C=strength, solver="liblinear").fit(matrix, right)


def default_is_right(case: Case) -> bool:
    """Return whether the rule without a model gives the annotated period."""
    return case.is_right(_default(case))


def _default(case: Case) -> PeriodRole:
    record = case.record
    return default_role(
        case.candidates,
        measure=Measure(record["m"]),
        annual_average=bool(record.get("avg")),
        is_base=bool(record.get("from")),
    )


def report(cases: list[Case], learned: np.ndarray, *, misses: int) -> None:
    """Print the figures of `cases`, and up to `misses` examples of each kind of failure."""
    found = [case for case in cases if case.right_roles()]
    print(f"records {len(cases)}")
    print(f"ceiling {len(found) / len(cases):.4f}")
    for role, count in Counter(case.right_roles()[0] for case in found).most_common():
        print(f"  first right {role:16} {count:5} {count / len(cases):.4f}")
    rule = np.array([default_is_right(case) for case in cases])
    span = np.array([case.context.section_period.start != case.context.section_period.end for case in cases])
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
        named = {role.value: str(period) for role, period in case.candidates.items()}
        record = case.record
        print(f"{case.sid} {record['q']} {case.gold!r} {case.context.section_kind} {named}")
        print(f"    {case.sentence[:160]}")


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of annotated documents (*.jsonl)")
    parser.add_argument("--reports", type=Path, required=True, help="folder of their clean texts (*.txt)")
    parser.add_argument(
        "--held-out", type=Path, help="folder of documents to judge by a model of all of CORPUS"
    )
    parser.add_argument("--misses", type=int, default=0, help="how many failures of each kind to print")
    parser.add_argument("--strength", type=float, default=3.0, help="C of the logistic regression")
    options = parser.parse_args()
    cases = list(read_cases(options.corpus, options.reports))
    print(f"== {options.corpus}, {_FOLDS}-fold over documents")
    report(cases, cross_validate(cases, strength=options.strength), misses=options.misses)
    if options.held_out:
        others = list(read_cases(options.held_out, options.reports))
        print(f"== {options.held_out}, by a model of {options.corpus}")
        report(others, hold_out(cases, others, strength=options.strength), misses=options.misses)
    text = "\n".join(path.read_text("utf-8") for path in sorted(options.reports.glob("*.txt")))
    started = time.perf_counter()
    found = find_mentions(text, report_year=2020, words=load_period_words())
    seconds = time.perf_counter() - started
    print(
        f"{len(found)} mentions in {len(text)} characters, {len(text) / seconds / 1e6:.1f} million a second"
    )


if __name__ == "__main__":
    main()
