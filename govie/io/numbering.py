"""The numbers that Word sets before paragraphs (一、, （二）, 3.), which are in no paragraph's text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseCounting",
        "ideographDigital",
        "japaneseDigitalTenThousand",
    }
)
_HUNDRED = 100
_CIRCLED = range(1, 21)


@dataclass(frozen=True, slots=True)
class _Level:
    """How the paragraphs of one level are numbered."""

    form: str
    text: str
    start: int


class Numbering:
    """The numbered lists of a document; `label` is to be called for each paragraph, in their order."""

    def __init__(self, numbering: _Element | None, styles: _Element | None) -> None:
        self._lists = _lists(numbering)
        self._styles = _styles(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, paragraph: _Element) -> str:
        """Return the number of `paragraph`, "" if it has none or a bullet."""
        found = self._place(paragraph)
        if found is None:
            return ""
        identifier, depth = found
        abstract, levels = self._lists.get(identifier, ("", {}))
        if depth not in levels:
            return ""
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = levels.get(at)
            return _written(counts.get(at, level.start), level.form) if level else ""

        return _PLACE.sub(number, levels[depth].text) if levels[depth].form not in ("bullet", "none") else ""

    def _place(self, paragraph: _Element) -> tuple[str, int] | None:
        """Return list and level of a paragraph, its own or those of its style."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is not None:
            identifier = _value(own, "numId")
            return (identifier, int(_value(own, "ilvl") or 0)) if identifier not in ("", "0") else None
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(style.get(_VAL, "")) if style is not None else None


def _lists(root: _Element | None) -> dict[str, tuple[str, dict[int, _Level]]]:
    """Return of each list the abstract one that it counts with, and its levels."""
    if root is None:
        return {}
    abstract = {
        item.get(f"{_W}abstractNumId", ""): {
            int(level.get(f"{_W}ilvl", 0)): _Level(
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText"),
                int(_value(level, "start") or 1),
            )
            for level in item.iter(f"{_W}lvl")
        }
        for item in root.iter(f"{_W}abstractNum")
    }
    named = {item.get(f"{_W}numId", ""): _value(item, "abstractNumId") for item in root.iter(f"{_W}num")}
    return {identifier: (name, abstract.get(name, {})) for identifier, name in named.items()}


def _styles(root: _Element | None) -> dict[str, tuple[str, int]]:
    if root is None:
        return {}
    return {
        style.get(f"{_W}styleId", ""): (_value(place, "numId"), int(_value(place, "ilvl") or 0))
        for style in root.iter(f"{_W}style")
        if (place := style.find(f"{_W}pPr/{_W}numPr")) is not None and _value(place, "numId")
    }


def _value(parent: _Element, name: str) -> str:
    child = parent.find(f"{_W}{name}")
    return child.get(_VAL, "") if child is not None else ""


def _written(number: int, form: str) -> str:
    """Return a number as a list writes it: 12 is 十二 where the list counts in Chinese."""
    if form in _CHINESE and 0 < number < _HUNDRED:
        tens, ones = divmod(number, 10)
        return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    if form.startswith("decimalEnclosedCircle") and number in _CIRCLED:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + number - 1)
    return str(number)
