from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govie.cli import app
from govie.errors import AnnotationError
from govie.io.annotations import AnnotatedSentence, read_annotations, write_annotations
from govie.io.standoff import find_report, read_standoff, write_standoff

CHECKOUT = Path(__file__).parents[2]
RECORDS = CHECKOUT / "training" / "annotations"
SHARED = CHECKOUT.parent / "shared"
SPLITS = ("train", "dev")

REPORT = """禾川县政府工作报告

禾川县水果产量3.6万吨，占全市水果产量的12%。规上工业总产值比“十三五”末增加8亿元。
沿G77新建公路9公里，里程居全市第二，里程居全省前十。
"""
FIRST = "禾川县水果产量3.6万吨，占全市水果产量的12%。"
SECOND = "规上工业总产值比“十三五”末增加8亿元。"
THIRD = "沿G77新建公路9公里，里程居全市第二，里程居全省前十。"

Write = Callable[[str, bytes], Path]


def record(text: str, q: str, ind: str, **fields: object) -> dict[str, Any]:
    """Return a resolved record, whose indicator is the last one before the quantity."""
    start = text.index(q)
    owner = text.rindex(ind, 0, start)
    places = {"q_start": start, "q_end": start + len(q), "ind_start": owner, "ind_end": owner + len(ind)}
    return {"q": q, "ind": ind, "s": "actual", "t": "2023", **places, **fields}


SENTENCES = (
    (
        "hechuan:2:0",
        FIRST,
        [
            record(FIRST, "3.6万吨", "水果产量", v=3.6, u="万吨", m="level", id="fruit_output"),
            record(FIRST, "12%", "水果产量", v=12, u="%", m="share", of="全市水果产量"),
        ],
        [],
    ),
    (
        "hechuan:2:1",
        SECOND,
        [record(SECOND, "8亿元", "规上工业总产值", v=8, u="亿元", m="change", d="up", base="“十三五”末")],
        [],
    ),
    (
        "hechuan:3:0",
        THIRD,
        [
            record(THIRD, "9公里", "新建公路", v=9, u="公里", m="level"),
            record(THIRD, "第二", "里程", v=2, u="", m="rank", scope="全市"),
            record(THIRD, "前十", "里程", v=10, u="", m="rank", b="le", scope="全省", note="又问过统计局"),
        ],
        ["G77"],
    ),
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Return a folder with the report."""
    (tmp_path / "reports" / "clean").mkdir(parents=True)
    (tmp_path / "reports" / "clean" / "hechuan.txt").write_text(REPORT, "utf-8")
    return tmp_path / "reports"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with the report's annotations."""
    (tmp_path / "corpus").mkdir()
    lines = [
        json.dumps({"sid": sid, "text": text, "obs": obs, "skip": skip}, ensure_ascii=False)
        for sid, text, obs, skip in SENTENCES
    ]
    (tmp_path / "corpus" / "hechuan.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path / "corpus"


@pytest.fixture
def stripped(reports: Path, corpus: Path, tmp_path: Path) -> Path:
    """Return the stand-off file."""
    sentences = read_annotations(corpus / "hechuan.jsonl")
    write_standoff(sentences, reports / "clean" / "hechuan.txt", tmp_path / "hechuan.jsonl")
    return tmp_path / "hechuan.jsonl"


def without_note(sentences: list[AnnotatedSentence]) -> list[AnnotatedSentence]:
    for sentence in sentences:
        for each in sentence.records:
            each.pop("note", None)
    return sentences


def test_stand_off_records_joined_again_are_the_annotations(
    stripped: Path, reports: Path, corpus: Path
) -> None:
    joined = read_standoff(stripped, reports)
    assert joined == without_note(read_annotations(corpus / "hechuan.jsonl"))
    assert joined[2].skip == ("G77",)


def test_a_sentence_is_given_by_its_offsets_into_the_report(stripped: Path) -> None:
    head, *lines = map(json.loads, stripped.read_text("utf-8").splitlines())
    assert (head["schema"], head["document"], head["characters"]) == (1, "hechuan", len(REPORT))
    assert [REPORT[line["start"] : line["end"]] for line in lines] == [FIRST, SECOND, THIRD]
    assert [line["sid"] for line in lines] == ["hechuan:2:0", "hechuan:2:1", "hechuan:3:0"]


def strings(value: object, *, under: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string in nested JSON with the name of the field that it is under."""
    if isinstance(value, str):
        yield under, value
    elif isinstance(value, list):
        for member in value:
            yield from strings(member, under=under)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from strings(member, under=name)


NO_TEXT = {"sid", "document", "sha256", "id", "m", "d", "b", "s", "t"}


def quotes(path: Path) -> list[str]:
    """Return the strings of a stand-off file that may be pieces of a report: all but units."""
    found = [each for line in path.read_text("utf-8").splitlines() for each in strings(json.loads(line))]
    longest = 12  # 微克/立方米, 元/平方米·月
    return [
        text for field, text in found if field not in NO_TEXT and not (field == "u" and len(text) <= longest)
    ]


def test_nothing_of_the_report_is_left_but_units(stripped: Path) -> None:
    assert quotes(stripped) == []
    assert "统计局" not in stripped.read_text("utf-8")


def test_a_piece_that_stands_twice_is_the_one_before_its_quantity(stripped: Path) -> None:
    third = json.loads(stripped.read_text("utf-8").splitlines()[3])
    assert [record.get("scope") for record in third["obs"]] == [
        None,
        [THIRD.index("全市"), THIRD.index("全市") + 2],
        [THIRD.index("全省"), THIRD.index("全省") + 2],
    ]


def test_a_missing_text_is_named(stripped: Path, tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=r"its report hechuan\.txt is not in") as caught:
        read_standoff(stripped, tmp_path / "elsewhere")
    assert (caught.value.path, caught.value.line) == (str(stripped), 1)


@pytest.mark.parametrize(
    "change", [REPORT + "\n", REPORT.replace("3.6", "3.7"), REPORT.replace("\n", "\r\n")]
)
def test_another_text_of_the_same_name_is_refused(stripped: Path, reports: Path, change: str) -> None:
    (reports / "clean" / "hechuan.txt").write_bytes(change.encode())
    with pytest.raises(AnnotationError, match="has the SHA-256") as caught:
        read_standoff(stripped, reports)
    assert str(len(REPORT)) in caught.value.advice


@pytest.mark.parametrize(
    ("line", "change", "found"),
    [
        (0, {"schema": 2}, "has schema 2"),
        (0, {"document": "../clean/hechuan"}, "is not in"),
        (1, {"end": 9000}, "outside of its"),
        (1, {"start": -5}, "outside of its"),
        (1, {"obs": None}, "is no stand-off sentence"),
        (1, {"sid": "hechuan"}, "sid 'hechuan'"),
        (2, {"obs": [{"m": "level"}]}, "lacks"),
    ],
)
def test_a_bad_line_is_named_with_its_number(
    stripped: Path, reports: Path, line: int, change: dict[str, object], found: str
) -> None:
    lines = stripped.read_text("utf-8").splitlines()
    lines[line] = json.dumps({**json.loads(lines[line]), **change}, ensure_ascii=False)
    stripped.write_text("\n".join(lines), "utf-8")
    with pytest.raises(AnnotationError) as caught:
        read_standoff(stripped, reports)
    assert found in str(caught.value)
    assert (caught.value.path, caught.value.line) == (str(stripped), line + 1)


def test_annotations_with_text_are_no_stand_off_file(corpus: Path, reports: Path) -> None:
    with pytest.raises(AnnotationError, match="is not a file of stand-off records"):
        read_standoff(corpus / "hechuan.jsonl", reports)


def test_a_sentence_that_the_report_lacks_is_refused(corpus: Path, reports: Path, tmp_path: Path) -> None:
    other = reports / "hechuan.txt"
    other.write_text(REPORT.replace("8亿元", "9亿元"), "utf-8")
    with pytest.raises(AnnotationError, match="hechuan:2:1") as caught:
        write_standoff(read_annotations(corpus / "hechuan.jsonl"), other, tmp_path / "out.jsonl")
    assert (caught.value.path, caught.value.line) == (str(other), 3)


@pytest.mark.parametrize(
    ("document", "place"), [("hechuan", "clean/hechuan.txt"), ("xizhou", None), ("../reports/hechuan", None)]
)
def test_a_report_is_found_by_its_name(reports: Path, document: str, place: str | None) -> None:
    assert find_report(reports, document) == (reports / place if place else None)


def test_the_commands_undo_each_other(reports: Path, corpus: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    texts = ["--reports", str(reports), "-o"]
    there = run(app, ["strip", str(corpus), *texts, str(tmp_path / "records")])
    assert (there.exit_code, "1 of 1 files, 3 sentences" in there.output) == (0, True)
    back = run(app, ["join", str(tmp_path / "records"), *texts, str(tmp_path / "joined")])
    assert back.exit_code == 0
    before = without_note(read_annotations(corpus / "hechuan.jsonl"))
    assert read_annotations(tmp_path / "joined" / "hechuan.jsonl") == before


@pytest.mark.parametrize("command", ["strip", "join"])
def test_a_file_without_its_report_fails_and_the_others_are_converted(
    command: str, stripped: Path, reports: Path, corpus: Path, tmp_path: Path
) -> None:
    folder = corpus if command == "strip" else stripped.parent / "records"
    folder.mkdir(exist_ok=True)
    source = corpus / "hechuan.jsonl" if command == "strip" else stripped
    (folder / "hechuan.jsonl").write_bytes(source.read_bytes())
    (folder / "absent.jsonl").write_text(source.read_text("utf-8").replace("hechuan", "absent"), "utf-8")
    result = CliRunner().invoke(
        app, [command, str(folder), "--reports", str(reports), "-o", str(tmp_path / "out")]
    )
    assert result.exit_code == 1
    assert "absent.txt is not in" in result.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["hechuan.jsonl"]


def test_a_folder_without_annotations_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["join", str(tmp_path), "--reports", str(tmp_path), "-o", str(tmp_path)])
    assert result.exit_code == 2


FILES = sorted(RECORDS.glob("*/*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_records_of_real_reports_quote_nothing(path: Path) -> None:
    assert quotes(path) == []


def test_there_are_records_of_both_splits() -> None:
    assert {path.parent.name for path in FILES} == set(SPLITS)


@pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(),
    reason=f"the annotated reports are not in {SHARED}: nothing to join with",
)
@pytest.mark.parametrize("split", SPLITS)
def test_joined_with_the_reports_they_hold_the_originals(split: str, tmp_path: Path) -> None:
    """Each sentence that came with the project is there as it came; `train` has more of our own."""
    for path in sorted((RECORDS / split).iterdir()):
        joined = read_standoff(path, SHARED / "reports")
        write_annotations(joined, tmp_path / path.name)
        assert read_annotations(tmp_path / path.name) == joined
    for original in sorted((SHARED / "corpus" / split).glob("*.jsonl")):
        ours = {sentence.sid: sentence for sentence in read_annotations(tmp_path / original.name)}
        for sentence in read_annotations(original):
            assert ours[sentence.sid] == sentence


def test_no_document_is_in_both_splits() -> None:
    train, dev = ({path.name for path in (RECORDS / split).iterdir()} for split in ("train", "dev"))
    assert train
    assert dev
    assert not train & dev
