"""Where sentences end when no full stop says it."""

import pytest

from govie.text.sentences import LONGEST, read_lines, split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(read_lines(text))]


@pytest.mark.parametrize("mark", ["，", "、", ","])
def test_a_text_without_full_stops_is_cut_behind_commas(mark):
    text = f"新建粮库12座{mark}" * 500
    pieces = sentences(text)
    assert "".join(pieces) == text
    assert all(len(piece) <= LONGEST and piece.endswith(mark) for piece in pieces)


def test_a_text_without_any_mark_is_cut_all_the_same():
    text = "春" * (2 * LONGEST + 1)
    assert [len(piece) for piece in sentences(text)] == [LONGEST, LONGEST, 1]


def test_a_sentence_of_the_greatest_length_is_whole():
    text = "一，" * (LONGEST // 2)
    assert sentences(text) == [text]


def test_pieces_are_numbered_like_sentences():
    numbers = [
        (s.line, s.number) for s in split_sentences(read_lines("好。\n" + "乙，" * LONGEST + "丙。丁。"))
    ]
    assert numbers == [(0, 0), (1, 0), (1, 1), (1, 2), (1, 3)]
