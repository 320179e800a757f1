"""The table of baselines: how predictions are paired, compared, mapped and printed. No model is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "training" / "baselines"))

import agreement
import environments
import rules
import spacy_ner
from agreement import (
    BOUND,
    DIRECTION,
    ID,
    INDICATOR,
    INDICATOR_OVERLAP,
    MEASURE,
    QUANTITY,
    QUANTITY_OVERLAP,
    RECORD,
    VALUE,
    VALUE_UNIT,
    gold_prediction,
    of_kind,
    pair,
    plain,
    tally,
)
from catalog import CN2AN, SYSTEMS, System
from run import Document, WorkerError, ask, inside, read_documents, score
from tables import NOT_ANSWERED, Result, as_json, markdown
from worker import Prediction

from govie.errors import GovieError
from govie.scoring import Tally
from govie.text.structure import SectionRange
from govie.types import Period, SectionKind

ROOT = Path(__file__).parents[1]
HERE = ROOT / "training" / "baselines"

SENTENCE = "青禾县完成投资12.5亿元，增长6.5%以上。"
RECORDS: list[dict[str, Any]] = [
    {"q": "12.5亿元", "v": 12.5, "u": "亿元", "ind": "投资", "m": "level", "s": "actual", "t": "2024"},
    {"q": "6.5%", "v": 6.5, "u": "%", "ind": "投资", "m": "growth", "d": "up", "b": "ge", "s": "actual"},
]


def placed(sentence: str, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the offsets and defaults that an annotation file gives it when it is read."""
    q, ind = sentence.index(record["q"]), sentence.index(record["ind"])
    where = {
        "q_start": q,
        "q_end": q + len(record["q"]),
        "ind_start": ind,
        "ind_end": ind + len(record["ind"]),
    }
    return {"id": None, "d": None, "b": "exact", "t": "", **record, **where}


@pytest.fixture
def gold() -> list[Prediction]:
    return [gold_prediction(placed(SENTENCE, record)) for record in RECORDS]


def changed(item: Prediction, **fields: Any) -> Prediction:
    return Prediction(**{**item, **fields})


def right(mine: Prediction, theirs: Prediction) -> set[str]:
    return {field for field, counted in tally([(mine, theirs)]).items() if counted.right}


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([12.5], "亿元", ([1.25e9], "元")),
        ([3.0], "万亩", ([30000.0], "亩")),
        ([5.0, 6.0], "%", ([5.0, 6.0], "%")),
        ([2.0], "千瓦", ([2.0], "千瓦")),  # 千 is a letter of the unit
        ([13.0], "亿", ([1.3e9], "")),
        ([], "亿元", ([], "元")),
    ],
)
def test_multipliers_are_multiplied_out(
    values: list[float], unit: str, expected: tuple[list[float], str]
) -> None:
    assert plain(values, unit) == expected


def test_a_perfect_prediction_is_right_in_every_field(gold: list[Prediction]) -> None:
    counted = tally(pair(gold, gold))
    assert all(t.right == t.predicted == t.gold for t in counted.values())
    assert counted[RECORD] == Tally(2, 2, 2)
    assert counted[DIRECTION] == counted[BOUND] == Tally(1, 1, 1)
    assert counted[ID] == Tally(0, 0, 0)


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"start": 8}, {QUANTITY, RECORD}),
        ({"amount": [1.26e9]}, {VALUE, VALUE_UNIT, RECORD}),
        ({"unit": "美元"}, {VALUE_UNIT, RECORD}),
        ({"indicator": [3, 7]}, {INDICATOR}),
        ({"indicator": [0, 3]}, {INDICATOR, INDICATOR_OVERLAP, RECORD}),
        ({"indicator": []}, {INDICATOR, INDICATOR_OVERLAP, RECORD}),
        ({"measure": "growth"}, {MEASURE, RECORD}),
        ({"direction": "up"}, {RECORD}),
        ({"bound": ["ge", "gt"]}, {RECORD}),
    ],
)
def test_what_is_wrong_is_lost_and_nothing_else(
    gold: list[Prediction], fields: dict[str, Any], lost: set[str]
) -> None:
    assert right(gold[0], gold[0]) - right(changed(gold[0], **fields), gold[0]) == lost


def test_a_word_for_several_bounds_is_right_if_one_of_them_is(gold: list[Prediction]) -> None:
    assert BOUND in right(changed(gold[1], bound=["ge", "gt"]), gold[1])
    assert BOUND not in right(changed(gold[1], bound=["lt", "le"]), gold[1])


@pytest.mark.parametrize(
    ("amount", "unit", "same"),
    [
        ([12000.0], "米", True),
        ([12.0], "公里", True),
        ([12.0], "千米", True),
        ([12.0], "米", False),
        ([12.0], "", False),
    ],
)
def test_units_are_compared_in_base_units(amount: list[float], unit: str, same: bool) -> None:
    theirs: Prediction = {
        "start": 0,
        "end": 4,
        "amount": [12.0],
        "unit": "公里",
        "indicator": [],
        "bound": [],
    }
    mine: Prediction = {"start": 0, "end": 4, "amount": amount, "unit": unit}
    assert (VALUE_UNIT in right(mine, theirs)) is same


def test_fields_that_are_left_out_are_never_right(gold: list[Prediction]) -> None:
    bare: Prediction = {"start": gold[0]["start"], "end": gold[0]["end"]}
    assert right(bare, gold[0]) == {QUANTITY, QUANTITY_OVERLAP}


def test_equal_spans_pair_first_and_each_once(gold: list[Prediction]) -> None:
    wide = changed(gold[0], start=0, end=len(SENTENCE))
    pairs = pair([wide, gold[0]], gold)
    assert pairs == [(wide, gold[1]), (gold[0], gold[0])]
    assert pair([], gold) == [(None, gold[0]), (None, gold[1])]


def test_a_kind_of_unit_holds_its_quantities_and_false_ones(gold: list[Prediction]) -> None:
    money, percent = gold
    stray = changed(money, start=0, end=2)
    pairs = [(money, money), (None, percent), (stray, None)]
    assert list(of_kind(pairs, "money")) == [(money, money), (stray, None)]
    assert list(of_kind(pairs, "percent")) == [(None, percent)]


def test_masked_amounts_belong_to_no_kind(gold: list[Prediction]) -> None:
    masked = changed(gold[0], amount=[])
    assert list(of_kind([(gold[0], masked), (masked, None)], "money")) == []


REVIEW = SectionRange(SectionKind.REVIEW, "", 0, 0, Period.of(2024))
PLAN = SectionRange(SectionKind.PLAN, "", 0, 0, Period.of(2025))


@pytest.mark.parametrize(
    ("sentence", "section", "expected"),
    [
        ("完成工业投资12.5亿元。", REVIEW, ("工业投资", "level", "", "actual", "2024")),
        ("工业投资增长6.5%。", REVIEW, ("工业投资", "growth", "up", "actual", "2024")),
        ("单位能耗下降3%左右。", PLAN, ("单位能耗", "growth", "down", "target", "2025")),
        ("森林覆盖率提高1.2个百分点。", REVIEW, ("森林覆盖率", "change", "up", "actual", "2024")),
        ("新建灌溉渠道12公里。", REVIEW, ("新建灌溉渠道", "level", "", "actual", "2024")),
        ("扣除青禾厂后规上工业增加值增长6%。", REVIEW, ("规上工业增加值", "growth", "up", "actual", "2024")),
        ("实施25个道路改造项目。", PLAN, ("道路改造项目", "level", "", "target", "2025")),
        ("预计工业投资12.5亿元。", REVIEW, ("工业投资", "level", "", "estimate", "2024")),
        ("全县工业投资占比达36.8%。", REVIEW, ("工业投资", "share", "", "actual", "2024")),
    ],
)
def test_the_rules_read_a_plain_sentence(
    sentence: str, section: SectionRange, expected: tuple[str, ...]
) -> None:
    (found,) = rules.read_sentence(sentence, section, 2025)
    fields = found["measure"], found["direction"], found["status"], found["period"]
    assert (sentence[slice(*found["indicator"])], *fields) == expected


def test_the_rules_give_a_bare_number_the_indicator_before_it() -> None:
    sentence = "完成工业投资12.5亿元、增长6.5%。"
    first, second = rules.read_sentence(sentence, REVIEW, 2025)
    assert first["indicator"] == second["indicator"] == [2, 6]


def test_the_rules_give_offsets_into_the_text_as_it_came() -> None:
    text = "一、２０２４年工作回顾\n完成工业投资１２．５ 亿元。\n"
    (found,) = rules.predictions(text)
    assert text[found["start"] : found["end"]] == "１２．５ 亿元"
    assert text[slice(*found["indicator"])] == "工业投资"


def test_the_owner_is_the_nearest_indicator() -> None:
    assert spacy_ner.owner((10, 14), [(0, 4), (6, 9), (20, 24)]) == (6, 9)
    assert spacy_ner.owner((10, 14), [(0, 4), (15, 20)]) == (15, 20)
    assert spacy_ner.owner((10, 14), []) is None


def test_ner_reads_what_it_is_given() -> None:
    sentence = SimpleNamespace(text=SENTENCE, records=[placed(SENTENCE, record) for record in RECORDS])
    nlp, _ = spacy_ner.train([sentence] * 8, epochs=1)  # type: ignore[list-item]
    reference = spacy_ner.example(nlp, sentence).reference  # type: ignore[arg-type]
    assert [(ent.text, ent.label_) for ent in reference.ents] == [
        ("投资", "INDICATOR"),
        ("12.5亿元", "QUANTITY"),
        ("6.5%", "QUANTITY"),
    ]
    assert [found["indicator"] for found in spacy_ner.predictions(reference.ents)] == [[5, 7], [5, 7]]


@pytest.fixture
def third_party(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand-ins for packages that live in environments of their own."""
    cn2an, suite = ModuleType("cn2an"), ModuleType("recognizers_suite")
    cn2an.cn2an = lambda text, mode: {"二十": 20, "八": 8}[text]  # type: ignore[attr-defined]
    suite.Culture = SimpleNamespace(Chinese="zh-cn")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cn2an", cn2an)
    monkeypatch.setitem(sys.modules, "recognizers_suite", suite)
    yield
    for name in ("cn2an_numbers", "microsoft_recognizers"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("third_party")
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("投资1.2万亿元", [("1.2万亿", [1.2e12], "")]),
        ("增长6.5%", [("6.5%", [6.5], "%")]),
        ("增长百分之八", [("百分之八", [8.0], "%")]),
        ("建成二十座", [("二十", [20.0], "")]),
        ("2024年第3次一般统一", []),
        ("百百座", []),  # cn2an refuses it
    ],
)
def test_cn2an_and_its_pattern(sentence: str, expected: list[tuple[str, list[float], str]]) -> None:
    import cn2an_numbers

    found = [
        (sentence[p["start"] : p["end"]], p["amount"], p["unit"]) for p in cn2an_numbers.predictions(sentence)
    ]
    assert found == expected


def answer(sentence: str, text: str, value: str) -> SimpleNamespace:
    start = sentence.index(text)
    return SimpleNamespace(start=start, end=start + len(text) - 1, resolution={"value": value})


@pytest.mark.usefixtures("third_party")
def test_recognizers_answers_become_one_quantity_each() -> None:
    import microsoft_recognizers

    sentence = "2024年一般投资3亿元，占5%，建路12公里"
    answers = {
        "currency": [answer(sentence, "3亿元", "300000000")],
        "dimension": [answer(sentence, "12公里", "12")],
        "percentage": [answer(sentence, "5%", "5%")],
        "number": [
            answer(sentence, text, value)
            for text, value in (("2024", "2024"), ("一", "1"), ("3亿", "300000000"), ("5", "5"), ("12", "12"))
        ],
    }
    found = [
        (sentence[p["start"] : p["end"]], p["amount"], p["unit"])
        for p in microsoft_recognizers.merge(sentence, answers)
    ]
    assert found == [("3亿元", [3e8], "元"), ("12公里", [12.0], "公里"), ("5%", [5.0], "%")]


@pytest.mark.parametrize(
    ("text", "num", "definition", "expected"),
    [
        ("12.5亿元", "1250000000.00", "accurate", (0, 6, [1.25e9], [])),
        ("超10万元", "100000.00", "blur+", (1, 5, [1e5], ["ge", "gt"])),
        ("元，80亿元以上", "8000000000.00", "blur+", (2, 6, [8e9], ["ge", "gt"])),
        ("600余万元", ["6000000.00", "7000000.00"], "blur", (0, 6, [6e6], ["gt"])),
        ("2-3亿元", ["200000000.00", "300000000.00"], "blur", (0, 5, [2e8, 3e8], [])),
    ],
)
def test_jionlp_amounts_in_our_terms(
    text: str, num: str | list[str], definition: str, expected: tuple[int, int, list[float], list[str]]
) -> None:
    from jionlp_money import prediction

    detail = {"num": num, "case": "元", "definition": definition}
    found = prediction({"text": text, "offset": [0, len(text)], "detail": detail})
    assert found is not None
    assert (found["start"], found["end"], found["amount"], found["bound"]) == expected


def test_jionlp_currency_without_a_number_is_no_amount() -> None:
    from jionlp_money import prediction

    detail = {"num": "100000000.00", "case": "元", "definition": "accurate"}
    assert prediction({"text": "亿元", "offset": [0, 2], "detail": detail}) is None


def write_corpus(folder: Path, text: str) -> None:
    """Write SENTENCE, annotated, and a report that holds it."""
    records = [placed(SENTENCE, record) for record in RECORDS]
    line = json.dumps({"sid": "qinghe:1:0", "text": SENTENCE, "obs": records}, ensure_ascii=False)
    (folder / "clean").mkdir()
    (folder / "qinghe.jsonl").write_text(line + "\n", "utf-8")
    (folder / "clean" / "qinghe.txt").write_text(text, "utf-8")


def test_only_what_begins_in_an_annotated_sentence_counts(tmp_path: Path) -> None:
    write_corpus(tmp_path, f"2025年报告3个\n{SENTENCE}\n")
    (document,) = read_documents(tmp_path, tmp_path)
    (start, _), *_ = document.sentences
    title: Prediction = {"start": 7, "end": 9}
    money: Prediction = {"start": start + 7, "end": start + 13, "indicator": [start + 5, start + 7]}
    assert inside([title, money], start, len(SENTENCE)) == [{"start": 7, "end": 13, "indicator": [5, 7]}]
    result = score(SYSTEMS[2], [document], [{"predictions": [title, money], "seconds": 0.5}])
    assert result.tallies[QUANTITY] == Tally(1, 1, 2)
    assert result.tallies[INDICATOR] == Tally(1, 1, 2)
    assert result.speed == len(document.text) / 0.5


@pytest.mark.parametrize("text", ["一份别的报告\n没有这一句。\n", SENTENCE])
def test_a_report_without_the_sentence_is_refused(tmp_path: Path, text: str) -> None:
    write_corpus(tmp_path, text)
    with pytest.raises(GovieError, match="qinghe:1:0"):
        read_documents(tmp_path, tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GovieError, match=r"no \*\.jsonl"):
        read_documents(tmp_path, tmp_path)


def worker(folder: Path, body: str) -> list[str]:
    """Return the command of a worker that reads sentences by `body`."""
    path = folder / "echo.py"
    head = f"import sys; sys.path.insert(0, {str(HERE)!r})\nfrom worker import by_sentence, serve\n"
    path.write_text(f"{head}def read(s):\n    {body}\nserve(by_sentence(read))\n", "utf-8")
    return [sys.executable, str(path)]


def test_a_worker_answers_reports_in_their_own_offsets(tmp_path: Path) -> None:
    body = "print('a warning'); yield {'start': 0, 'end': len(s), 'indicator': [1, 2]}"
    (found,) = ask(worker(tmp_path, body), [Document("甲乙。丙丁。", ())])
    assert found["predictions"] == [
        {"start": 0, "end": 3, "indicator": [1, 2]},
        {"start": 3, "end": 6, "indicator": [4, 5]},
    ]
    assert found["seconds"] >= 0


def test_a_worker_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="ZeroDivisionError"):
        ask(worker(tmp_path, "1 / 0; yield {}"), [Document("甲乙。", ())])


def test_packages_that_are_here_need_no_environment(tmp_path: Path) -> None:
    assert environments.python_with(("pytest>=8",), tmp_path) == Path(sys.executable)
    assert list(tmp_path.iterdir()) == []


def test_an_environment_that_cannot_be_made_is_told_with_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(environments.subprocess, "run", refuse)
    with pytest.raises(environments.NotInstalledError, match=r"pip install .*no-such-package==1"):
        environments.python_with(("no-such-package==1",), tmp_path)


def test_the_table_says_what_a_system_cannot_answer_or_lacks(gold: list[Prediction]) -> None:
    system = System("numbers", "numbers.py", (QUANTITY, VALUE))
    ran = Result(system, tally([(gold[0], gold[0]), (None, gold[1])]), characters=1000, seconds=0.25)
    lacking = Result(CN2AN, problem="not installed", advice="Install it by: pip install cn2an")
    lines = markdown([ran, lacking]).splitlines()
    assert len({len(line) for line in lines if line.startswith("|")}) == 1
    row = {line.split("|")[1].strip(): line.split("|")[2].strip() for line in lines if line.startswith("|")}
    assert row[QUANTITY] == "1.000 / 0.500 / 0.667"
    assert row[MEASURE] == NOT_ANSWERED
    assert row["characters a second"] == "4,000"
    assert "cn2an: not installed. Install it by: pip install cn2an" in lines


def test_the_json_has_the_counts(gold: list[Prediction]) -> None:
    system = System("numbers", "numbers.py", (QUANTITY,))
    (found,) = json.loads(json.dumps(as_json([Result(system, tally(pair(gold, gold)))])))
    assert found["fields"] == {
        QUANTITY: {"right": 2, "predicted": 2, "gold": 2, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    }


def test_the_extra_pins_what_the_environments_install() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {requirement for system in SYSTEMS for requirement in system.requirements}
    assert set(project["optional-dependencies"]["baselines"]) == pinned


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_every_system_has_its_script_and_answers_known_fields(system: System) -> None:
    assert system.path.is_file()
    assert set(system.fields) <= set(agreement.FIELDS)
    assert set(system.slices) <= set(agreement.SLICES)
