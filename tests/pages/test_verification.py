"""核实: what people say against what is reported, and pilots against all others."""

import pytest

from lib.words.half_months import HalfMonth
from tests.conftest import record

JUNE = HalfMonth.parse("2023-06-2")


@pytest.mark.parametrize(
    ("asked", "said"),
    [("", "填报进度高、群众满意度低：兴仁市"), ("villagers", "评价对象：村民"), ("cadres", "评价对象：村干部")],
)
def test_reported_high_and_felt_low_stands_in_the_title(visit, demo, asked, said):
    page = visit(demo, "verification", view="surveys", asked=asked)
    assert said in page.text and "本系统不发问卷" in page.text


def test_survey_is_shown_with_its_limits_and_the_countys_progress(visit, demo):
    text = visit(demo, "verification", view="surveys").text
    # 115 of 188: scipy's binomtest(115, 188).proportion_ci() says 0.53806 to 0.68176
    assert "兴仁市 6月上 188／240 61.2% 53.8%–68.2% 84.4%" in text


def test_pilots_are_compared_over_time_and_visits_listed(visit, demo):
    text = visit(demo, "verification", view="pilots").text
    assert "牌子标识试点村领先 6.3 个百分点" in text and "27 个村(社区)试点，其他 1,402 个村" in text
    assert "现场观摩与指导 13 次" in text and "试点分布在 9 个县(市、新区)" in text


def test_nothing_yet_says_what_to_do(visit, small):
    assert "请在群众评价表中登记" in visit(small.engine, "verification", view="surveys").text
    text = visit(small.engine, "verification", view="pilots").text
    assert "请在规范试点村表中登记" in text and "请在现场观摩与指导表中登记" in text


def test_few_answers_accuse_nobody(visit, small):
    counts = {"V1": ("522301", 200, 180), "V2": ("522326", 6, 3)}
    small.save(
        *(
            record(
                "survey", code=code, half_month=JUNE.ordinal, county_code=county, respondents="villagers",
                asked=answered, answered=answered, satisfied=satisfied, held_by="统计局", source="民调",
            )
            for code, (county, answered, satisfied) in counts.items()
        ),
        kind="edit",
    )  # fmt: skip
    assert "没有填报进度高而群众满意度低的县" in visit(small.engine, "verification", view="surveys").text


def test_targets_are_foreseen_for_a_unit_and_those_below_it(visit, demo):
    text = visit(demo, "verification", view="outlook").text
    assert "照目前进度，2 项目标将错过期限；5 项已到期未达到" in text
    assert "四牌两标达标村：晴隆县、望谟县、普安县等 6 个到期达不到" in text
    assert "对6月下的预计：中位误差 0.8 个百分点" in text
    text = visit(demo, "verification", view="outlook", unit="522326", target="boards_removed").text
    assert "清理机构牌子：" in text and "16 个乡镇(街道)" in text


def test_movement_is_told_for_a_unit(visit, demo):
    text = visit(demo, "verification", view="movement").text
    assert "安龙县、义龙新区" in text and "上升；" in text and "项任务转差" in text
    assert "蟠桃街道 2 ↑ 13" in visit(demo, "verification", view="movement", unit="522326").text
