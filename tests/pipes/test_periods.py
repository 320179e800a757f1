"""Sentences about invented places; the drafts are written by hand, as earlier components leave them."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from govie.lexicon.stocks import load_stock_words
from govie.pipes.period_features import candidate_features, period_cases
from govie.pipes.periods import PeriodChooser
from govie.pipes.state import Draft, drafts, set_drafts, set_structure
from govie.text.structure import SectionRange, SentenceRange, Structure
from govie.types import Period, SectionKind

TERM = "2021/2025"
STOCKS = ("粮库总数达{}座", "林场拥有苗圃{}处", "公交线路增至{}条", "渔船保有量突破{}艘")
FLOWS = ("新建粮库{}座", "完成苗圃改造{}处", "新增公交线路{}条", "累计更新渔船{}艘")


def make_doc(*sentences: str, period: str = TERM, year: int | None = 2026) -> Doc:
    """Return a one-paragraph report; `[甲]<12座>` marks an indicator and its quantity."""
    text, ranges, found = "", [], []
    for index, marked in enumerate(sentences):
        start = len(text)
        plain, members = read_marks(marked, start, index)
        text += plain
        found += members
        ranges.append(SentenceRange(start, len(text), 0, index, 0))
    doc = Doc(Vocab(), words=list(text), spaces=[False] * len(text))
    section = SectionRange(SectionKind.REVIEW, "", 0, len(text), Period.parse(period))
    set_structure(doc, Structure("", year, None, (section,), tuple(ranges)))
    set_drafts(doc, found)
    return doc


def read_marks(marked: str, offset: int, sentence: int) -> tuple[str, list[Draft]]:
    """Return the sentence without its marks, and a draft for each quantity."""
    plain, at, found = "", {}, []
    indicator = (-1, -1)
    for char in marked:
        if char not in "[]<>":
            plain += char
            continue
        at[char] = offset + len(plain)
        if char == "]":
            indicator = (at["["], at["]"])
        if char == ">":
            found.append(make_draft(at["<"], at[">"], indicator, sentence))
    return plain, found


def make_draft(start: int, end: int, indicator: tuple[int, int], sentence: int) -> Draft:
    return Draft(
        start=start,
        end=end,
        values=[1.0],
        unit="座",
        shape="number",
        sentence=sentence,
        score=0.5,
        ind_start=indicator[0],
        ind_end=indicator[1],
        measure="level",
        direction="",
        bound="exact",
        status="actual",
        annual_average=False,
        is_base=False,
    )


def periods(doc: Doc) -> list[str]:
    return [draft["period"] for draft in drafts(doc)]


def train_doc(phrase: str, period: str) -> Doc:
    doc = make_doc(phrase.format("<30座>") + "。")
    for draft in drafts(doc):
        draft["period"] = period
    return doc


@pytest.fixture(scope="module")
def trained() -> PeriodChooser:
    """A chooser that has read of stocks at the end of a term and of flows over it."""
    docs = [train_doc(phrase, "2025") for phrase in STOCKS] + [train_doc(phrase, TERM) for phrase in FLOWS]
    chooser = PeriodChooser()
    chooser.fit([Example(doc, doc) for doc in docs * 3])
    return chooser


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (["[码头]<3座>。"], [TERM]),
        (["2024年，[码头]<3座>。"], ["2024"]),
        (["[码头]<3座>，到2030年[码头]<9座>。"], [TERM, "2030"]),
    ],
)
def test_without_weights_the_rule_decides(sentences, expected):
    doc = PeriodChooser()(make_doc(*sentences))
    assert periods(doc) == expected
    assert {draft["score"] for draft in drafts(doc)} == {0.5}


def test_a_report_of_no_known_time_leaves_the_period_open():
    assert periods(PeriodChooser()(make_doc("[码头]<3座>。", period="", year=None))) == [""]


def test_a_year_of_the_sentence_before_is_a_candidate_only_within_the_paragraph():
    doc = make_doc("2022年动工。", "[码头]<3座>。")
    (case,) = period_cases(doc, PeriodChooser().words)
    assert Period.of(2022) in case.candidates.values()
    assert case.text == "码头3座。"
    plain = doc.user_data["govie.structure"]
    plain["sentences"][1][2:4] = [1, 0]  # the second sentence opens a paragraph of its own
    (case,) = period_cases(doc, PeriodChooser().words)
    assert Period.of(2022) not in case.candidates.values()


def test_each_candidate_has_a_row_and_the_rule_marks_one():
    (case,) = period_cases(make_doc("2024年新建[码头]<3座>。"), PeriodChooser().words)
    rows = candidate_features(case, load_stock_words())
    assert set(rows) == set(case.candidates.values())
    assert [period for period, row in rows.items() if "rule" in row] == [Period.of(2024)]
    assert all(type(name) is str for row in rows.values() for name in row)


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("新建[码头]<3座>。", "said=flow"),
        ("[码头总数]<3座>。", "tail_nature=stock"),
        ("新增甲2座、[码头]<3座>。", "said=flow"),
        ("新增甲2座，[码头]<3座>。", "said=none"),
        ("新建甲2座，[码头]扩容至<3座>。", "said=arrival"),
    ],
)
def test_the_word_that_governs_a_quantity_stands_in_its_clause(sentence, fact):
    (case,) = period_cases(make_doc(sentence), PeriodChooser().words)
    rows = candidate_features(case, load_stock_words())
    assert f"span&{fact}" in rows[Period.parse(TERM)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[驿站]达<8座>。", "2025"),
        ("[驿站]增至<8座>。", "2025"),
        ("新增[驿站]<8座>。", TERM),
        ("新建[驿站]<8座>。", TERM),
    ],
)
def test_a_stock_stands_at_the_end_and_a_flow_fills_the_span(trained, sentence, expected):
    assert periods(trained(make_doc(sentence))) == [expected]


def test_the_score_is_multiplied_by_the_share_of_the_chosen_period(trained):
    doc = make_doc("新建[驿站]<8座>。")
    ((period, probability),) = trained.choose(period_cases(doc, trained.words))
    assert 0.3 < probability < 1
    (draft,) = drafts(trained(doc))
    assert draft["score"] == pytest.approx(0.5 * probability)
    assert draft["period"] == str(period)


def test_learning_leaves_the_gold_as_it_is():
    doc = train_doc(FLOWS[0], TERM)
    before = [dict(draft) for draft in drafts(doc)]
    PeriodChooser().fit([Example(doc, doc)] * 2)
    assert drafts(doc) == before


@pytest.mark.parametrize("sentences", [[], ["没有数字的一句。"]])
def test_nothing_to_date_is_no_error(trained, sentences):
    assert periods(trained(make_doc(*sentences))) == []


def test_weights_that_never_saw_a_right_candidate_leave_the_rule():
    chooser = PeriodChooser()
    docs = [train_doc(phrase, "1901") for phrase in FLOWS]
    chooser.fit([Example(doc, doc) for doc in docs])
    assert periods(chooser(make_doc("新建[驿站]<8座>。"))) == [TERM]


def test_saved_and_loaded_it_answers_the_same(trained, tmp_path):
    trained.to_disk(tmp_path)
    nlp = spacy.blank("zh")
    loaded = nlp.add_pipe("govie_periods").from_disk(tmp_path)
    cases = period_cases(make_doc("[驿站]达<8座>，新建[驿站]<9座>。"), trained.words)
    assert loaded.choose(cases) == trained.choose(cases)


@pytest.mark.parametrize(
    ("sentence", "period", "settled"),
    [
        ("新建[驿站]<8座>。", "2025", True),
        ("新建[驿站]<8座>。", TERM, False),
        ("新建[驿站]<8座>。", "", False),
        ("2024年新建[驿站]<8座>。", "2025", False),
    ],
)
def test_a_section_of_one_year_settles_what_names_no_time(trained, sentence, period, settled):
    (case,) = period_cases(make_doc(sentence, period=period), trained.words)
    assert case.settled == settled
    assert (trained.choose([case]) == [(Period.of(2025), 1.0)]) == settled


def test_the_starting_value_of_a_move_is_never_settled():
    (case,) = period_cases(make_doc("[驿站]由<8座>增加。", period="2025"), PeriodChooser().words)
    case.draft["is_base"] = True
    assert not case.settled
