"""Atheris on the cleaning layer: python tests/fuzz.py -max_total_time=60

Not a test of its own: tests/test_fuzz.py runs it for some seconds, .ci/run for a minute.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["govie.text"]):
    from govie.text.clean import read
    from govie.text.structure import read_structure

# Pieces on which the steps of cleaning act, one a byte; the bytes above stand for characters as they are.
PIECES = (
    *("\n", "\r\n", " ", "\u3000", "\u200b", "\x0c", "。", "，", "、", "“", "”", "（", "）", "(", ")", "?"),
    *(
        "1",
        "２",
        "9.5",
        "%",
        "亿元",
        "万人",
        "增长",
        "区",
        "區",
        "(qū)",
        "後",
        "鏀垮簻",
        "龍?zhí)逗铀畮",
        "各位代表",
    ),
    *(
        "- 1 -",
        "第2页",
        "目录",
        "……3",
        "一、",
        "（一）",
        "2024年",
        "政府工作报告",
        "县",
        "\ud800",
        "😀",
        "\uf900",
    ),
)


def text_of(data: bytes) -> str:
    """Return the text that the bytes spell: pieces and, above them, single characters."""
    return "".join(PIECES[byte] if byte < len(PIECES) else chr(0x4E00 + 73 * byte) for byte in data)


def check_one_input(data: bytes) -> None:
    """Assert what holds of every cleaned text."""
    raw = text_of(data)
    cleaned = read(raw)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    starts, ends = cleaned.starts.tolist(), cleaned.ends.tolist()
    assert all(0 <= start < end <= len(raw) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    structure = read_structure(cleaned.text)
    last = 0
    for sentence in structure.sentences:
        assert last <= sentence.start < sentence.end <= len(cleaned.text)
        last = sentence.end


if __name__ == "__main__":
    atheris.Setup(sys.argv, check_one_input)
    atheris.Fuzz()
