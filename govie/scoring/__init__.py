"""Predicted observations against gold records.

Records are matched (`matching`), counted (`figures`), over whole reports (`documents`), in parts
(`slices`), with intervals (`bootstrap`); `confusion` says what is taken for what, `compare` sets one
system against another. docs/evaluation.md defines every figure.
"""

from govie.scoring.bootstrap import Interval, Resampling, f1_intervals
from govie.scoring.compare import Chance, Comparison, Difference, McNemar, compare
from govie.scoring.confusion import Confusion, confusions
from govie.scoring.documents import (
    DocumentScores,
    Evaluation,
    JudgedSentence,
    Mismatch,
    evaluate_documents,
    mismatches,
    score_document,
)
from govie.scoring.figures import LAYERS, MATCHES, MEASURES, Scores, Tally, add, cell, score_sentence
from govie.scoring.levels import level_of, read_levels
from govie.scoring.matching import pair
from govie.scoring.records import (
    RECORD_FIELDS,
    STATED_FIELDS,
    Offsets,
    Record,
    agree,
    differences,
    gold_record,
    overlap,
    predicted_record,
)
from govie.scoring.slices import Slice, slices
from govie.types import Level

__all__ = [
    "LAYERS",
    "MATCHES",
    "MEASURES",
    "RECORD_FIELDS",
    "STATED_FIELDS",
    "Chance",
    "Comparison",
    "Confusion",
    "Difference",
    "DocumentScores",
    "Evaluation",
    "Interval",
    "JudgedSentence",
    "Level",
    "McNemar",
    "Mismatch",
    "Offsets",
    "Record",
    "Resampling",
    "Scores",
    "Slice",
    "Tally",
    "add",
    "agree",
    "cell",
    "compare",
    "confusions",
    "differences",
    "evaluate_documents",
    "f1_intervals",
    "gold_record",
    "level_of",
    "mismatches",
    "overlap",
    "pair",
    "predicted_record",
    "read_levels",
    "score_document",
    "score_sentence",
    "slices",
]
