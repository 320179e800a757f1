"""PDF files: their lines with the places where they stand, in reading order.

pypdf reads a page in the order in which it was written, which is the reading order in nearly all files.
Where pages have columns, pdfplumber, which is some eight times slower, says which character is in which.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from govie.document import Document
from govie.errors import InputError, MissingExtraError
from govie.io.columns import gutter_of, lines_in_columns
from govie.io.lines import given_title, put_together
from govie.io.sheets import Sheet, SheetLine, paragraphs, without_running_heads

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_OCR = "run OCR over it (ocrmypdf --language chi_sim does that) and read the result"
_NARROW = 0.5
"""Width of a digit or Latin letter, in that of a Chinese character."""

_FEW_CHARACTERS = 10
_LARGEST_UNREADABLE = 0.2
_SAMPLED = 3
_MOST_PAGES = 3000


def read_pdf(data: bytes, name: str) -> Document:
    """Return the report in a PDF file, without its page numbers and running heads.

    Raise InputError if it is broken, protected by a password, or was scanned and holds no text;
    MissingExtraError if pypdf or pdfplumber is not installed.
    """
    reader = _open(data, name)
    pages = list(reader.pages)
    if len(pages) > _MOST_PAGES:
        raise InputError(name, f"has {len(pages):,} pages", f"split it: at most {_MOST_PAGES:,} are read")
    in_columns = _has_columns(data, len(pages))
    sheets = _sheets_in_columns(data) if in_columns else [_sheet(page, n) for n, page in enumerate(pages, 1)]
    empty = [str(sheet.number) for sheet in sheets if not sheet.lines]
    characters = sum(len(line.text) for sheet in sheets for line in sheet.lines)
    if characters < _FEW_CHARACTERS * len(pages):
        found = f"has {len(pages)} pages and hardly any text in them: it was scanned"
        raise InputError(name, found, _OCR)
    _refuse_unreadable(sheets, name)
    body, left_out = without_running_heads(sheets)
    text, origin = put_together(paragraphs(body))
    notes = (
        *(["in columns"] if in_columns else []),
        *([f"left out {left_out} page numbers and running heads"] if left_out else []),
        *([f"no text on page {', '.join(empty)}: scanned or empty"] if empty else []),
    )
    meta = reader.metadata
    return Document(
        text=text,
        title=given_title(str((meta.title if meta else "") or "")),
        pages=len(pages),
        notes=notes,
        origin=origin,
    )


def _open(data: bytes, name: str) -> PdfReader:
    try:
        import pdfplumber  # noqa: F401 - missing is said before anything is read
        from pypdf import PasswordType, PdfReader
    except ImportError as error:
        raise MissingExtraError("reading PDF", "io") from error
    for package in ("pypdf", "pdfminer"):  # what they say of odd files is for those who debug them
        logging.getLogger(package).addHandler(logging.NullHandler())
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise InputError(name, "is protected by a password", "save it without one and read that")
    return reader


def _refuse_unreadable(sheets: Sequence[Sheet], name: str) -> None:
    """Raise InputError if the fonts do not say which characters their pictures stand for."""
    text = "".join(line.text for sheet in sheets for line in sheet.lines)
    unreadable = sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" or c < "\t" for c in text) + 5 * text.count(
        "(cid:"
    )
    if unreadable > _LARGEST_UNREADABLE * len(text):
        raise InputError(name, "has fonts that do not say which characters they show", _OCR)


# -- pages by pypdf ----------------------------------------------------------------------------------


def _sheet(page: PageObject, number: int) -> Sheet:
    """Return the lines of a page in the order in which the file writes them."""
    lines: list[SheetLine] = []
    open_line = False

    def visit(text: str, user: list[float], matrix: list[float], _: object, size: float | None) -> None:
        nonlocal open_line
        for place, piece in enumerate(text.split("\n")):
            if place:
                open_line = False
            if not piece.strip():
                if open_line and piece:
                    lines[-1] = lines[-1]._replace(text=lines[-1].text + " ")
                continue
            x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
            y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
            height = abs((size or 1.0) * (matrix[3] or matrix[1] or 1.0) * (user[3] or user[1] or 1.0))
            indent = (len(piece) - len(piece.lstrip())) * height * _NARROW if piece[0] == "\u3000" else 0.0
            if open_line and lines and abs(lines[-1].y + y) < _NARROW * height:
                said = lines[-1].text + piece
                lines[-1] = lines[-1]._replace(text=said, x1=lines[-1].x0 + _width(said) * height)
            else:
                x += indent
                lines.append(SheetLine(piece.lstrip(), x, x + _width(piece.strip()) * height, -y, height, 0))
            open_line = True

    page.extract_text(visitor_text=visit)
    return Sheet(number, tuple(line._replace(text=line.text.rstrip()) for line in lines))


def _width(text: str) -> float:
    return sum(1.0 if ord(character) > 0x2000 else _NARROW for character in text)


# -- pages by pdfplumber ---------------------------------------------------------------------------


def _has_columns(data: bytes, pages: int) -> bool:
    """Return whether most of some pages from the midst of the file have two columns."""
    import pdfplumber

    numbers = sorted({min(pages - 1, pages * part // (_SAMPLED + 1)) for part in range(1, _SAMPLED + 1)})
    with pdfplumber.open(io.BytesIO(data), pages=[number + 1 for number in numbers]) as file:
        found = [gutter_of(_characters(page)) is not None for page in file.pages]
    return 2 * sum(found) > len(found)


def _sheets_in_columns(data: bytes) -> list[Sheet]:
    import pdfplumber

    pages = []
    with pdfplumber.open(io.BytesIO(data)) as file:
        for page in file.pages:
            pages.append((page.page_number, _characters(page)))
            page.close()
    gutters = [gutter_of(characters) for _, characters in pages]
    # a last page of a few lines has columns too
    usual = median(gutter for gutter in gutters if gutter is not None)
    return [
        Sheet(number, tuple(lines_in_columns(characters, usual if gutter is None else gutter)))
        for (number, characters), gutter in zip(pages, gutters, strict=True)
    ]


def _characters(page: Any) -> list[dict[str, Any]]:
    return [char for char in page.chars if char["text"].strip() and char["upright"]]
