"""What goes from component to component comes back as it was, also through a pickle."""

import json
import pickle

import pytest
from spacy.vocab import Vocab

from govie.pipes.state import (
    Draft,
    annotated,
    character_doc,
    drafts,
    given,
    set_annotated,
    set_drafts,
    set_given,
    set_structure,
    structure,
    text_of,
)
from govie.text.structure import read_structure

TEXT = "青禾县政府工作报告\n一、2023年工作回顾\n投资3亿元。粮库2座。\n二、2024年工作安排\n投资4亿元。"


@pytest.mark.parametrize("text", ["", " ", "a b\n c", TEXT, "😀\u3000增"])
def test_a_character_is_a_token(text):
    doc = character_doc(Vocab(), text)
    assert [token.text for token in doc] == list(text)
    assert doc.text == text_of(doc) == text


def test_a_structure_comes_back_as_it_was():
    doc = character_doc(Vocab(), TEXT)
    read = read_structure(TEXT)
    set_structure(doc, read)
    assert structure(doc) == read


def test_without_a_structure_the_text_is_one_sentence():
    (sentence,) = structure(character_doc(Vocab(), "完成投资3亿元。")).sentences
    assert (sentence.start, sentence.end, sentence.section) == (0, 8, 0)


def test_a_new_doc_holds_nothing():
    doc = character_doc(Vocab(), TEXT)
    assert (drafts(doc), given(doc), annotated(doc)) == ([], (None, None), frozenset())


def test_everything_survives_a_pickle_and_is_plain():
    doc = character_doc(Vocab(), TEXT)
    set_structure(doc, read_structure(TEXT))
    set_drafts(doc, [Draft(start=3, end=6, values=[3.0], unit="亿元")])
    set_given(doc, 2024, "青禾县")
    set_annotated(doc, [4, 2])
    again = pickle.loads(pickle.dumps(doc))
    assert structure(again) == structure(doc)
    assert drafts(again) == drafts(doc) != []
    assert given(again) == (2024, "青禾县")
    assert annotated(again) == {2, 4}
    assert json.loads(json.dumps(doc.user_data)) == doc.user_data
