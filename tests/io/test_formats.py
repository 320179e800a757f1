"""The same report in every format gives the same observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import govie
from govie.document import Document
from govie.io.readers import read_data
from govie.types import Observation, Report
from tests.shipped import CHECKOUT, MODEL, needs_model

sites = pytest.importorskip("tests.io.sites", reason="pip install 'govie[test]' for the readers' packages")

REPORTS = {
    "county": CHECKOUT / "tests" / "data" / "example_report.txt",
    "province": CHECKOUT / "training" / "corpus" / "own-province-5.txt",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk")
LEAST_OF_PDF = 0.98

Make = Callable[[str], bytes]


def encoded(codec: str) -> Make:
    return lambda text: text.encode(codec)


def page(site: str, codec: str) -> Make:
    return lambda text: sites.SITES[site](text).replace("{charset}", codec).encode(codec)


EXACT: dict[str, Make] = {
    **{f"txt {codec}": encoded(codec) for codec in ENCODINGS},
    **{f"html {site} {codec}": page(site, codec) for site in sites.SITES for codec in ("utf-8", "gb18030")},
    "docx": sites.word,
}
PDFS: dict[str, Make] = {
    "pdf one column": sites.pdf,
    "pdf not indented": lambda text: sites.pdf(text, indented=False),
    "pdf two columns": lambda text: sites.pdf(text, columns=2),
    "pdf two columns by rows": sites.pdf_by_rows,
}
MAKE = {**EXACT, **PDFS, "txt big5": encoded("big5")}


def said(o: Observation) -> tuple[object, ...]:
    """Return what an observation says, without where: places differ between formats."""
    indicator = (o.indicator.text, o.indicator.id) if o.indicator else None
    return (
        *(o.quantity.text, o.quantity.values, o.quantity.unit, indicator, o.measure, o.direction),
        *(o.bound, o.status, str(o.period), o.section, o.is_base, o.annual_average),
    )


def share(report: Report, other: Report) -> float:
    """Return how much of both reports is in both."""
    one, two = Counter(map(said, report)), Counter(map(said, other))
    return 2 * sum((one & two).values()) / (len(report) + len(other))


@pytest.fixture(scope="module", params=REPORTS)
def plain(request: pytest.FixtureRequest) -> Report:
    report = govie.parse(REPORTS[request.param].read_text("utf-8"), model=MODEL)
    assert len(report) > 100
    return report


@cache
def parsed(text: str, form: str) -> tuple[Document, Report]:
    """Return the report of `text` in a format; the shares are asserted, and then printed."""
    (document,) = read_data(MAKE[form](text), "x")
    return document, govie.parse(document, model=MODEL)


@needs_model
@pytest.mark.parametrize("form", EXACT)
def test_the_same_observations_in_every_encoding_page_and_docx(plain: Report, form: str) -> None:
    document, report = parsed(plain.text, form)
    assert share(plain, report) == 1.0
    assert document.format == form.split()[0]
    assert (report.title, report.year, report.region) == (plain.title, plain.year, plain.region)


@needs_model
@pytest.mark.parametrize("form", PDFS)
def test_nearly_the_same_observations_in_pdf(plain: Report, form: str) -> None:
    document, report = parsed(plain.text, form)
    assert share(plain, report) >= LEAST_OF_PDF
    assert ("in columns" in document.notes) == ("two" in form)
    for o in report:
        assert 1 <= (document.place(o.quantity.start).page or 0) <= (document.pages or 0)


@needs_model
def test_big5_gives_what_the_traditional_text_gives() -> None:
    import opencc

    text = opencc.OpenCC("s2t").convert(REPORTS["county"].read_text("utf-8"))
    text = text.encode("big5", "ignore").decode("big5")  # some characters of the report are not in Big5
    plain = govie.parse(text, model=MODEL)
    document, report = parsed(text, "txt big5")
    assert document.encoding == "big5hkscs"
    assert list(report) == list(plain)


@needs_model
def test_the_shares_are_printed(plain: Report, capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(measured(plain))
    with capsys.disabled():
        print(f"\n{plain.title}: {len(plain)} observations", *lines, sep="\n  ")
    assert len(lines) == len(EXACT) + len(PDFS)


def measured(plain: Report) -> Iterator[str]:
    for form in (*EXACT, *PDFS):
        yield f"{form}: {share(plain, parsed(plain.text, form)[1]):.1%}"


def test_every_character_of_a_pdf_knows_its_page_and_line() -> None:
    text = REPORTS["county"].read_text("utf-8")
    (document,) = read_data(sites.pdf(text), "x")
    places = [document.place(offset) for offset in range(len(document.text))]
    assert [place.page for place in places] == sorted(place.page or 0 for place in places)
    assert {place.page for place in places} == set(range(1, (document.pages or 0) + 1))
    assert all(place.line for place in places)
    assert sites.HEAD not in document.text
    assert "— 2 —" not in document.text
    assert Path(document.path).name == "x"
