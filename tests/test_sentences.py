"""Marked-up sentences through the whole pipeline: what every field of an observation should say."""

from __future__ import annotations

import pytest

import govie
from tests.marked import expected, found, read_marks
from tests.shipped import MODEL, needs_model

pytestmark = needs_model

HEAD = "青禾县政府工作报告\n——2024年1月18日在青禾县第十八届人民代表大会第三次会议上\n各位代表：\n"
REVIEW = "一、2023年工作回顾\n"
PLAN = "二、2024年工作安排\n"
GDP = "[地区生产总值](INDICATOR id=gdp)"


def missed(marked: str, *, reason: str) -> object:
    """Return a case that the shipped model gets wrong: it fails as soon as a model gets it right."""
    return pytest.param(marked, marks=pytest.mark.xfail(reason=reason, strict=True))


REVIEWED = [
    # levels, growth and their bounds
    f"全县{GDP}达到[86.4亿元](QUANTITY value=86.4 unit=亿元)。",
    f"全县{GDP}增长[5.5%](QUANTITY value=5.5 unit=% measure=growth direction=up bound=approx)左右。",
    "[工业用电量](INDICATOR)下降[6.3%](QUANTITY value=6.3 unit=% measure=growth direction=down)。",
    "[社会消费品零售总额](INDICATOR id=retail_sales)突破[60亿元](QUANTITY value=60 unit=亿元 bound=gt)。",
    "[新建农村公路](INDICATOR id=rural_roads)[86公里](QUANTITY value=86 unit=公里)。",
    "[改造老旧小区](INDICATOR id=old_communities_renovated)[23个](QUANTITY value=23 unit=个)。",
    "[引进省外到位资金](INDICATOR id=domestic_capital_inflow)超过"
    "[48.6亿元](QUANTITY value=48.6 unit=亿元 bound=gt)。",
    "[发放就业补助](INDICATOR)[1200余万元](QUANTITY value=1200 unit=万元 bound=gt)。",
    "[森林覆盖率](INDICATOR id=forest_coverage)稳定在[63%](QUANTITY value=63 unit=% bound=ge)以上。",
    "[城镇登记失业率](INDICATOR id=urban_unemployment_registered)控制在"
    "[4.5%](QUANTITY value=4.5 unit=% bound=le)以内。",
    "[村集体收入](INDICATOR)不足[20万元](QUANTITY value=20 unit=万元 bound=lt)。",
    "[旅游总收入](INDICATOR id=tourism_revenue)增长"
    "[百分之八](QUANTITY value=8 unit=% measure=growth direction=up)。",
    # change, multiple, share, ratio, rank
    "[常住人口城镇化率](INDICATOR id=urbanization_rate)提高"
    "[1.2个百分点](QUANTITY value=1.2 unit=个百分点 measure=change direction=up)。",
    "[审批时限](INDICATOR)压缩[12个工作日](QUANTITY value=12 unit=个工作日 measure=change direction=down)。",
    "[红米种植面积](INDICATOR)[翻一番](QUANTITY value=2 unit=倍 measure=multiple)。",
    "[旅游总收入](INDICATOR id=tourism_revenue)是[2020年](BASELINE)的"
    "[2.6倍](QUANTITY value=2.6 unit=倍 measure=multiple)。",
    "[工业投资](INDICATOR id=industrial_investment)占[固定资产投资](WHOLE)比重"
    "[35%](QUANTITY value=35 unit=% measure=share)。",
    "[三次产业结构](INDICATOR id=industry_structure)调整为"
    "[22.8:32.9:44.3](QUANTITY value=22.8:32.9:44.3 measure=ratio)。",
    "[粮食产量](INDICATOR id=grain_output)居[全市](SCOPE)[第二](QUANTITY value=2 measure=rank)。",
    "[肉牛存栏量](INDICATOR)居[全省](SCOPE)[第5位](QUANTITY value=5 measure=rank)。",
    # status and period
    f"[预计](MODAL){GDP}完成[186.4亿元](QUANTITY value=186.4 unit=亿元 status=estimate)。",
    "2022年，[固定资产投资](INDICATOR id=fixed_asset_investment)"
    "完成[91.3亿元](QUANTITY value=91.3 unit=亿元 period=2022)。",
    "上半年，[城镇新增就业](INDICATOR id=urban_new_jobs)"
    "[1500人](QUANTITY value=1500 unit=人 period=2023-H1)。",
    # ellipsis, 分别, the noun behind the number
    "完成[固定资产投资](INDICATOR id=fixed_asset_investment)[91.3亿元](QUANTITY value=91.3 unit=亿元)、"
    "增长[8.5%](QUANTITY value=8.5 unit=% measure=growth direction=up)，"
    "增速居[全市](SCOPE)[第三](QUANTITY value=3 measure=rank)。",
    "[产业投资](INDICATOR a)、[民间投资](INDICATOR b id=private_investment)占比分别为"
    "[36.9%](QUANTITY a value=36.9 unit=% measure=share)、"
    "[31.8%](QUANTITY b value=31.8 unit=% measure=share)。",
    "[规上工业增加值](INDICATOR a id=industrial_value_added_above_designated)、"
    "[固定资产投资](INDICATOR b id=fixed_asset_investment)分别增长"
    "[7.1%](QUANTITY a value=7.1 unit=% measure=growth direction=up)、"
    "[9.2%](QUANTITY b value=9.2 unit=% measure=growth direction=up)。",
    "[城乡居民人均可支配收入](INDICATOR)分别增长"
    "[4%](QUANTITY id=disposable_income_urban value=4 unit=% measure=growth direction=up)、"
    "[7%](QUANTITY id=disposable_income_rural value=7 unit=% measure=growth direction=up)。",
    "完成[12条](QUANTITY a value=12 unit=条)[背街小巷雨污分流改造](INDICATOR a)。",
    "[17个](QUANTITY a value=17 unit=个)[项目](INDICATOR a)开工建设。",
    # a move, a range, a mask
    missed(
        "[规模以上工业企业](INDICATOR id=industrial_firms_above_designated)从"
        "[52户](QUANTITY value=52 unit=户 is_base=True period=)"
        "增至[61户](QUANTITY value=61 unit=户)。",
        reason="the start is put to the year before, which nothing says",
    ),
    missed(
        "[农户户均收入](INDICATOR)达到[5000—6000元](QUANTITY value=5000:6000 unit=元)。",
        reason="the indicator begins at 户均",
    ),
    "[乡镇企业税收](INDICATOR)占[全县税收](WHOLE)的[三成](QUANTITY value=3 unit=成 measure=share)。",
    "[协议总投资](INDICATOR)[XX亿元](QUANTITY value=XX unit=亿元)。",
    # numerals that are no quantities
    "深入实施“368”行动计划，5G网络和G318沿线风貌持续提升。",
    "[引进亿元以上工业项目](INDICATOR)[9个](QUANTITY value=9 unit=个)。",
    "[世界500强企业](INDICATOR)达到[3家](QUANTITY value=3 unit=家)。",
]

PLANNED = [
    f"{GDP}增长[6%](QUANTITY value=6 unit=% measure=growth direction=up bound=approx)左右。",
    f"[力争](MODAL){GDP}突破[200亿元](QUANTITY value=200 unit=亿元 bound=gt)。",
    "[确保](MODAL)[粮食产量](INDICATOR id=grain_output)不低于"
    "[15万吨](QUANTITY value=15 unit=万吨 bound=ge)。",
    "到2030年，[森林覆盖率](INDICATOR id=forest_coverage)达到[65%](QUANTITY value=65 unit=% period=2030)。",
    "[固定资产投资](INDICATOR id=fixed_asset_investment)增长"
    "[7%—9%](QUANTITY value=7:9 unit=% measure=growth direction=up)。",
    "“十五五”期间，[园区产值](INDICATOR)年均增长"
    "[15%](QUANTITY value=15 unit=% measure=growth direction=up annual_average=True period=2026/2030)。",
    "[新建高标准农田](INDICATOR id=high_standard_farmland)[3万亩](QUANTITY value=3 unit=万亩)。",
]


def observed(before: str, sentence: str) -> list[dict[str, object]]:
    """Return what the pipeline finds in `sentence`, which stands in a report behind `before`."""
    report = govie.parse(f"{before}{sentence}\n", model=MODEL)
    return [found(o, offset=len(before)) for o in report if o.sentence.start >= len(before)]


@pytest.mark.filterwarnings("ignore::govie.errors.GovieWarning")
@pytest.mark.parametrize("marked", REVIEWED)
def test_a_sentence_of_the_review(marked):
    sentence, marks = read_marks(marked)
    assert observed(HEAD + REVIEW, sentence) == expected(marks, status="actual", period="2023")


@pytest.mark.parametrize("marked", PLANNED)
def test_a_sentence_of_the_plan(marked):
    sentence, marks = read_marks(marked)
    before = f"{HEAD}{REVIEW}过去的一年，全县上下同心协力。\n{PLAN}"
    assert observed(before, sentence) == expected(marks, status="target", period="2024")
