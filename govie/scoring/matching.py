"""Which prediction stands for which gold record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govie.scoring.records import Offsets, Record, shared_characters

Pair = tuple[Record | None, Record | None]
"""A predicted and a gold record; None where the other side has no such quantity."""


def pair(predicted: Sequence[Record], gold: Sequence[Record], *, overlapping: bool = False) -> Iterator[Pair]:
    """Yield (predicted, gold) with the same quantity span, then the rest of either with None.

    A span counts once: a second prediction of it is one too many. With `overlapping`, predictions that
    are left over take the gold span with which they share most characters, if there is one.
    """
    partners = match_spans(
        [record.quantity for record in predicted],
        [record.quantity for record in gold],
        overlapping=overlapping,
    )
    for record, partner in zip(predicted, partners, strict=True):
        yield record, None if partner is None else gold[partner]
    taken = set(partners)
    for place, record in enumerate(gold):
        if place not in taken:
            yield None, record


def match_spans(
    predicted: Sequence[Offsets], gold: Sequence[Offsets], *, overlapping: bool = False
) -> list[int | None]:
    """Return for each predicted span the place of its gold span, None if it has none.

    Equal spans match first, in text order; each gold span is given once.
    """
    waiting: dict[Offsets, list[int]] = {}
    for place, span in enumerate(gold):
        waiting.setdefault(span, []).append(place)
    partners = [same.pop(0) if (same := waiting.get(span)) else None for span in predicted]
    if overlapping:
        left = [place for places in waiting.values() for place in places]
        for at, span in enumerate(predicted):
            if partners[at] is None and (best := _most_shared(span, gold, left)) is not None:
                partners[at] = best
                left.remove(best)
    return partners


def _most_shared(span: Offsets, gold: Sequence[Offsets], left: Sequence[int]) -> int | None:
    """Return the place among `left` whose span shares most with `span`, None if none shares any."""
    shared = [(shared_characters(span, gold[place]), -place) for place in left]
    most, place = max(shared, default=(0, 0))
    return -place if most else None
