from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from govie.io.annotations import AnnotatedSentence
from govie.pipes.indicators import IndicatorPointer, Reading
from govie.pipes.network import pointer_network
from govie.pipes.state import drafts
from govie.training.check import model
from govie.training.check.finding import Finding
from govie.training.check.model import check_labels, find_cut_spans, find_doubtful_labels
from govie.training.check.reading import AnnotatedFile
from govie.types import Measure, Observation, Report, Status
from tests.conftest import observation
from tests.training.check.sentences import entry, record, said, sentence

TEXT = "水果产量3.6万吨，500强企业4家。"
FRUIT = record(TEXT, "3.6万吨", "水果产量", v=3.6, u="万吨")
FIRMS = record(TEXT, "4家", "500强企业", v=4, u="家")

Read = Callable[..., None]


def file_of(*sentences: AnnotatedSentence, report: str | None = TEXT) -> AnnotatedFile:
    entries = tuple(entry(each, line=k) for k, each in enumerate(sentences, 1))
    starts = tuple(report.index(each.text) for each in sentences) if report else ()
    return AnnotatedFile(Path("luhe.jsonl"), entries, (), report, 2024 if report else None, starts)


def fruit(**options: Any) -> Observation:
    return observation(
        TEXT, "3.6万吨", (3.6,), "万吨", indicator="水果产量", **{"confidence": 0.99, **options}
    )


def firms(**options: Any) -> Observation:
    return observation(TEXT, "4家", (4.0,), "家", indicator="500强企业", **{"confidence": 0.99, **options})


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that says what the model reads, and which candidates are no quantity to it."""

    def set_reading(*observations: Observation, refused: dict[tuple[int, int], float] | None = None) -> None:
        def parse(text: str, *, model: object) -> Report:
            return Report(
                text=text, title="", year=2024, region=None, sections=(), observations=tuple(observations)
            )

        def refusals(nlp: Language, text: str) -> dict[tuple[int, int], float]:
            return refused or {}

        monkeypatch.setattr(model, "parse", parse)
        monkeypatch.setattr(model, "_refused", refusals)
        monkeypatch.setattr(model, "load", lambda path: spacy.blank("zh"))

    return set_reading


def doubts(*sentences: AnnotatedSentence, report: str | None = TEXT) -> list[Finding]:
    return list(find_doubtful_labels(file_of(*sentences, report=report), "model"))


def test_where_the_model_agrees_nothing_is_said(reads: Read) -> None:
    reads(fruit(), firms())
    assert doubts(sentence(TEXT, FRUIT, FIRMS)) == []


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (fruit(status=Status.TARGET), "s 'actual', the model reads 'target'"),
        (fruit(measure=Measure.SHARE), "m 'level', the model reads 'share'"),
        (replace(fruit(), indicator=None), "ind '水果产量', the model reads ''"),
    ],
)
def test_a_sure_reading_of_another_label_is_a_warning(reads: Read, read: Observation, words: str) -> None:
    reads(read, firms())
    (finding,) = doubts(sentence(TEXT, FRUIT, FIRMS))
    assert said([finding]) == [("warning", "label")]
    assert words in finding.found
    assert finding.confidence == 0.99


def test_an_unsure_reading_says_nothing(reads: Read) -> None:
    reads(fruit(status=Status.TARGET, confidence=0.89), firms())
    assert doubts(sentence(TEXT, FRUIT, FIRMS)) == []


def test_a_quantity_without_a_record_and_a_record_of_no_quantity_are_found(reads: Read) -> None:
    at = (FIRMS["q_start"], FIRMS["q_end"])
    reads(fruit(), refused={at: 0.97, (FRUIT["q_start"], FRUIT["q_end"]): 0.02})
    (no_quantity,) = doubts(sentence(TEXT, FRUIT, FIRMS))
    assert ("no quantity" in no_quantity.found, no_quantity.confidence) == (True, 0.97)
    reads(fruit(), firms())
    (no_record,) = doubts(sentence(TEXT, FRUIT))
    assert "'4家': has no record, the model reads a level of '500强企业'" in no_record.found


def test_without_its_report_status_and_period_are_not_compared(reads: Read) -> None:
    reads(fruit(status=Status.TARGET), firms(measure=Measure.SHARE))
    (finding,) = doubts(sentence(TEXT, FRUIT, FIRMS), report=None)
    assert "4家" in finding.found


def test_the_surest_doubts_come_first_and_the_rest_is_left_out(reads: Read) -> None:
    reads(fruit(status=Status.TARGET, confidence=0.93), firms(status=Status.TARGET, confidence=0.98))
    files = [file_of(sentence(TEXT, FRUIT, FIRMS))]
    assert [f.confidence for f in check_labels(files, "model") if f.rule == "label"] == [0.98, 0.93]
    assert [f.confidence for f in check_labels(files, "model", limit=1) if f.rule == "label"] == [0.98]


def test_spans_that_end_inside_a_token_are_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.blank("zh")
    words = ["水果", "产量3", ".6", "万吨", "，", "500强", "企业", "4家", "。"]

    def tokenize(text: str) -> Doc:
        return Doc(nlp.vocab, words=words, spaces=[False] * len(words))

    nlp.tokenizer = tokenize
    monkeypatch.setattr(model, "load", lambda path: nlp)
    found = list(find_cut_spans(file_of(sentence(TEXT, FRUIT, FIRMS)), "model"))
    assert said(found) == [("warning", "token")] * 2  # 水果产量 and 3.6万吨, both at 产量3
    assert all("'产量3'" in finding.found for finding in found)


def test_the_probability_of_no_quantity_is_that_of_the_pointer(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = spacy.blank("zh")
    pointer = IndicatorPointer(nlp.vocab, pointer_network())
    finder = nlp.create_pipe("govie_quantities")
    structure = nlp.create_pipe("govie_structure")

    def predict(docs: list[Doc]) -> list[list[Reading]]:
        return [[Reading(0.25, 0, 1, 1.0) for _ in drafts(doc)] for doc in docs]

    monkeypatch.setattr(pointer, "predict", predict)

    class Pipeline:
        vocab = nlp.vocab
        pipeline = (
            ("govie_structure", structure),
            ("govie_quantities", finder),
            ("govie_indicators", pointer),
        )

    refused = model._refused(Pipeline(), TEXT)  # type: ignore[arg-type]
    assert {TEXT[a:b]: p for (a, b), p in refused.items()} == {"3.6万吨": 0.75, "4家": 0.75}
