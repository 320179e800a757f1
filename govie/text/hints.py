"""What the name of a file and the data beside its text say of a report that does not say so itself."""

from __future__ import annotations

import re
from pathlib import PurePath

from govie.lexicon.headings import load_heading_words
from govie.text.about import Hints
from govie.text.times import read_years

_YEAR = re.compile(r"(?<!\d)(19[4-9]\d|20\d\d)(?!\d)")
_CHINESE = re.compile(r"(?!(?<=\d)年)[\u4e00-\u9fff]{2,}")
_ISO = re.compile(r"(\d{4})-(\d{2})")
_DECEMBER = 12


def hints_of(title: str, path: str, date: str, text: str) -> Hints:
    """Return what `title`, the name of the file and of its folder, and the `date` of its page say.

    A year in a name is that of the report. A page of December holds the report of the year to come; many
    pages hold reports of long ago, so that the date counts only if the clean `text` names its year or the
    one before.

    >>> hints_of("", "reports/青禾县/2024年政府工作报告.html", "", "")[:4]
    ('2024年政府工作报告', 2024, '青禾县', True)
    """
    file = PurePath(path)
    names = [title, file.stem, file.parent.name]
    year = next((year for name in names if (year := _year(name)) is not None), None)
    region = next((region for name in names if (region := _region(name)) is not None), None)
    known = year if year is not None else _year_of(date, text)
    return Hints(title or _title(file.stem), known, region, sure=year is not None, path=path)


def _title(name: str) -> str:
    return name if load_heading_words().title.search(name) else ""


def _year(name: str) -> int | None:
    years = [int(match[1]) for match in _YEAR.finditer(name)] or read_years(name)
    return years[0] if years else None


def _year_of(date: str, text: str) -> int | None:
    match = _ISO.match(date)
    year = int(match[1]) + (int(match[2]) == _DECEMBER) if match else 0
    return year if year and (f"{year}年" in text or f"{year - 1}年" in text) else None


def _region(name: str) -> str | None:
    """Return the place in a name: the Chinese characters up to the last that ends a place's name."""
    words = load_heading_words()
    for piece in _CHINESE.findall(name):
        for pattern in words.places:
            match = pattern.search(piece)
            if match and words.place.search(match[1]):
                return str(match[1])
        if words.place.search(piece):
            return str(piece)
    return None
