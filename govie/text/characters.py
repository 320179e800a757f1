"""Cleaning that a few neighbouring characters decide: the same for a document and for any piece of it.

Full-width ASCII, compatibility forms and odd white space are folded one for one (never by NFKC, which
changes lengths), traditional characters become simplified ones, and what cannot be seen or only says
how a character is read is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from govie.lexicon.layout import load_layout_words
from govie.text.mapped import Edit, MappedText

# Chinese punctuation that ASCII has too; it says where sentences and clauses end.
_KEPT = "，；：！？（）"
_SPACES = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
# Half of a surrogate pair is no character, and nothing can encode it.
_HALVES = range(0xD800, 0xE000)
# Radicals and compatibility ideographs, which PDF fonts put in the place of the real characters.
_COMPATIBILITY = ((0x2E80, 0x2FE0), (0xF900, 0xFB00))
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad\x00-\x08\x0e-\x1b\x7f"

IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE = rf"{IDEOGRAPHS}\u3001-\u303f\uff01-\uff5e“”‘’—…·"
UNSEEN = re.compile(f"[{_UNSEEN}]+")
TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ"
_PINYIN = re.compile(rf"(?<=[{IDEOGRAPHS}])[(（](?=[a-zü]*[{TONES}])[a-zü{TONES}]{{1,7}}[)）]")
_NUMBER = "0-9.,%‰"
_BLANKS = re.compile(" +")
_NEEDLESS = re.compile(rf"(?<=[{_CHINESE}]) +| +(?=[{_CHINESE}])|(?<=[{_NUMBER}]) +(?=[{_NUMBER}])")
_LATIN = re.compile("[A-Za-z]")
_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = 0x3400, 0x9FFF


@cache
def folding() -> dict[int, str]:
    """Return the table that folds characters one for one."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT}
    table |= {ord(space): " " for space in _SPACES}
    table |= {ord(line_break): "\n" for line_break in _BREAKS}
    table |= dict.fromkeys(_HALVES, "\u200b")
    for first, last in _COMPATIBILITY:
        for code in range(first, last):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and ord(plain) != code:
                table[code] = plain
    return table


@cache
def simplification() -> dict[int, str]:
    """Return the table from traditional to simplified characters, one for one.

    From OpenCC's t2s, character by character, so that a piece of a text reads like the text; without
    characters that simplified text uses too.
    """
    import opencc  # slow to load, and few reports need it

    always = load_layout_words().always_traditional
    codes = range(_FIRST_IDEOGRAPH, _LAST_IDEOGRAPH + 1)
    lines: list[str] = opencc.OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    return {
        code: plain
        for code, plain in zip(codes, lines, strict=True)
        if plain != chr(code) and len(plain) == 1 and (chr(code) in always or not _is_simplified(chr(code)))
    }


def fold(mapped: MappedText) -> MappedText:
    """Return the text with full-width, compatibility and traditional characters replaced one for one."""
    folded = mapped.translated(folding())
    characters = set(folded.text)
    if any(_may_be_traditional(character) for character in characters):
        table = {code: plain for code, plain in simplification().items() if chr(code) in characters}
        return folded.translated(table) if table else folded
    return folded


def drop_unseen(mapped: MappedText) -> MappedText:
    """Return the text without zero-width and control characters.

    A line of nothing else stays: it counts as a paragraph wherever lines are counted.
    """
    return mapped.edited(_unseen(mapped.text))


def find_readings(text: str) -> Iterator[Edit]:
    """Yield what takes out the readings in brackets behind characters: 區(qū)域 -> 區域."""
    return (Edit(*match.span(), "") for match in _PINYIN.finditer(text))


def drop_applause(mapped: MappedText) -> MappedText:
    """Return the text without the marks of applause: （掌声）."""
    applause = load_layout_words().applause
    return mapped.edited(Edit(*match.span(), "") for match in applause.finditer(mapped.text))


def drop_spaces(mapped: MappedText) -> MappedText:
    """Return the text without spaces next to Chinese characters and inside numbers, and one for many."""
    return mapped.edited(_spaces(mapped.text))


def joint(before: str, after: str) -> str:
    """Return what stands for a line break inside a sentence: a space between two Latin words only."""
    return " " if _LATIN.match(before) and _LATIN.match(after) else ""


def _unseen(text: str) -> Iterator[Edit]:
    for match in UNSEEN.finditer(text):
        start, end = match.span()
        alone = text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
        if not alone:
            yield Edit(start, end, "")


def _spaces(text: str) -> Iterator[Edit]:
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        if _NEEDLESS.match(text, start):
            yield Edit(start, end, "")
        elif end - start > 1:
            yield Edit(start, end, " ")


@cache
def _is_simplified(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _may_be_traditional(character: str) -> bool:
    if not _FIRST_IDEOGRAPH <= ord(character) <= _LAST_IDEOGRAPH:
        return False
    return character in load_layout_words().always_traditional or not _is_simplified(character)
