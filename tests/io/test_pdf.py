from __future__ import annotations

import io
import logging
import re
import sys
from collections.abc import Sequence

import pytest

from govie.document import Document
from govie.errors import InputError, MissingExtraError
from govie.io.lines import given_title
from govie.io.readers import read_data
from govie.io.sheets import Sheet, SheetLine, paragraphs, without_running_heads

sites = pytest.importorskip("tests.io.sites", reason="pip install 'govie[test]' for the readers' packages")
pypdf = pytest.importorskip("pypdf")

TEXT = "一、工作回顾\n过去一年，全县地区生产总值完成186.4亿元、增长6.2%，新增就业3150人。\n二、工作安排"


def read(data: bytes) -> Document:
    (document,) = read_data(data, "x.pdf")
    return document


def test_lines_are_paragraphs_again() -> None:
    document = read(sites.pdf(TEXT))
    assert document.text == f"{sites.HEAD}\n{TEXT}"  # what stands on one page only, nobody knows for a head
    assert (document.format, document.pages, document.title) == ("pdf", 1, "报告")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (sites.pdf(TEXT, password="青禾"), "password"),
        (sites.scanned_pdf(), "3 pages and hardly any text in them: it was scanned"),
        (sites.pdf(TEXT)[:700], "broken PDF"),
        (b"%PDF-1.7\n%%EOF", "broken PDF"),
    ],
    ids=["password", "scanned", "cut", "empty"],
)
def test_what_has_no_text_is_refused_by_name(data: bytes, found: str) -> None:
    with pytest.raises(InputError, match=found) as caught:
        read(data)
    assert caught.value.where == "x.pdf"
    assert caught.value.advice


def test_a_file_that_only_forbids_printing_is_read() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(sites.pdf(TEXT)))
    writer.encrypt("", "owner", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    assert read(target.getvalue()).text.endswith(TEXT)


def test_a_scanned_page_among_others_is_named() -> None:
    writer = pypdf.PdfWriter()
    for data in (sites.pdf(TEXT), sites.scanned_pdf(1), sites.pdf(TEXT)):
        writer.append(io.BytesIO(data))
    target = io.BytesIO()
    writer.write(target)
    assert "no text on page 2: scanned or empty" in read(target.getvalue()).notes


def test_packages_do_not_talk(capfd: pytest.CaptureFixture[str]) -> None:
    read(re.sub(rb"startxref\s+\d+", b"startxref\n1", sites.pdf(TEXT)))
    assert capfd.readouterr() == ("", "")
    assert not logging.getLogger("pypdf").propagate or logging.getLogger("pypdf").handlers


@pytest.mark.parametrize(
    ("package", "data", "says"),
    [
        ("pypdf", sites.pdf(TEXT), "reading PDF"),
        ("pdfplumber", sites.pdf(TEXT), "reading PDF"),
        ("docx", sites.word(TEXT), "reading DOCX"),
        ("lxml", b"<html><body><p>x</p></body></html>", "reading HTML"),
    ],
)
def test_a_missing_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, package: str, data: bytes, says: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=says) as caught:
        list(read_data(data, "x"))
    assert "govie[io]" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Microsoft Word - 青禾县报告.docx", "青禾县报告"),
        ("(anonymous)", ""),
        ("untitled", ""),
        ("青禾县政府工作报告", "青禾县政府工作报告"),
    ],
)
def test_titles_that_programs_set_are_none(given: str, title: str) -> None:
    assert given_title(given) == title


# ------------------------------------------------------------------------------------- lines and pages


def sheet(number: int, *texts: str, x: Sequence[float] = ()) -> Sheet:
    """Return a page of lines, 20 points apart and 12 high, each as wide as its text."""
    starts = [*x, *[60.0] * (len(texts) - len(x))]
    lines = [
        SheetLine(text, start, start + 12 * len(text), 20.0 * row, 12, 0)
        for row, (text, start) in enumerate(zip(texts, starts, strict=True))
    ]
    return Sheet(number, tuple(lines))


BODY = ("甲" * 20, "乙" * 20, "丙" * 20, "丁" * 20, "戊" * 20)


@pytest.mark.parametrize(
    "outer",
    [
        ("{}", ""),
        ("", "— {} —"),
        ("", "第{}页 共9页"),
        ("青禾县文件", "- {} -"),
        ("·{}· 青禾县文件", ""),
    ],
)
def test_heads_and_numbers_are_left_out(outer: tuple[str, str]) -> None:
    head, foot = outer
    sheets = [
        sheet(n, *[head.format(n)] * bool(head), *BODY, *[foot.format(n)] * bool(foot)) for n in (1, 2, 3, 4)
    ]
    kept, left_out = without_running_heads(sheets)
    assert [placed.line.text for placed in kept] == list(BODY) * 4 or "甲" * 20 not in head
    assert left_out >= 4
    assert not [
        placed for placed in kept if "青禾" in placed.line.text or placed.line.text.strip("—- ").isdigit()
    ]


def test_a_line_on_one_page_only_is_no_head() -> None:
    sheets = [sheet(n, f"{'子丑寅卯'[n]}题", *(line + "子丑寅卯"[n] for line in BODY)) for n in range(4)]
    kept, left_out = without_running_heads(sheets)
    assert (len(kept), left_out) == (24, 0)


@pytest.mark.parametrize(
    ("lines", "starts", "texts"),
    [
        (("全" * 18 + "增长", "6.2%，粮食丰收。"), (), ["全" * 18 + "增长6.2%，粮食丰收。"]),
        (("全" * 20, "全" * 18 + "。", "又一段" * 6), (84, 60, 84), ["全" * 38 + "。", "又一段" * 6]),
        (("一、回顾", "全" * 20, "全" * 20), (60, 84, 60), ["一、回顾", "全" * 40]),
        (("GDP in the " + "全" * 20, "year"), (), ["GDP in the " + "全" * 20 + "year"]),
    ],
)
def test_which_lines_go_on(lines: tuple[str, ...], starts: tuple[float, ...], texts: list[str]) -> None:
    kept, _ = without_running_heads([sheet(1, *lines, x=starts)])
    said: list[str] = []
    for line in paragraphs(kept):
        if line.joined:
            said[-1] += line.text
        else:
            said.append(line.text)
    assert said == texts
