from __future__ import annotations

import io
import re
import zipfile

import pytest

from govie.document import Document
from govie.errors import InputError
from govie.io.readers import read_data

sites = pytest.importorskip("tests.io.sites", reason="pip install 'govie[test]' for the readers' packages")
docx = pytest.importorskip("docx")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPENING = "过去一年，全县经济平稳增长，各项事业取得新的进步。"
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def written(*paragraphs: str) -> bytes:
    """Return a DOCX of the markup of these paragraphs behind an opening."""
    file = docx.Document()
    file.add_paragraph(OPENING)
    for markup in paragraphs:
        declared = re.sub(r"^<(w:\w+)", rf"<\1 {W}", markup)
        file.element.body.insert(-1, docx.oxml.parse_xml(declared))
    return bytes(sites.saved(file))


def read(data: bytes) -> Document:
    (document,) = read_data(data, "x.docx")
    return document


def lines(data: bytes) -> list[str]:
    first, *others = read(data).text.split("\n")
    assert first == OPENING
    return others


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (f"<w:p>{run('增长')}{run('5%')}</w:p>", "增长5%"),
        (f"<w:p>{run('增长')}<w:smartTag>{run('5')}</w:smartTag>{run('%')}</w:p>", "增长5%"),
        (
            f"<w:p>{run('增长')}<w:ins>{run('6%')}</w:ins><w:del><w:r><w:delText>5%</w:delText></w:r></w:del></w:p>",
            "增长6%",
        ),
        (f"<w:p>{run('增长')}<w:hyperlink>{run('5%')}</w:hyperlink></w:p>", "增长5%"),
        ("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "甲\t乙\n丙"),
        ("<w:p><w:r><w:t>甲</w:t><w:br w:type='page'/><w:t>乙</w:t></w:r></w:p>", "甲乙"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", ""),
        (f"<w:sdt><w:sdtContent><w:p>{run('控件中')}</w:p></w:sdtContent></w:sdt>", "控件中"),
    ],
)
def test_what_a_paragraph_says(markup: str, text: str) -> None:
    assert "\n".join(lines(written(markup))) == text


def test_a_table_of_contents_made_by_word_is_left_out() -> None:
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    document = read(
        written(f"<w:sdt>{gallery}<w:sdtContent><w:p>{run('一、回顾 1')}</w:p></w:sdtContent></w:sdt>")
    )
    assert document.text == OPENING
    assert document.notes == ("1 table of contents left out",)


def test_tables_stand_where_they_stand() -> None:
    file = docx.Document()
    file.add_paragraph(OPENING)
    table = file.add_table(2, 3)
    for row, cells in zip(table.rows, (("指标", "单位", "数值"), ("粮食产量", "万吨", "15.6")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file.add_paragraph("表后。")
    layout = file.add_table(1, 2)
    layout.rows[0].cells[0].text = "左边的一段。\n左边的又一段。"
    layout.rows[0].cells[1].text = "右边。"
    document = read(sites.saved(file))
    assert document.text.split("\n")[1:] == [
        *("指标\t单位\t数值", "粮食产量\t万吨\t15.6", "表后。"),
        *("左边的一段。", "左边的又一段。", "右边。"),
    ]
    assert document.notes == ("2 tables",)


def test_a_footnote_stands_behind_its_paragraph() -> None:
    file = docx.Document()
    file.add_paragraph(OPENING)
    paragraph = file.add_paragraph("税收占比达81%")
    paragraph._p.append(docx.oxml.parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run("，质量提高。")
    file.add_paragraph("后一段。")
    blob = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("占一般公共预算收入的比重。")}</w:p></w:footnote></w:footnotes>'
    )
    name = docx.opc.packuri.PackURI("/word/footnotes.xml")
    part = docx.opc.part.Part(name, FOOTNOTES_TYPE, blob.encode(), file.part.package)
    file.part.relate_to(part, FOOTNOTES)
    document = read(sites.saved(file))
    said = ["税收占比达81%，质量提高。", "占一般公共预算收入的比重。", "后一段。"]
    assert document.text.split("\n")[1:] == said
    assert [document.place(document.text.index(line)).line for line in said] == [2, 2, 3]


def test_automatic_numbers_are_written_out() -> None:
    file = docx.Document()
    file.add_paragraph(OPENING)
    numbering = file.part.numbering_part.element
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    markup = "".join(
        f'<w:lvl w:ilvl="{k}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for k, (form, text) in enumerate(levels)
    )
    numbering.insert(
        0, docx.oxml.parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{markup}</w:abstractNum>')
    )
    numbering.append(docx.oxml.parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in (
        (0, "回顾"),
        (1, "工业"),
        (1, "农业"),
        (2, "粮食"),
        (0, "安排"),
        (1, "目标"),
        *[(0, "余")] * 9,
    ):
        place = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        file.add_paragraph(text)._p.get_or_add_pPr().append(docx.oxml.parse_xml(place))
    said = read(sites.saved(file)).text.split("\n")[1:]
    assert said[:6] == ["一、回顾", "（一）工业", "（二）农业", "1.粮食", "二、安排", "（一）目标"]
    assert said[-1] == "十一、余"


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (repacked(written(), "word/document.xml", b"<broken"), "broken DOCX"),
        (repacked(written(), "_rels/.rels", b""), "broken DOCX"),
        (repacked(written(), "word/document.xml", b"0" * 30_000_000), "zip bomb"),
        (written()[:2000], "broken DOCX"),
        (sites.saved(docx.Document()), "holds no text"),
    ],
    ids=["markup", "relations", "bomb", "cut", "empty"],
)
def test_a_broken_file_is_refused_by_name(data: bytes, found: str) -> None:
    with pytest.raises(InputError, match=found) as caught:
        read(data)
    assert caught.value.where == "x.docx"
    assert caught.value.advice
