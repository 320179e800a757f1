"""govie_periods: the period that each quantity is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.periods import load_period_words
from govie.lexicon.stocks import load_stock_words
from govie.pipes.base import HeadsPipe
from govie.pipes.period_features import PeriodCase, candidate_features, period_cases
from govie.types import Period

_HEAD, _YES, _NO = "chosen", "yes", "no"
_STRENGTH = 0.3  # inverse of the L2 penalty; see training/scripts/check_periods.py


class PeriodChooser(HeadsPipe):
    """Ranks the periods that a quantity may be about, which the rules of `period_roles` list.

    One binary question is asked of every candidate; the likeliest is taken. Where nothing competes
    with the section's year, nothing is asked.
    """

    def __init__(self, name: str = "govie_periods") -> None:
        super().__init__(name)
        self.words = load_period_words()
        self.stocks = load_stock_words()

    def __call__(self, doc: Doc) -> Doc:
        """Set the period of each draft of `doc`."""
        cases = period_cases(doc, self.words)
        for case, (period, probability) in zip(cases, self.choose(cases), strict=True):
            case.draft["period"] = str(period)
            case.draft["score"] *= probability
        return doc

    def choose(self, cases: Sequence[PeriodCase]) -> list[tuple[Period, float]]:
        """Return for each case its period, and its probability among the candidates.

        Without weights, and where the section settles it, the period is that of the rule, and sure.
        """
        answers = self.heads.classes.get(_HEAD, [])
        if _YES not in answers:
            return [(case.default, 1.0) for case in cases]
        tables = [{} if case.settled else candidate_features(case, self.stocks) for case in cases]
        rows = [row for table in tables for row in table.values()]
        scores = iter(self.heads.predict(rows)[_HEAD][:, answers.index(_YES)].tolist())
        return [
            _best(case, {period: next(scores) for period in table}) if table else (case.default, 1.0)
            for case, table in zip(cases, tables, strict=True)
        ]

    def fit(self, examples: Iterable[Example]) -> None:
        """Learn from the drafts of the reference docs."""
        self.learn(case for example in examples for case in period_cases(example.reference, self.words))

    def learn(self, cases: Iterable[PeriodCase]) -> None:
        """Learn from cases whose drafts have their period."""
        rows, labels = [], []
        for case in cases:
            if case.settled:
                continue
            for period, row in candidate_features(case, self.stocks).items():
                rows.append(row)
                labels.append(_YES if str(period) == case.draft["period"] else _NO)
        self.heads.fit(rows, {_HEAD: labels}, strength=_STRENGTH)


def _best(case: PeriodCase, scores: dict[Period, float]) -> tuple[Period, float]:
    """Return the likeliest period and its probability; an annual average is of a span, if there is one."""
    if case.draft["annual_average"]:
        spans = {period: score for period, score in scores.items() if period.start != period.end}
        scores = spans or scores
    best = max(scores, key=scores.__getitem__)
    return best, scores[best] / (sum(scores.values()) or 1.0)


@Language.factory("govie_periods", assigns=["doc.user_data"], requires=["doc.user_data"])
def make_periods(nlp: Language, name: str) -> PeriodChooser:
    """Return a chooser without weights, which keeps to the rule."""
    return PeriodChooser(name)
