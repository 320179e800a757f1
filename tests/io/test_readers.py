from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from govie.errors import InputError
from govie.io.readers import decode, read, read_text

TEXT = "青禾县地区生产总值１８６亿元，\r\n增长6.2%。\n"
Write = Callable[[str, bytes], Path]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16-le", "utf-16-be", "gbk", "gb18030"],
)
def test_text_is_read_character_by_character(write: Write, data: bytes) -> None:
    assert read_text(write("report.txt", data)) == TEXT


def test_gb18030_reaches_characters_that_gbk_lacks() -> None:
    assert decode("㐀𠀀镇增长5%".encode("gb18030"), "x") == "㐀𠀀镇增长5%"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "holds no text"),
        (b" \r\n\t\xe3\x80\x80", "holds no text"),
        (b"PK\x03\x04word/document.xml", "a ZIP archive, or a broken DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a DOC"),
        (b"{\\rtf1", "an RTF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG"),
        (b"\x00\x01\x02\x03", "zero byte at 0"),
        ("增长".encode("utf-16-le") + b"\x00", "zero byte"),
        (TEXT.encode()[:-1] + b"\xff", "neither UTF-8"),
        (TEXT.encode("utf-16")[:-1], "breaks off in UTF-16"),
        ("增长6.2%".encode("gbk") + b"\x07", "unknown encoding"),
    ],
)
def test_what_is_no_text_is_refused_by_name(write: Write, data: bytes, found: str) -> None:
    path = write("report.txt", data)
    with pytest.raises(InputError, match=found) as caught:
        read_text(path)
    assert caught.value.where == str(path)
    assert caught.value.advice


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_text(tmp_path / "absent.txt")


def test_a_folder_is_not_a_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_text(tmp_path)


def test_an_unknown_suffix_is_read_as_text(write: Write) -> None:
    assert read_text(write("2024年报告", TEXT.encode())) == TEXT


TRADITIONAL = "區域生產總值為二十億元，較去年成長百分之五；全縣財政收入達到三億元。"


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (TEXT, "utf-8", "utf-8"),
        (TEXT, "utf-8-sig", "utf-8"),
        (TEXT, "utf-16", "utf-16-le"),
        (TEXT, "utf-16-le", "utf-16-le"),
        (TEXT, "utf-16-be", "utf-16-be"),
        (TEXT, "utf-32", "utf-32-le"),
        (TEXT, "gbk", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_is_found_and_kept(write: Write, text: str, codec: str, encoding: str) -> None:
    (document,) = read(write("报告.txt", text.encode(codec)))
    assert (document.text, document.encoding, document.notes) == (text, encoding, ())


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5"])
def test_a_broken_byte_is_marked_and_costs_only_its_character(write: Write, codec: str) -> None:
    text = TRADITIONAL * 30
    data = bytearray(text.encode(codec))
    data[len(text[:700].encode(codec)) + 1] = 0xFF  # the second byte of a character
    (document,) = read(write("x.txt", bytes(data)))
    assert document.text[:700] == text[:700]
    assert document.text[-290:] == text[-290:]
    assert 0 < document.text.count("\ufffd") <= 3
    assert "damaged" in document.notes[0]


def test_each_observation_leads_back_to_the_file(write: Write) -> None:
    path = write("x.txt", TEXT.encode("utf-8-sig"))
    (document,) = read(path)
    place = document.place(TEXT.index("6.2"))
    assert (place.page, place.line) == (None, 2)
    assert place.character is not None
    assert path.read_bytes().decode("utf-8-sig")[place.character :].startswith("6.2%")


@pytest.mark.parametrize(
    "text",
    ["Revenue of the county grew by six per cent last year. " * 9, "Доклад о работе правительства " * 9],
)
def test_another_language_is_refused(write: Write, text: str) -> None:
    with pytest.raises(InputError, match="hardly in Chinese") as caught:
        list(read(write("x.txt", text.encode())))
    assert caught.value.where.endswith("x.txt")


def glued(counties: tuple[str, ...]) -> str:
    """Return a report of each county in one text."""
    return "\n".join(
        f"{county}政府工作报告\n——2024年1月18日在{county}第十八届人民代表大会第三次会议上\n各位代表：\n"
        f"现在，我代表{county}人民政府，向大会报告工作，请予审议。\n一、2023年工作回顾\n"
        + f"{county}粮食产量15.6万吨，新建厂房14.5万平方米，收储土地1260亩。\n"
        * 60
        for county in counties
    )


def test_glued_reports_are_read_each_by_itself_and_know_their_place_in_the_file(write: Write) -> None:
    text = glued(("青禾县", "沔川县", "柳溪县"))
    documents = list(read(write("x.txt", text.encode("gbk"))))
    assert [document.part for document in documents] == [1, 2, 3]
    assert "".join(document.text for document in documents) == text
    for document in documents:
        place = document.place(document.text.index("粮食"))
        assert place.character is not None
        assert text[place.character :].startswith("粮食")
        assert text[: place.character].count("\n") + 1 == place.line
