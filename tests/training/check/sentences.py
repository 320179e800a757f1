"""Annotated sentences of an invented county, right until a test spoils them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govie.io.annotations import AnnotatedSentence, sentence_of
from govie.training.check.finding import Entry, Finding, Remark

TEXT = "芦河县水果产量由3.6万吨增加到4.2万吨，增长16.7%，占全市的12%，居全市第二。"


def record(text: str, q: str, ind: str, *, nth: int = 0, **fields: object) -> dict[str, Any]:
    """Return a resolved record of the first, or `nth`, `q` in `text`; what is not said is a plain level."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(q, start + 1)
    places: dict[str, object] = {"q_start": start, "q_end": start + len(q)}
    if ind:
        owner = text.index(ind)
        places |= {"ind_start": owner, "ind_end": owner + len(ind)}
    return {"q": q, "ind": ind, "u": "", "m": "level", "s": "actual", "t": "2023", **places, **fields}


def sentence(
    text: str, *records: dict[str, Any], sid: str = "luhe:3:0", **entry: object
) -> AnnotatedSentence:
    """Return the sentence as it is read from a file."""
    return sentence_of({"sid": sid, "text": text, "obs": list(records), **entry}, Path("luhe.jsonl"), 1)


def one(text: str, q: str, ind: str, **fields: object) -> AnnotatedSentence:
    """Return a sentence with one record."""
    return sentence(text, record(text, q, ind, **fields))


def right() -> AnnotatedSentence:
    """Return a sentence in which nothing is wrong."""
    fruit = "水果产量"
    return sentence(
        TEXT,
        record(TEXT, "3.6万吨", fruit, v=3.6, u="万吨", t="2022", **{"from": True}),
        record(TEXT, "4.2万吨", fruit, v=4.2, u="万吨"),
        record(TEXT, "16.7%", fruit, v=16.7, u="%", m="growth", d="up"),
        record(TEXT, "12%", fruit, v=12, u="%", m="share", of="全市"),
        record(TEXT, "第二", fruit, v=2, m="rank", scope="全市"),
    )


def entry(
    sentence: AnnotatedSentence, *, line: int = 1, split: str = "train", name: str | None = None
) -> Entry:
    return Entry(Path(split) / f"{name or sentence.document}.jsonl", line, Path(split), sentence)


def said(remarks: list[Remark] | list[Finding]) -> list[tuple[str, str]]:
    """Return severity and rule of each remark."""
    return [(remark.severity.value, remark.rule) for remark in remarks]
