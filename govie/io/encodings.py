"""Bytes as characters: which encoding a file of Chinese text is in.

The encodings are tried in an order in which the strict ones come first: UTF-8 hardly ever takes bytes
of another encoding, GB18030 takes many of Big5, and so on. Each is decoded strictly: a wrong character
would be a wrong offset or a wrong figure later. A few broken bytes in a long file are marked, not refused.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from govie.errors import InputError
from govie.lexicon.sources import load_source_words

SAVE_AS_TEXT = "save it as plain text (UTF-8) and read that"

DAMAGED = "\ufffd"
"""Stands for bytes that no character could be made of."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_IN = 200
"""At most one broken character in so many, or the file is refused."""

_SAMPLE = 100_000
# Shares of characters below which bytes are no text of the encoding that was tried.
_PLAIN = 0.9
_USUAL = 0.4
_CHINESE = 0.5
_RESUME = "govie.resume"
_RESUME_WITHIN = 60
_FREQUENT = 0.03
_FEW = 100
# The codec of an encoding's usual characters, and the lead bytes of the first level, which is by frequency.
_LEVELS = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5hkscs": ("big5", 0xA4, 0xC6)}


class Decoded(NamedTuple):
    """Characters, the encoding that they were in, and how many places were broken."""

    text: str
    encoding: str
    broken: int = 0


def decode(data: bytes, where: str) -> str:
    """Return the text in `data`; raise InputError, which names `where`, as `decode_bytes` does."""
    return decode_bytes(data, where).text


def decode_bytes(data: bytes, where: str, *, claimed: str = "") -> Decoded:
    """Return the text in `data` and its encoding; `claimed` is the one that the file says it is in.

    Raise InputError if it holds no text, is binary, or is in an encoding that nobody can tell.
    """
    decoded = _by_mark(data, where) or _by_trial(data, where, claimed)
    if not decoded.text.strip():
        raise InputError(where, "holds no text", "check that it was saved whole")
    return decoded


def _by_mark(data: bytes, where: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            if (decoded := _strictly(rest, encoding) or _nearly(rest, encoding)) is not None:
                return decoded
            found = f"breaks off in {encoding.upper().removesuffix('-LE').removesuffix('-BE')}"
            raise InputError(where, found, SAVE_AS_TEXT)
    return None


def _by_trial(data: bytes, where: str, claimed: str) -> Decoded:
    if 0 in data:
        # GB18030 takes zero bytes without a word, and UTF-16 without its mark is full of them
        if (decoded := _utf16(data)) is not None:
            return decoded
        raise InputError(where, f"is binary (zero byte at {data.index(0)})", SAVE_AS_TEXT)
    if (decoded := _strictly(data, "utf-8") or _utf16(data)) is not None:
        return decoded
    named = _strictly(data, _known(claimed))
    if named is not None and _is_written(named.text):
        return named
    return (
        _chinese(data, _strictly) or _nearly(data, "utf-8") or _chinese(data, _nearly) or _guess(data, where)
    )


# -- single encodings -------------------------------------------------------------------------------


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    if not encoding:
        return None
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _nearly(data: bytes, encoding: str) -> Decoded | None:
    """Return the text with DAMAGED in the place of the broken bytes, None if these are many."""
    text = data.decode(encoding, _RESUME if encoding in _LEVELS else "replace")
    broken = text.count(DAMAGED)
    return Decoded(text, encoding, broken) if broken * _ONE_IN <= len(text) else None


def _resume(error: UnicodeError) -> tuple[str, int]:
    """Go on behind a broken character where the bytes up to the next ASCII one pair into usual ones.

    To go on behind one byte, as Python does, pairs all of them wrongly if the second byte was the bad one.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, start = error.object, error.start
    end = start + 2
    while end < len(data) and end < start + _RESUME_WITHIN and data[end] >= 0x80:
        end += 1
    level = "gb18030" if error.encoding == "gb18030" else "big5hkscs"
    behind = (data[start + width : end].decode(error.encoding, "replace") for width in (2, 1))
    two, one = (_usual_share(Decoded(text, level)) for text in behind)
    return DAMAGED, min(len(data), start + (2 if two >= one else 1))


codecs.register_error(_RESUME, _resume)


def _known(claimed: str) -> str:
    """Return Python's name of an encoding that a file claims, "" if it is none or says nothing."""
    try:
        name = codecs.lookup(claimed.strip()).name if claimed.strip() else ""
    except LookupError:
        return ""
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "hz": ""}
    # one byte a character decodes anything and proves nothing
    return wider.get(name, name) if not name.startswith(("iso8859", "cp125", "ascii")) else ""


def _chinese(data: bytes, read: Callable[[bytes, str], Decoded | None]) -> Decoded | None:
    """Return the text in GB18030 or Big5, whichever makes it of the more usual characters."""
    candidates = [found for name in ("gb18030", "big5hkscs") if (found := read(data, name))]
    written = [found for found in candidates if _is_written(found.text)]
    best = max(written, key=_usual_share, default=None)
    return best if best is not None and _usual_share(best) >= _USUAL else None


def _usual_share(decoded: Decoded) -> float:
    """Return the share of the usual characters of an encoding: its first level, which is by frequency.

    0 if the characters are not those that Chinese needs most: Korean bytes are usual characters too.
    """
    words = load_source_words()
    level = _LEVELS[decoded.encoding]
    foreign = [character for character in decoded.text[:_SAMPLE] if not character.isascii()]
    if not foreign:
        return 1.0
    frequent = sum(character in words.frequent for character in foreign)
    if len(foreign) >= _FEW and frequent < _FREQUENT * len(foreign):
        return 0.0
    usual = sum(character in words.marks or _is_usual(character, level) for character in foreign)
    return usual / len(foreign)


def _is_usual(character: str, level: tuple[str, int, int]) -> bool:
    codec, first, last = level
    lead = character.encode(codec, "ignore")[:1]
    return lead != b"" and first <= lead[0] <= last


def _utf16(data: bytes) -> Decoded | None:
    """Return the text in UTF-16 without a mark, in the byte order that makes it of plain characters."""
    candidates = [found for name in ("utf-16-le", "utf-16-be") if (found := _strictly(data, name))]
    best = max(candidates, key=_plain_share, default=None)
    return best if best is not None and _plain_share(best) >= _PLAIN and _is_written(best.text) else None


def _plain_share(decoded: Decoded) -> float:
    """Return the share of usual Chinese characters, their punctuation, digits, and printable ASCII."""
    words = load_source_words()
    sample = decoded.text[:_SAMPLE]
    plain = sum(
        " " <= character <= "~"
        or character in "\t\r\n"
        or "\uff00" <= character <= "\uff5e"
        or character in words.marks
        or any(_is_usual(character, level) for level in _LEVELS.values())
        for character in sample
    )
    return plain / len(sample) if sample else 0.0


def _guess(data: bytes, where: str) -> Decoded:
    """Return what charset-normalizer makes of `data`, if that is Chinese; raise InputError if not."""
    found = f"is neither UTF-8 (byte {_stops(data, 'utf-8')}) nor GB18030 (byte {_stops(data, 'gb18030')})"
    if _stops(data, "gb18030") is None:
        text = data.decode("gb18030")
        at = next((at for at, character in enumerate(text) if _is_unwritten(character)), 0)
        found = f"is in an unknown encoding (read as GB18030, character {at} is U+{ord(text[at]):04X})"
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        advice = f"{SAVE_AS_TEXT}, or install the detector of encodings: pip install 'govie[io]'"
        raise InputError(where, found, advice) from error
    best = from_bytes(data[: 4 * _SAMPLE]).best()
    decoded = _strictly(data, best.encoding) if best is not None else None
    if decoded is None or not _is_written(decoded.text) or chinese_share(decoded.text) < _CHINESE:
        raise InputError(where, found, SAVE_AS_TEXT)
    return decoded


def _stops(data: bytes, encoding: str) -> int | None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


# -- what text is made of ---------------------------------------------------------------------------


def chinese_share(text: str) -> float:
    """Return the share of Chinese characters among the letters of the first 100,000 characters."""
    letters = [character for character in text[:_SAMPLE] if character.isalpha()]
    chinese = sum("\u3400" <= character <= "\u9fff" for character in letters)
    return chinese / len(letters) if letters else 0.0


def _is_written(text: str) -> bool:
    return not any(map(_is_unwritten, set(text)))


def _is_unwritten(character: str) -> bool:
    """True for a character that nobody writes.

    Bytes of another encoding land in private and unassigned areas and among control characters.
    """
    category = unicodedata.category(character)
    return category in ("Co", "Cn") or (category == "Cc" and not character.isspace())
