"""Whatever bytes come, the readers return Documents that are true, or a typed error that names the file."""

from __future__ import annotations

import io
import warnings
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govie
from govie.document import Document
from govie.errors import GovieError, GovieWarning, InputError
from govie.io.readers import read_data
from tests.conftest import EXAMPLE
from tests.shipped import MODEL, needs_model
from tests.test_api import check_contract

sites = pytest.importorskip("tests.io.sites", reason="pip install 'govie[test]' for the readers' packages")

TEXT = "\n".join(EXAMPLE.read_text("utf-8").split("\n")[:9])
STARTS = (
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"MIME-Version: 1.0\n\n",
)
TAMPER = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def sample(form: str) -> bytes:
    """Return a sound file of a format."""
    match form:
        case "pdf":
            return bytes(sites.pdf(TEXT))
        case "docx":
            return bytes(sites.word(TEXT))
        case "html":
            return sites.app_site(TEXT).format(charset="gbk").encode("gbk", "replace")
        case "zip":
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w") as archive:
                archive.writestr("一.txt", TEXT.encode("gbk"))
                archive.writestr("二.zip", sample("docx"))
            return target.getvalue()
        case _:
            return TEXT.encode(form)


def read_all(data: bytes) -> list[Document]:
    """Read `data`, and assert what holds of all that comes out."""
    errors: list[GovieError] = []
    documents = list(read_data(data, "名字", on_error=errors.append))
    for error in errors:
        assert isinstance(error, InputError)
        assert error.where.startswith("名字")
        assert error.advice
    for document in documents:
        check_document(document)
    return documents


def check_document(document: Document) -> None:
    text = document.text
    assert text.strip()
    assert document.path.startswith("名字")
    last = (0, 0)
    for offset in range(len(text)):
        page, line, character = document.place(offset)
        assert line is not None
        assert (page is None) == (document.format != "pdf")
        assert character == (offset if document.format == "txt" else None)
        if document.format in ("txt", "docx"):
            assert last <= (page or 0, line)
        last = (page or 0, line)


@st.composite
def tampered(draw: st.DrawFn, form: str) -> bytes:
    """Draw a file of a format with bytes changed, put in, taken out or doubled, or its end cut off."""
    data = bytearray(sample(form))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        width = draw(st.integers(1, 40))
        match draw(st.sampled_from(("change", "insert", "delete", "double", "cut"))):
            case "change":
                data[at : at + width] = draw(st.binary(min_size=1, max_size=width))
            case "insert":
                data[at:at] = draw(st.binary(max_size=width))
            case "delete":
                del data[at : at + width]
            case "double":
                data[at:at] = data[at : at + 20 * width]
            case _:
                del data[max(at, len(data) // 2) :]
    return bytes(data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_any_bytes(start: bytes, data: bytes) -> None:
    read_all(start + data)


@pytest.mark.parametrize("form", ["utf-8", "gbk", "utf-16", "html", "docx", "pdf", "zip"])
def test_sound_files_are_read(form: str) -> None:
    assert len(read_all(sample(form))) == (2 if form == "zip" else 1)


@TAMPER
@given(st.sampled_from(("utf-8", "gbk", "utf-16", "html", "zip")).flatmap(tampered))
def test_broken_texts_pages_and_archives(data: bytes) -> None:
    read_all(data)


@TAMPER
@given(st.sampled_from(("pdf", "docx")).flatmap(tampered))
def test_broken_pdf_and_word_files(data: bytes) -> None:
    read_all(data)


@needs_model
@TAMPER
@given(st.sampled_from(("utf-8", "gbk", "html", "pdf", "docx")).flatmap(tampered))
def test_what_is_read_of_a_broken_file_is_parsed(data: bytes) -> None:
    for document in read_all(data):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GovieWarning)
            try:
                report = govie.parse(document, model=MODEL)
            except InputError as error:
                assert "binary" in str(error)  # noqa: PT017 - most files are no error
            else:
                check_contract(report, document.text)
