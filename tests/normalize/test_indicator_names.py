import pytest

from govie.lexicon.indicators import load_indicators
from govie.normalize.indicator_names import name_matcher


@pytest.fixture(scope="module")
def matcher():
    return name_matcher(load_indicators())


def exact(matcher, words, *, year=2023, measure="level"):
    return matcher.exact(matcher.fold(words), year=year, measure=measure)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("地区生产总值", "gdp"),
        ("完成全市固定资产投资总额", "fixed_asset_investment"),
        ("新增国家级专精特新“小巨人”企业", "specialized_smes"),
        ("ＰＭ2.5平均浓度", "pm25"),
        ("新（改）建农村公路", "rural_roads"),
        ("新增就业", "urban_new_jobs"),
        # a part is not the whole, and a neighbour is not the thing
        ("工业投资", "industrial_investment"),
        ("技改投资", ""),
        ("一般公共预算支出", "general_public_budget_expenditure"),
        ("规下工业增加值", ""),
        ("GDP贡献率", ""),
        ("规上工业增加值", "industrial_value_added_above_designated"),
        ("规上工业总产值", "industrial_output_above_designated"),
        ("龙舟赛观众", None),
        ("", None),
    ],
)
def test_words_that_are_a_name(matcher, words, id):
    assert exact(matcher, words) == id


@pytest.mark.parametrize(
    ("words", "year", "measure", "id"),
    [
        ("财政收入", 2008, "growth", "fiscal_revenue_total"),
        ("财政收入", 2019, "growth", "general_public_budget_revenue"),
        ("财政收入", None, "growth", "general_public_budget_revenue"),
        ("经济", 2023, "growth", "gdp"),
        ("经济", 2023, "rank", None),
        ("研发投入", 2023, "level", "rd_expenditure"),
        ("研发投入", 2023, "share", "rd_intensity"),
    ],
)
def test_year_and_measure_decide(matcher, words, year, measure, id):
    assert exact(matcher, words, year=year, measure=measure) == id


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("城乡居民人均可支配收入", ["disposable_income_urban", "disposable_income_rural"]),
        ("农村和城镇居民人均可支配收入", ["disposable_income_rural", "disposable_income_urban"]),
        ("存贷款余额", ["deposits_balance", "loans_balance"]),
        (
            "一、二、三产增加值",
            [
                "primary_industry_value_added",
                "secondary_industry_value_added",
                "tertiary_industry_value_added",
            ],
        ),
        (
            "一般公共预算收入和支出",
            ["general_public_budget_revenue", "general_public_budget_expenditure"],
        ),
        ("高新技术企业、瞪羚企业", ["hightech_firms", None]),
        ("粮食产量", []),
    ],
)
def test_phrases_that_name_several_things(matcher, words, ids):
    assert matcher.members(matcher.fold(words), year=2023, measure="growth") == ids


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("云岭园区规上工业总产值", ["industrial_output_above_designated"]),
        ("农村劳动力转移就业率", []),  # a rate is no count of people
        ("废钢", []),  # 钢 means its output only where it stands alone
        ("高新技术企业和上市公司", ["hightech_firms", "listed_companies"]),
    ],
)
def test_names_that_words_hold(matcher, words, ids):
    assert [hit.id for hit in matcher.hits(matcher.fold(words), year=2023, measure="level")] == ids


@pytest.mark.parametrize(
    ("words", "earlier", "id"),
    [
        ("产量", ["粮食播种面积"], "grain_output"),
        ("产量", ["粮食播种面积", "原煤开采"], "coal_output"),  # the last goes first
        ("观众", ["粮食播种面积"], None),
        ("", ["地区生产总值"], None),
    ],
)
def test_the_beginning_of_a_name_may_stand_before(matcher, words, earlier, id):
    assert matcher.completed(words, earlier, year=2023, measure="level") == id
