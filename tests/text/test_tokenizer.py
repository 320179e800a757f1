import contextlib
import io
import pickle
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
import spacy_pkuseg
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab
from spacy_pkuseg import inference
from spacy_pkuseg.config import config

from govie.errors import ModelError
from govie.text.tokenizer import ReportTokenizer, Segmenter, make_report_tokenizer
from govie.text.tokenizer.pieces import MAX_RUN
from govie.text.tokenizer.report import attach_spaces
from govie.text.tokenizer.segmenter import FEATURES, WEIGHTS

LESSONS = [
    "全县 地区 生产总值 增长",
    "新增 城镇 就业",
    "完成 工业 投资",
    "新建 农村 公路",
    "改造 老旧 小区",
    "城镇 居民 收入 增长",
    "农村 居民 收入 增长",
    "新增 市场 主体",
    "发放 就业 补助",
    "建成 农村 小区 公路",
    "工业 投资 增长",
    "市场 主体 就业 增长",
]


def train(folder: Path, *, word_features: bool = False) -> Path:
    lessons = folder / "lessons.txt"
    lessons.write_text("\n".join(LESSONS), "utf-8")
    model = folder / "model"
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
        patch.setattr(config, "wordFeature", word_features)
        random.seed(0)
        spacy_pkuseg.train(str(lessons), str(lessons), str(model), train_iter=10)
    return model


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_not_decoded():
    """Fail where pkuseg is asked about no characters, before it corrupts the heap.

    `run_viterbi` of spacy_pkuseg 1.0.2 begins with row -1 of its arrays: of an array without rows that is
    the memory in front of it, and glibc ends the process much later ("corrupted size vs. prev_size").
    """
    decode = inference.decodeViterbi_fast

    def decode_something(features, model):
        assert features, "pkuseg would write outside its arrays"
        return decode(features, model)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inference, "decodeViterbi_fast", decode_something)
        yield


@pytest.fixture(scope="module")
def model_path(tmp_path_factory) -> Path:
    return train(tmp_path_factory.mktemp("segmenter"))


@pytest.fixture(scope="module")
def segmenter(model_path) -> Segmenter:
    return Segmenter.from_disk(model_path)


@pytest.fixture(scope="module")
def tokenizer(segmenter) -> ReportTokenizer:
    return ReportTokenizer(Vocab(), segmenter=segmenter)


@pytest.fixture
def nlp(segmenter) -> spacy.Language:
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govie.ReportTokenizer.v1"}}})
    nlp.tokenizer.segmenter = segmenter
    return nlp


REPORT_TEXT = st.text() | st.text(
    st.sampled_from("青禾县增长新建公路5.8１%％万亿余第一百至—~：:/XX个分点元，。 \u3000\n\t5GaΩ😀\x00")
)


@settings(deadline=None)
@given(text=REPORT_TEXT)
def test_doc_has_the_text_that_it_is_made_from(tokenizer, text):
    assert tokenizer(text).text == text


@settings(deadline=None)
@given(text=REPORT_TEXT)
def test_characters_have_the_text_that_they_are_made_from(text):
    assert ReportTokenizer(Vocab(), kind="char")(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建农村公路12公里", "新建|农村|公路|12|公里"),
        ("工业投资增长5.8%", "工业|投资|增长|5.8|%"),
        ("新增城镇就业2.4万余人", "新增|城镇|就业|2.4|万|余|人"),
        ("城镇居民收入增长百分之八", "城镇|居民|收入|增长|百分之|八"),
        ("完成投资一百四十亿元", "完成|投资|一百四十|亿元"),
        ("增长5%—6%", "增长|5|%|—|6|%"),
        ("收入增长0.7个百分点", "收入|增长|0.7|个百分点"),
        ("收入增长三分之一", "收入|增长|三|分之|一"),
        ("收入一亿二千万元", "收入|一亿二千|万元"),
        ("建成3.5万套（间）", "建成|3.5|万套（间）"),
        ("投资XX亿元", "投资|XX|亿元"),
        ("收入增长超过8%", "收入|增长|超过|8|%"),
        ("收入增长8%以上，", "收入|增长|8|%|以上|，"),
        ("收入8万元左右", "收入|8|万元|左右"),
        ("增长５．８％，", "增长|５．８|％|，"),
    ],
)
def test_numerals_and_units_are_tokens_of_their_own(tokenizer, text, expected):
    assert [token.text for token in tokenizer(text)] == expected.split("|")


def test_latin_words_and_repeated_marks_stay_whole(tokenizer):
    assert [token.text for token in tokenizer("新建ＧＤＰ—— GDP……")] == ["新建", "ＧＤＰ", "——", "GDP", "……"]


@pytest.mark.parametrize("text", ["", "市"])
def test_the_decoder_is_asked_only_where_there_is_a_choice(segmenter, text, monkeypatch):
    def never(*_: object) -> None:
        raise AssertionError("one character is one word")

    monkeypatch.setattr("govie.text.tokenizer.segmenter.getLogYY", never)
    monkeypatch.setattr("govie.text.tokenizer.segmenter.run_viterbi", never)
    assert segmenter(text) == []


@pytest.mark.parametrize(
    "text", ["市", *(lesson.replace(" ", "") for lesson in LESSONS), "三农-两区*Ａ.九小区，增长"]
)
def test_words_are_those_of_pkuseg(segmenter, model_path, text):
    original = spacy_pkuseg.pkuseg.__new__(spacy_pkuseg.pkuseg)  # its __init__ would load the dictionary
    original.feature_extractor = spacy_pkuseg.FeatureExtractor.load(str(model_path))
    original.model = spacy_pkuseg.Model.load(str(model_path))
    original.idx_to_tag = {index: tag for tag, index in original.feature_extractor.tag_to_idx.items()}
    begins = [0, *segmenter(text), len(text)]
    assert [text[a:b] for a, b in pairwise(begins)] == original._cut(text)


def test_without_a_segmenter_characters_are_tokens():
    assert [token.text for token in ReportTokenizer(Vocab())("增长5.8%")] == list("增长5.8%")


def test_char_wins_over_a_loaded_segmenter(segmenter):
    assert len(ReportTokenizer(Vocab(), kind="char", segmenter=segmenter)("新建农村公路")) == 6


def test_a_run_without_punctuation_is_cut(tokenizer):
    text = "新建公路" * 50_000
    doc = tokenizer(text)
    assert doc.text == text
    assert MAX_RUN in {token.idx for token in doc}


@pytest.mark.parametrize(
    ("words", "expected", "spaces"),
    [
        (["增长", " ", "快"], ["增长", "快"], [True, False]),
        (["增长", "  ", "快"], ["增长", " ", "快"], [True, False, False]),
        ([" ", "快"], [" ", "快"], [False, False]),
        (["快", "\n", "慢"], ["快", "\n", "慢"], [False, False, False]),
        (["快", "\u3000", " "], ["快", "\u3000"], [False, True]),
        ([], [], []),
    ],
)
def test_attach_spaces(words, expected, spaces):
    assert attach_spaces(words) == (expected, spaces)


TEXT = "新增城镇就业2407人，新建农村公路"


def words_of(tokenizer) -> list[str]:
    return [token.text for token in tokenizer(TEXT)]


def test_pipeline_survives_disk_without_a_path_in_its_config(nlp, tmp_path, model_path):
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert words_of(loaded) == words_of(nlp)
    assert len(words_of(nlp)) < len(TEXT)
    assert str(model_path) not in loaded.config.to_str()


def test_pipeline_survives_bytes(nlp):
    blank = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govie.ReportTokenizer.v1"}}})
    assert words_of(blank.from_bytes(nlp.to_bytes())) == words_of(nlp)


def test_tokenizer_survives_pickling(tokenizer):
    assert words_of(pickle.loads(pickle.dumps(tokenizer))) == words_of(tokenizer)


def test_initialize_keeps_the_segmenter(nlp):
    before = words_of(nlp)
    nlp.initialize()
    assert words_of(nlp) == before


def test_a_path_in_the_config_is_refused(nlp):
    nlp.config["initialize"]["tokenizer"]["pkuseg_model"] = "training/build/segmenter"
    with pytest.raises(ModelError, match="load_segmenter"):
        nlp.initialize()


def test_pipeline_without_a_segmenter_is_saved_and_loaded(tmp_path):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "govie.ReportTokenizer.v1"}}})
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path).tokenizer.segmenter is None


def test_factory_passes_the_kind():
    assert make_report_tokenizer(segmenter="char")(spacy.blank("zh")).kind == "char"


def test_pipe_gives_one_doc_for_each_text(tokenizer):
    assert [doc.text for doc in tokenizer.pipe(["增长", "", "就业"])] == ["增长", "", "就业"]


def test_a_missing_model_says_what_to_do(tokenizer, tmp_path):
    with pytest.raises(ModelError, match="train a segmenter"):
        ReportTokenizer(Vocab()).load_segmenter(tmp_path)


@pytest.mark.parametrize("broken", [FEATURES, WEIGHTS])
def test_a_broken_file_is_refused(segmenter, tmp_path, broken):
    segmenter.to_disk(tmp_path)
    (tmp_path / broken).write_bytes(b"not a model")
    with pytest.raises(ModelError, match="no segmenter"):
        Segmenter.from_disk(tmp_path)


def test_weights_of_another_model_are_refused(segmenter):
    with pytest.raises(ValueError, match="do not fit"):
        Segmenter(segmenter.features, np.append(segmenter.weights, 0.0))


def test_a_model_without_tags_is_refused(segmenter):
    with pytest.raises(ValueError, match="do not fit"):
        Segmenter({**segmenter.features, "tag_to_idx": {}}, np.zeros(0))


def test_a_model_with_features_of_words_is_refused(tmp_path):
    with pytest.raises(ModelError, match="features of words"):
        Segmenter.from_disk(train(tmp_path, word_features=True))


def test_bytes_that_are_no_model_are_refused():
    with pytest.raises(ModelError):
        Segmenter.from_bytes(b"\x00")
