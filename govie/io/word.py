"""DOCX files: paragraphs, tables, footnotes and text boxes in reading order, with their automatic numbers."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from govie.document import Document
from govie.errors import InputError, MissingExtraError
from govie.io.files import check_package
from govie.io.lines import SourceLine, given_title, put_together
from govie.io.numbering import Numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_P, _TBL, _TR, _TC, _SDT = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "sdt"))
_VAL = f"{_W}val"
_TEXT = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
# Deleted text, the second copy of a text box, and the codes of fields, of which only the results are text.
_PASSED_OVER = {f"{_W}del", f"{_W}moveFrom", _MC_FALLBACK, f"{_W}instrText", f"{_W}pPr", f"{_W}rPr"}
_CONTENTS = "Table of Contents"
_CELL = 60


def read_word(data: bytes, name: str) -> Document:
    """Return the report in a DOCX file; a note of the page stands behind the paragraph that refers to it.

    Raise InputError if it is broken or holds no text, MissingExtraError if python-docx is not installed.
    """
    check_package(name, data)
    try:
        import docx
    except ImportError as error:
        raise MissingExtraError("reading DOCX", "io") from error
    package = docx.Document(io.BytesIO(data))
    reading = _Reading(package)
    lines = [line for line in reading.lines(package.element.body) if line.text.strip()]
    if not lines:
        raise InputError(name, "holds no text", "if it holds pictures of pages, read these with OCR first")
    text, origin = put_together(lines)
    return Document(
        text=text,
        title=given_title(package.core_properties.title or ""),
        notes=tuple(f"{count} {what}" for what, count in reading.seen.items()),
        origin=origin,
    )


class _Reading:
    """One pass over a document; `seen` counts what was met on the way."""

    def __init__(self, package: Any) -> None:
        parts = {kind: _part(package.part, kind) for kind in ("footnotes", "endnotes", "numbering", "styles")}
        self._notes = {kind: _notes(parts[kind], kind) for kind in ("footnotes", "endnotes")}
        self._numbering = Numbering(parts["numbering"], parts["styles"])
        self._paragraph = 0
        self.seen: Counter[str] = Counter()

    def lines(self, parent: _Element) -> Iterator[SourceLine]:
        """Yield the paragraphs under `parent`, those of tables and content controls among them."""
        for child in parent:
            if child.tag == _P:
                yield from self._paragraph_lines(child)
            elif child.tag == _TBL:
                self.seen["tables"] += 1
                for row in child.iter(_TR):
                    if next(row.iterancestors(_TBL)) is child:
                        yield from self._row(row)
            elif child.tag == _SDT and _is_contents(child):
                self.seen["table of contents left out"] += 1
            elif child.tag not in _PASSED_OVER:
                yield from self.lines(child)

    def _row(self, row: _Element) -> Iterator[SourceLine]:
        """Yield a row of short cells as one line, any other as its paragraphs."""
        cells = [list(self.lines(cell)) for cell in row.iter(_TC) if next(cell.iterancestors(_TR)) is row]
        said = [[line for line in cell if line.text.strip()] for cell in cells]
        if all(len(cell) <= 1 for cell in said) and all(
            len(line.text) <= _CELL for cell in said for line in cell
        ):
            if filled := [cell[0] for cell in said if cell]:
                yield SourceLine("\t".join(cell.text for cell in filled), filled[0].line)
        else:
            for cell in said:
                yield from cell

    def _paragraph_lines(self, paragraph: _Element) -> Iterator[SourceLine]:
        self._paragraph += 1
        number = self._paragraph
        pieces: list[str] = [self._numbering.label(paragraph)]
        references: list[tuple[str, str]] = []
        boxes: list[_Element] = []
        _collect(paragraph, pieces, references, boxes)
        for line in "".join(pieces).split("\n"):
            yield SourceLine(line, number)
        for kind, identifier in references:
            for text in self._notes[kind].get(identifier, ()):
                self.seen[kind] += 1
                yield SourceLine(text, number)
        for box in boxes:
            self.seen["text boxes"] += 1
            yield from self.lines(box)


def _collect(
    element: _Element, pieces: list[str], references: list[tuple[str, str]], boxes: list[_Element]
) -> None:
    """Add the text under `element` to `pieces`, and what it refers to and frames to the other lists."""
    for child in element:
        if child.tag == f"{_W}t":
            pieces.append(child.text or "")
        elif child.tag in _TEXT:
            pieces.append(_TEXT[child.tag])
        elif child.tag == f"{_W}br":
            pieces.append("" if child.get(f"{_W}type") in ("page", "column") else "\n")
        elif child.tag in _NOTES:
            references.append((_NOTES[child.tag], child.get(f"{_W}id", "")))
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in _PASSED_OVER and isinstance(child.tag, str):
            _collect(child, pieces, references, boxes)


def _is_contents(control: _Element) -> bool:
    return any(gallery.get(_VAL) == _CONTENTS for gallery in control.iter(f"{_W}docPartGallery"))


def _part(main: Any, kind: str) -> _Element | None:
    """Return the root of the part of a package that `kind` names, None if it has none."""
    from docx.oxml import parse_xml

    for relation in main.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            root: _Element = parse_xml(relation.target_part.blob)
            return root
    return None


def _notes(root: _Element | None, kind: str) -> dict[str, list[str]]:
    """Return the paragraphs of each note, by its id; separators, which have a type, are no notes."""
    if root is None:
        return {}
    notes: dict[str, list[str]] = {}
    for note in root.iter(f"{_W}{kind.removesuffix('s')}"):
        if note.get(f"{_W}type") in (None, "normal"):
            paragraphs = []
            for paragraph in note.iter(_P):
                pieces: list[str] = []
                _collect(paragraph, pieces, [], [])
                paragraphs.append("".join(pieces).strip())
            notes[note.get(f"{_W}id", "")] = [text for text in paragraphs if text]
    return notes
