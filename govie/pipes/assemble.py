"""From a Doc that the components have read to the Report that the caller gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from govie.document import Document
from govie.lexicon.indicators import IndicatorTable, load_indicators
from govie.lexicon.targets import TargetTable, load_targets
from govie.lexicon.units import UnitTable, load_units
from govie.normalize.units import to_base
from govie.pipes.additions import additions
from govie.pipes.context import add_context, horizon_of
from govie.pipes.linker import IndicatorLinker
from govie.pipes.quantities import QuantityFinder
from govie.pipes.standing import standings
from govie.pipes.state import Draft, drafts, structure, text_of
from govie.pipes.text_targets import TargetDraft, text_targets
from govie.text.clean import CleanText
from govie.text.structure import Structure
from govie.types import (
    Area,
    Binding,
    Bound,
    Constraint,
    Coverage,
    Direction,
    Evidence,
    Horizon,
    Indicator,
    Measure,
    Observation,
    Period,
    Quantity,
    Report,
    Section,
    Span,
    Standing,
    Status,
    TextTarget,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """What gives indicators their names, quantities their base units, and targets their class."""

    indicators: IndicatorTable
    units: UnitTable
    targets: TargetTable = field(default_factory=load_targets)


def tables_of(nlp: Language, targets: TargetTable | None = None) -> Tables:
    """Return the tables that the components of `nlp` read with, govie's own where none has one."""
    indicators, units = load_indicators(), load_units()
    for _, component in nlp.pipeline:
        if isinstance(component, IndicatorLinker):
            indicators = component.table
        elif isinstance(component, QuantityFinder):
            units = component.units
    return Tables(indicators, units, targets or load_targets())


def assemble(doc: Doc, cleaned: CleanText, tables: Tables, document: Document | None = None) -> Report:
    """Return the report of `doc`, a Doc of `cleaned.text`, in the characters of `cleaned.raw`."""
    found = structure(doc)
    read = drafts(doc)
    add_context(text_of(doc), found, read, tables.targets)
    told = (
        standings(read, found, cleaned.text),
        additions(read, found, cleaned.text, tables.indicators),
    )
    placed = (
        replace(_observation(draft, found, cleaned, tables), standing=standing, added=added)
        for draft, standing, added in zip(read, *told, strict=True)
    )
    return Report(
        text=cleaned.raw,
        title=found.title,
        year=found.year,
        region=found.region,
        area=_area_of(found.area, cleaned),
        sections=tuple(_sections(found, cleaned)),
        observations=tuple(placed),
        text_targets=tuple(
            _text_target(target, found, cleaned, tables)
            for target in text_targets(text_of(doc), found, read, tables.indicators, tables.targets)
        ),
        document=document,
        repairs=cleaned.repairs,
    )


def _sections(found: Structure, cleaned: CleanText) -> Iterator[Section]:
    for section, start, end, path in found.headed():
        first, last = cleaned.raw_span(start, end)
        if end < len(cleaned.text):  # characters repaired together are in one section
            last = min(last, cleaned.raw_span(end, end)[0])
        yield Section(section.kind, path[-1] if path else section.title, first, last, section.period, path)


def _observation(draft: Draft, found: Structure, cleaned: CleanText, tables: Tables) -> Observation:
    sentence = found.sentences[draft["sentence"]]
    return Observation(
        indicator=_indicator(draft, cleaned, tables.indicators),
        quantity=_quantity(draft, cleaned, tables.units),
        measure=Measure(draft["measure"]),
        direction=Direction(draft["direction"]) if draft["direction"] else None,
        bound=Bound(draft["bound"]),
        status=Status(draft["status"]),
        period=Period.parse(draft["period"]),
        annual_average=draft["annual_average"],
        baseline=_named(draft["baseline"], cleaned),
        whole=_named(draft["whole"], cleaned),
        scope=_named(draft["scope"], cleaned),
        modal=_named(draft["modal"], cleaned),
        is_base=draft["is_base"],
        section=found.sections[sentence.section].kind,
        sentence=_span(sentence.start, sentence.end, cleaned),
        bound_word=_named(draft.get("bound_word", []), cleaned),
        constraint=Constraint(draft["constraint"]) if draft["constraint"] else None,
        constraint_word=_named(draft["constraint_word"], cleaned),
        horizon=Horizon(draft["horizon"]) if draft["horizon"] else None,
        binding=Binding(draft["binding"]) if draft["binding"] else None,
        coverage=Coverage(draft["coverage"]),
        coverage_word=_named(draft["coverage_word"], cleaned),
        confidence=round(min(1.0, max(0.0, draft["score"])), 4),
    )


def _text_target(target: TargetDraft, found: Structure, cleaned: CleanText, tables: Tables) -> TextTarget:
    sentence = found.sentences[target.sentence]
    said, words = (_span(*place, cleaned) for place in (target.place, target.indicator))
    word = _named(list(target.word or ()), cleaned)
    entry = tables.indicators.entries.get(target.id) if target.id else None
    horizon = horizon_of(target.period, found.year)
    return TextTarget(
        text=said.text,
        start=said.start,
        end=said.end,
        kind=target.kind,
        indicator=Indicator(words.text, words.start, words.end, target.id, entry.name if entry else None),
        partner=_named(list(target.partner or ()), cleaned),
        constraint=tables.targets.constraint.get(word.text) if word else None,
        constraint_word=word,
        period=target.period,
        horizon=Horizon(horizon) if horizon else None,
        section=found.sections[sentence.section].kind,
        standing=Standing.TARGET_LIST if target.listed else Standing.SECTION,
        sentence=_span(sentence.start, sentence.end, cleaned),
    )


def _area_of(area: Area | None, cleaned: CleanText) -> Area | None:
    """Return `area` with the evidence in the caller's characters."""
    if area is None:
        return None
    placed = (
        e if e.start < 0 else Evidence(e.source, e.text, *cleaned.raw_span(e.start, e.end))
        for e in area.evidence
    )
    return replace(area, evidence=tuple(placed))


def _span(start: int, end: int, cleaned: CleanText) -> Span:
    """Return the characters from `start` to `end` without the blanks at the edges."""
    start, end = cleaned.whole(start, end)
    piece = cleaned.text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    said = piece.strip()
    return Span(said, *cleaned.raw_span(first, first + len(said)))


def _named(place: list[int], cleaned: CleanText) -> Span | None:
    span = _span(place[0], place[1], cleaned) if place else None
    return span if span and span.text else None


def _indicator(draft: Draft, cleaned: CleanText, table: IndicatorTable) -> Indicator | None:
    if draft["ind_start"] < 0:
        return None
    span = _span(draft["ind_start"], draft["ind_end"], cleaned)
    if not span.text:
        return None
    entry = table.entries.get(draft["id"]) if draft["id"] else None
    return Indicator(span.text, span.start, span.end, draft["id"] or None, entry.name if entry else None)


def _quantity(draft: Draft, cleaned: CleanText, table: UnitTable) -> Quantity:
    span = _span(draft["start"], draft["end"], cleaned)
    values = tuple(draft["values"])
    base, unit = to_base(values[0] if values else None, draft["unit"], table)
    return Quantity(span.text, span.start, span.end, values, draft["unit"], base, unit)
