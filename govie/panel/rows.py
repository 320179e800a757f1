"""From a report to the rows of its candidates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from govie.document import Place
from govie.panel.area import area_part
from govie.panel.cell import Candidate, Side, candidates, distance_of
from govie.panel.exclusion import Exclusion
from govie.panel.schema import COLUMNS, ObsStatus, PanelMeasure, PeriodKind
from govie.types import Observation, Period, Report, Standing, Status, TextTarget

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
    """Yield a row a candidate, with the columns of the schema, then one a target without a number."""
    for candidate in candidates(report):
        row = _cell_part(candidate) | _report_part(report, source) | _evidence(candidate.observation, report)
        yield {name: row.get(name) for name in _NAMES}
    for target in report.text_targets:
        if target.indicator.id is not None:
            row = _words_part(target, report) | _report_part(report, source) | _evidence(target, report)
            yield {name: row.get(name) for name in _NAMES}


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
        **area_part(report, source.sha256),
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
        **_target_part(observation),
        "standing": observation.standing.value,
        "preference": candidate.preference,
        "excluded": candidate.excluded.value if candidate.excluded else None,
        "claim_least": claim.least if isfinite(claim.least) else None,
        "claim_most": claim.most if isfinite(claim.most) else None,
    }


def _target_part(observation: Observation) -> Row:
    """Return the fields of the literature on growth targets; of a result they are about its wording."""
    form, constraint = observation.form, observation.constraint
    return {
        "form": form.value if form else None,
        "bound_word": observation.bound_word.text if observation.bound_word else None,
        "constraint": constraint.value if constraint else None,
        "constraint_word": observation.constraint_word.text if observation.constraint_word else None,
        "horizon": observation.horizon.value if observation.horizon else None,
        "binding": observation.binding.value if observation.binding else None,
    }


def _words_part(target: TextTarget, report: Report) -> Row:
    """Return the cells of a target that says no number: `no number` is not `no target`."""
    kind = period_kind(target.period)
    preference = distance_of(Side.TARGET, target.period, report)
    preference += f"0{list(Standing).index(target.standing)}000"
    return {
        "period": str(target.period),
        "period_kind": kind.value if kind else None,
        "period_start": target.period.start_year,
        "period_end": target.period.end_year,
        "indicator": target.indicator.id,
        "indicator_name": target.indicator.name,
        "measure": PanelMeasure.WORDS.value,
        "side": Side.TARGET.value,
        "annual_average": False,
        "detail": "",
        "unit": "",
        "unit_mult": 0,
        "masked": False,
        "obs_status": ObsStatus.NO_NUMBER.value,
        "status": target.status.value,
        "constraint": target.constraint.value if target.constraint else None,
        "constraint_word": target.constraint_word.text if target.constraint_word else None,
        "horizon": target.horizon.value if target.horizon else None,
        "text_kind": target.kind.value,
        "partner": target.partner.text if target.partner else None,
        "standing": target.standing.value,
        "preference": preference,
        "excluded": None if target.period else Exclusion.PERIOD.value,
    }


def _evidence(said: Observation | TextTarget, report: Report) -> Row:
    sentence, indicator = said.sentence, said.indicator
    stated = said if isinstance(said, TextTarget) else said.quantity
    place = report.document.place(stated.start) if report.document else Place()
    return {
        "page": place.page,
        "line": place.line,
        "sentence": sentence.text,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "quantity": stated.text,
        "quantity_start": stated.start,
        "quantity_end": stated.end,
        "indicator_text": indicator.text if indicator else None,
        "indicator_start": indicator.start if indicator else None,
        "indicator_end": indicator.end if indicator else None,
        "section": said.section.value,
        "confidence": None if isinstance(said, TextTarget) else said.confidence,
    }
