"""Sentences are marked up: [quantity], {indicator}; the companion found is compared by its text."""

import re
import time

import pytest

from govie.normalize.companions import (
    find_baseline,
    find_modal,
    find_scope,
    find_whole,
    load_companions,
)
from govie.types import Measure

WORDS = load_companions()


def marked(sentence):
    """Return the text, the place of its [quantity], and that of its {indicator} or None."""
    text, places, opened = "", {}, 0
    for piece in re.split(r"([\[\]{}])", sentence):
        if piece in ("[", "{"):
            opened = len(text)
        elif piece in ("]", "}"):
            places[piece] = (opened, len(text))
        else:
            text += piece
    return text, places["]"], places.get("}")


def said(text, place):
    return text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("sentence", "measure", "base"),
    [
        ("茶叶产量比2020年增长[5%]", "growth", "2020年"),
        ("茶叶产量、茶农收入较2020年分别增长5%、[8%]", "growth", "2020年"),
        ("茶叶产量比2020年增长5%、茶农收入增长[8%]", "growth", None),
        ("比2015年的33户增加[5户]", "change", "2015年"),
        ("民宿床位是“十二五”末的[3.5倍]", "multiple", "“十二五”末"),
        ("民宿床位数较建县前[翻了两番]", "multiple", "建县前"),
        ("茶农收入高于全省平均水平[3个百分点]", "change", "全省平均水平"),
        ("与2019年相比，游客增长[12%]", "growth", "2019年"),
        ("在2019年基础上增长[12%]", "growth", "2019年"),
        ("存款较年初增加[3亿元]", "change", "年初"),
        ("存款比上年增加[3亿元]", "change", None),
        ("存款比去年同期增加[3亿元]", "change", None),
        ("存款同比增长[3%]", "growth", None),
        ("茶叶占比提高[3个百分点]", "change", None),
        ("茶叶产量比2020年翻番，茶园面积[3万亩]", "level", None),
        ("茶叶产量比2020年增长5%，茶园面积增长[3%]", "growth", None),
        ("比全省茶叶增加值增速高[2个百分点]", "change", "全省茶叶增加值增速"),
    ],
)
def test_baseline(sentence, measure, base):
    text, place, _ = marked(sentence)
    assert said(text, find_baseline(text, *place, Measure(measure), WORDS)) == base


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("{茶产业产值}占地区生产总值比重达[12%]", "地区生产总值"),
        ("{茶叶产量}占全国的[1/8]", "全国"),
        ("{这项投资}占整个水利投资的[百分之三十]", "水利投资"),
        ("茶产业、{竹产业产值}占农业产值比重分别达12%、[9%]", "农业产值"),
        ("{竹产业产值}占农业产值比重由9%提高到[11%]", "农业产值"),
        ("固定资产投资80亿元、增长5%，{茶业投资}占比达[20%]", "固定资产投资"),
        ("完成一般公共预算收入6亿元、增长3%，{税收}占比[71%]", "一般公共预算收入"),
        ("全县投资9亿元，其中，道路占40%，{水渠}占[21%]", "投资"),
        ("茶园数量占全县比重达30%，{茶厂数量}占比超[四成]", "全县"),
        ("{茶业投入}占县内生产总值比重达3%，{茶厂投入}占比超[四成]", None),
        ("在农业产值中，{茶业}所占的比重由5%提高到[8%]", "农业产值"),
        ("{茶业}在农业产值中的比重提高到[8%]", "农业产值"),
        ("{茶业}在农业产值中的比重，由5%提高到[8%]", "农业产值"),
        ("{茶业}在北方地区占比达[8%]", "北方地区"),
        ("{茶业投资}占农业投资的比重，由5%提高到[8%]", "农业投资"),
        ("{茶业投资}占农业投资的5%，规划把这个比例提高到[8%]", "农业投资"),
        ("{研发投入}相当于生产总值的比例达[3%]", "生产总值"),
        ("推动[60%]以上担保资金投向{茶产业}", "担保资金"),
        ("{茶叶保险}覆盖[60%]左右茶园", "茶园"),
        ("统筹财政支出[75%]以上用于{民生保障}", "财政支出"),
        ("{游客数量}稳定在全省[1/10]以上", "全省"),
        ("[70%]以上的{茶农}参加了合作社", None),
        ("{绿色茶园}占比达[75%]", None),
        ("茶园建设加快，{绿色茶园}比重达[75%]", None),
    ],
)
def test_whole_of_a_share(sentence, whole):
    text, place, indicator = marked(sentence)
    assert said(text, find_whole(text, *place, Measure.SHARE, indicator, WORDS)) == whole


def test_whole_of_a_share_that_moves():
    text, place, indicator = marked("{竹产业产值}占农业产值比重提高[2个百分点]")
    assert said(text, find_whole(text, *place, Measure.CHANGE, indicator, WORDS)) == "农业产值"
    assert find_whole(text, *place, Measure.LEVEL, indicator, WORDS) is None


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("茶叶产量居全市[第一]", "全市"),
        ("茶叶产量全球[第一]", "全球"),
        ("茶叶产量连续三年全省[首位]", "全省"),
        ("茶叶产量位列全省同类城市[第2位]", "全省同类城市"),
        ("茶农人均收入居全市[前三]", "全市"),
        ("跻身全国茶业百强县[第79位]", "全国茶业百强县"),
        ("茶业竞争力指数跻身数字乡村指数全国[十强]", "全国"),
        ("茶叶产量居全国第5位、全省[第1位]", "全省"),
        ("甲乡、乙乡分别晋升至全国茶业百强乡第4、[第5]", "全国茶业百强乡"),
        ("世界排名由第十位上升到[第五位]", "世界"),
        ("从居世界第九位跃升到[第二位]", "世界"),
        ("入选全省茶业百强和竹业百强，分别位列第3位和[第7位]", "竹业百强"),
        ("茶叶公司在省级茶园综合评价中稳居[第一]", "省级茶园综合评价"),
        ("茶艺大赛获[第一名]", None),
    ],
)
def test_scope_of_a_rank(sentence, scope):
    text, place, _ = marked(sentence)
    assert said(text, find_scope(text, *place, Measure.RANK, WORDS)) == scope


@pytest.mark.parametrize(
    ("sentence", "scope"), [("全省综合排名提高[8位]", "全省"), ("全省茶叶产量提高[8%]", None)]
)
def test_scope_of_a_move_in_rank(sentence, scope):
    text, place, _ = marked(sentence)
    assert said(text, find_scope(text, *place, Measure.CHANGE, WORDS)) == scope


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("力争茶叶产量达[80吨]", "力争"),
        ("预计茶叶产量80吨、增长5%，茶农收入增长[6%]", "预计"),
        ("预计茶叶产量80吨，完成茶园改造[30亩]", None),
        ("主要预期目标是：茶叶产量增长5%，完成茶园改造[30亩]", "预期"),
        ("预计茶叶产量80吨，力争茶农收入增长[6%]", "力争"),
        ("茶叶产量达[80吨]，力争更多", None),
        ("主要预期目标是：茶叶产量增长5%、努力争取更好结果，茶农收入增长[6%]", "预期"),
        ("茶叶产量增长5%左右，力争更好成绩；茶农收入增长[6%]", None),
        ("力争茶园评比取得更好成绩[5项]", "力争"),
        ("力争早日建成。茶叶产量达[80吨]", None),
        ("计划投资[3亿元]", "计划"),
        ("实施茶业提升计划[3项]", None),
        ("争取茶园达到[30亩]", "争取"),
        ("争取上级茶业资金[3亿元]", None),
        ("全力促进茶园建成[30亩]", None),
        ("茶叶产量好于预期，达到[80吨]", None),
        ("拟安排茶园[30亩]", "拟"),
        ("建成虚拟茶园[30亩]", None),
    ],
)
def test_modal_word(sentence, word):
    text, place, _ = marked(sentence)
    assert said(text, find_modal(text, *place, WORDS)) == word


@pytest.mark.parametrize("filler", ["茶", "占", "居", "比", "茶园居全省，", "（", "、", "第一", "预计"])
def test_long_sentences_take_no_longer(filler):
    text = filler * (60_000 // len(filler)) + "9%"
    start, end = len(text) - 2, len(text)
    started = time.process_time()
    for measure in Measure:
        find_baseline(text, start, end, measure, WORDS)
        find_whole(text, start, end, measure, (0, 1), WORDS)
        find_scope(text, start, end, measure, WORDS)
        find_modal(text, start, end, WORDS)
    assert time.process_time() - started < 0.5
