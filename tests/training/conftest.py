"""A corpus of two reports of an invented county, written by the tests themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.marked import read_marks

HEAD = "青禾县政府工作报告\n——2024年1月18日在青禾县第十八届人民代表大会第三次会议上\n"
MARKED = {
    "qinghe": [
        "一、2023年工作回顾",
        "全县[地区生产总值](INDICATOR id=gdp)达[90亿元](QUANTITY v=90 u=亿元 m=level)、"
        "增长[5.5%](QUANTITY v=5.5 u=% m=growth d=up)。",
        "完成[25条](QUANTITY a v=25 u=条 m=level)[道路雨污分流改造](INDICATOR a)，“368”行动见效。",
        "二、2024年工作安排",
        "[粮食产量](INDICATOR id=grain_output)不低于"
        "[15万吨](QUANTITY v=15 u=万吨 m=level b=ge s=target t=2024)。",
    ],
    "baihe": [
        "一、2023年工作回顾",
        "[固定资产投资](INDICATOR id=fixed_asset_investment)下降[2.4%](QUANTITY v=2.4 u=% m=growth d=down)。",
        "[协议总投资](INDICATOR)[XX亿元](QUANTITY v=XX u=亿元 m=level)。",
        "[三次产业结构](INDICATOR id=industry_structure)为[22:33:45](QUANTITY v=22:33:45 u= m=ratio)。",
    ],
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Folders of annotations and of reports."""

    annotations: Path
    reports: Path

    def change(self, name: str, line: int, **fields: object) -> None:
        """Overwrite fields of one line of a document's annotations."""
        path = self.annotations / f"{name}.jsonl"
        rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
        rows[line].update(fields)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus(tmp_path / "train", tmp_path / "reports")
    made.annotations.mkdir()
    made.reports.mkdir()
    for name, lines in MARKED.items():
        text, rows = HEAD, []
        for paragraph, marked in enumerate(lines, HEAD.count("\n")):
            sentence, records = annotate(marked)
            text += sentence + "\n"
            if records:
                rows.append({"sid": f"{name}:{paragraph}:0", "text": sentence, "obs": records})
        (made.reports / f"{name}.txt").write_text(text, "utf-8")
        written = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (made.annotations / f"{name}.jsonl").write_text(written, "utf-8")
    return made


def annotate(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a marked sentence plain, and its records as annotation files have them."""
    text, marks = read_marks(marked)
    records = []
    for mark in marks:
        if mark.label == "QUANTITY":
            (owner,) = [m for m in marks if m.label == "INDICATOR" and m.name == mark.name]
            numbers = [float(n) for n in mark.options["v"].split(":") if n != "XX"]
            record: dict[str, Any] = {"s": "actual", "t": "2023", **owner.options, **mark.options}
            record.update(q=mark.text, q_start=mark.start, q_end=mark.end)
            record.update(ind=owner.text, ind_start=owner.start, ind_end=owner.end)
            record["v"] = numbers if len(numbers) > 1 else numbers[0] if numbers else None
            records.append(record)
    return text, records
