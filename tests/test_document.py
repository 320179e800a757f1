from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from govie.document import Document, Origin, Place, Run
from govie.io.lines import SourceLine, origin_of_text, put_together

lines = st.lists(
    st.builds(
        SourceLine, st.text("甲乙a1 ", max_size=6), st.integers(1, 9), st.integers(1, 3), st.booleans()
    ),
    max_size=8,
)


@given(lines)
def test_each_character_knows_the_line_it_came_from(sources: list[SourceLine]) -> None:
    text, origin = put_together(sources)
    at = 0
    for number, source in enumerate(sources):
        at += number > 0 and not source.joined
        assert text[at : at + len(source.text)] == source.text
        for offset in range(at, at + len(source.text)):
            assert origin.place(offset) == Place(source.page, source.line)
        at += len(source.text)
    assert at == len(text)


@given(st.text("甲1\n\r。", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_piece_knows_what_the_whole_does(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    document = Document(text=text, path="x.txt", origin=origin_of_text(text))
    piece = document.cut(start, end, part=2)
    assert (piece.text, piece.path, piece.part) == (text[start:end], "x.txt", 2)
    for offset in range(end - start):
        assert piece.place(offset) == document.place(start + offset)
        assert text[piece.place(offset).character or 0] == piece.text[offset]


def test_lines_of_a_text_end_as_editors_end_them() -> None:
    origin = origin_of_text("甲\r\n乙\r丙\n\n丁\x0b戊\u2028己")
    assert [origin.place(offset).line for offset in range(14)] == [1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5, 5, 5]


def test_a_string_has_no_origin() -> None:
    assert Document(text="甲").place(0) == Place(None, None, None)
    assert Origin.of([Run(0, Place(2, 3))]).place(5) == Place(2, 3)


def test_a_document_survives_pickling_and_can_be_a_key() -> None:
    document = Document(text="甲\n乙", origin=origin_of_text("甲\n乙"))
    assert pickle.loads(pickle.dumps(document)) == document
    assert hash(document)
