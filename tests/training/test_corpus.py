"""Annotations joined with the reports they stand in."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from govie.errors import AnnotationError, GovieError
from govie.pipes.state import annotated, drafts
from govie.training.corpus import GoldDocument, read_corpus


def documents(corpus) -> list[GoldDocument]:
    return list(read_corpus(corpus.annotations, corpus.reports, Vocab()))


def test_documents_come_in_the_order_of_their_names(corpus):
    assert [document.name for document in documents(corpus)] == ["baihe", "qinghe"]


def test_drafts_point_into_the_report(corpus):
    _, document = documents(corpus)
    text = document.doc.text
    assert [
        (text[d["start"] : d["end"]], text[d["ind_start"] : d["ind_end"]]) for d in drafts(document.doc)
    ] == [
        ("90亿元", "地区生产总值"),
        ("5.5%", "地区生产总值"),
        ("25条", "道路雨污分流改造"),
        ("15万吨", "粮食产量"),
    ]


def test_drafts_say_what_the_records_say(corpus):
    growth = drafts(documents(corpus)[1].doc)[1]
    said = {key: growth[key] for key in ("values", "unit", "measure", "direction", "bound", "status")}
    assert said == {
        "values": [5.5],
        "unit": "%",
        "measure": "growth",
        "direction": "up",
        "bound": "exact",
        "status": "actual",
    }
    assert (growth["period"], growth["id"], growth["annual_average"]) == ("2023", "gdp", False)


def test_masked_and_ratio_values_and_their_shapes(corpus):
    rows = [(d["values"], d["shape"], d["direction"]) for d in drafts(documents(corpus)[0].doc)]
    assert rows == [([2.4], "percent", "down"), ([], "mask", ""), ([22.0, 33.0, 45.0], "ratio", "")]


def test_annotated_are_the_sentences_of_the_file(corpus):
    _, document = documents(corpus)
    ranges = [document.structure.sentences[k] for k in sorted(document.annotated)]
    assert [document.doc.text[s.start : s.end][:4] for s in ranges] == ["全县地区", "完成25", "粮食产量"]
    assert annotated(document.doc) == document.annotated


def test_a_sentence_without_records_is_annotated_too(corpus):
    corpus.change("qinghe", 1, obs=[])
    assert len(documents(corpus)[1].annotated) == 3
    assert len(documents(corpus)[1].gold) == 3


@pytest.mark.parametrize("sid", ["qinghe:0:0", "qinghe:3:1", "qinghe:99:0"])
def test_a_misplaced_sentence_is_an_annotation_error(corpus, sid):
    corpus.change("qinghe", 1, sid=sid)
    with pytest.raises(AnnotationError, match=f"{sid} is not where its id says") as caught:
        documents(corpus)
    assert caught.value.line == 2
    assert caught.value.path.endswith("qinghe.jsonl")


def test_a_sentence_whose_words_have_changed_is_an_annotation_error(corpus):
    report = corpus.reports / "qinghe.txt"
    report.write_text(report.read_text("utf-8").replace("行动见效", "工程见效"), "utf-8")
    with pytest.raises(AnnotationError, match="not where its id says"):
        documents(corpus)


def test_a_missing_report_is_said(corpus):
    (corpus.reports / "qinghe.txt").unlink()
    with pytest.raises(GovieError, match=r"qinghe\.txt"):
        documents(corpus)
