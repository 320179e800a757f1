"""Judged documents built by hand: records of one invented sentence, changed where a test needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govie.scoring import DocumentScores, JudgedSentence, Record, gold_record, score_sentence
from govie.types import Level, SectionKind

TEXT = "全县旱稻产量4.6万吨、增长3.5%。"
SPANS = ((6, 11), (14, 18))

Pairs = Sequence[tuple[Record | None, Record | None]]


def record(place: int = 0, **changes: object) -> Record:
    """Return a record of the first or the second quantity of TEXT."""
    start, end = SPANS[place]
    plain = {"v": 1.0, "u": "", "m": "level", "s": "actual", "t": "2023", "ind": "旱稻产量"}
    return gold_record({**plain, "q_start": start, "q_end": end, "ind_start": 2, "ind_end": 6, **changes})


def sentence(pairs: Pairs, *, section: SectionKind = SectionKind.REVIEW, number: int = 0) -> JudgedSentence:
    """Return a sentence with predicted and gold records, given in pairs, None for none."""
    return JudgedSentence(
        sid=f"qinghe:{number}:0",
        text=TEXT,
        predicted=tuple(mine for mine, _ in pairs if mine),
        gold=tuple(theirs for _, theirs in pairs if theirs),
        section=section,
        before="上文。",
        after="下文。",
    )


def document(
    name: str, sentences: Sequence[JudgedSentence], *, level: Level | None = None, year: int | None = None
) -> DocumentScores:
    """Return the scores of sentences as those of one document."""
    return DocumentScores(
        name,
        tuple(score_sentence(each.predicted, each.gold) for each in sentences),
        tuple(mismatch for each in sentences for mismatch in each.mismatches),
        tuple(sentences),
        level,
        year,
    )


def tallies(scores: Mapping[str, object], *names: str) -> list[object]:
    """Return some of the tallies, by their names."""
    return [scores[name] for name in names]
