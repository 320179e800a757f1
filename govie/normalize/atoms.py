"""The scan under the quantity grammar: one numeral at a time, with the unit that follows it.

An atom is read without its neighbours; `quantities` joins atoms into ranges, ratios and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from govie.lexicon.units import UnitTable, alternation
from govie.normalize.numerals import MORE, NUMERAL_CHARS, Numeral, parse_neighbours, parse_numeral
from govie.normalize.units import unit_pattern


class CandidateShape(StrEnum):
    """How a candidate is written."""

    NUMBER = "number"
    PERCENT = "percent"
    RANGE = "range"
    RATIO = "ratio"
    RANK = "rank"
    MULTIPLE = "multiple"
    FRACTION = "fraction"
    MASK = "mask"
    ROUND = "round"


@dataclass(slots=True)
class Atom:
    """A numeral and its unit at `text[start:end]`, not yet joined with what stands beside it.

    `written` is a plain numeral's own text, "" for what is read in other ways (第一, 翻番).
    `dropped` marks a year, a date or a code: no quantity, but its neighbours depend on it.
    """

    start: int
    end: int
    values: tuple[Decimal, ...]
    multiplier: str
    symbol: str
    shape: CandidateShape
    written: str = ""
    dropped: bool = False


_CHINESE = f"[{NUMERAL_CHARS}]"
# A middle dot is a decimal point only in a percentage (4·3％); elsewhere it parts a date (4·11).
_ARABIC = r"\d++·\d++(?=[%％])|\d{1,3}(?:[,，]\d{3})++(?!\d)(?:[.．]\d++)?|\d++(?:[.．]\d++)?"
_SIGN = "－−-"
_PER_PARTS = {"百": "%", "千": "‰", "万": "‱"}
#: What makes the numeral before it a date, an hour or the number of a congress.
_DATE = re.compile("[年月日号时点](?!次)|世纪")
_YEAR = re.compile(r"[12]\d{3}")
_YEAR_UNIT = re.compile(r"[12１２]\d{3}[ \u3000]?年")
#: After a number, the name of a list: 百强, 500强.
_LIST_NAME = "强"
#: Beside a Chinese numeral, what makes it vague: 十几个, 数百人.
_VAGUE = ("几", "数")
#: Latin letters beside a numeral make a name of it.
_LETTER = re.compile("[A-Za-z]")
_LETTERS = re.compile("[A-Za-z]+$")
#: 余/多 between 个 and the noun that makes a unit of it: 3个多月.
_SPLIT_UNIT = re.compile(f"个[{MORE}](?=月|百分点|小时|星期|工作日)")


@lru_cache(maxsize=8)
def _scan_pattern(units: UnitTable) -> re.Pattern[str]:
    """Return the pattern that a text is scanned with; each kind of numeral is a named group."""
    # 千 of 千瓦 and 百 of 百分点 belong to the unit, and 百分之 opens a fraction.
    numeric = [symbol for symbol in units.entries if symbol[0] in NUMERAL_CHARS]
    own = f"(?!{alternation([*numeric, '百分之', '千分之', '万分之'])})"
    times = f"(?:(?:{own}[十百千万亿])++)"
    scaled = f"(?:{times}(?:[{MORE}]{times})?|[{MORE}]{times})"
    tail = rf"(?:[ \u3000]?{scaled}(?:\d++{scaled})*)?"
    arabic = f"(?:{_ARABIC}){tail}"
    chinese = rf"(?:{own}{_CHINESE})++(?:点[零〇一二三四五六七八九]++{times}?)?(?:[{MORE}]{times})?"
    number = f"(?:{arabic}|{chinese})"
    mask = r"[XxＸ]{1,3}(?:\.[XxＸ]+)?|×{2,3}|×(?=[万亿元])"
    place = rf"\d++|{_CHINESE}++"
    return re.compile(
        # Nearly every character fails here at once, which is what makes the scan fast.
        rf"(?=[\d{NUMERAL_CHARS}第前首翻半XxＸ×{_SIGN}])(?:"
        rf"(?P<mask>(?<![A-Za-z0-9×])(?:{mask})(?![A-Za-z0-9×Ｘ])(?:[{MORE}]?{times})?)"
        rf"|(?P<parts>(?P<whole>{_CHINESE}{{1,3}}|\d{{1,3}})分之(?P<part>{number})多?)"
        r"|(?P<hundred>百分百)"
        rf"|(?P<rank>第(?P<place>{place})[位名]?|前(?P<top>{place})[甲位名席]?|首位)"
        rf"|(?P<fold>翻了?(?P<times>{number})?番)"
        r"|(?P<half>一半|(?<=过)半)"
        rf"|(?P<arabic>(?<![0-9０-９.．])(?P<sign>[{_SIGN}])?{arabic})"
        rf"|(?P<chinese>{chinese}))"
    )


@lru_cache(maxsize=8)
def _word_pattern(units: UnitTable) -> re.Pattern[str]:
    """Return what matches at a numeral (or 前, 首, 半) that is only a letter of a listed word."""
    sources = []
    for word in units.words_with_numerals:
        for place, char in enumerate(word):
            if char in NUMERAL_CHARS or char in "前首半第":
                sources.append((f"(?<={word[:place]})" if place else "") + word[place:])
    return re.compile("|".join(sources) or "(?!)")


@lru_cache(maxsize=32)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(alternation(words) if words else "(?!)")


def _number(start: int, end: int, number: Numeral, written: str) -> Atom:
    return Atom(start, end, (number.coefficient,), number.multiplier, "", CandidateShape.NUMBER, written)


class Scanner:
    """Reads the atoms of one text; `scan` yields them in text order, none overlapping another."""

    def __init__(self, text: str, units: UnitTable) -> None:
        self.text, self.units = text, units
        self.unit, self.word = unit_pattern(units), _word_pattern(units)

    def scan(self) -> Iterator[Atom]:
        """Yield the atoms; a numeral that a longer word or unit has swallowed is passed over."""
        search, at = _scan_pattern(self.units).search, 0
        while match := search(self.text, at):
            atom: Atom | None = getattr(self, f"_read_{match.lastgroup}")(match)
            if atom is not None:
                yield atom
            at = atom.end if atom is not None else self._resume(match)

    def _resume(self, match: re.Match[str]) -> int:
        """Return where to go on after a match that is nothing: 目前3家 and 前10% still hold a number."""
        if not match["top"]:
            return match.end()
        ordinal = _any_of(self.units.after_ordinal).match(self.text, match.end())
        in_word = self.word.match(self.text, match.start())
        return match.start("top") if in_word or not ordinal else match.end()

    def _read_arabic(self, match: re.Match[str]) -> Atom | None:
        start, end = match.span()
        if match["sign"]:
            start += 1
        written = self.text[start:end]
        number = parse_numeral(written)
        if number is None:
            return Atom(start, end, (), "", "", CandidateShape.NUMBER, written, dropped=True)
        atom = _number(start, end, number, written)
        self._take_unit(atom)
        listed = not atom.symbol and self.text.startswith(_LIST_NAME, atom.end)
        atom.dropped = listed or self._is_date(atom) or self._is_code(atom)
        if match["sign"] and atom.shape is CandidateShape.PERCENT and self._is_minus(start):
            atom.start, atom.values = start - 1, (-number.coefficient,)
        return atom

    def _read_chinese(self, match: re.Match[str]) -> Atom | None:
        start, end = match.span()
        written = match[0]
        if self.text[start - 1 : start] in _VAGUE or self.text[end : end + 1] in _VAGUE:
            return None
        if self.word.match(self.text, start):
            return None
        if (number := parse_numeral(written)) is not None:
            atom = _number(start, end, number, written)
        elif (pair := parse_neighbours(written)) is not None:
            low, high = pair
            values = (low.coefficient, high.coefficient)
            atom = Atom(start, end, values, high.multiplier, "", CandidateShape.RANGE)
        else:
            return None
        if written[0] in "百千万亿" and atom.shape is CandidateShape.NUMBER:
            atom.shape = CandidateShape.ROUND
        self._take_unit(atom)
        # Without a unit only 万 and 亿 after something make a number of Chinese characters.
        bare = not atom.symbol and (not atom.multiplier or len(written) == 1)
        # 零 before a measure word is a slogan (零突破, 零次跑).
        atom.dropped = bare or written == "零" or self._is_date(atom)
        return atom

    def _read_mask(self, match: re.Match[str]) -> Atom | None:
        multiplier = match[0].lstrip("XxＸ×." + MORE)
        atom = Atom(match.start(), match.end(), (), multiplier, "", CandidateShape.MASK)
        named = _any_of(self.units.after_mask_name).match(self.text, match.end())
        if named:
            return None
        self._take_unit(atom)
        # One letter or three are a name unless something is counted; XX alone is an amount.
        return atom if atom.symbol or multiplier or len(match[0]) == 2 else None

    def _read_parts(self, match: re.Match[str]) -> Atom | None:
        part, whole = parse_numeral(match["part"]), parse_numeral(match["whole"])
        if part is None or whole is None or not whole.coefficient:
            return None
        start, end = match.span()
        if symbol := _PER_PARTS.get(match["whole"]):
            return Atom(start, end, (part.coefficient,), part.multiplier, symbol, CandidateShape.PERCENT)
        value = part.coefficient / whole.coefficient
        return Atom(start, end, (value,), "", "", CandidateShape.FRACTION)

    def _read_hundred(self, match: re.Match[str]) -> Atom:
        return Atom(*match.span(), (Decimal(100),), "", "%", CandidateShape.PERCENT)

    def _read_rank(self, match: re.Match[str]) -> Atom | None:
        start, end = match.span()
        if self.word.match(self.text, start):
            return None
        if match["place"] or match["top"]:
            after = _any_of(self.units.after_ordinal).match(self.text, end)
            plain = match[0][-1] not in "位名甲席"
            number = parse_numeral(match["place"] or match["top"])
            if number is None or number.multiplier or (plain and after):
                return None
            if match["top"] and plain and self.unit.match(self.text, end):
                return None
            place = number.coefficient
        else:
            place = Decimal(1)
        return Atom(start, end, (place,), "", "", CandidateShape.RANK)

    def _read_fold(self, match: re.Match[str]) -> Atom | None:
        number = parse_numeral(match["times"]) if match["times"] else parse_numeral("一")
        if number is None or number.multiplier or not 0 < number.coefficient < 10:
            return None
        # 翻一番 doubles, 翻两番 quadruples.
        value = Decimal(2) ** number.coefficient
        return Atom(*match.span(), (value,), "", "倍", CandidateShape.MULTIPLE)

    def _read_half(self, match: re.Match[str]) -> Atom | None:
        if self.word.match(self.text, match.start()):
            return None
        return Atom(*match.span(), (Decimal("0.5"),), "", "", CandidateShape.FRACTION)

    def _take_unit(self, atom: Atom) -> None:
        """Extend the atom over 余/多/来, one space, and the longest unit that stands there."""
        text, end = self.text, atom.end
        more = text[end : end + 1] in tuple(MORE)
        place = end + more
        if text[place : place + 1] in (" ", "\u3000"):
            place += 1
        if split := _SPLIT_UNIT.match(text, place):
            found = self.unit.match("个" + text[split.end() : split.end() + 8])
            if found:
                atom.symbol, atom.end = found[0], split.end() + found.end() - 1
                return
        match = self.unit.match(text, place)
        if match and self._may_count(atom, match[0]):
            atom.symbol, atom.end = match[0], match.end()
            if match[0] in "%％‰‱":
                atom.shape = CandidateShape.PERCENT if atom.shape is not CandidateShape.MASK else atom.shape
        elif more and text[end] != "来" and (atom.multiplier or atom.written[-1:] == "0"):
            atom.end = end + 1

    def _may_count(self, atom: Atom, symbol: str) -> bool:
        """Whether the symbol is the atom's unit; after a mask most measure words begin a noun."""
        if atom.shape is not CandidateShape.MASK or atom.multiplier:
            return True
        entry = self.units.entries.get(symbol)
        return entry is None or entry.dimension != "count" or symbol in self.units.masked_counts

    def _is_date(self, atom: Atom) -> bool:
        """Whether the numeral is a year (2023年, 1998), a month, a day or an hour."""
        if not atom.symbol:
            bare_year = _YEAR.fullmatch(atom.written) and 1900 <= atom.values[0] < 2100
            return bool(bare_year or _DATE.match(self.text, atom.end)) and not atom.multiplier
        return _YEAR_UNIT.fullmatch(self.text, atom.start, atom.end) is not None

    def _is_code(self, atom: Atom) -> bool:
        """Whether letters make a name of the numeral (5G, G312); AED1200台 has a unit and is none."""
        if not atom.symbol and _LETTER.match(self.text, atom.end):
            return True
        before = _LETTERS.search(self.text, max(0, atom.start - 3), atom.start)
        return before is not None and (not atom.symbol or len(before[0]) < 2)

    def _is_minus(self, start: int) -> bool:
        """Whether the sign before `start` is a minus: it follows a Chinese character."""
        return start >= 2 and "\u4e00" <= self.text[start - 2] <= "\u9fff"
