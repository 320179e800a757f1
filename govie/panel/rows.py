"""From a report to the rows of its candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from govie.document import Place
from govie.lexicon.headings import load_heading_words
from govie.lexicon.levels import load_level_names
from govie.panel.cell import Candidate, Side, candidates
from govie.panel.schema import COLUMNS, ObsStatus, PeriodKind
from govie.types import Level, Observation, Period, Report, Status

Row = dict[str, Any]

_NAMES = tuple(column.name for column in COLUMNS)
_PART_KINDS = {"H": PeriodKind.HALF, "Q": PeriodKind.QUARTER}
_OBS_STATUS = {
    Status.ACTUAL: ObsStatus.NORMAL,
    Status.ESTIMATE: ObsStatus.ESTIMATED,
    Status.TARGET: ObsStatus.FORECAST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a report was read from, and what read it."""

    file: str = ""
    sha256: str = ""
    govie_version: str = ""
    model: str = ""
    model_sha256: str = ""


def rows_of(report: Report, source: Source) -> Iterator[Row]:
    """Yield one row a candidate, with the columns of the schema, in the order of the text."""
    for candidate in candidates(report):
        row = _cell_part(candidate) | _report_part(report, source) | _evidence(candidate.observation, report)
        yield {name: row.get(name) for name in _NAMES}


def parent_of(region: str | None) -> str | None:
    """Return the state for the name of a province, None where the name does not tell."""
    if region is None or load_level_names().level_of(region) is not Level.PROVINCE:
        return None
    return load_heading_words().state


def period_kind(period: Period) -> PeriodKind | None:
    """Return how long a period is, None if it is not known."""
    if not period:
        return None
    if period.start != period.end:
        return PeriodKind.YEARS if len(period.start) == len(period.end) == 4 else PeriodKind.SPAN
    if len(period.start) == 4:
        return PeriodKind.YEAR
    return _PART_KINDS.get(period.start[5], PeriodKind.MONTH)


def _report_part(report: Report, source: Source) -> Row:
    return {
        "ref_area": report.region or source.sha256,
        "region": report.region,
        "parent_area": parent_of(report.region),
        "report_year": report.year,
        "report_title": report.title,
        "file": source.file,
        "sha256": source.sha256,
        "govie_version": source.govie_version,
        "model": source.model,
        "model_sha256": source.model_sha256,
    }


def _cell_part(candidate: Candidate) -> Row:
    key, claim, observation = candidate.key, candidate.claim, candidate.observation
    kind = period_kind(key.period)
    masked = observation.quantity.masked
    return {
        "period": str(key.period),
        "period_kind": kind.value if kind else None,
        "period_start": key.period.start_year,
        "period_end": key.period.end_year,
        "indicator": key.indicator,
        "indicator_name": observation.indicator.name if observation.indicator else None,
        "measure": key.measure.value,
        "side": Side(key.side).value,
        "annual_average": key.annual_average,
        "detail": key.detail,
        "unit": key.unit,
        "unit_mult": 0,
        "value": claim.value,
        "value_high": claim.high,
        "masked": masked,
        "obs_status": (ObsStatus.SUPPRESSED if masked else _OBS_STATUS[observation.status]).value,
        "status": observation.status.value,
        "bound": observation.bound.value,
        "modal": observation.modal.text if observation.modal else None,
        "standing": observation.standing.value,
        "preference": candidate.preference,
        "excluded": candidate.excluded.value if candidate.excluded else None,
        "claim_least": claim.least if isfinite(claim.least) else None,
        "claim_most": claim.most if isfinite(claim.most) else None,
    }


def _evidence(observation: Observation, report: Report) -> Row:
    sentence, quantity, indicator = observation.sentence, observation.quantity, observation.indicator
    place = report.document.place(quantity.start) if report.document else Place()
    return {
        "page": place.page,
        "line": place.line,
        "sentence": sentence.text,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "quantity": quantity.text,
        "quantity_start": quantity.start,
        "quantity_end": quantity.end,
        "indicator_text": indicator.text if indicator else None,
        "indicator_start": indicator.start if indicator else None,
        "indicator_end": indicator.end if indicator else None,
        "section": observation.section.value,
        "confidence": observation.confidence,
    }
