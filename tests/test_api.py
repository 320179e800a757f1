"""parse, parse_many and load with the trained model: the contract holds for whatever text comes."""

from __future__ import annotations

import gc
import inspect
import json
import pickle
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govie
from govie.api import MAX_CHARACTERS, SCHEMA
from govie.errors import GovieWarning, InputError, ModelError
from govie.pipes.state import drafts
from govie.types import Bound, Direction, Measure, Observation, Period, Report, SectionKind, Span, Status
from tests.shipped import MODEL, needs_model

EXAMPLE = (Path(__file__).parent / "data" / "example_report.txt").read_text("utf-8")
SHORT = "2023年，全县地区生产总值86.4亿元、增长5.2%，增速居全市第三。"
PROSE = (
    "雨停的时候，老周推开后院的门。石阶上落满了槐花，踩上去软得没有声音。他想起许多年前的那个夏天，"
    "母亲也是这样站在门口，手里端着半碗凉茶，望着远处的山出神。"
)


def parse(text: str, **options: object) -> Report:
    """Parse with the model under test; whether there is anything to warn of is not the question."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GovieWarning)
        return govie.parse(text, model=MODEL, **options)  # type: ignore[arg-type]


def spans(o: Observation) -> Iterator[tuple[str, int, int]]:
    for item in (o.quantity, o.indicator, o.baseline, o.whole, o.scope, o.modal, o.sentence):
        if item is not None:
            yield item.text, item.start, item.end


def check_contract(report: Report, text: str) -> None:
    """Assert what holds of every report, whatever was read."""
    assert report.text is text
    for o in report:
        for said, start, end in spans(o):
            assert 0 <= start < end <= len(text)
            assert govie.clean(text[start:end]) == said
        check_types(o)
    starts = [o.quantity.start for o in report]
    assert starts == sorted(starts)
    ends = [0, *(o.quantity.end for o in report)]
    assert all(end <= start for end, start in zip(ends, starts, strict=False))
    for section in report.sections:
        assert 0 <= section.start <= section.end <= len(text)
    json.loads(report.to_json())
    assert len(report.to_records()) == len(report)


def check_types(o: Observation) -> None:
    quantity = o.quantity
    assert all(isinstance(value, float) for value in quantity.values)
    assert quantity.masked == (quantity.value is None)
    assert quantity.base_value is None or isinstance(quantity.base_value, float)
    assert isinstance(quantity.unit, str)
    assert isinstance(quantity.base_unit, str)
    kinds = [(o.measure, Measure), (o.bound, Bound), (o.status, Status), (o.section, SectionKind)]
    assert all(isinstance(value, kind) for value, kind in kinds)
    assert o.direction is None or isinstance(o.direction, Direction)
    assert isinstance(o.period, Period)
    assert Period.parse(str(o.period)) == o.period
    assert isinstance(o.annual_average, bool)
    assert isinstance(o.is_base, bool)
    assert all(s is None or isinstance(s, Span) for s in (o.baseline, o.whole, o.scope, o.modal))
    assert 0.0 <= o.confidence <= 1.0
    if o.indicator is not None:
        assert (o.indicator.id is None) == (o.indicator.name is None)


PHRASES = (
    *(
        "地区生产总值",
        "固定资产投资",
        "城乡居民人均可支配收入分别",
        "三次产业结构",
        "規模以上工業增加值",
        "區(qū)域",
    ),
    *(
        "增长",
        "下降",
        "达到",
        "占",
        "比重",
        "居全市",
        "比上年",
        "从",
        "增至",
        "预计",
        "力争",
        "年均",
        "較“十三五”末",
    ),
    *(
        "5.5%",
        "１２３．５亿元",
        "XX亿元",
        "第三",
        "翻一番",
        "百分之八",
        "18:33:49",
        "5%—6%",
        "12 345",
        "4G",
        "500强",
    ),
    *(
        "25条",
        "道路",
        "左右",
        "以上",
        "2023年",
        "到2030年",
        "上半年",
        "，",
        "。",
        "；",
        "、",
        "：",
        "（",
        "）",
        "“",
        "”",
    ),
    *(
        " ",
        "\n",
        "\r\n",
        "\u3000",
        "\n- 12 -\n",
        "😀",
        "👨‍👩‍👧",
        "\u200b",
        "一、2023年工作回顾\n",
        "二、2024年工作安排\n",
    ),
)
texts = st.lists(st.sampled_from(PHRASES), max_size=30).map("".join)
anything = st.text(
    alphabet=st.one_of(
        st.sampled_from("零一二三百千万亿0123456789０１%％元个年.,，。、：:\n 第前XＸ增长"), st.characters()
    )
)


@needs_model
class TestContract:
    """What holds of every report of every text."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(texts)
    def test_of_phrases(self, text: str) -> None:
        check_contract(parse(text), text)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(anything)
    def test_of_any_characters(self, text: str) -> None:
        try:
            report = parse(text)
        except InputError as error:
            assert "binary" in str(error)  # noqa: PT017 - most texts are no error
        else:
            check_contract(report, text)

    def test_of_a_report(self) -> None:
        report = parse(EXAMPLE)
        check_contract(report, EXAMPLE)
        assert len(report) > 100
        assert (report.year, report.title) == (2024, "政府工作报告")
        assert {section.kind.value for section in report.sections} >= {"review", "plan"}

    @pytest.mark.parametrize(
        "text",
        [
            SHORT,
            SHORT.replace("5.2", "5\n.2"),
            SHORT.replace("86.4亿元", "８６.４ 亿 元"),
            SHORT.replace("产", "產"),
        ],
    )
    def test_of_the_same_sentence_in_other_clothes(self, text: str) -> None:
        report = parse(text, year=2024)
        check_contract(report, text)
        assert [(o.quantity.text, o.measure.value) for o in report] == [
            ("86.4亿元", "level"),
            ("5.2%", "growth"),
            ("第三", "rank"),
        ]


@needs_model
class TestBadInput:
    """A typed error, or an empty report and a warning."""

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "empty"),
            (" \n\t\u3000\r\n", "empty"),
            ("😀🎉👨‍👩‍👧" * 50, "no quantities"),
            (PROSE * 100, "no quantities"),
            ("\u200b\ufeff", "no observations"),
        ],
        ids=["empty", "white space", "emoji", "a novel", "unseen"],
    )
    def test_without_quantities_warns(self, text: str, says: str) -> None:
        with pytest.warns(GovieWarning, match=says):
            report = govie.parse(text, model=MODEL)
        assert len(report) == 0
        assert report.text == text

    @pytest.mark.parametrize(
        "text", ["12345", "1234567890" * 2000, "1\n2\n3\n" * 500, "9" * 400 + "%", "0.0.0.0"]
    )
    def test_only_digits(self, text: str) -> None:
        check_contract(parse(text), text)

    @pytest.mark.parametrize("text", ["增长\ud8005%。", "\udfff", "产值5%\ud83d", "增长5%。\n\ude00\n降3%。"])
    def test_lone_surrogates(self, text: str) -> None:
        check_contract(parse(text), text)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("增长5%。".encode(), "bytes instead of str"),
            (None, "NoneType instead of str"),
            (7, "int instead of str"),
            ("\x00\x01\x02PK\x03\x04" * 200, "binary"),
            ("%PDF-1.7\n" + "\ufffd\x00" * 300, "binary"),
            ("增" * (MAX_CHARACTERS + 1), "split it"),
        ],
        ids=["bytes", "None", "a number", "control characters", "a PDF", "too long"],
    )
    def test_what_is_no_text_is_an_input_error(self, text: object, says: str) -> None:
        with pytest.raises(InputError, match=says) as caught:
            govie.parse(text, model=MODEL)  # type: ignore[arg-type]
        assert caught.value.advice

    def test_a_few_control_characters_are_no_binary(self) -> None:
        text = SHORT.replace("、", "、\x0c\x00")
        check_contract(parse(text), text)

    def test_a_long_text_without_a_full_stop(self) -> None:
        text = PROSE.replace("。", "，") * 15000  # 1.6 million characters
        start = time.perf_counter()
        parse(text[:1_500_000])
        assert time.perf_counter() - start < 30

    def test_many_quantities_without_a_full_stop(self) -> None:
        """The time grows with the length, not with its square."""
        text = SHORT.replace("。", "，")
        seconds = []
        for times in (100, 400):
            start = time.perf_counter()
            report = parse(text * times)
            seconds.append(time.perf_counter() - start)
            assert len(report) > 2 * times
        assert seconds[1] < 8 * seconds[0] + 1


@needs_model
class TestParse:
    """The same text gives the same report; what the caller knows overrules what the text says."""

    def test_does_not_depend_on_what_was_parsed_before(self) -> None:
        first = parse(SHORT, year=2024)
        parse(EXAMPLE)
        parse("完成25条道路雨污分流改造。" * 20)
        assert parse(SHORT, year=2024) == first

    @pytest.mark.parametrize("year", [24, 1948, "2024", 2024.0, True])
    def test_what_is_no_year_is_refused(self, year: object) -> None:
        with pytest.raises(InputError, match=f"year: {year!r} instead of a whole number from 1949 to 2100"):
            parse(SHORT, year=year)

    def test_a_year_may_be_of_numpy(self) -> None:
        year = parse(SHORT, year=np.int64(2024)).year
        assert (type(year), year) == (int, 2024)

    def test_year_overrules(self) -> None:
        text = (
            "青禾县政府工作报告\n——2024年1月18日在青禾县第十八届人民代表大会第三次会议上\n"
            "一、工作回顾\n过去一年，粮食产量15万吨。"
        )
        assert parse(text).year == 2024
        other = parse(text, year=2019)
        assert other.year == 2019
        assert [str(o.period) for o in other] == ["2018"]

    def test_region_overrules(self) -> None:
        assert parse(EXAMPLE).region != "云岭省澜溪市"
        assert parse(EXAMPLE, region="云岭省澜溪市").region == "云岭省澜溪市"

    def test_results_survive_pickling(self) -> None:
        report = parse(SHORT, year=2024)
        assert pickle.loads(pickle.dumps(report)) == report

    def test_the_example_of_its_docstring(self) -> None:
        example = inspect.getdoc(govie.parse)
        assert example is not None
        report = parse("2023年，全县地区生产总值86.4亿元、增长5.2%。", year=2024)
        said = [(o.indicator.id, o.quantity.value, str(o.measure)) for o in report if o.indicator]
        assert repr(said) in example

    def test_memory_does_not_grow(self) -> None:
        """Each text has characters of its own, which neither Python nor the vocabulary may keep."""
        texts = [f"粮库储粮{k}吨，{chr(0x4E00 + k)}{chr(0x5E00 + k)}产值增长{k}%。" for k in range(120)]
        for text in texts[:40]:
            parse(text)
        before = in_memory()
        for text in texts[40:]:
            parse(text)
        objects, words = in_memory()
        assert words == before[1]
        assert objects - before[0] < 5_000  # a report that is kept has some 400


@needs_model
class TestDamagedText:
    """Damaged places are repaired and listed, several reports in one text are said."""

    DAMAGED = "2023年,麒麟?yún)^(qū)糧食產量3.2萬噸,9件?。ǘ┬退畮焱瓿沙U(xiǎn)加固。"

    def test_repairs_are_listed_and_can_be_turned_off(self) -> None:
        report = parse(self.DAMAGED, year=2024)
        check_contract(report, self.DAMAGED)
        assert [(r.kind.value, r.after) for r in report.repairs] == [
            ("bytes", "麟區"),
            ("bytes", "小（二）型水庫完成除險加"),
        ]
        assert not parse(self.DAMAGED, year=2024, repair=False).repairs

    def test_several_reports_are_said_once(self) -> None:
        body = "".join(f"新建公路{k}公里，群众出行更加方便，各项工作都有新的进展。\n" for k in range(70))
        one = "{year}年青禾县政府工作报告\n各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n"
        with pytest.warns(GovieWarning, match="holds 2 reports: govie.read") as said:
            govie.parse(one.format(year=2023) + body + one.format(year=2024) + body, model=MODEL)
        assert len(said) == 1


@needs_model
class TestParseMany:
    """As parse, in order, in one process or several."""

    TEXTS = tuple(SHORT.replace("86.4", f"{k}.5") for k in range(10))

    @pytest.mark.parametrize("n_process", [1, 2])
    def test_gives_what_parse_gives_in_order(self, n_process: int) -> None:
        expected = [parse(text, year=2024) for text in self.TEXTS]
        many = govie.parse_many(self.TEXTS, n_process=n_process, batch_size=4, year=2024, model=MODEL)
        assert list(many) == expected

    @pytest.mark.parametrize("n_process", [1, 2])
    def test_an_error_in_one_text_is_its_typed_error(self, n_process: int) -> None:
        texts = [SHORT, b"no text", SHORT]
        with pytest.raises(InputError, match="bytes instead of str"):
            list(govie.parse_many(texts, n_process=n_process, batch_size=1, model=MODEL))  # type: ignore[list-item]

    def test_texts_are_read_only_as_they_are_needed(self) -> None:
        read = []

        def stream() -> Iterator[str]:
            for text in self.TEXTS:
                read.append(text)
                yield text

        next(govie.parse_many(stream(), model=MODEL))
        assert len(read) == 1

    def test_no_texts_give_no_reports(self) -> None:
        assert list(govie.parse_many([], model=MODEL)) == []

    @pytest.mark.parametrize("n_process", [1, 2])
    def test_a_missing_model_is_a_model_error(self, n_process: int, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="no model there"):
            list(govie.parse_many([SHORT], n_process=n_process, model=tmp_path / "none"))


@needs_model
class TestPipeline:
    """The spaCy pipeline itself."""

    def test_is_loaded_once(self) -> None:
        assert govie.load(MODEL) is govie.load(str(MODEL))

    def test_loads_in_a_fresh_interpreter_that_does_not_import_govie(self) -> None:
        code = (
            "import sys, spacy\n"
            f"doc = spacy.load({str(MODEL)!r})({SHORT!r})\n"
            "print(len(doc.user_data['govie.drafts']), doc.text)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == f"3 {SHORT}\n"

    def test_reads_the_same_after_a_round_trip(self, tmp_path: Path) -> None:
        govie.load(MODEL).to_disk(tmp_path / "copy")
        again = govie.parse(SHORT, year=2024, model=tmp_path / "copy")
        first = parse(SHORT, year=2024)
        assert [observed(o) for o in again] == [observed(o) for o in first]
        assert [o.confidence for o in again] == pytest.approx([o.confidence for o in first], abs=0.01)

    def test_pipe_gives_what_call_gives(self) -> None:
        nlp, texts = govie.load(MODEL), [SHORT, "", "完成25条道路雨污分流改造。"]
        for piped, text in zip(nlp.pipe(texts), texts, strict=True):
            assert [places(d) for d in drafts(piped)] == [places(d) for d in drafts(nlp(text))]

    def test_docs_survive_pickling(self) -> None:
        doc = govie.load(MODEL)(SHORT)
        again = pickle.loads(pickle.dumps(doc))
        assert drafts(again) == drafts(doc)


def in_memory() -> tuple[int, int]:
    """Return how many blocks Python holds, and how many words the pipeline."""
    gc.collect()
    return sys.getallocatedblocks(), len(govie.load(MODEL).vocab.strings)


def observed(o: Observation) -> tuple[object, ...]:
    return (o.indicator, o.quantity, o.measure, o.direction, o.bound, o.status, o.period)


def places(draft: object) -> dict[str, object]:
    """Return a draft without its score, whose last digits depend on the batch."""
    return {key: value for key, value in draft.items() if key != "score"}  # type: ignore[attr-defined]


def folder_with(path: Path, meta: object) -> Path:
    path.mkdir()
    (path / "meta.json").write_text(meta if isinstance(meta, str) else json.dumps(meta), "utf-8")
    return path


@pytest.mark.parametrize(
    ("meta", "found", "advice"),
    [
        ("{", "is not a model of govie", "train one"),
        ([], "is not a model of govie", "train one"),
        ({"lang": "zh"}, "is not a model of govie", "train one"),
        ({"govie": {"schema": SCHEMA + 1, "version": "7.1"}}, f"has schema {SCHEMA + 1}", "govie==7.1"),
        ({"govie": {"schema": 0}}, "has schema 0", "train the model anew"),
        ({"govie": {"schema": SCHEMA}}, "cannot be loaded", "reinstall govie"),
    ],
)
def test_a_folder_that_holds_no_model_of_ours(tmp_path, meta, found, advice):
    with pytest.raises(ModelError, match=found) as caught:
        govie.load(folder_with(tmp_path / "model", meta))
    assert advice in caught.value.advice
    assert caught.value.path == str(tmp_path / "model")


def test_a_missing_folder(tmp_path):
    with pytest.raises(ModelError, match="no model there") as caught:
        govie.load(tmp_path / "none")
    assert caught.value.advice == "check the path"


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def cut(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:100])


@needs_model
@pytest.mark.parametrize(
    "damage",
    [
        remove("config.cfg"),
        cut("config.cfg"),
        remove("govie_indicators/network.npz"),
        cut("govie_indicators/network.npz"),
        cut("govie_attributes/heads.npz"),
        remove("govie_linker/heads.npz"),
        cut("tokenizer/weights.npz"),
        cut("vocab/strings.json"),
    ],
    ids=[
        "no config",
        "config",
        "no network",
        "network",
        "classifier",
        "no classifier",
        "segmenter",
        "vocabulary",
    ],
)
def test_a_broken_model(tmp_path, damage):
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    damage(folder)
    with pytest.raises(ModelError) as caught:
        govie.load(folder)
    assert caught.value.advice
