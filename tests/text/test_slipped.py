"""Slipped bytes are put back where the bytes tell what they were, and spans of repaired text hold."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govie.text.clean import clean, read
from govie.text.slipped import slipped_runs
from govie.text.structure import read_structure
from govie.types import RepairKind


def broken(text: str, place: int, reading: str) -> str:
    """Return GBK `text` with `(reading)` between the bytes of the character at `place`, read again."""
    head, tail = text[:place].encode("gbk"), text[place:].encode("gbk")
    return f"{read_pairs(head)}?{reading}){read_pairs(tail[1:])}"


def read_pairs(data: bytes) -> str:
    """Return what a reader makes of the bytes that drops pairs without a character."""
    text, at = "", 0
    while at < len(data):
        size = 2 if data[at] > 0x80 else 1
        text += data[at : at + size].decode("gbk", "replace").strip("\ufffd")
        at += size
    return text


@pytest.mark.parametrize(
    ("text", "place", "reading", "clean_text"),
    [
        # 麟 ends with the byte that, with the first of 區, is 雲
        ("麒麟區人民政府", 2, "yún", "麒麟区人民政府"),
        # a dropped pair: 面 begins with a byte that has no character with the second of 全
        ("我們全面推進綠化", 2, "nèi", "我们全面推进绿化"),
        ("古渡鎮一步決定勝負", 5, "jīng", "古渡镇一步决定胜负"),
    ],
)
def test_a_reading_says_which_byte_was_lost(text: str, place: int, reading: str, clean_text: str) -> None:
    damaged = broken(text, place, reading)
    assert damaged != text
    assert clean(damaged) == clean_text
    assert clean(damaged, repair=False) != clean_text


@pytest.mark.parametrize(
    ("damaged", "clean_text"),
    [
        ("完成投資3億元?!熬G色發展”", "完成投资3亿元。“绿色发展”"),
        ("推動新跨越要有新?lián)?dāng)。", "推动新跨越要有新担当。"),
    ],
)
def test_a_lost_byte_without_a_reading(damaged: str, clean_text: str) -> None:
    assert clean(damaged) == clean_text


@pytest.mark.parametrize(
    "text",
    [
        "為什麼要改？怎麼改?我們要有新的答案",
        "路在何方?\n我們要走出新路",
        "什么是高质量?A类企业要先行",
        "??",
        "?",
        "中?",
        "網址 http://qinghe.example/?page=2&id=青禾",
    ],
)
def test_questions_stay(text: str) -> None:
    assert not list(slipped_runs(text))


def test_what_cannot_be_told_is_marked() -> None:
    text = "各項工作麟?yún)，三縣"
    repairs = read(text).repairs
    assert [(r.kind, r.before, r.after) for r in repairs] == [(RepairKind.DAMAGED, "麟?yún)", "麟?yún)")]
    assert clean(text) == clean(text, repair=False)


def test_repairs_are_listed_in_the_caller_s_characters() -> None:
    text = "　青禾區(qū)\n麒麟?yún)^(qū)政府發(fā)展"
    cleaned = read(text)
    assert cleaned.text == "青禾区\n麒麟区政府发展"
    assert [r.kind for r in cleaned.repairs] == [RepairKind.READING, RepairKind.BYTES, RepairKind.READING]
    for repair in cleaned.repairs:
        assert text[repair.start : repair.end] == repair.before
    assert [r.after for r in cleaned.repairs] == ["", "麟區", ""]
    assert not read(text, repair=False).repairs


PIECES = st.sampled_from(
    [
        *[
            "麟?yún)^(qū)",
            "?!熬G",
            "?!耙痪W(wǎng)",
            "龍?zhí)逗铀畮熘翀@",
            "要?jiǎng)?wù)",
            "?",
            "??",
            "?yún)",
            "(qū)",
            "龍?zhí)短?",
        ],
        *"縣市區全年新建設完成投資增長率個億元萬人，、；。！”“:,.@W^€l3５ \n",
        *["?!皽p", "展?jié)摿Γ鸵欢軌蛟诎l", "\u3000", "\u200b", "\n- 3 -\n", "\ufffd", "？", "(a)", "GDP"],
    ]
)


@given(raw=st.lists(PIECES, max_size=60).map("".join), data=st.data())
@settings(max_examples=400, deadline=None)
def test_a_piece_of_damaged_text_is_cleaned_like_the_document(raw: str, data: st.DataObject) -> None:
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


@given(raw=st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=200, deadline=None)
def test_the_map_of_damaged_text_never_falls(raw: str) -> None:
    cleaned = read(raw)
    places = list(zip(cleaned.starts.tolist(), cleaned.ends.tolist(), strict=True))
    assert len(places) == len(cleaned.text)
    for (start, end), (following, _) in pairwise(places):
        assert start < end <= len(raw)
        assert start == following or end <= following
    for repair in cleaned.repairs:
        assert raw[repair.start : repair.end] == repair.before
    for repair, following in pairwise(cleaned.repairs):
        assert repair.end <= following.start


@pytest.mark.parametrize(
    "unit", ["?", "中?", "麟?yún)", "?!耙", "龍?zhí)逗铀畮熘翀@", "?中國", "?w)", "(qū)"]
)
def test_long_texts_take_seconds(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    before = time.process_time()
    read(text)
    assert time.process_time() - before < 20
