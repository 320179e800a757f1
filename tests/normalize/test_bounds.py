import pytest

from govie.normalize.bounds import find_bound, load_bounds
from govie.types import Bound

BOUNDS = load_bounds()


def marked(sentence):
    """Return the text of a sentence such as 增长[5%]以上, and the places of its quantities."""
    text, places = "", []
    for piece in sentence.split("["):
        quantity, bracket, rest = piece.partition("]")
        if bracket:
            places.append((len(text), len(text) + len(quantity)))
        text += quantity + rest
    return text, places


@pytest.mark.parametrize(
    ("sentence", "bound", "word"),
    [
        ("产值达[80亿元]", Bound.EXACT, None),
        ("产值超[80亿元]", Bound.GT, "超"),
        ("产值突破[80亿元]", Bound.GT, "突破"),
        ("产值增长[5%]左右", Bound.APPROX, "左右"),
        ("产值近[80亿元]", Bound.APPROX, "近"),
        ("产值约为[80亿元]", Bound.APPROX, "约为"),
        ("造林[3万亩]以上", Bound.GE, "以上"),
        ("造林不少于[3万亩]", Bound.GE, "不少于"),
        ("失业率控制在[5.5%]以内", Bound.LE, "以内"),
        ("失业率控制在[5.5%]", Bound.LE, "控制在"),
        ("失业率控制在[5.5%]左右", Bound.APPROX, "左右"),
        ("失业率不超过[5.5%]", Bound.LE, "不超过"),
        ("能耗低于[3%]", Bound.LT, "低于"),
        ("能耗控制在[3%]以下", Bound.LT, "以下"),
        ("培训[600余人]", Bound.GT, "余"),
        ("种树[十来棵]", Bound.APPROX, "来"),
        ("位列全州[前四]", Bound.LE, "前"),
        ("降幅过[半]", Bound.GT, "过"),
        ("收入迈上[百亿元]台阶", Bound.GE, "台阶"),
        ("产值达到[80亿元]以上", Bound.GE, "以上"),
        ("最近[3年]", Bound.EXACT, None),
        ("引进[3亿元]内资", Bound.EXACT, None),
        ("产值增长6%，高于全国[1.5个百分点]", Bound.EXACT, None),  # compares, does not bound
        ("产量超过全省的[三分之一]", Bound.GT, "超过"),
        ("物价涨幅不超过[百分之四]", Bound.LE, "不超过"),
        ("小汽车不得超过[40辆]", Bound.LE, "不得超过"),
        ("粮田不得少于[3万亩]", Bound.GE, "不得少于"),
        ("产值首次跨过[6亿元]", Bound.GT, "跨过"),
        ("品种有上[万种]", Bound.GE, "上"),
        ("网上[百场]直播", Bound.EXACT, None),
        ("产值[翻一番]还多", Bound.GT, "还多"),
    ],
)
def test_bound_and_its_word(sentence, bound, word):
    text, ((start, end),) = marked(sentence)
    found, place = find_bound(text, start, end, BOUNDS)
    assert found is bound
    assert (text[slice(*place)] if place else None) == word


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("收入分别增长[3%]、[7%]左右", [Bound.APPROX, Bound.APPROX]),
        ("覆盖率分别达[80%]和[90%]以上", [Bound.GE, Bound.GE]),
        ("新建[3个]、改造[5个]以上", [Bound.EXACT, Bound.GE]),
        ("收入增长[3%]、[7%]左右", [Bound.EXACT, Bound.APPROX]),
        ("产值突破[3亿元]、[5亿元]", [Bound.GT, Bound.GT]),
    ],
)
def test_lists(sentence, bounds):
    text, places = marked(sentence)
    assert [find_bound(text, *place, BOUNDS, quantities=places)[0] for place in places] == bounds
