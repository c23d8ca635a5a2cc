"""赋能: all published figures, each by county, over time and per village; the quadrant.

Each kind of figure is opened: of villages and of counties, a sum and a count, money, a mean and a share. The pages of
the other figures, made by the same lines, have their turn in the long run; the suite reads their numbers.
"""

import pytest

from tests.test_data import table

SUPPORT: dict[str, list[str]] = {}
for row in table("boards.csv"):
    if row["board"] == "empowerment":
        SUPPORT.setdefault(row["group_code"], []).append(row["indicator"])

PUBLISHED = {
    "cadres": ("驻村干部 2,359名", "网格员和联户长 6.38万名", "社区工作者 1,351名", "纳入培养书记 1,113名",
               "纳入培养骨干 8,018名", "支持学历提升 182名", "到粤跟岗学习 40名", "州级培训书记 294人次",
               "乡镇培训骨干 8,090人次"),
    "funding": ("就业补助资金 1.49亿元", "地灾监测经费 200万元", "集体经济扶持 4,550万元", "受扶持村 65个",
                "积累超20万元村 604个", "收入超10万元村 310个"),
    "projects": ("东西部协作资金 3.57亿元", "启动帮扶项目 206个", "省级示范点 7个", "州级示范点 2个",
                 "示范点规划项目 575个", "以工代赈项目 201个", "带动群众务工 3,675人次", "发放劳务报酬 1,204.39万元"),
    "policy": ("经费达标村 1,429个", "一肩挑月均报酬 4,535元/月", "副科级待遇 89名", "养老保险覆盖率 100.0%",
               "村党群服务中心 1,113个", "社区服务中心 316个"),
}  # fmt: skip


@pytest.mark.parametrize("support", PUBLISHED)
def test_published_figures_are_shown(visit, demo, support):
    text = visit(demo, "empowerment", support=support).text
    for figure in PUBLISHED[support]:
        assert figure in text


def test_every_figure_belongs_to_one_tab():
    codes = [code for figures in SUPPORT.values() for code in figures]
    assert len(codes) == len(set(codes)) == 30


EACH_KIND = ("resident_cadres", "employment_subsidy", "villages_income_over_100k", "prefecture_demo_sites",
             "one_shoulder_monthly_pay", "pension_coverage_pct")  # fmt: skip


@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(code, marks=() if code in EACH_KIND else pytest.mark.long)
        for codes in SUPPORT.values()
        for code in codes
    ],
)
def test_every_figure_is_shown_by_county_and_over_time(visit, demo, figure):
    support = next(name for name, codes in SUPPORT.items() if figure in codes)
    page = visit(demo, "empowerment", support=support, figure=figure)
    assert any("actual" in chart for chart in page.charts)
    counties = [chart for chart in page.charts if "end" in chart]
    assert {len(chart) for chart in counties} == {9}
    # a mean or a share is not divided once more
    assert len(counties) == (1 if figure in ("one_shoulder_monthly_pay", "pension_coverage_pct") else 2)


@pytest.mark.parametrize(
    ("figure", "found"),
    [
        pytest.param("resident_cadres", "平均每村 1.7 名", id="per-village"),
        pytest.param("community_workers", "平均每 10 村 9.5 名", id="per-ten-villages"),
        pytest.param("cadres_to_guangdong", "平均每 100 村 2.8 名", id="per-hundred-villages"),
    ],
)
def test_figure_is_spread_over_as_many_villages_as_read_well(visit, demo, figure, found):
    assert found in visit(demo, "empowerment", support="cadres", figure=figure).text


def test_money_is_written_in_wan_and_kept_in_yuan(visit, demo):
    page = visit(demo, "empowerment", support="projects", figure="labour_pay")
    assert "发放劳务报酬 1,204.39 万元" in page.text
    curve = next(chart for chart in page.charts if "actual" in chart)
    assert curve.actual.iloc[-1] == 12_043_900


def test_count_of_villages_without_a_date_is_no_target(visit, demo):
    page = visit(demo, "empowerment", support="funding", figure="collective_fund_villages")
    assert "受扶持村 65 个" in page.text
    assert "还差" not in page.text


def test_figure_of_counties_at_a_county_keeps_its_mean(visit, demo):
    page = visit(demo, "empowerment", support="projects", figure="east_west_fund", unit="522326")
    assert "东西部协作资金由县填报" in page.text
    assert "平均每村" in page.text


def test_quadrant_names_the_counties_low_in_both(visit, demo):
    page = visit(demo, "empowerment", support="quadrant")
    assert "普安县、望谟县、册亨县减得少、给得也少" in page.text
    assert "望谟县 57.0% 47.16万元 减得少，给得少" in page.text
    [circles] = page.charts
    assert len(circles[circles.kind == "unit"]) == 9
    assert "今年以来就业补助资金、地灾监测经费" in page.cards


def test_quadrant_leaves_out_a_county_that_did_not_report(visit, demo):
    page = visit(demo, "empowerment", support="quadrant", half_month="2023年7月上半月")
    [circles] = page.charts
    assert "晴隆县" not in set(circles.unit)
    assert "晴隆县 — — —" in page.text


def test_board_in_english_has_no_chinese(visit, demo):
    for support in (*SUPPORT, "quadrant"):
        page = visit(demo, "empowerment", support=support, language="English")
        assert not [letter for letter in page.text if "一" <= letter <= "鿿"]
