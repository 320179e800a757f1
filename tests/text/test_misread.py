"""UTF-8 that was read in another encoding is read again, and only that."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govie.text.clean import clean, read
from govie.text.misread import misread_runs
from govie.text.structure import read_structure
from govie.types import RepairKind

SAID = "2024年，全县地区生产总值完成86.4亿元、增长5.2%。新建农村公路15公里，“一网通办”事项达到98%（不含乡镇）"


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1"])
def test_what_lost_nothing_is_read_whole(encoding: str) -> None:
    text = SAID.encode().decode(encoding, "replace")
    assert clean(text) == SAID
    assert clean(text, repair=False) != SAID


@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
def test_lost_bytes_are_guessed(encoding: str) -> None:
    text = SAID.encode().decode(encoding, "replace")
    assert "\ufffd" in text
    said = clean(text)
    assert len(said) == len(SAID)
    assert sum(a == b for a, b in zip(said, SAID, strict=True)) >= 0.9 * len(SAID)
    assert said.startswith("2024年，全县地区生产总值完成86.4亿元")


def test_a_run_is_one_repair() -> None:
    text = "来源：" + "政府，报告".encode().decode("latin-1") + "。"
    cleaned = read(text)
    assert cleaned.text == "来源：政府，报告。"
    [repair] = cleaned.repairs
    assert repair.kind is RepairKind.ENCODING
    assert text[repair.start : repair.end] == repair.before
    assert repair.after == "政府，报告"
    assert cleaned.raw_span(3, 4) == (3, 6)  # three bytes a character


@pytest.mark.parametrize(
    "text",
    ["café, naïve, Ångström", "浣溪沙，娉婷", "涓涓细流?不是", "鏀", "â€", "é”", "璇?我们", "\ufffd?\ufffd"],
)
def test_other_text_stays(text: str) -> None:
    assert not list(misread_runs(text))


LINES = [SAID[:30], SAID[30:], "政府", "增长", "，", "“放管服”改革"]
PIECES = st.sampled_from(
    [
        *(
            line.encode().decode(encoding, "replace")
            for line in LINES
            for encoding in ("gbk", "gb18030", "cp1252")
        ),
        *(line.encode().decode("gbk", "replace").replace("\ufffd", "?") for line in LINES),
        *[
            "政府",
            "鏀",
            "鏀?",
            "增长5%",
            "\ufffd",
            "?",
            "\n",
            "。",
            "ï",
            "é”…",
            "麟?yún)^(qū)",
            "?!熬G",
            "A",
            " ",
        ],
    ]
)


@given(raw=st.lists(PIECES, max_size=20).map("".join), data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_piece_of_misread_text_is_cleaned_like_the_document(raw: str, data: st.DataObject) -> None:
    cleaned = read(raw)
    sentences = read_structure(cleaned.text).sentences
    assume(sentences)
    sentence = data.draw(st.sampled_from(sentences))
    start = data.draw(st.integers(sentence.start, sentence.end - 1))
    end = data.draw(st.integers(start + 1, sentence.end))
    start, end = cleaned.whole(start, end)
    piece = cleaned.text[start:end]
    assume(piece == piece.strip() and "\n" not in piece)
    first, last = cleaned.raw_span(start, end)
    assert clean(raw[first:last]) == piece


@pytest.mark.parametrize("unit", ["鏀垮簻", "鏀\ufffd", "æ”¿åºœ", "鏀", "â€", "鏀?", "é”"])
def test_long_texts_take_seconds(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 20
