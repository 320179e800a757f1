"""Rules without learning: govie's own grammar and lexicons, and the nearest noun phrase.

Every candidate of the quantity grammar counts. Its indicator is the noun phrase that stands before it,
an alias of the indicator table where the phrase ends in one; behind it where a count has nouns after it;
else that of the quantity before. Unit, movement words, section and bound words give the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from agreement import plain
from worker import Place, Prediction, serve

from govie.lexicon.bounds import load_bounds
from govie.lexicon.cues import load_cues
from govie.lexicon.indicators import load_indicator_words, load_indicators
from govie.lexicon.units import alternation, load_units
from govie.normalize.bounds import find_bound
from govie.normalize.indicator_names import NameMatcher
from govie.normalize.quantities import Candidate, CandidateShape, find_candidates
from govie.text.clean import read
from govie.text.structure import SectionRange, Structure, read_structure
from govie.types import Direction, Measure, SectionKind, Status

_WORDS: dict[str, str] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))["rules"]
_CUES, _BOUNDS, _UNITS, _TABLE = load_cues(), load_bounds(), load_units(), load_indicators()
_MATCHER = NameMatcher(_TABLE, load_indicator_words())
_BOUND_WORDS = (*_BOUNDS.before, *_BOUNDS.before_round)

_BREAK = re.compile("[，,；;。：:！？、（）()]")
_END = re.compile(_WORDS["ends"])
_COMPARED = re.compile(alternation(_WORDS["compared"].split()))
_LEADING = re.compile(f"(?:{alternation(_WORDS['leading'].split())})*")
_BETWEEN = alternation([*_WORDS["attained"].split(), *_BOUND_WORDS])
_TRAILING = re.compile(f"(?:{_BETWEEN}|{_CUES.movement.pattern}|{_CUES.share.pattern})+$")
_ALIAS_END = re.compile(f"{alternation(alias for alias in _TABLE.by_alias)}$")
_RELATIVE = ("%", "‰", "倍", "成")
_LONGEST = 16  # characters of a noun phrase


def predictions(text: str) -> Iterator[Prediction]:
    """Yield the quantities of a report."""
    cleaned = read(text)
    structure = read_structure(cleaned.text)
    for start, end, section in _sentences(structure):
        sentence = cleaned.text[start:end]
        for found in read_sentence(sentence, section, structure.year):
            found["start"], found["end"] = cleaned.raw_span(start + found["start"], start + found["end"])
            if found["indicator"]:
                at = [start + offset for offset in found["indicator"]]
                found["indicator"] = list(cleaned.raw_span(*at))
            yield found


def _sentences(structure: Structure) -> Iterator[tuple[int, int, SectionRange]]:
    for sentence in structure.sentences:
        yield sentence.start, sentence.end, structure.sections[sentence.section]


def read_sentence(sentence: str, section: SectionRange, year: int | None) -> Iterator[Prediction]:
    """Yield the quantities of a sentence, with offsets from its start."""
    candidates = find_candidates(sentence, _UNITS)
    places = [(candidate.start, candidate.end) for candidate in candidates]
    indicator: Place | None = None
    for k, candidate in enumerate(candidates):
        floor = places[k - 1][1] if k else 0
        ceiling = places[k + 1][0] if k + 1 < len(places) else len(sentence)
        indicator = find_indicator(sentence, candidate, floor, ceiling) or indicator
        measure, direction = find_measure(sentence, candidate, floor)
        words = _MATCHER.fold(sentence[slice(*indicator)]) if indicator else ""
        bound, _ = find_bound(sentence, *places[k], _BOUNDS, quantities=places)
        amount, unit = plain(candidate.values, candidate.unit)
        yield {
            "start": candidate.start,
            "end": candidate.end,
            "amount": amount,
            "unit": unit,
            "indicator": list(indicator or ()),
            "id": _MATCHER.exact(words, year=year, measure=measure) or "",
            "measure": str(measure),
            "direction": str(direction or ""),
            "bound": [] if bound == "exact" else [str(bound)],
            "status": str(find_status(sentence, candidate.start, section.kind)),
            "period": str(section.period),
        }


def find_indicator(sentence: str, candidate: Candidate, floor: int, ceiling: int) -> Place | None:
    """Return the noun phrase at a quantity, looked for between `floor` and `ceiling`."""
    if _is_count(candidate) and (behind := _phrase_behind(sentence, candidate.end, ceiling)):
        return behind
    return _phrase_before(sentence, floor, candidate.start)


def _is_count(candidate: Candidate) -> bool:
    _, symbol = plain((), candidate.unit)
    return symbol in _UNITS and _UNITS[symbol].dimension == "count"


def _phrase_behind(sentence: str, start: int, ceiling: int) -> Place | None:
    stop = _END.search(sentence, start, ceiling)
    end = stop.start() if stop else ceiling
    return (start, end) if 2 <= end - start <= _LONGEST else None


def _phrase_before(sentence: str, floor: int, start: int) -> Place | None:
    for match in _BREAK.finditer(sentence, floor, start):
        floor = match.end()
    phrase = sentence[floor:start]
    if compared := _COMPARED.search(phrase):
        phrase = phrase[: compared.start()]
    phrase = _TRAILING.sub("", phrase)
    end = floor + len(phrase)
    if alias := _ALIAS_END.search(phrase):
        return floor + alias.start(), end
    if leading := _LEADING.match(phrase):
        floor += leading.end()
    return (max(floor, end - _LONGEST), end) if end - floor >= 2 else None


def find_measure(sentence: str, candidate: Candidate, floor: int) -> tuple[Measure, Direction | None]:
    """Return what the unit, the form of the number and the words since `floor` say."""
    if candidate.shape in (CandidateShape.RATIO, CandidateShape.RANK):
        return Measure(candidate.shape.value), None
    before = sentence[max(floor, candidate.start - 12) : candidate.start]
    relative = candidate.unit in _RELATIVE
    points = candidate.unit.endswith("点")
    pattern = _CUES.movement if relative or points else _CUES.steps
    moves = next(reversed(list(pattern.finditer(before))), None)
    if moves and (points or not _CUES.arrival.match(before, moves.end())):
        direction = Direction(moves.lastgroup or "up")
        return (Measure.GROWTH if relative else Measure.CHANGE), direction
    if points:
        return Measure.CHANGE, Direction.UP
    if candidate.shape is CandidateShape.MULTIPLE or candidate.unit == "倍":
        return Measure.MULTIPLE, None
    return (Measure.SHARE if relative and _CUES.share.search(before) else Measure.LEVEL), None


def find_status(sentence: str, start: int, section: SectionKind) -> Status:
    """Return a target in a section of plans, elsewhere what a word of estimation says."""
    if section in (SectionKind.PLAN, SectionKind.GOALS):
        return Status.TARGET
    return Status.ESTIMATE if _CUES.estimate.search(sentence, 0, start) else Status.ACTUAL


def reader(text: str, sentences: Sequence[Place]) -> Iterator[Prediction]:
    """Yield the quantities of a report, whose sentences are those that govie's structure finds."""
    return predictions(text)


if __name__ == "__main__":
    serve(reader)
