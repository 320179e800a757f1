"""What the guidelines say of the fields of a record, as far as a program can check it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from govie.io.annotations import AnnotatedSentence, GoldRecord
from govie.lexicon.annotation import load_annotation_words
from govie.lexicon.units import UnitTable
from govie.normalize.quantities import Candidate, find_candidates
from govie.normalize.units import to_base
from govie.text.clean import clean
from govie.training.check.finding import Remark, error, warning
from govie.types import Measure, Period, Status

_SPANS = ("q", "q_start", "q_end", "ind", "ind_start", "ind_end", "base", "of", "scope")
_LABELS = ("v", "u", "id", "m", "d", "b", "s", "t", "avg", "from")
FIELDS = frozenset((*_SPANS, *_LABELS))
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_PLACES_UNIT = "位"  # of a move in rank


def check_records(sentence: AnnotatedSentence, units: UnitTable) -> Iterator[Remark]:
    """Yield what is wrong with the records of a sentence, taken together and one by one."""
    yield from _check_order(sentence.records)
    candidates = read_candidates(sentence.text, units)
    for record in sentence.records:
        yield from _check_quantity(record, sentence.text, candidates)
        yield from _check_unit(record, units)
        for check in _CHECKS:
            yield from check(record)
    for record in sentence.records[-1:]:
        yield from _check_last(record)


def read_candidates(text: str, units: UnitTable) -> list[Candidate]:
    """Return what govie's grammar reads in a sentence, with offsets into `text` as it stands."""
    cleaned = clean(text)
    return find_candidates(cleaned if len(cleaned) == len(text) else text, units)


def values_of(record: GoldRecord) -> tuple[float, ...]:
    """Return the numbers of a record: none if it is masked."""
    value = record["v"]
    return () if value is None else tuple(value) if isinstance(value, list) else (value,)


def same_unit(a: str, b: str) -> bool:
    """Return whether two units are the same in one width."""
    return unicodedata.normalize("NFKC", a) == unicodedata.normalize("NFKC", b)


def _check_order(records: Sequence[GoldRecord]) -> Iterator[Remark]:
    for before, after in pairwise(records):
        if after["q_start"] < before["q_start"]:
            found = f"{after['q']!r} comes after {before['q']!r}, which stands behind it"
            yield error("order", found, "put the records in the order of their quantities")
        elif after["q_start"] < before["q_end"]:
            found = f"the quantities {before['q']!r} and {after['q']!r} share characters"
            yield error("overlap", found, "one record a quantity: cut one of them, or leave it out")


def _check_quantity(record: GoldRecord, text: str, candidates: Sequence[Candidate]) -> Iterator[Remark]:
    """Compare value and unit with what the grammar reads in the same characters."""
    q, start, end = record["q"], record["q_start"], record["q_end"]
    read = next((c for c in candidates if (c.start, c.end) == (start, end)), None)
    if read is None:
        near = [text[c.start : c.end] for c in candidates if c.start < end and start < c.end]
        seen = f"reads {near[0]!r}" if near else "reads no quantity"
        found = f"where q is {q!r}, the grammar of quantities {seen}"
        yield warning(
            "quantity", found, "q is the whole of numeral, 万 or 亿, 余 or 多, and unit, and no more"
        )
        return
    said = values_of(record)
    if len(said) != len(read.values) or any(map(_differ, said, read.values)):
        found = f"v {record['v']!r} of {q!r}, which reads {_as_value(read.values)!r}"
        yield error("value", found, "give the number as written, before 万 and 亿; null if it is masked")
    if not same_unit(record["u"], read.unit):
        found = f"u {record['u']!r} of {q!r}, which reads {read.unit!r}"
        yield error("unit", found, "give the unit with 万 or 亿 as it stands, without 余 or 多")


def _differ(a: float, b: float) -> bool:
    return abs(a - b) > 1e-3 * max(1, abs(b))


def _as_value(values: tuple[float, ...]) -> object:
    plain = [int(value) if value.is_integer() else round(value, 4) for value in values]
    return plain if len(plain) > 1 else plain[0] if plain else None


def _check_fields(record: GoldRecord) -> Iterator[Remark]:
    if unknown := sorted(record.keys() - FIELDS):
        found = f"record {record['q']!r} has the field {', '.join(unknown)}"
        yield error("field", found, "correct its name or leave it out")
    for name in ("avg", "from"):
        if not isinstance(record[name], bool):
            yield error("field", f"{name} {record[name]!r} of {record['q']!r}", "give true or leave it out")


def _check_unit(record: GoldRecord, units: UnitTable) -> Iterator[Remark]:
    words, unit = load_annotation_words(), record["u"]
    if unit.endswith(words.more):
        yield error("unit", f"u {unit!r} of {record['q']!r}", f"leave out {unit[-1]}: b says it (gt)")
    elif unit and to_base(1.0, unit, units)[0] is None:
        advice = "see whether it is a slip; else give the unit with --units (docs/lexicon.md)"
        yield warning("unit", f"u {unit!r} of {record['q']!r} is not in the table of units", advice)


def _check_direction(record: GoldRecord) -> Iterator[Remark]:
    moves = record["m"] in (Measure.GROWTH, Measure.CHANGE)
    if moves and record["d"] is None:
        yield error("direction", f"{record['m']} {record['q']!r} has no d", "give up or down")
    if not moves and record["d"] is not None:
        found = f"{record['m']} {record['q']!r} has d {record['d']!r}"
        yield error("direction", found, "leave it out, or make it a growth or a change")


def _check_measure(record: GoldRecord) -> Iterator[Remark]:
    """Check that the unit is one that the measure can have."""
    words, unit, measure = load_annotation_words(), record["u"], record["m"]
    what = f"{measure} {record['q']!r} has u {unit!r}"
    if unit in words.points and measure != Measure.CHANGE:
        yield error("measure", what, "points are a difference: make it a change")
    elif measure == Measure.GROWTH and unit not in words.growth:
        yield error("measure", what, "an absolute amount is a change")
    elif measure == Measure.CHANGE and unit in words.growth - {""}:
        yield warning("measure", what, "relative change is growth")
    elif measure == Measure.MULTIPLE and unit not in words.multiple:
        yield warning("measure", what, "a multiple has u 倍")
    elif measure == Measure.SHARE and unit not in words.share:
        yield warning("measure", what, "a share has u %; an amount is a level")


def _check_rank(record: GoldRecord) -> Iterator[Remark]:
    q, is_rank = record["q"], record["m"] == Measure.RANK
    if is_rank and record["u"]:
        yield error("rank", f"rank {q!r} has u {record['u']!r}", 'a rank has u ""')
    if is_rank and any(value < 1 or value % 1 for value in values_of(record)):
        yield error("rank", f"rank {q!r} has v {record['v']!r}", "a rank is a whole number from 1")
    moved = record["m"] == Measure.CHANGE and record["u"] == _PLACES_UNIT
    if record["scope"] and not is_rank and not moved:
        found = f"{record['m']} {q!r} has scope {record['scope']!r}"
        yield error("rank", found, "scope says where a rank holds: leave it out, or make it a rank")


def _check_share(record: GoldRecord) -> Iterator[Remark]:
    if record["of"] and record["m"] not in (Measure.SHARE, Measure.CHANGE):
        found = f"{record['m']} {record['q']!r} has of {record['of']!r}"
        yield warning("share", found, "of names the whole of a share: leave it out, or make it a share")


def _check_values(record: GoldRecord) -> Iterator[Remark]:
    q, values, ratio = record["q"], values_of(record), record["m"] == Measure.RATIO
    if ratio and values and (len(values) < 2 or record["u"]):
        found = f"ratio {q!r} has v {record['v']!r}, u {record['u']!r}"
        yield error("value", found, 'a ratio has a list of two or more numbers, and u ""')
    elif not ratio and len(values) > 2:
        yield error("value", f"v {record['v']!r} of {q!r}", "a range has two numbers")
    elif not ratio and len(values) == 2 and values[0] > values[1]:
        yield warning("value", f"v {record['v']!r} of {q!r} falls", "a range goes from its lower end up")


def _check_period(record: GoldRecord) -> Iterator[Remark]:
    period = Period.parse(record["t"])
    first, last = period.start_year, period.end_year
    if first is None or last is None:
        return
    what = f"t {record['t']!r} of {record['q']!r}"
    if not _FIRST_YEAR <= min(first, last) <= max(first, last) <= _LAST_YEAR:
        yield error("period", f"{what} is no year of a report", "correct the year")
    elif last < first or (last == first and period.end < period.start):
        yield error("period", f"{what} ends before it begins", "give its first year first")
    elif record["avg"] and period.start == period.end:
        advice = "an annual average is of several years: give the span, or leave out avg"
        yield warning("period", f"{what} is one year of an average", advice)


def check_period_of_report(record: GoldRecord, year: int) -> Iterator[Remark]:
    """Yield whether status and period contradict each other in a report of `year`."""
    last = Period.parse(record["t"]).end_year
    if last is None:
        return
    what = f"{record['s']} {record['q']!r} of {record['t']} in a report of {year}"
    if record["s"] == Status.ACTUAL and last > year:
        yield warning("period", what, "what has happened is of a year before: correct s or t")
    elif record["s"] == Status.TARGET and last < year:
        yield warning("period", what, "what is planned is of this year or later: correct s or t")
    elif record["s"] == Status.ESTIMATE and not year - 1 <= last <= year:
        yield warning("period", what, "an estimate is of the year under review: correct s or t")


def _check_last(record: GoldRecord) -> Iterator[Remark]:
    """Check the last record of a sentence: a move that starts with it would end in another sentence."""
    if record["from"]:
        found = f"{record['q']!r} has from, and no quantity follows in the sentence"
        yield warning("from", found, "from marks the starting value of a move whose end is stated too")


_CHECKS: tuple[Callable[[GoldRecord], Iterator[Remark]], ...] = (
    _check_fields,
    _check_direction,
    _check_measure,
    _check_rank,
    _check_share,
    _check_values,
    _check_period,
)
