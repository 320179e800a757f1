"""Tallies of one sentence, and what they add up to: precision, recall and F1.

MEASURES are the figures that govie quotes. A predicted quantity is right if its characters are exactly
those of a gold quantity; everything else is asked of the quantities that are right, or of whole records:

- indicator: counted on records; the quantity is right and the indicator equals, or overlaps, gold's;
- owner: of the right quantities, the share whose indicator equals, or overlaps, gold's;
- each attribute: of the right quantities, the share that agrees; for attributes that most records
  leave out, also precision and recall of those that are stated;
- record: quantity right, indicator overlaps, and every one of RECORD_FIELDS agrees.

LAYERS are scored twice each, by exact and by overlapping match. Quantity and attributes ask the match of
the quantity's span; indicator, owner and record ask that of the indicator's, beside an exact quantity, so
that they are the figures of the same name in MEASURES. An attribute is counted on the records that state
it: a record that leaves direction, bound, period or id open counts for neither precision nor recall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govie.scoring.matching import Pair, pair
from govie.scoring.records import RECORD_FIELDS, STATED_FIELDS, Record, agree, differences, overlap

MEASURES = (
    "quantity",
    "indicator_exact",
    "indicator_overlap",
    "record",
    "owner_exact",
    "owner_overlap",
    *RECORD_FIELDS,
    *STATED_FIELDS,
    *(f"{name}_stated" for name in STATED_FIELDS),
)

ON_RECORDS = ("quantity", "indicator_exact", "indicator_overlap", "record")
"""The measures that are counted on all records; the others are asked of the right quantities."""

MATCHES = ("exact", "overlap")
ATTRIBUTES = ("measure", "direction", "bound", "status", "period", "id")
LAYERS = ("quantity", "indicator", "owner", *ATTRIBUTES, "record")

NOT_STATED: Mapping[str, object] = {"direction": None, "bound": "exact", "period": "", "id": None}
"""What an attribute is on records that do not state it; one that is not here is always stated."""


def cell(layer: str, match: str) -> str:
    """Return the name of a layer's tally under one of MATCHES, as `Scores` has it."""
    return f"{layer}/{match}"


CELLS = tuple(cell(layer, match) for layer in LAYERS for match in MATCHES)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are right of how many predicted and how many in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right, None if nothing is predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of gold that is found, None if gold has none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, None if neither side has any."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None


Scores = Mapping[str, Tally]
"""A tally a name, by the names and in the order of `MEASURES` and `CELLS`."""


def score_sentence(predicted: Sequence[Record], gold: Sequence[Record]) -> Scores:
    """Return the tallies of one sentence."""
    pairs = list(pair(predicted, gold))
    right: Counter[str] = Counter()
    stated: Counter[tuple[str, str]] = Counter()
    for mine, theirs in pairs:
        if mine and theirs:
            right.update(_agreements(mine, theirs))
            stated.update(_stated(mine, theirs))
    found = right["quantity"]
    tallies = {name: Tally(right[name], found, found) for name in MEASURES}
    for name in ON_RECORDS:
        tallies[name] = Tally(right[name], len(predicted), len(gold))
    for name in STATED_FIELDS:
        counts = (stated[name, "right"], stated[name, "predicted"], stated[name, "gold"])
        tallies[f"{name}_stated"] = Tally(*counts)
    exact = Tally(_both_exact(pairs), len(predicted), len(gold))
    spans = {cell("record", "exact"): exact, cell("record", "overlap"): tallies["record"]}
    for match in MATCHES:
        spans |= {cell(layer, match): tallies[f"{layer}_{match}"] for layer in ("indicator", "owner")}
    scores = tallies | spans | _quantity_layers(predicted, gold)
    return {name: scores[name] for name in (*MEASURES, *CELLS)}


def _both_exact(pairs: Iterable[Pair]) -> int:
    """Return how many records are right with the indicator's exact span."""
    found = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    return sum(mine.indicator == theirs.indicator and not differences(mine, theirs) for mine, theirs in found)


def _quantity_layers(predicted: Sequence[Record], gold: Sequence[Record]) -> dict[str, Tally]:
    """Return the layers that ask the match of the quantity's span."""
    layers: dict[str, Tally] = {}
    for match in MATCHES:
        pairs = pair(predicted, gold, overlapping=match == "overlap")
        found = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
        layers[cell("quantity", match)] = Tally(len(found), len(predicted), len(gold))
        for name in ATTRIBUTES:
            right = sum(
                is_stated(name, theirs) and mine.fields[name] == theirs.fields[name] for mine, theirs in found
            )
            said, wanted = (sum(is_stated(name, record) for record in side) for side in (predicted, gold))
            layers[cell(name, match)] = Tally(right, said, wanted)
    return layers


def is_stated(name: str, record: Record) -> bool:
    """Return whether a record says something by an attribute; see NOT_STATED."""
    return name not in NOT_STATED or record.fields[name] != NOT_STATED[name]


def _agreements(mine: Record, theirs: Record) -> Iterator[str]:
    """Yield the measures by which a prediction with the right quantity is right."""
    yield "quantity"
    if mine.indicator == theirs.indicator:
        yield from ("indicator_exact", "owner_exact")
    if overlap(mine.indicator, theirs.indicator):
        yield from ("indicator_overlap", "owner_overlap")
    for name in (*RECORD_FIELDS, *STATED_FIELDS):
        if agree(name, mine.fields[name], theirs.fields[name]):
            yield name
    if not differences(mine, theirs):
        yield "record"


def _stated(mine: Record, theirs: Record) -> Iterator[tuple[str, str]]:
    """Yield (field, "predicted" | "gold" | "right") for the fields that either side states."""
    for name in STATED_FIELDS:
        said, wanted = mine.fields[name], theirs.fields[name]
        if said:
            yield name, "predicted"
        if wanted:
            yield name, "gold"
        if said and said == wanted:
            yield name, "right"


def add(scores: Iterable[Scores]) -> Scores:
    """Return the sum of tallies, name by name."""
    total = dict.fromkeys((*MEASURES, *CELLS), Tally())
    for each in scores:
        for name, tally in each.items():
            total[name] += tally
    return total
