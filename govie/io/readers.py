"""Files as strings. `READERS` says which suffix is read how: the place for HTML, PDF and DOCX."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from pathlib import Path

from govie.errors import InputError

SAVE_AS_TEXT = "save it as plain text (UTF-8) and read that"

_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a DOCX or other ZIP file",
    b"\xd0\xcf\x11\xe0": "a DOC or other old Office file",
    b"{\\rtf": "an RTF file",
}
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(path: str | Path) -> str:
    """Return the characters of a report file, line ends as they are, a byte order mark left out.

    Raise InputError, which names the file, if it cannot be opened, is no text, or holds none.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file", "check the name") from error
    except IsADirectoryError as error:
        raise InputError(str(path), "is a folder", f"name its files: {path}/*.txt") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    reader = READERS.get(path.suffix.lower(), decode)
    return reader(data, str(path))


def decode(data: bytes, where: str) -> str:
    """Return the text in `data`: UTF-8, UTF-16 with a byte order mark, or GB18030 (so GBK, GB2312).

    Each is decoded strictly: a wrong character would be a wrong offset or a wrong figure later.
    `where` is the name that an InputError gives.
    """
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(where, f"is {kind}", SAVE_AS_TEXT)
    text = _decode_utf16(data, where) if data.startswith(_UTF16_MARKS) else _decode_bytes(data, where)
    if not text.strip():
        raise InputError(where, "holds no text", "check that it was saved whole")
    return text


def _decode_utf16(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise InputError(where, f"breaks off in UTF-16 at byte {error.start}", SAVE_AS_TEXT) from error


def _decode_bytes(data: bytes, where: str) -> str:
    if 0 in data:
        # GB18030 takes zero bytes without a word, and UTF-16 without its mark is full of them
        found = f"is binary (zero byte at {data.index(0)}) or UTF-16 without a byte order mark"
        raise InputError(where, found, SAVE_AS_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        utf8_stops = not_utf8.start
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        found = f"is neither UTF-8 (byte {utf8_stops}) nor GB18030 (byte {error.start})"
        raise InputError(where, found, SAVE_AS_TEXT) from error
    _refuse_other_encodings(text, where)
    return text


def _refuse_other_encodings(text: str, where: str) -> None:
    """Raise InputError for text that GB18030 can spell but nobody writes: Big5, Latin-1, noise.

    Bytes of another encoding land in its private and unassigned areas and among control characters.
    """
    for at, character in enumerate(text):
        category = unicodedata.category(character)
        if category in ("Co", "Cn") or (category == "Cc" and not character.isspace()):
            found = f"is in an unknown encoding (read as GB18030, character {at} is U+{ord(character):04X})"
            raise InputError(where, found, SAVE_AS_TEXT)


READERS: dict[str, Callable[[bytes, str], str]] = {".txt": decode}
"""How a file's bytes become text, by suffix; a suffix that is not here is read as plain text."""
