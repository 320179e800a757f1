"""The words of headings, openings and page furniture, read from headings.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govie.errors import LexiconError
from govie.lexicon.files import read_toml

_PATH = Path(__file__).with_name("headings.toml")
_SCHEMA = 1


@dataclass(frozen=True, slots=True, eq=False)
class HeadingWords:
    """The tables of headings.toml, compiled; the comments there say what each holds."""

    times: re.Pattern[str]
    offsets: tuple[tuple[int, int], ...]
    review: re.Pattern[str]
    results: re.Pattern[str]
    goals: re.Pattern[str]
    plan: re.Pattern[str]
    bare: re.Pattern[str]
    problem_heading: re.Pattern[str]
    glossary: re.Pattern[str]
    closing: re.Pattern[str]
    period_subject: re.Pattern[str]
    lead: re.Pattern[str]
    plan_of_year: re.Pattern[str]
    plan_opening: re.Pattern[str]
    no_part: re.Pattern[str]
    compared: re.Pattern[str]
    problem: re.Pattern[str]
    problem_item: re.Pattern[str]
    problem_end: re.Pattern[str]
    after: re.Pattern[str]
    salutation: re.Pattern[str]
    opening: re.Pattern[str]
    presents: re.Pattern[str]
    quotes: re.Pattern[str]
    title: re.Pattern[str]
    meeting: re.Pattern[str]
    places: tuple[re.Pattern[str], ...]
    place: re.Pattern[str]
    state_council: re.Pattern[str]
    state: str
    first_sessions: tuple[int, ...]


@cache
def load_heading_words(path: Path = _PATH) -> HeadingWords:
    """Return the words in the TOML file at `path`, the shipped ones by default.

    Raises LexiconError where the file is no TOML, is of another schema, lacks an entry, or holds a
    pattern that does not compile.
    """
    tables = read_toml(path, schema=_SCHEMA)
    try:
        return _words(tables)
    except KeyError as error:
        raise LexiconError(str(path), 0, f"no entry {error}", f"copy it from {_PATH.name}") from error
    except re.error as error:
        raise LexiconError(str(path), 0, f"pattern {error.pattern!r}: {error}", "mend it") from error


def _words(tables: dict[str, Any]) -> HeadingWords:
    headings, openings, about = tables["headings"], tables["openings"], tables["about"]
    furniture, problems = tables["furniture"], tables["problems"]
    return HeadingWords(
        times=re.compile("|".join(f"({words})" for words in tables["times"])),
        offsets=tuple((first, last) for first, last in tables["times"].values()),
        review=_any(headings["review"]),
        results=_any(headings["results"]),
        goals=_any(headings["goals"]),
        plan=_any(headings["plan"]),
        bare=_any(headings["bare"]),
        problem_heading=_any(headings["problems"]),
        glossary=_any(headings["glossary"]),
        closing=_any(headings["closing"]),
        period_subject=_any(headings["period_subject"]),
        lead=re.compile(f"(?:{_any(openings['lead']).pattern})*"),
        plan_of_year=_any(openings["plan_of_year"]),
        plan_opening=_any(openings["plan"]),
        no_part=_any(openings["no_part"]),
        compared=_any(openings["compared"]),
        problem=_any(problems["sentences"]),
        problem_item=_any(problems["items"]),
        problem_end=_any(problems["ends"]),
        after=_any(furniture["after"]),
        salutation=re.compile(furniture["salutation"]),
        opening=re.compile(furniture["opening"]),
        presents=re.compile(tables["reports"]["presents"]),
        quotes=re.compile(tables["reports"]["quotes"]),
        title=re.compile(about["title"]),
        meeting=re.compile(about["meeting"]),
        places=tuple(re.compile(pattern) for pattern in about["places"]),
        place=re.compile(about["place"]),
        state_council=_any(about["state_council"]),
        state=about["state"],
        first_sessions=tuple(tables["congress"]["first_sessions"]),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
