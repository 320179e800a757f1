"""Files as reports: `read` yields a Document for each report in whatever it is given.

What a file is, its first bytes say; its name only where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from govie.document import Document
from govie.errors import GovieError, InputError
from govie.io.encodings import SAVE_AS_TEXT, Decoded, chinese_share, decode, decode_bytes
from govie.io.files import OnError, find, kind_of_package, read_bytes, unpack
from govie.io.lines import origin_of_text

__all__ = ["decode", "read", "read_data", "read_text"]

_LARGEST_TEXT = 32 * 1024 * 1024
"""Bytes of the largest file of plain text: a thousand reports of 10,000 characters."""

# A document with fewer letters may be a table; one with more, and hardly any Chinese, is no report.
_FEW_LETTERS = 50
_LEAST_CHINESE = 0.1
_BEGINNING = 2000

_SAVE = "save it as DOCX, PDF or plain text and read that"
_PDF = b"%PDF-"
_SIGNATURE_WITHIN = 1024
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p)[\s>]|^mime-version:|^from: <saved by",
    re.IGNORECASE,
)
_MARKUP_WITHIN = 2000
_OCR = "read its text with OCR first"
_REFUSED = {
    b"\xd0\xcf\x11\xe0": (
        "a DOC or other old Office file",
        _SAVE,
    ),
    b"{\\rtf": ("an RTF file", "save it as DOCX or plain text and read that"),
    b"\x89PNG": ("a PNG picture", _OCR),
    b"\xff\xd8\xff": ("a JPEG picture", _OCR),
    b"GIF8": ("a GIF picture", _OCR),
    b"II*\x00": ("a TIFF picture", _OCR),
    b"MM\x00*": ("a TIFF picture", _OCR),
    b"Rar!": ("a RAR archive", "unpack it, or make it a ZIP archive"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it, or make it a ZIP archive"),
    b"\x1f\x8b": ("a gzip file", "unpack it"),
    b"AT&TFORM": ("a DjVu file", "make it a PDF with text and read that"),
}

_TABLES = {
    ".csv": "a CSV table",
    ".tsv": "a TSV table",
    ".json": "a JSON file",
    ".jsonl": "a JSON Lines file",
    ".parquet": "a Parquet table",
    ".dta": "a Stata table",
    ".duckdb": "a DuckDB file",
}
"""Files that hold sentences of reports beside figures; what else is text, its bytes say."""


def read(path: str | Path, *, on_error: OnError | None = None) -> Iterator[Document]:
    """Yield a Document for each report in the file, folder or ZIP archive at `path`.

    Plain text, HTML, PDF and DOCX are read; folders and archives with all that is in them, in the order
    of their names. What cannot be read raises InputError, or MissingExtraError where a package is not
    installed; with `on_error` the error is handed to it, and the next file is read.
    """
    refuse = _raise if on_error is None else on_error
    for name, data in find(Path(path), refuse):
        yield from _read_file(name, data, refuse)


def read_data(data: bytes, name: str, *, on_error: OnError | None = None) -> Iterator[Document]:
    """Yield a Document for each report in a file that is in memory; `name` is what errors call it."""
    refuse = _raise if on_error is None else on_error
    for inner, content in unpack(name, data, refuse):
        yield from _read_file(inner, content, refuse)


def read_text(path: str | Path) -> str:
    """Return the characters of a file of plain text, line ends as they are, a byte order mark left out.

    Raise InputError, which names the file, if it cannot be opened, is no plain text, or holds none.
    """
    path = Path(path)
    return _text(read_bytes(path), str(path)).text


def _raise(error: GovieError) -> None:
    raise error


def _read_file(name: str, data: bytes, refuse: OnError) -> Iterator[Document]:
    try:
        _refuse_tables(name)
        document = _document(data, name)
        _refuse_other_languages(document)
    except GovieError as error:
        refuse(error)
    else:
        yield from _reports(document)


def _reports(document: Document) -> Iterator[Document]:
    """Yield each report of a document: itself if it holds one."""
    from govie.text.reports import split_reports

    places = split_reports(document.text)
    if len(places) < 2:
        yield document
        return
    for part, (start, end) in enumerate(places, 1):
        yield document.cut(start, end, part=part)


def _document(data: bytes, name: str) -> Document:
    """Return what the reader of its format makes of a file; whatever fails in a package is an InputError."""
    form = _format(data, name)
    try:
        return replace(_READERS[form](data, name), path=name, format=form)
    except GovieError:
        raise
    except Exception as error:  # of a broken file the packages raise dozens of errors, of no common root
        found = f"is a broken {form.upper()} file ({type(error).__name__}: {error})"
        raise InputError(name, found, "open it where it came from and save it anew") from error


def _format(data: bytes, name: str) -> str:
    for signature, (kind, advice) in _REFUSED.items():
        if data.startswith(signature):
            raise InputError(name, f"is {kind}", advice)
    if data.startswith(b"PK"):
        kind = kind_of_package(data)
        if kind == "docx":
            return kind
        if kind:
            raise InputError(name, f"is {kind}", _SAVE)
        raise InputError(name, "is a ZIP archive, or a broken DOCX", "read its files, or save it anew")
    if _PDF in data[:_SIGNATURE_WITHIN]:
        return "pdf"
    return "html" if _HTML.search(data[:_MARKUP_WITHIN]) else "txt"


def _refuse_tables(name: str) -> None:
    """Raise InputError for a table or data: their sentences, as of govie's own output, would count again."""
    if kind := _TABLES.get(PurePosixPath(name).suffix.lower()):
        raise InputError(name, f"is {kind}, and no report", "keep tables out of the folder of the reports")


def _text(data: bytes, name: str) -> Decoded:
    if (form := _format(data, name)) != "txt":
        raise InputError(name, f"is a {form.upper()} file", SAVE_AS_TEXT)
    _refuse_long(data, name)
    return decode_bytes(data, name)


def _refuse_long(data: bytes, name: str) -> None:
    if len(data) > _LARGEST_TEXT:
        found = f"has {len(data):,} bytes, more than the {_LARGEST_TEXT:,} of the largest text that is read"
        raise InputError(name, found, "split it: a report has some 100,000")


def _read_markup(data: bytes, name: str) -> Document:
    from govie.io.page import read_page

    _refuse_long(data, name)
    return read_page(data, name)


def _read_pdf(data: bytes, name: str) -> Document:
    from govie.io.pdf import read_pdf

    return read_pdf(data, name)


def _read_word(data: bytes, name: str) -> Document:
    from govie.io.word import read_word

    return read_word(data, name)


def _read_plain(data: bytes, name: str) -> Document:
    text, encoding, broken = _text(data, name)
    notes = (f"{broken} damaged characters",) if broken else ()
    return Document(text=text, encoding=encoding, notes=notes, origin=origin_of_text(text))


def _refuse_other_languages(document: Document) -> None:
    letters = sum(map(str.isalpha, document.text[:_BEGINNING]))
    if letters <= _FEW_LETTERS or (share := chinese_share(document.text)) >= _LEAST_CHINESE:
        return
    from govie.text.clean import clean

    # UTF-8 that was read as Latin-1 is Chinese once it is repaired, as parse repairs it
    if chinese_share(clean(document.text[:_BEGINNING])) < _LEAST_CHINESE:
        found = f"is hardly in Chinese ({share:.0%} of its letters)"
        raise InputError(document.path, found, "check that it is a Chinese report, and how it was saved")


_READERS: dict[str, Callable[[bytes, str], Document]] = {
    "txt": _read_plain,
    "html": _read_markup,
    "pdf": _read_pdf,
    "docx": _read_word,
}
"""How a file becomes a document, by its format; what is behind a reader is imported when a file needs it."""
