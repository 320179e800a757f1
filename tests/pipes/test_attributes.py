"""What a quantity says: by rule without weights, by classifiers with them, by its own characters always."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.cues import load_cues
from govie.pipes.attributes import AttributeReader
from govie.pipes.base import settings
from govie.pipes.features import cue_features, indicator_features, local_features, setting_features
from govie.pipes.quantities import make_quantities
from govie.pipes.state import Draft, character_doc, drafts, set_drafts, set_given, set_structure, structure
from govie.pipes.structure import make_structure
from govie.text.structure import read_structure
from tests.marked import read_marks

NLP = spacy.blank("zh")
FINDER = make_quantities(NLP, "govie_quantities", None)
PLACES = ("东川", "南浦", "西坪", "北桥")
TAUGHT = [
    "{}产值增长[5%](QUANTITY measure=growth direction=up)。",
    "{}产值下降[6%](QUANTITY measure=growth direction=down)。",
    "{}覆盖率达到[90%](QUANTITY measure=level)。",
    "{}新建粮库[3座](QUANTITY measure=level)。",
    "力争{}产值增长[8%](QUANTITY measure=growth direction=up status=target)。",
    "力争{}新建粮库[9座](QUANTITY measure=level status=target)。",
    "{}企业从[3户](QUANTITY measure=level is_base=True)增至[7户](QUANTITY measure=level)。",
    "{}产值年均增长[4%](QUANTITY measure=growth direction=up annual_average=True)。",
]


def doc_of(marked: str) -> Doc:
    """Return a doc whose candidates have the fields of their marks, and no indicator."""
    text, marks = read_marks(marked)
    doc = FINDER(character_doc(NLP.vocab, text))
    said = {(mark.start, mark.end): mark.options for mark in marks}
    for draft in drafts(doc):
        draft.update(
            ind_start=-1, ind_end=-1, direction="", status="actual", annual_average=False, is_base=False
        )
        for field, value in said.get((draft["start"], draft["end"]), {}).items():
            draft[field] = value == "True" or value  # type: ignore[literal-required]
    return doc


@pytest.fixture(scope="module")
def trained() -> AttributeReader:
    docs = [doc_of(marked.format(place)) for marked in TAUGHT for place in PLACES]
    reader = AttributeReader()
    reader.fit([Example(doc, doc) for doc in docs])
    return reader


def read(reader: AttributeReader, text: str) -> list[Draft]:
    return drafts(reader(doc_of(text)))


FIELDS = ("measure", "direction", "status", "is_base", "annual_average")


@pytest.mark.parametrize("marked", TAUGHT)
def test_what_was_taught_is_read_of_another_place(trained, marked):
    said = drafts(doc_of(marked.format("中屯")))
    read = drafts(trained(doc_of(marked.format("中屯"))))
    assert [[d[f] for f in FIELDS] for d in read] == [[d[f] for f in FIELDS] for d in said]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("产值占比提高1.2个百分点。", "change up"),
        ("失业率下降0.5个百分点。", "change down"),
        ("产值增长5%左右。", "growth up"),
        ("产值下降近5%。", "growth down"),
        ("审批事项减少一半。", "growth down"),
        ("开办时间缩短三分之一以上。", "growth down"),
        ("全乡粮食增产200吨。", "change up"),
        ("企业净增6户。", "change up"),
        ("产业结构为22:33:45。", "ratio"),
        ("停车位配比1:0.4。", "ratio"),
        ("产值5亿元。", "level"),
    ],
)
def test_what_the_characters_settle_needs_no_weights(text, measure):
    (draft,) = read(AttributeReader(), text)
    assert f"{draft['measure']} {draft['direction']}".strip() == measure
    assert (draft["status"], draft["score"]) == ("actual", 1.0)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("产值增长5%左右。", "approx"),
        ("产值增长5%以上。", "ge"),
        ("产值突破5亿元。", "gt"),
        ("失业率控制在5%以内。", "le"),
        ("收入不足5万元。", "lt"),
        ("产值增长5%。", "exact"),
    ],
)
def test_bounds_are_read_by_rule(trained, text, bound):
    assert [draft["bound"] for draft in read(trained, text)] == [bound]


def test_companions_point_into_the_doc(trained):
    text = "春风送暖。力争产值增长8%。"
    doc = character_doc(NLP.vocab, text)
    set_structure(doc, read_structure(text))
    FINDER(doc)
    for draft in drafts(doc):
        draft.update(ind_start=7, ind_end=9)
    (draft,) = drafts(trained(doc))
    assert text[slice(*draft["modal"])] == "力争"
    assert draft["baseline"] == draft["whole"] == draft["scope"] == []


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("预计产值增长5%；税收增长3%。", [False, True]),
        ("预计产值增长5%；已建粮库3座；税收增长3%。", [False, True, True]),
        ("预计产值增长5%。税收增长3%。", [False, False]),
        ("产值增长5%；预计税收增长3%。", [False, False]),
    ],
)
def test_an_estimate_holds_over_semicolons(text, before):
    doc = character_doc(NLP.vocab, text)
    set_structure(doc, read_structure(text))
    FINDER(doc)
    rows = [row for setting in settings(doc) for row in cue_features(setting, load_cues())]
    assert ["estimated_before" in row for row in rows] == before
    said = [name for row in rows for name in row if name.startswith("estimated_before_done")]
    assert len(said) == sum(before)
    assert ("estimated_before_done=True" in said) == ("已" in text)


def test_the_score_is_a_product_of_probabilities(trained):
    assert all(0.0 < draft["score"] < 1.0 for draft in read(trained, "新建粮库3座，覆盖率达到9%。"))


def test_answers_survive_a_round_trip(trained, tmp_path):
    trained.to_disk(tmp_path)
    text = "产值增长5%，从3户增至7户。"
    expected = read(trained, text)
    assert read(AttributeReader().from_disk(tmp_path), text) == expected
    assert read(AttributeReader().from_bytes(trained.to_bytes()), text) == expected


def test_a_doc_without_quantities_is_left_alone(trained):
    assert read(trained, "春风送暖。") == []


def features(text: str) -> list[set[str]]:
    return [set(row) for setting in settings(doc_of(text)) for row in local_features(setting)]


def test_figures_are_no_features():
    assert features("产值增长5.5%，占12%。") == features("产值增长8.1%，占97%。")


@pytest.mark.parametrize("text", ["5%", "5%。", "，5%，", "“5%”（6%）。", "5%5%5%"])
def test_every_quantity_has_its_row(text):
    for setting in settings(doc_of(text)):
        for rows in (local_features(setting), setting_features(setting), indicator_features(setting)):
            assert len(rows) == len(setting.drafts)
            assert all(rows)


def test_settings_are_the_sentences_that_hold_drafts():
    text = "一、2023年工作回顾\n春风送暖。产值增长5%。\n二、2024年工作安排\n产值增长6%、占7%。"
    doc = character_doc(NLP.vocab, text)
    set_structure(doc, read_structure(text))
    found = [(s.text, s.section.kind.value, len(s.drafts)) for s in settings(FINDER(doc))]
    assert found == [("产值增长5%。", "review", 1), ("产值增长6%、占7%。", "plan", 2)]


def test_quantities_stay_in_their_sentence():
    text = "产值增长5%。粮库3座，“368”计划。"
    doc = character_doc(NLP.vocab, text)
    set_structure(doc, read_structure(text))
    found = [
        (text[d["start"] : d["end"]], d["sentence"], d["values"], d["unit"]) for d in drafts(FINDER(doc))
    ]
    assert found == [("5%", 0, [5.0], "%"), ("3座", 1, [3.0], "座"), ("368", 1, [368.0], "")]


def test_what_is_given_with_a_doc_overrules_its_text():
    doc = character_doc(NLP.vocab, "青禾县政府工作报告\n一、2023年工作回顾\n产值增长5%。")
    set_drafts(doc, [])
    set_given(doc, 2019, "白河县")
    read = structure(make_structure(NLP, "govie_structure")(doc))
    assert (read.year, read.region) == (2019, "白河县")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("数字产业占全县生产总值比重达18%。", "share"),
        ("绿电占全社会用电量的九成。", "share"),
        ("外来务工者占三分之一。", "share"),
        ("厂房占地60%已平整。", "level"),
        ("外地游客占比提升5%。", "growth"),
        ("外地游客占30万人。", "level"),
        ("占全省产量第一的是茶叶，合格率99%。", "level"),
    ],
)
def test_a_percentage_behind_its_whole_is_a_share(text, measure):
    assert read(AttributeReader(), text)[-1]["measure"] == measure
