from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from govie.lexicon.indicators import COLUMNS
from govie.pipes.linker import IndicatorLinker, make_linker
from govie.pipes.state import Draft, drafts, set_drafts
from govie.training.corpus import character_doc

NLP = spacy.blank("zh")


def doc_of(text: str, *rows: tuple[str, str, str, str], ids: tuple[str, ...] = ()) -> Doc:
    """Return a doc with a draft a row: words, quantity, unit, measure; quantities in text order."""
    doc, items, at = character_doc(NLP.vocab, text), [], 0
    for k, (words, quantity, unit, measure) in enumerate(rows):
        at = text.index(quantity, at)
        start = text.index(words) if words else -1
        draft = Draft(start=at, end=at + len(quantity), values=[1.0], unit=unit, shape="number", sentence=0)
        draft.update(ind_start=start, ind_end=start + len(words) if words else -1, measure=measure, period="")
        if ids:
            draft["id"] = ids[k]
        items.append(draft)
        at += len(quantity)
    set_drafts(doc, items)
    return doc


def linked(linker: IndicatorLinker, doc: Doc) -> list[str]:
    return [draft["id"] for draft in drafts(linker(doc))]


SENTENCES = [
    (
        "全县地区生产总值达90亿元、增长5%。",
        [("地区生产总值", "90亿元", "亿元", "level"), ("地区生产总值", "5%", "%", "growth")],
        ["gdp"] * 2,
    ),
    (
        "城乡居民人均可支配收入分别增长4%、7%。",
        [("城乡居民人均可支配收入", "4%", "%", "growth"), ("城乡居民人均可支配收入", "7%", "%", "growth")],
        ["disposable_income_urban", "disposable_income_rural"],
    ),
    (
        "城乡居民人均可支配收入分别达到3万元、2万元，分别增长4%、7%。",
        [
            ("城乡居民人均可支配收入", "3万元", "万元", "level"),
            ("城乡居民人均可支配收入", "2万元", "万元", "level"),
            ("城乡居民人均可支配收入", "4%", "%", "growth"),
            ("城乡居民人均可支配收入", "7%", "%", "growth"),
        ],
        ["disposable_income_urban", "disposable_income_rural"] * 2,
    ),
    (
        "城乡居民人均可支配收入增长6%。",
        [("城乡居民人均可支配收入", "6%", "%", "growth")],
        ["disposable_income"],
    ),
    (
        "城镇、农村居民人均可支配收入分别增长4%和5%。",
        [
            ("城镇、农村居民人均可支配收入", "4%", "%", "growth"),
            ("农村居民人均可支配收入", "5%", "%", "growth"),
        ],
        ["disposable_income_urban", "disposable_income_rural"],
    ),
    (
        "外贸进出口总额由30亿元增加到50亿元。",
        [("外贸进出口总额", "30亿元", "亿元", "level"), ("外贸进出口总额", "50亿元", "亿元", "level")],
        ["imports_exports"] * 2,
    ),
    ("代表建议和委员提案65件全部办结。", [("代表建议和委员提案", "65件", "件", "level")], [""]),
    ("金融机构存贷款余额突破900亿元。", [("金融机构存贷款余额", "900亿元", "亿元", "level")], [""]),
    ("青石岭等3条高速公路通车。", [("高速公路", "3条", "条", "level")], [""]),
    ("高速公路达到300公里。", [("高速公路", "300公里", "公里", "level")], ["expressway_length"]),
    ("技改投资增长9%。", [("技改投资", "9%", "%", "growth")], [""]),
    ("力争增长9%。", [("", "9%", "%", "growth")], [""]),
]


@pytest.mark.parametrize(("text", "rows", "ids"), SENTENCES, ids=[text for text, _, _ in SENTENCES])
def test_the_lexicon_links_without_a_model(text, rows, ids):
    assert linked(IndicatorLinker(), doc_of(text, *rows)) == ids


def examples() -> list[Example]:
    """Return sentences that show what may stand beside a name, and what a name may be called."""
    said = []
    for place in ("东川", "南浦", "西坪", "北桥", "中屯"):
        said += [
            (f"{place}片区固定资产投资", "5亿元", "亿元", "level", "fixed_asset_investment"),
            (f"{place}片区粮食产量", "5万吨", "万吨", "level", "grain_output"),
            ("固定资产投资形成的欠款", "5亿元", "亿元", "level", ""),
            ("粮食产量监测点", "5个", "个", "level", ""),
            ("社会面消费盘子", "5%", "%", "growth", "retail_sales"),
            ("龙舟赛观众", "5万人", "万人", "level", ""),
        ]
    docs = [
        doc_of(f"{words}{quantity}。", (words, quantity, unit, measure), ids=(id,))
        for words, quantity, unit, measure, id in said
    ]
    return [Example(doc, doc) for doc in docs]


@pytest.fixture
def trained() -> IndicatorLinker:
    linker = IndicatorLinker()
    linker.fit(examples())
    return linker


BESIDE_A_NAME = [
    ("梅岭片区固定资产投资", "8亿元", "亿元", "level", "fixed_asset_investment"),
    ("固定资产投资形成的欠款", "8亿元", "亿元", "level", ""),
    ("社会面消费盘子", "8%", "%", "growth", "retail_sales"),
    ("龙舟赛观众", "8万人", "万人", "level", ""),
]


@pytest.mark.parametrize(("words", "quantity", "unit", "measure", "id"), BESIDE_A_NAME)
def test_the_classifier_decides_what_the_lexicon_leaves_open(trained, words, quantity, unit, measure, id):
    doc = doc_of(f"{words}{quantity}。", (words, quantity, unit, measure))
    assert linked(trained, doc) == [id]


@pytest.fixture
def user_table(tmp_path) -> Path:
    path = tmp_path / "mine.tsv"
    path.write_text("\t".join(COLUMNS) + "\ntea_output\t茶叶产量\tTea output\t吨\t干茶产量\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("干茶产量", "tea_output"),
        ("全县干茶产量", "tea_output"),
        ("梅岭片区茶叶产量", "tea_output"),
        ("茶叶产量监测点", ""),
    ],
)
def test_a_users_indicator_is_linked_without_training_again(trained, user_table, words, id):
    linker = make_linker(NLP, "govie_linker", str(user_table))
    linker.from_bytes(trained.to_bytes())
    unit = "吨" if id else "个"
    assert linked(linker, doc_of(f"{words}30{unit}。", (words, f"30{unit}", unit, "level"))) == [id]


def test_the_classifiers_survive_a_round_trip(trained, tmp_path):
    trained.to_disk(tmp_path / "linker")
    again = IndicatorLinker().from_disk(tmp_path / "linker")
    for words, quantity, unit, measure, id in BESIDE_A_NAME:
        assert linked(again, doc_of(f"{words}{quantity}。", (words, quantity, unit, measure))) == [id]


def test_few_examples_leave_a_linker_that_works():
    linker = IndicatorLinker()
    linker.fit(examples()[-1:])
    assert linked(linker, doc_of("粮食产量9万吨。", ("粮食产量", "9万吨", "万吨", "level"))) == [
        "grain_output"
    ]
    assert linked(linker, doc_of("粮食产量点9个。", ("粮食产量点", "9个", "个", "level"))) == [""]


def test_a_doc_without_quantities_is_left_alone(trained):
    assert linked(trained, character_doc(NLP.vocab, "春风送暖。")) == []
