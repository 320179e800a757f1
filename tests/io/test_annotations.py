from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govie.errors import AnnotationError
from govie.io.annotations import AnnotatedSentence, read_annotations, write_annotations

Write = Callable[[str, bytes], Path]

TEXT = "青禾县旅游收入28.3亿元。"
RECORD: dict[str, Any] = {
    "q": "28.3亿元",
    "q_start": 7,
    "q_end": 13,
    "v": 28.3,
    "u": "亿元",
    "ind": "旅游收入",
    "ind_start": 3,
    "ind_end": 7,
    "m": "level",
    "s": "actual",
    "t": "2023",
}
ENTRY = {"sid": "qinghe:3:1", "text": TEXT, "obs": [RECORD]}


def line(**changes: object) -> bytes:
    return json.dumps({**ENTRY, **changes}, ensure_ascii=False).encode() + b"\n"


def with_record(**changes: object) -> bytes:
    return line(obs=[{**RECORD, **changes}])


def without(field: str) -> bytes:
    return line(obs=[{name: value for name, value in RECORD.items() if name != field}])


def test_a_sentence_is_read_with_its_optional_fields(write: Write) -> None:
    (sentence,) = read_annotations(write("qinghe.jsonl", line()))
    assert (sentence.document, sentence.paragraph, sentence.number) == ("qinghe", 3, 1)
    assert sentence.sid == "qinghe:3:1"
    (record,) = sentence.records
    assert record["q"] == "28.3亿元"
    assert (record["b"], record["d"], record["id"], record["avg"]) == ("exact", None, None, False)


def test_blank_lines_are_passed_over_and_no_indicator_is_allowed(write: Write) -> None:
    data = line() + b"\n" + with_record(ind="", v=None) + line(obs=[], text="另起一行，含有分隔符\u2028。")
    sentences = read_annotations(write("qinghe.jsonl", data))
    assert [len(sentence.records) for sentence in sentences] == [1, 1, 0]
    assert sentences[1].records[0]["ind"] == ""


def test_a_record_has_the_status_and_period_of_its_sentence_unless_it_says_its_own(write: Write) -> None:
    bare = {name: value for name, value in RECORD.items() if name not in ("s", "t")}
    data = line(s="target", t="2030", obs=[bare, {**bare, "t": "2029"}])
    (sentence,) = read_annotations(write("qinghe.jsonl", data))
    assert [(record["s"], record["t"]) for record in sentence.records] == [
        ("target", "2030"),
        ("target", "2029"),
    ]


def test_what_is_written_reads_the_same_and_leaves_out_what_says_nothing(
    write: Write, tmp_path: Path
) -> None:
    data = line(skip=["G7"]) + with_record(b="ge", d="up", of="旅游", avg=True, v=[1, 2]) + line(obs=[])
    sentences = read_annotations(write("qinghe.jsonl", data))
    write_annotations(sentences, tmp_path / "again.jsonl")
    assert read_annotations(tmp_path / "again.jsonl") == sentences
    first = json.loads((tmp_path / "again.jsonl").read_text("utf-8").split("\n")[0])
    assert first == {**ENTRY, "skip": ["G7"]}


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        (b"{not json\n", "is not JSON"),
        (b"[1, 2]\n", "is not an object with sid, text and obs"),
        (line(sid="qinghe-3-1"), "sid 'qinghe-3-1'"),
        (line(obs="none"), "obs is not a list"),
        (line(obs=["28.3亿元"]), "record '28.3亿元'"),
        (without("m"), "lacks m"),
        (without("q_end"), "has no offsets"),
        (with_record(q_start=6, q_end=12), "is not at 6:12"),
        (with_record(ind_start=0, ind_end=4), "ind '旅游收入' is not at 0:4"),
        (with_record(q="", q_end=7), "q '' is not at 7:7"),
        (with_record(q_start=-7, q_end=-1), "is not at -7:-1"),
        (with_record(scope="全市"), "scope '全市' of '28.3亿元' is not in the sentence"),
        (line(skip="G7"), "skip 'G7'"),
        (with_record(m="niveau"), "m 'niveau'"),
        (with_record(s="done"), "s 'done'"),
        (with_record(b="about"), "b 'about'"),
        (with_record(d="sideways"), "d 'sideways'"),
        (with_record(v="28.3"), "v '28.3'"),
        (with_record(v=True), "v True"),
        (with_record(t="去年"), "t of '28.3亿元'"),
    ],
)
def test_a_bad_line_is_named_with_its_number(write: Write, bad: bytes, found: str) -> None:
    path = write("qinghe.jsonl", line() + bad)
    with pytest.raises(AnnotationError) as caught:
        read_annotations(path)
    assert found in caught.value.found
    assert (caught.value.path, caught.value.line) == (str(path), 2)
    assert caught.value.advice


def test_a_file_in_another_encoding_is_refused(write: Write) -> None:
    with pytest.raises(AnnotationError, match="is not UTF-8"):
        read_annotations(write("qinghe.jsonl", TEXT.encode("gbk")))


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="cannot be read"):
        read_annotations(tmp_path / "absent.jsonl")


@pytest.mark.parametrize(
    ("number", "paragraph", "start"),
    [
        (0, "确保办结。修路6公里；确保办结。", 0),
        (2, "确保办结。修路6公里；确保办结。", 11),
        (5, "修路6公里；确保办结。", 6),
        (0, "修路6公里。", None),
    ],
)
def test_a_sentence_is_found_in_its_paragraph(number: int, paragraph: str, start: int | None) -> None:
    sentence = AnnotatedSentence("qinghe", 1, number, "确保办结。", ())
    assert sentence.locate(["标题", paragraph]) == start


def test_a_sentence_of_a_line_that_is_not_there_is_not_found() -> None:
    assert AnnotatedSentence("qinghe", 7, 0, "确保办结。", ()).locate(["确保办结。"]) is None
