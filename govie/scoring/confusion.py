"""What is taken for what: a table of gold values by predicted values for a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from govie.scoring.documents import Evaluation
from govie.scoring.matching import pair
from govie.types import Bound, Direction, Measure, Status

NONE = "none"
"""The value of a field that a record leaves open."""

ABSENT = "absent"
"""The value on the side that has no such quantity: predicted, it is missing; gold, it is spurious."""

CONFUSED: Mapping[str, tuple[str, ...]] = {
    "measure": tuple(Measure),
    "status": tuple(Status),
    "bound": tuple(Bound),
    "direction": (*Direction, NONE),
}
"""The fields that have a table, with their values in order."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often records of each gold value are predicted with each value, ABSENT the last of both."""

    field: str
    counts: Mapping[tuple[str, str], int]  # (gold, predicted)

    @property
    def labels(self) -> tuple[str, ...]:
        """The values that occur on either side, in their order."""
        order = (*CONFUSED[self.field], ABSENT)
        return tuple(label for label in order if any(label in both for both in self.counts))


def confusions(evaluation: Evaluation) -> tuple[Confusion, ...]:
    """Return a table for each field of CONFUSED; records pair by the exact span of their quantity."""
    counts: dict[str, Counter[tuple[str, str]]] = {field: Counter() for field in CONFUSED}
    for sentence in evaluation.total.judged:
        for mine, theirs in pair(sentence.predicted, sentence.gold):
            for field, table in counts.items():
                gold, said = (
                    str(record.fields[field] or NONE) if record else ABSENT for record in (theirs, mine)
                )
                table[gold, said] += 1
    return tuple(Confusion(field, dict(table)) for field, table in counts.items())
