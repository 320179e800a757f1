"""Two systems on the same sentences: paired differences, and whether they may be chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

from govie.scoring.bootstrap import NAMES, Interval, Resampling, by_name, counts_of, drawn_f1, interval
from govie.scoring.documents import Evaluation, JudgedSentence
from govie.scoring.figures import CELLS, Scores
from govie.scoring.matching import match_spans
from govie.scoring.records import differences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Chance:
    """Between which ends a difference lies, and how likely one as large is where there is none."""

    interval: Interval
    p: float


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of one of CELLS under both systems; None where there is no case.

    `sentences` and `documents` draw these again, in pairs; None where some draw has no case, or there
    is one document only.
    """

    name: str
    first: float | None
    second: float | None
    sentences: Chance | None
    documents: Chance | None

    @property
    def value(self) -> float | None:
        """How much higher the first is."""
        return None if self.first is None or self.second is None else self.first - self.second


@dataclass(frozen=True, slots=True)
class McNemar:
    """On how many gold records only the first, or only the second, has the whole record right."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def p(self) -> float:
        """Two-sided exact p: the binomial of the discordant records at one half (McNemar 1947)."""
        discordant = self.only_first + self.only_second
        fewer = min(self.only_first, self.only_second)
        tail = sum(comb(discordant, k) for k in range(fewer + 1))
        return min(1.0, float(2 * tail / 2**discordant))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first system against the second."""

    differences: tuple[Difference, ...]
    records: McNemar


def compare(first: Evaluation, second: Evaluation, how: Resampling | None = None) -> Comparison:
    """Return the paired differences of two evaluations of the same documents.

    Raise ValueError if their documents or sentences are not the same.
    """
    if _places(first) != _places(second):
        raise ValueError("the evaluations are not of the same sentences: score both on one corpus")
    how = how or Resampling()
    totals = first.total.scores, second.total.scores
    by_sentence = _chances(first.total.sentences, second.total.sentences, how)
    by_document = _chances(_by_document(first), _by_document(second), how)
    found = (
        Difference(name, totals[0][name].f1, totals[1][name].f1, by_sentence[name], by_document[name])
        for name in CELLS
    )
    return Comparison(tuple(found), _mcnemar(first.total.judged, second.total.judged))


def _places(evaluation: Evaluation) -> list[tuple[str, list[str]]]:
    return [(d.document, [sentence.sid for sentence in d.judged]) for d in evaluation.documents]


def _by_document(evaluation: Evaluation) -> list[Scores]:
    return [document.scores for document in evaluation.documents]


def _chances(first: Sequence[Scores], second: Sequence[Scores], how: Resampling) -> dict[str, Chance | None]:
    """Return for each name what the paired bootstrap says of the difference of its F1."""
    if len(first) < 2:
        return dict.fromkeys(NAMES)
    drawn = by_name(drawn_f1(counts_of(first), how) - drawn_f1(counts_of(second), how))
    return {
        name: None if figures is None else Chance(interval(figures, how.level), _two_sided(figures))
        for name, figures in drawn.items()
    }


def _two_sided(drawn: NDArray[np.float64]) -> float:
    """Return twice the share of draws on the smaller side of no difference, no less than draws can tell.

    Paired bootstrap after Koehn 2004 (EMNLP); one draw is added to both counts, so that p is never 0
    (Davison and Hinkley 1997, section 4.2).
    """
    smaller = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    return min(1.0, 2 * (smaller + 1) / (len(drawn) + 1))


def _mcnemar(first: Sequence[JudgedSentence], second: Sequence[JudgedSentence]) -> McNemar:
    counts = {(mine, other): 0 for mine in (True, False) for other in (True, False)}
    for one, two in zip(first, second, strict=True):
        for outcome in zip(_right_records(one), _right_records(two), strict=True):
            counts[outcome] += 1
    return McNemar(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def _right_records(sentence: JudgedSentence) -> Iterator[bool]:
    """Yield for each gold record, in its order, whether the whole of it is right."""
    spans = [record.quantity for record in sentence.gold]
    partners = match_spans([record.quantity for record in sentence.predicted], spans)
    found = {
        place: record for place, record in zip(partners, sentence.predicted, strict=True) if place is not None
    }
    for place, gold in enumerate(sentence.gold):
        yield place in found and not differences(found[place], gold)
