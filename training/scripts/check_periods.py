"""Measure the periods: the ceiling of the candidates, the plain rule, and a learned choice of role.

Prints, for the annotated sentences of a corpus: how many records have their period among the
candidates; which role gives it first, in the order of `PeriodRole`; how often `default_role` is
right; and how often a logistic regression over the roles is, by cross-validation that leaves
documents out. Measure, average and base are taken from the annotation, not predicted.

usage: python training/scripts/check_periods.py --corpus DIR --reports DIR [--misses N]
"""

from __future__ import annotations

import argparse
import json
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


def features(case: Case) -> dict[str, float]:
    """Return what may tell the role of a case, as named figures."""
    record, text = case.record, case.sentence
    start, end = record["q_start"], record["q_end"]
    before = text[max(0, start - 8) : start]
    indicator = record["ind"]
    section = case.context.section_period
    nearest = [m for m in case.mentions if m.end <= start]
    names = [
        *(f"role={role}" for role in case.candidates),
        f"kind={case.context.section_kind}",
        f"span={section.start != section.end}",
        f"measure={record['m']}",
        f"unit={record['u']}",
        f"average={bool(record.get('avg'))}",
        f"base={bool(record.get('from'))}",
        f"id={record.get('id')}",
        *(f"before={before[i : i + n]}" for n in (1, 2) for i in range(len(before) - n + 1)),
        f"touching={before[-1:]}",
        f"touching2={before[-2:]}",
        *(f"after={text[end : end + n]}" for n in (1, 2)),
        *(f"indicator={indicator[i : i + 2]}" for i in range(len(indicator) - 1)),
        f"indicator_head={indicator[:2]}",
        f"indicator_tail={indicator[-2:]}",
    ]
    if nearest:
        names += [f"nearest={nearest[-1].kind}", f"use={nearest[-1].use}"]
        names += [f"same_clause={not set('，；,;') & set(text[nearest[-1].end : start])}"]
    same = {role: str(period) for role, period in case.candidates.items()}
    names += [f"equal={a}={b}" for a, b in _EQUALS if a in same and same.get(a) == same.get(b)]
    # In a span of years, what a measure says of stocks and flows is another matter than in one year.
    names += [f"span&{name}" for name in names if section.start != section.end and "=" in name]
    return dict.fromkeys(names, 1.0)


_EQUALS = [
    (PeriodRole.NEAREST, PeriodRole.SECTION),
    (PeriodRole.NEAREST, PeriodRole.SECTION_END),
    (PeriodRole.LEAD, PeriodRole.SECTION),
    (PeriodRole.PREVIOUS, PeriodRole.SECTION),
]


def cross_validate(cases: list[Case], *, strength: float) -> np.ndarray:
    """Return for each case whether the period picked by a model that never saw its document is right."""
    targets = np.array([str((case.right_roles() or [PeriodRole.UNKNOWN])[0]) for case in cases])
    names = [features(case) for case in cases]
    right = np.zeros(len(cases), dtype=bool)
    folds = GroupKFold(n_splits=_FOLDS).split(names, groups=[case.document for case in cases])
    for train, test in folds:
        vectorizer = DictVectorizer()
        model = LogisticRegression(C=strength, max_iter=400)
        model.fit(vectorizer.fit_transform([names[i] for i in train]), targets[train])
        scores = model.predict_proba(vectorizer.transform([names[i] for i in test]))
        for i, row in zip(test, scores, strict=True):
            right[i] = pick(cases[i], dict(zip(model.classes_, row, strict=True))) == cases[i].gold
    return right


def pick(case: Case, scores: dict[str, float]) -> str:
    """Return the period whose roles together have the highest score."""
    totals: defaultdict[str, float] = defaultdict(float)
    for role, period in case.candidates.items():
        totals[str(period)] += scores.get(str(role), 0.0)
    return max(totals, key=lambda period: totals[period])


def default_is_right(case: Case) -> bool:
    """Return whether the rule without a model gives the annotated period."""
    record = case.record
    role = default_role(
        case.candidates,
        measure=Measure(record["m"]),
        annual_average=bool(record.get("avg")),
        is_base=bool(record.get("from")),
    )
    return case.is_right(role)


def report(cases: list[Case], *, misses: int, strength: float) -> None:
    """Print the figures of `cases`, and up to `misses` examples of each kind of failure."""
    found = [case for case in cases if case.right_roles()]
    print(f"records {len(cases)}")
    print(f"ceiling {len(found) / len(cases):.4f}")
    for role, count in Counter(case.right_roles()[0] for case in found).most_common():
        print(f"  first right {role:16} {count:5} {count / len(cases):.4f}")
    rule = np.array([default_is_right(case) for case in cases])
    learned = cross_validate(cases, strength=strength)
    print(f"rule    {rule.mean():.4f}")
    print(f"learned {learned.mean():.4f}  ({_FOLDS}-fold over documents)")
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
    parser.add_argument("--misses", type=int, default=0, help="how many failures of each kind to print")
    parser.add_argument("--strength", type=float, default=1.0, help="C of the logistic regression")
    options = parser.parse_args()
    cases = list(read_cases(options.corpus, options.reports))
    report(cases, misses=options.misses, strength=options.strength)
    text = "\n".join(path.read_text("utf-8") for path in sorted(options.reports.glob("*.txt")))
    started = time.perf_counter()
    found = find_mentions(text, report_year=2020, words=load_period_words())
    seconds = time.perf_counter() - started
    print(
        f"{len(found)} mentions in {len(text)} characters, {len(text) / seconds / 1e6:.1f} million a second"
    )


if __name__ == "__main__":
    main()
