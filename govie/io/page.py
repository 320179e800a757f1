"""Saved web pages: the report in them, without what the site has put around it.

The report is the smallest part of the page that holds nearly all of its prose. What links, buttons and
footers say there is told by how much of it are links, and by the words of lexicon/sources.toml.
Measured beside trafilatura: docs/reading.md has the figures.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govie.document import Document
from govie.errors import InputError, MissingExtraError
from govie.io.encodings import decode_bytes
from govie.io.lines import SourceLine, put_together
from govie.lexicon.sources import SourceWords, load_source_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_SITE = re.compile(r"\s*[-_|–—]+\s*|\s*--+\s*")

_NEVER = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "canvas",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "nav",
        "footer",
        "aside",
        "figcaption",
        "map",
        "audio",
        "video",
        "head",
        "title",
    }
)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "td",
        "th",
        "ul",
        "html",
    }
)
_HEADINGS = ("h1", "h2", "h3", "h4")

_NEARLY_ALL = 0.95
_LINKED = 0.5
_HALF = 0.5
_SENTENCE = 20
_SHORT = 40
_CELL = 60
"""Characters up to which the cells of a row are one line of a table."""


class Block(NamedTuple):
    """A paragraph of the page: its text, its line in the file, characters in links, and its element."""

    text: str
    line: int
    linked: int
    element: HtmlElement

    @property
    def prose(self) -> int:
        """Characters outside of links, if they are more than a label."""
        said = len(self.text) - self.linked
        return said if said >= _SENTENCE or (said and self.text[-1] in "。！？；：") else 0


def read_page(data: bytes, name: str) -> Document:
    """Return the report in an HTML page, or in an MHTML file that holds one.

    Raise InputError if the page has no text, MissingExtraError if lxml is not installed.
    """
    if data[:2000].lstrip().lower().startswith((b"mime-version:", b"from: <saved by")):
        data = _page_of_mhtml(data, name)
    match = _CHARSET.search(data[:_HEAD_BYTES])
    text, encoding, broken = decode_bytes(data, name, claimed=match[1].decode("ascii") if match else "")
    root = _parse(text)
    if root is None:
        raise InputError(name, "is a page without content", "check that it was saved whole")
    words = load_source_words()
    title, date = _title(root), _date_in_head(root, words)
    _drop_unseen(root)
    blocks = list(_blocks(root))
    kept = _report(root, blocks, title, words)
    if not kept:
        raise InputError(name, "is a page without text", "check that it was saved whole, after it had loaded")
    body, origin = put_together(SourceLine(block.text, block.line) for block in kept)
    left_out = len(blocks) - len(kept)
    notes = (
        *([f"{broken} damaged characters"] if broken else []),
        *([f"left out {left_out} pieces of the page around the report"] if left_out else []),
    )
    return Document(
        text=body,
        title=title,
        date=date or _date_in_text(blocks, words),
        encoding=encoding,
        notes=notes,
        origin=origin,
    )


def _page_of_mhtml(data: bytes, name: str) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    raise InputError(name, "is a mail or web archive without a page", "save the page as HTML")


def _parse(text: str) -> HtmlElement | None:
    try:
        from lxml import etree, html
    except ImportError as error:
        raise MissingExtraError("reading HTML", "io") from error
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    data = _DECLARATION.sub("", text).replace("\0", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # nothing but comments and white space
        return None


# -- title and date ---------------------------------------------------------------------------------


def _metas(root: HtmlElement) -> dict[str, str]:
    return {
        (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower(): meta.get(
            "content", ""
        )
        for meta in reversed(list(root.iter("meta")))
    }


def _title(root: HtmlElement) -> str:
    """Return the title that the page gives the article: of its head, its heading, or its window."""
    metas = _metas(root)
    headings = [_said(element) for element in root.iter("h1")]
    window = [_SITE.split(_said(element))[0] for element in root.iter("title")]
    named = [metas.get(key, "").strip() for key in ("articletitle", "og:title")]
    return next((found for found in (*named, *headings, *window) if found), "")


def _said(element: HtmlElement) -> str:
    return _BLANKS.sub(" ", "".join(element.itertext())).strip()


def _date_in_head(root: HtmlElement, words: SourceWords) -> str:
    metas = _metas(root)
    return next((date for key in words.date_keys if (date := _iso(metas.get(key, "")))), "")


def _date_in_text(blocks: list[Block], words: SourceWords) -> str:
    """Return the first date that a label calls that of the page, or that stands by itself."""
    short = [block.text for block in blocks if len(block.text) < 4 * _SHORT]
    labelled = [text[match.end() :][:_SHORT] for text in short if (match := words.dated.search(text))]
    alone = [text for text in short if _DATE.match(text) and words.furniture.search(text)]
    return next((date for text in (*labelled, *alone) if (date := _iso(text))), "")


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return ""
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


# -- blocks -----------------------------------------------------------------------------------------


def _drop_unseen(root: HtmlElement) -> None:
    """Take out what a browser does not show, if that is not the most of the page."""
    for element in [element for element in root.iter() if element.tag in _NEVER]:
        _drop(element)
    hidden = [
        element
        for element in root.iter()
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    ]
    whole = len("".join(root.itertext()))
    for element in hidden:
        if len("".join(element.itertext())) < _HALF * whole:
            _drop(element)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


@dataclass(slots=True)
class _Line:
    """The paragraph that is being read."""

    pieces: list[str]
    line: int = 0
    linked: int = 0

    def add(self, text: str, line: int, *, linked: bool) -> None:
        if not self.line and text.strip():
            self.line = line + text[: len(text) - len(text.lstrip())].count("\n")
        self.pieces.append(text)
        self.linked += len(text.strip()) if linked else 0

    def take(self, element: HtmlElement) -> Block | None:
        text = _BLANKS.sub(" ", "".join(self.pieces)).strip()
        block = Block(text, self.line, min(self.linked, len(text)), element) if text else None
        self.pieces, self.line, self.linked = [], 0, 0
        return block


def _blocks(root: HtmlElement) -> Iterator[Block]:
    """Yield the paragraphs of the page in its order; a row of short cells is one, and a line of <pre>."""
    from lxml import etree

    current = _Line([])
    rows: list[list[Block]] = []
    links = verbatim = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block_level = element.tag in _BLOCKS or element.tag == "br"
        if block_level:
            owner = element if event == "end" and element.tag != "br" else _owner(element)
            if found := current.take(owner):
                yield from _into(rows, found)
        step = 1 if event == "start" else -1
        links += step * (element.tag == "a")
        verbatim += step * (element.tag == "pre")
        if element.tag == "tr":
            if event == "start":
                rows.append([])
            elif rows:
                for found in _row(rows.pop(), len(element)):
                    yield from _into(rows, found)
        text = element.text if event == "start" else element.tail
        for number, piece in enumerate(text.split("\n") if text and verbatim else [text or ""]):
            if number and (found := current.take(_owner(element))):
                yield from _into(rows, found)
            current.add(piece, (element.sourceline or 0) + number, linked=links > 0)
    if found := current.take(root):
        yield found


def _into(rows: list[list[Block]], block: Block) -> Iterator[Block]:
    if rows:
        rows[-1].append(block)
    else:
        yield block


def _owner(element: HtmlElement) -> HtmlElement:
    """Return the block-level element around `element`."""
    parent = element.getparent()
    while parent is not None and parent.tag not in _BLOCKS:
        parent = parent.getparent()
    return element if parent is None else parent


def _row(cells: list[Block], columns: int) -> list[Block]:
    """Return a row of a table as one line, its cells apart by tabs; a row that lays out a page as it is."""
    if not 1 < len(cells) <= columns or any(len(cell.text) > _CELL for cell in cells):
        return cells
    text = "\t".join(cell.text for cell in cells)
    return [Block(text, cells[0].line, sum(cell.linked for cell in cells), cells[0].element)]


# -- the report -------------------------------------------------------------------------------------


def _report(root: HtmlElement, blocks: list[Block], title: str, words: SourceWords) -> list[Block]:
    """Return the blocks of the report: those of its part of the page, its heading, less the furniture."""
    prose: Counter[HtmlElement] = Counter()
    for block in blocks:
        for element in (block.element, *block.element.iterancestors()):
            prose[element] += block.prose
    part = _part(root, prose)
    inside = [part in (block.element, *block.element.iterancestors()) for block in blocks]
    first = inside.index(True) if True in inside else 0
    start = _heading(blocks[:first], title, words)
    small = _furniture_parts(root, prose, words)
    kept = [
        block
        for number, block in enumerate(blocks)
        if (inside[number] or start <= number < first) and not _is_furniture(block, words, small)
    ]
    return _without_end(kept, words)


def _part(root: HtmlElement, prose: Counter[HtmlElement]) -> HtmlElement:
    """Return the smallest element that holds nearly all prose of the page."""
    part, least = root, _NEARLY_ALL * prose[root]
    while len(part):
        child = max(part, key=prose.__getitem__)
        if prose[child] < least or not prose[child]:
            break
        part = child
    return part


def _heading(before: list[Block], title: str, words: SourceWords) -> int:
    """Return the number of the block from which on the heading of the report stands above it."""
    for number in range(len(before) - 1, -1, -1):
        block = before[number]
        if block.linked or len(block.text) > 2 * _SHORT:
            continue
        if block.element.tag in _HEADINGS or block.text == title or words.title.search(block.text):
            return number
    return len(before)


def _furniture_parts(
    root: HtmlElement, prose: Counter[HtmlElement], words: SourceWords
) -> frozenset[HtmlElement]:
    """Return the elements whose class or id calls them bars or footers, if hardly any prose is in them."""
    return frozenset(
        element
        for element in root.iter()
        if words.classes.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        and prose[element] < (1 - _NEARLY_ALL) * prose[root]
    )


def _is_furniture(block: Block, words: SourceWords, parts: frozenset[HtmlElement]) -> bool:
    if block.linked > _LINKED * len(block.text):
        return True
    if len(block.text) <= 4 * _SHORT:
        if words.footer.search(block.text):
            return True
        if block.text[-1] not in "。！；" and words.furniture.search(block.text):
            return True
    return not parts.isdisjoint((block.element, *block.element.iterancestors()))


def _without_end(blocks: list[Block], words: SourceWords) -> list[Block]:
    """Return the blocks up to the label behind the report under which the page lists others."""
    for number, block in enumerate(blocks):
        if words.end.match(block.text) and not sum(later.prose for later in blocks[number + 1 :]):
            return blocks[:number]
    return blocks
