"""The words of indicators, their ids, and numerals that nothing accounts for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govie.io.annotations import AnnotatedSentence, GoldRecord
from govie.lexicon.annotation import load_annotation_words
from govie.lexicon.indicators import IndicatorTable
from govie.normalize.indicator_names import NameMatcher, name_matcher
from govie.training.check.finding import Remark, error, note, warning
from govie.types import Measure, Period

_EDGES = "，。、；：！？,;!?·-—… \t\n\u3000"
_PAIRS = tuple(zip("“‘《（(「『【", "”’》）)」』】", strict=True))
_NUMERAL = re.compile(r"\d+(?:[.．,，]\d+)*|[XＸ×]{1,3}(?=[元亿万美个家户人、，。；左以余])")
_DATE = re.compile(
    r"(?:[12１２]\d{3})(?:[—–－~～-]{1,2}[12１２]?\d{1,3})?(?:年度?)?(?![\d.．])"
    r"|\d{1,2}月份?(?:\d{1,2}日)?|\d{1,2}日"
)
_AROUND = 5  # characters shown on both sides of a numeral


def check_wording(
    sentence: AnnotatedSentence, table: IndicatorTable, *, year: int | None = None
) -> Iterator[Remark]:
    """Yield what is wrong with indicators, ids and numerals of a sentence in a report of `year`."""
    for record in sentence.records:
        if record["ind"]:
            yield from _check_edges(record)
            yield from _check_words(record)
            yield from _check_overlap(record, sentence)
        yield from _check_id(record, table, name_matcher(table), year)
    yield from _check_skip(sentence)
    yield from _check_numerals(sentence)


def _check_edges(record: GoldRecord) -> Iterator[Remark]:
    ind = record["ind"]
    if ind != ind.strip(_EDGES):
        yield error("indicator", f"ind {ind!r} begins or ends with a mark or a space", "leave it out")
    for opening, closing in _PAIRS:
        if ind.count(opening) != ind.count(closing):
            found = f"ind {ind!r} has one of {opening}{closing} without the other"
            yield warning("indicator", found, "take both in, or leave both out")


def _check_words(record: GoldRecord) -> Iterator[Remark]:
    words, ind = load_annotation_words(), record["ind"]
    for kind, what in ((words.attainment, "a light verb of attainment"), (words.place, "a place")):
        if ind.startswith(kind) and ind not in kind:
            yield warning(
                "indicator", f"ind {ind!r} begins with {what}", "cut it off, unless it is part of a name"
            )


def _check_overlap(record: GoldRecord, sentence: AnnotatedSentence) -> Iterator[Remark]:
    ind, start, end = record["ind"], record["ind_start"], record["ind_end"]
    for other in sentence.records:
        if other["q_start"] < end and start < other["q_end"]:
            if other is record:
                yield error("indicator", f"ind {ind!r} overlaps its own q {record['q']!r}", "cut it off")
            else:
                found = f"ind {ind!r} holds the quantity {other['q']!r}"
                advice = "a numeral inside an indicator is no quantity: leave out one of the two"
                yield warning("indicator", found, advice)


def _check_id(
    record: GoldRecord, table: IndicatorTable, names: NameMatcher, year: int | None
) -> Iterator[Remark]:
    ind, id = record["ind"], record["id"]
    if id is not None and id not in table:
        yield error(
            "id",
            f"id {id!r} of {ind!r} is not in the table",
            "correct it, or give your own table with --indicators",
        )
        return
    words, when = names.fold(ind), Period.parse(record["t"]).end_year or year
    usual = names.exact(words, year=when, measure=record["m"])
    shared = set(names.members(words, year=when, measure=record["m"])) - {None}
    # where words name several things (城乡居民收入), which of them is meant is not in the words; a share
    # of a thing may be an indicator of its own
    if not usual or id == usual or shared or (id is not None and record["m"] == Measure.SHARE):
        return
    found = f"ind {ind!r} ({record['m']}) is a name of {usual!r}, and has {'no id' if id is None else id}"
    yield warning("id", found, "give it the id that the table gives its name, unless it means something else")


def _check_skip(sentence: AnnotatedSentence) -> Iterator[Remark]:
    for piece in sentence.skip:
        if piece not in sentence.text:
            yield error("skip", f"skip {piece!r} is not in the sentence", "give it as it stands there")


def _check_numerals(sentence: AnnotatedSentence) -> Iterator[Remark]:
    """Yield the numerals and masks that neither a record, nor `skip`, nor a date accounts for."""
    text = sentence.text
    covered = set().union(*(range(*match.span()) for match in _DATE.finditer(text)))
    for record in sentence.records:
        covered.update(range(record["q_start"], record["q_end"]))
        if record["ind"]:
            covered.update(range(record["ind_start"], record["ind_end"]))
    pieces = [record[name] for record in sentence.records for name in ("base", "of", "scope") if record[name]]
    for piece in (*pieces, *sentence.skip):
        for match in re.finditer(re.escape(piece), text):
            covered.update(range(*match.span()))
    for match in _NUMERAL.finditer(text):
        if not covered.issuperset(range(*match.span())):
            around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            yield note(
                "numeral", f"no record for {match[0]!r} in …{around}…", "record it, or name it in skip"
            )
