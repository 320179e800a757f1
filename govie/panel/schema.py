"""The columns of a panel: one table that defines every format, the codebook and the fixed schema of Spark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from govie.panel.cell import Side, Why
from govie.panel.exclusion import Exclusion
from govie.types import (
    Binding,
    Bound,
    Constraint,
    Form,
    Horizon,
    Level,
    Measure,
    SectionKind,
    Standing,
    Status,
    TextTargetKind,
)

Kind = Literal["text", "integer", "number", "boolean"]
Role = Literal["dimension", "value", "choice", "evidence"]

VERSION = 2
"""Version of the columns: shards of another are not read."""


class ObsStatus(StrEnum):
    """SDMX's code list CL_OBS_STATUS, as far as reports have use for it."""

    NORMAL = "A"
    ESTIMATED = "E"
    FORECAST = "F"
    SUPPRESSED = "Q"
    NO_NUMBER = "O"


class PanelMeasure(StrEnum):
    """What a row says of its indicator: a measure of an observation, or a target without a number."""

    LEVEL = Measure.LEVEL.value
    GROWTH = Measure.GROWTH.value
    CHANGE = Measure.CHANGE.value
    MULTIPLE = Measure.MULTIPLE.value
    SHARE = Measure.SHARE.value
    RATIO = Measure.RATIO.value
    RANK = Measure.RANK.value
    WORDS = "words"


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    YEARS = "years"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name is ASCII and short enough for Stata; `concept` is its SDMX concept."""

    name: str
    kind: Kind
    role: Role
    concept: str
    meaning: str
    codes: type[StrEnum] | None = None


def _column(
    name: str, kind: Kind, role: Role, meaning: str, concept: str = "", codes: type[StrEnum] | None = None
) -> Column:
    return Column(name, kind, role, concept or name.upper(), meaning, codes)


COLUMNS: tuple[Column, ...] = (
    _column(
        "ref_area",
        "text",
        "dimension",
        "what tells one region from another: its code, else its name, else the checksum of its file",
    ),
    _column("period", "text", "dimension", "the period that the value is of", "TIME_PERIOD"),
    _column("indicator", "text", "dimension", "canonical id of the indicator"),
    _column("measure", "text", "dimension", "what the number says of the indicator", codes=PanelMeasure),
    _column("side", "text", "dimension", "whether it was achieved or is aimed at", codes=Side),
    _column("annual_average", "boolean", "dimension", "whether it is an average per year"),
    _column(
        "detail",
        "text",
        "dimension",
        "whole of a share, scope of a rank, base of a movement; `added` to a stock",
    ),
    _column("unit", "text", "dimension", "unit of value and value_high", "UNIT_MEASURE"),
    _column("value", "number", "value", "the value, a fall negative; the lower end of a range", "OBS_VALUE"),
    _column("value_high", "number", "value", "the upper end of a range, else missing", "OBS_VALUE_HIGH"),
    _column("unit_mult", "integer", "value", "power of ten that the value is in: always 0", "UNIT_MULT"),
    _column("obs_status", "text", "value", "status of the value as SDMX codes it", "OBS_STATUS", ObsStatus),
    _column("status", "text", "value", "actual, estimate or target, as the report says it", codes=Status),
    _column("bound", "text", "value", "how the number bounds the true value", codes=Bound),
    _column("masked", "boolean", "value", "whether the report withholds the number"),
    _column("modal", "text", "value", "the word that makes it a hope, a plan or a guess"),
    _column(
        "form", "text", "value", "whether the value is a point, an interval, a floor or a ceiling", codes=Form
    ),
    _column("bound_word", "text", "value", "the word that makes the bound: 左右, 以上"),
    _column("constraint", "text", "value", "how firmly the words of a target bind", codes=Constraint),
    _column("constraint_word", "text", "value", "the word that says so"),
    _column("horizon", "text", "value", "whether a target is of the year or of a longer plan", codes=Horizon),
    _column("binding", "text", "value", "what the text calls a target: 约束性 or 预期性", codes=Binding),
    _column("text_kind", "text", "value", "what a target without a number says", codes=TextTargetKind),
    _column("partner", "text", "value", "what it is measured by: 经济增长 in 与经济增长同步"),
    _column("region", "text", "value", "name of the region, as the report says it"),
    _column("region_code", "text", "value", "its code in GB/T 2260, CN for the state; missing if left open"),
    _column("region_level", "text", "value", "its level of government", codes=Level),
    _column("parent_area", "text", "value", "ref_area of the region right above"),
    _column("parents", "text", "value", "codes of all regions above, the highest first"),
    _column("period_kind", "text", "value", "how long the period is", codes=PeriodKind),
    _column("period_start", "integer", "value", "first year of the period"),
    _column("period_end", "integer", "value", "last year of the period"),
    _column("indicator_name", "text", "value", "name of the indicator"),
    _column("n_candidates", "integer", "choice", "how many statements could fill the cell"),
    _column("conflict", "boolean", "choice", "whether one of them cannot be true beside the one taken"),
    _column("why", "text", "choice", "the rule that decided for the one taken", codes=Why),
    _column("standing", "text", "choice", "where in the report it stands", codes=Standing),
    _column("preference", "text", "choice", "the rules' answers, a digit each; the least is taken"),
    _column("excluded", "text", "choice", "why it may fill no cell, empty if it may", codes=Exclusion),
    _column("claim_least", "number", "choice", "the least that the true value can be; missing: no limit"),
    _column("claim_most", "number", "choice", "the most that the true value can be; missing: no limit"),
    _column("report_year", "integer", "evidence", "year of the report"),
    _column("report_title", "text", "evidence", "title of the report"),
    _column(
        "file",
        "text",
        "evidence",
        "file that was read, members of an archive behind its name",
    ),
    _column("sha256", "text", "evidence", "SHA-256 of that file"),
    _column("page", "integer", "evidence", "page of the file that the quantity stands on"),
    _column("line", "integer", "evidence", "line of the file, or of its page"),
    _column("sentence", "text", "evidence", "the sentence that says so"),
    _column("sentence_start", "integer", "evidence", "where it starts in the text, in characters"),
    _column("sentence_end", "integer", "evidence", "where it ends"),
    _column("quantity", "text", "evidence", "number and unit as they stand; of `words` all of the target"),
    _column("quantity_start", "integer", "evidence", "where they start"),
    _column("quantity_end", "integer", "evidence", "where they end"),
    _column("indicator_text", "text", "evidence", "the words that say what is measured"),
    _column("indicator_start", "integer", "evidence", "where they start"),
    _column("indicator_end", "integer", "evidence", "where they end"),
    _column("section", "text", "evidence", "part of the report", codes=SectionKind),
    _column("confidence", "number", "evidence", "0 to 1"),
    _column("govie_version", "text", "evidence", "version of govie"),
    _column("model", "text", "evidence", "name and version of the model"),
    _column("model_sha256", "text", "evidence", "checksum of the model, as `govie info` shows it"),
)
"""The columns of the long table and of the candidates, in order."""

KEY = tuple(column.name for column in COLUMNS if column.role == "dimension")
"""What names a cell."""

CHOSEN = ("n_candidates", "conflict", "why")
"""What only the choice between candidates tells: missing in a candidate that was not taken."""

ERROR_COLUMNS: tuple[Column, ...] = (
    _column("file", "text", "evidence", "file that gives no report"),
    _column("sha256", "text", "evidence", "SHA-256 of that file, empty if it could not be read"),
    _column("error", "text", "evidence", "kind of the error"),
    _column("message", "text", "evidence", "what was found, where, and what to do"),
)
"""The columns of the table of reports that failed."""

CODE_MEANINGS: dict[str, str] = {
    "result": "achieved: an actual, or an estimate where there is no actual",
    "target": "aimed at",
    "only": "there is no other",
    "report": "the report that gives it first: the one of that year for a target, of the next for a result",
    "number": "a number goes before a number that is withheld",
    "standing": "the better place: list of targets, headline of the review, its own section, elsewhere",
    "arrival": "where a move arrives goes before where it started",
    "actual": "an actual goes before an estimate",
    "exact": "of results, a number goes before a bound of it",
    "first": "all else equal, the one that is said first",
    "target_list": "in the list of main expected targets",
    "headline": "in the paragraph of the review that is the first to speak of the whole economy",
    "section": "in a section about the period itself",
    "elsewhere": "in a section about another period",
    "period": "no period is known",
    "coverage": "it speaks of a higher region or of a part of this one",
    "unit": "its unit is none of this indicator and measure",
    "several_years": "it is of several years together, or of one on average",
    "A": "normal: an actual",
    "E": "an estimate",
    "F": "a target",
    "Q": "withheld by the report",
    "O": "a target that says no number",
    "words": "a target that says no number: 与经济增长同步; what it says is in quantity",
}
"""What the codes mean whose name does not say it."""
