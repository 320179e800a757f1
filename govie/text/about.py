"""What a report says of itself: its title, its year, and the place that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest
from typing import NamedTuple

from govie.lexicon.headings import HeadingWords
from govie.text.area import Place, file_places, read_area, read_given
from govie.text.sentences import Line
from govie.text.times import FOLD, read_count, read_times, read_years
from govie.types import Area, Source

# The title, the meeting and the speaker stand in the first lines, below the page's navigation.
_FRONT = 40
_TITLE_LENGTH = 50
_HEADING_LENGTH = 40
# The speaker's first sentences and the first paragraphs of the review.
_OPENING_LENGTH = 300
_FIRST_PARAGRAPHS = 4
_HEAD = 120
_NEAR = 50
_DECEMBER = 12

_NUMBER = "一二三四五六七八九十"
_TERM, _TERM_WORD = 5, "五年"
_YEAR = "(?:[0-9]{4}|一九[零〇○一二三四五六七八九]{2}|二[零〇○][零〇○一二三四五六七八九]{2})"
_COUNT = rf"(?:[0-9]{{1,2}}|[{_NUMBER}]{{1,3}})"
_MONTH = re.compile(rf"年({_COUNT})月")
_DATE = re.compile(rf".{{0,4}}{_YEAR}年{_COUNT}月{_COUNT}日")
_DATE_LINE = re.compile(rf"[—－–(（\-]{{0,2}}{_YEAR}年{_COUNT}月{_COUNT}日[)）]?")
_SESSION = re.compile(
    rf"(?P<to>向)?(?P<since>从.{{0,6}}|自.{{0,6}})?第(?P<congress>[{_NUMBER}]{{1,2}})届全国人民代表大会"
    rf"(?:第(?P<session>[{_NUMBER}])次会议)?(?P<after>(?:闭幕)?以来)?"
)
_YEAR_PAST = re.compile(r"(?:刚刚过去|即将过去|过去)的.{4,5}年|^.{4}年[，,]?是.{0,30}(?:一年|之年)")
_YEAR_FIRST = re.compile(r".{4}年[，,是里]")


class About(NamedTuple):
    """Title ("" if there is none), year, region and area of a report (None if it does not say)."""

    title: str
    year: int | None
    region: str | None
    area: Area | None


class Hints(NamedTuple):
    """What the file of a report says of it: title, year and region in its name or beside its text.

    `sure` is whether the year is in a name, not only that of the page's date; `path` is the whole name.
    """

    title: str = ""
    year: int | None = None
    region: str | None = None
    sure: bool = False
    path: str = ""


NO_HINTS = Hints()


class Given(NamedTuple):
    """What the caller knows of a report: its year, its region by name or code, and its file."""

    year: int | None = None
    region: str | None = None
    hints: Hints = NO_HINTS


NOTHING = Given()


def read_about(text: str, lines: list[Line], words: HeadingWords, given: Given = NOTHING) -> About:
    """Return what the title, the meeting line, the opening and the headings say of the report.

    Year and region that are given overrule it; the file is asked where it says nothing sure.
    """
    front = lines[:_FRONT]
    title = next((line.text for line in front if _is_title(line.text, words)), "")
    meeting = _meeting_line(front, words)
    heads = [line.text[:_OPENING_LENGTH] for line in front]
    opening = [head for head in heads if words.opening.search(head)][:2]
    year = given.year or (
        max(read_years(title), default=None)
        or _year_of_meeting(meeting)
        or _year_of_congress(front, words)
        or _year_of_headings(lines, words)
        or (given.hints.year if given.hints.sure else None)
        or _year_of_opening(front, words)
        or _year_of_meeting(_date_line(front, words))
        or _year_of_plan(front[:_FIRST_PARAGRAPHS], words)
        or given.hints.year
    )
    places = _front_places(title, front, words)
    file = file_places(given.hints.title, given.hints.path)
    shown = title or given.hints.title
    if given.region is not None:
        return About(shown, year, *read_given(given.region, text, [*places, *file], year))
    name = _region([meeting, title, *opening], words)
    area = read_area(text, name, places, file, called=given.hints.region, year=year)
    region = name or given.hints.region or (area.path if area and area.code else None)
    return About(shown, year, region, area)


def _front_places(title: str, front: Iterable[Line], words: HeadingWords) -> list[Place]:
    """Return the title, then the heads of the other lines down to the one that opens the report."""
    places: list[Place] = []
    for line in front:
        is_title = bool(title) and line.text == title
        places.append(Place(Source.TITLE if is_title else Source.OPENING, line.text[:_HEAD], line.start))
        if words.opening.search(line.text[:_OPENING_LENGTH]):
            break
    return sorted(places, key=_is_no_title)


def _is_no_title(place: Place) -> bool:
    return place.source is not Source.TITLE


def _is_title(text: str, words: HeadingWords) -> bool:
    return len(text) <= _TITLE_LENGTH and words.title.search(text) is not None


def _meeting_line(front: list[Line], words: HeadingWords) -> str:
    """Return the line that names the meeting and its date, with the next one if it runs on."""
    for line, following in zip_longest(front, front[1:]):
        text = line.text.lstrip("—－-（(").translate(FOLD)
        if len(text) <= _TITLE_LENGTH * 2 and _DATE.match(text):
            if words.meeting.search(text):
                return text
            if following is not None and words.meeting.search(text + following.text[:_TITLE_LENGTH]):
                return text + following.text
    return ""


def _date_line(front: list[Line], words: HeadingWords) -> str:
    """Return the line that is nothing but a date, above the salutation: （2024年1月18日）."""
    for line in front:
        text = line.text.translate(FOLD)
        if _DATE_LINE.fullmatch(text):
            return text
        if words.salutation.match(text) or words.opening.search(text[:_OPENING_LENGTH]):
            break
    return ""


def _year_of_headings(lines: list[Line], words: HeadingWords) -> int | None:
    """Return the year that most headings speak for: 2024年工作安排, 2023年工作回顾."""
    votes: Counter[int] = Counter()
    for line in lines:
        text = line.text
        if len(text) > _HEADING_LENGTH or text[-1] in "。；;" or not (years := read_years(text)):
            continue
        if words.review.search(text):
            votes[years[0] + 1] += 1
        elif words.plan.search(text):
            votes[years[0]] += 1
    return max(votes, key=lambda year: (votes[year], year), default=None)


def _year_of_meeting(line: str) -> int | None:
    """Return the year of the meeting; a report given in December is that of the year to come."""
    if not (years := read_years(line)):
        return None
    month = _MONTH.search(line)
    return years[0] + (month is not None and _read_count(month[1]) == _DECEMBER)


def _read_count(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else read_count(numeral)


def _year_of_congress(front: list[Line], words: HeadingWords) -> int | None:
    """Return the year of the session of the National People's Congress that the opening names."""
    for line in front[:_FIRST_PARAGRAPHS]:
        for match in _SESSION.finditer(line.text[:_HEAD]):
            congress = read_count(match["congress"])
            if not 0 < congress <= len(words.first_sessions):
                continue
            year = words.first_sessions[congress - 1] + read_count(match["session"] or "一") - 1
            if match["since"] or match["after"]:
                return year + (_TERM if _TERM_WORD in line.text[match.end() : match.end() + _NEAR] else 1)
            if match["session"] or match["to"]:
                return year
    return None


def _year_of_opening(front: list[Line], words: HeadingWords) -> int | None:
    """Return the year after the one that the review starts with: 2005年，……; 刚刚过去的2023年……."""
    before = ""
    for line in front:
        head = line.text[:_NEAR]
        years = read_years(head)
        if years and (_YEAR_PAST.search(head) or (words.review.search(before) and _YEAR_FIRST.match(head))):
            return years[0] + 1
        before = line.text[:_HEADING_LENGTH]
    return None


def _year_of_plan(opening: list[Line], words: HeadingWords) -> int | None:
    """Return the first year of the five-year plan that the report lays before the congress."""
    for line in opening:
        for time in read_times(line.text[:_HEAD], 0, words):
            first, last = time.period.start_year, time.period.end_year
            if first and last == first + _TERM - 1:
                return first
    return None


def _region(texts: Iterable[str], words: HeadingWords) -> str | None:
    """Return the fullest name of the place, 中华人民共和国 for the State Council, None if masked."""
    names: list[str] = []
    for text in texts:
        for pattern in words.places:
            match = pattern.search(text)
            if match and words.place.search(match[1]):
                names.append(match[1])
        if words.state_council.search(text):
            return words.state
    return max(names, key=len, default=None)
