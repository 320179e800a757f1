from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from govie.errors import GovieError, InputError
from govie.io.readers import read, read_data
from govie.text.clean import clean

TEXT = "青禾县地区生产总值186亿元，增长6.2%。"
Write = Callable[[str, bytes], Path]


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def names_of(path: Path) -> tuple[list[str], list[str]]:
    """Return what is read at `path` and what is refused, by names within it."""
    errors: list[GovieError] = []
    found = [document.path for document in read(path, on_error=errors.append)]
    refused = [error.where for error in errors if isinstance(error, InputError)]
    assert len(refused) == len(errors)
    return [name.removeprefix(f"{path}/") for name in found], [
        name.removeprefix(f"{path}/") for name in refused
    ]


def test_a_folder_is_read_with_all_in_it_and_one_bad_file_does_not_stop_it(write: Write) -> None:
    for name in (
        "b.txt",
        "a/2.txt",
        "a/1.txt",
        ".hidden",
        "a/~$1.docx",
        "Thumbs.db",
        "页.html",
        "页_files/x.js",
    ):
        write(f"reports/{name}", TEXT.encode())
    write("reports/b.doc", b"\xd0\xcf\x11\xe0")
    path = write("reports/c.txt", TEXT.encode("gbk")).parent
    read_names, refused = names_of(path)
    assert [name for name in read_names if name != "页.html"] == ["a/1.txt", "a/2.txt", "b.txt", "c.txt"]
    assert "b.doc" in refused


def test_without_on_error_the_first_bad_file_is_raised(write: Write) -> None:
    write("reports/a.txt", TEXT.encode())
    path = write("reports/b.txt", b"").parent
    documents = read(path)
    assert next(documents).text == TEXT
    with pytest.raises(InputError, match=r"b\.txt: holds no text"):
        next(documents)


def test_an_archive_is_read_as_a_folder_is(write: Write) -> None:
    inner = packed({"三.txt": TEXT.encode("big5", "ignore")})
    files = {
        "2024/一.txt": TEXT.encode(),
        "__MACOSX/._一.txt": b"\x00",
        "二.zip": inner,
        "四.txt": b"\x00\x01",
    }
    path = write("reports.zip", packed(files))
    assert names_of(path) == (["2024/一.txt", "二.zip/三.txt"], ["四.txt"])


def test_names_in_an_archive_may_be_in_gbk(write: Write) -> None:
    data = packed({"aaaa.txt": TEXT.encode()}).replace(b"aaaa.txt", "青禾".encode("gbk") + b".txt")
    assert names_of(write("x.zip", data)) == (["青禾.txt"], [])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (packed({"a.txt": b"0" * 50_000_000}), "a zip bomb"),
        (packed({f"{k}.txt": b"" for k in range(20_001)}), "more than 20,000 files"),
        (packed({"a.txt": TEXT.encode()})[:-40], "broken ZIP"),
        (packed({"xl/workbook.xml": b"<x/>"}), "an Excel workbook"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "an OpenDocument file"),
        (packed({"OFD.xml": b"<x/>"}), "an OFD file"),
    ],
    ids=["bomb", "members", "broken", "xlsx", "odt", "ofd"],
)
def test_an_archive_that_is_none_is_refused_by_name(write: Write, data: bytes, found: str) -> None:
    path = write("x.zip", data)
    with pytest.raises(InputError, match=found) as caught:
        list(read(path))
    assert caught.value.where.startswith(str(path))


def test_archives_in_archives_end_somewhere(write: Write) -> None:
    data = TEXT.encode()
    for _ in range(6):
        data = packed({"x.zip" if data.startswith(b"PK") else "x.txt": data})
    with pytest.raises(InputError, match="archive in an archive"):
        list(read(write("x.zip", data)))


def test_a_protected_archive_says_so(write: Write) -> None:
    data = bytearray(packed({"a.txt": TEXT.encode()}))
    data[6] |= 1  # the flag of the local header, and that of the directory
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="password"):
        list(read(write("x.zip", bytes(data))))


def test_fifty_megabytes_of_text_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"\xe5" * 50_000_000)
    with pytest.raises(InputError, match="50,000,000 bytes"):
        list(read(path))


def test_a_folder_of_a_saved_page_is_passed_over_also_where_it_is_named(write: Write) -> None:
    write("页.html", b"<p>x</p>")
    assert names_of(write("页_files/x.txt", TEXT.encode()).parent) == ([], [])


def test_data_in_memory_is_read_under_its_name() -> None:
    assert [document.path for document in read_data(packed({"a.txt": TEXT.encode()}), "in")] == ["in/a.txt"]


def test_a_pipe_in_a_folder_does_not_stop_the_batch(write: Write) -> None:
    path = write("reports/a.txt", TEXT.encode()).parent
    os.mkfifo(path / "b.txt")
    assert names_of(path) == (["a.txt"], [])


@pytest.mark.parametrize(
    "name", ["panel.csv", "panel.candidates.CSV", "rows.jsonl", "rows.tsv", "report.json"]
)
def test_tables_are_no_reports_though_their_sentences_are_chinese(write: Write, name: str) -> None:
    path = write(f"reports/{name}", TEXT.encode()).parent
    assert names_of(path) == ([], [name])


def test_an_empty_folder_and_an_empty_archive_say_so(write: Write, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty: is a folder without reports"):
        list(read(tmp_path / "empty"))
    with pytest.raises(InputError, match="is an empty ZIP archive"):
        list(read(write("x.zip", packed({}))))


@pytest.mark.parametrize("encoding", ["latin-1", "gb18030"])
def test_a_file_of_misread_characters_is_read_for_parse_repairs_it(write: Write, encoding: str) -> None:
    misread = (TEXT * 20).encode().decode(encoding, "replace")
    (document,) = read(write("report.txt", misread.encode()))
    assert document.text == misread
    assert "地区生产总值186亿元" in clean(document.text)
