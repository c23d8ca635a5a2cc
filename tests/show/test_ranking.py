"""What boards, slides and documents say of units side by side: who stands apart, who fell, what is not known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lib.documents.facts import Facts
from lib.documents.paper import plain
from lib.documents.progress import movement, ranking
from lib.documents.texts import office_texts
from lib.figures.coverage import Coverage
from lib.figures.figures import Figure
from lib.figures.progress import UnitProgress
from lib.figures.ranking import place_among, placed
from lib.kept.changes import Change
from lib.kept.reference import UnitRef, read_reference
from lib.kept.store import reading
from lib.show.boards.overview import figure_sentence
from lib.show.boards.progress import progress_board
from lib.show.boards.words import expected_words, nobody_words
from lib.show.screens.headline import ranking_slide
from lib.show.screens.view import View
from lib.words.half_months import HalfMonth
from lib.words.lights import Light

JULY = HalfMonth.parse("2023-07-1")


def county(name: str, percent: float, change: float | None = None, expected: float = 90.0, **more) -> UnitProgress:
    unit = UnitRef(1, name, name, name, "county", "县", "5223", None, name, False, False)
    light = more.pop("light", Light.ON_SCHEDULE)
    return UnitProgress(unit, percent, expected, light, change, (), **more)


@pytest.fixture
def facts(small):
    """The facts of a notice of these counties."""

    def of(*counties: UnitProgress) -> Facts:
        known = dict.fromkeys(Facts.__dataclass_fields__)
        units = {one.unit.code: one.unit for one in counties}
        reference = replace(small.reference, units=units)
        return Facts(**known | {"places": tuple(placed(counties)), "reference": reference, "reports": ()})

    return of


# 通报 -------------------------------------------------------------------------------------------------------------


def test_county_that_reported_one_village_of_160_is_named_apart(facts):
    apart = county("晴隆县", 100.0, light=None, rests_on=Coverage(20, 3232, 1, 160, "village"))
    said = plain(ranking(facts(apart, county("兴义市", 80.0), county("望谟县", 77.3)), office_texts()))
    assert said.startswith("从高到低依次为：兴义市80%、望谟县77.3%。最高的兴义市与最低的望谟县相差2.7个百分点。")
    assert said.endswith("晴隆县（1／160个村（社区））填报太少，不参加排名。")


def test_all_who_moved_alike_are_named_and_nobody_who_has_arrived(facts):
    several = (
        county("兴义市", 100.0, 0.0), county("册亨县", 80.0, 3.04), county("望谟县", 78.0, 2.96),
        county("贞丰县", 70.0, 0.5), county("安龙县", 60.0, 0.46),
    )  # fmt: skip
    said = plain(movement(facts(*several), office_texts()))
    assert (
        said == "进展最快的是册亨县、望谟县，比上期提高3个百分点。进展最慢的是贞丰县、安龙县，比上期提高0.5个百分点。"
    )


def test_nobody_is_fastest_where_nobody_rose(facts):
    assert plain(movement(facts(county("册亨县", 80.0, 0.0), county("望谟县", 78.0, -2.0)), office_texts())) == (
        "进展最慢的是望谟县，比上期下降2个百分点。"
    )


# Boards and slides ------------------------------------------------------------------------------------------------


def with_one_village(small) -> None:
    """望谟县 has one complete village of four, and its own form; 兴义市 all."""
    every = ("boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")
    for village in ("522301001001", "522301001002", "522326101001"):
        small.save(*(small.change(village, code, 3) for code in every))
    small.save(*(small.change(unit, "labour_pay", 100) for unit in ("522301", "522326")))
    for unit, percent in (("522301", "60"), ("522326", "100")):
        small.save(small_percent(unit, percent), loads=True)


def small_percent(unit: str, percent: str):
    key = (JULY.ordinal, "C1", unit)
    names = ("half_month", "task_code", "unit_code", "percent")
    return Change("task_progress", key, "", None, dict(zip(names, (*key, percent), strict=True)))


def test_county_apart_has_no_rank_on_the_projector_and_no_light_on_the_board(small):
    with_one_village(small)
    with reading(small.engine) as connection:
        reference = read_reference(connection)
        slide = ranking_slide(View(connection, reference, JULY, JULY, reference.top))
        board = progress_board(connection, reference, JULY, "5223")
    assert board.lights == (None, Light.ON_SCHEDULE)
    assert board.rows.iloc[0].tolist()[:3] == ["望谟县", "— 1／4 个村(社区)", "100%"]
    assert slide.body.index("兴义市") < slide.body.index("望谟县")
    assert "1／4 个村(社区)" in slide.body and "已完成" not in slide.body
    assert slide.finding.title == "已报的单位均不落后"


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        pytest.param((90.0, 90.0), "90%", id="the same for all"),
        pytest.param((91.0, 86.04), "86%–91%", id="each county's own"),
        pytest.param((), "—", id="nothing known"),
    ],
)
def test_expected_line_is_each_county_s_own_or_a_range(expected, said):
    assert expected_words(county(str(each), 50.0, expected=each) for each in expected) == said


def test_nothing_reported_is_not_good():
    assert nobody_words([None, None]) == "填报太少，不作评价"
    assert nobody_words([Light.DONE, None]) == "已报的单位均不落后"


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        pytest.param(1_199, 12_200, "累计 12,200 块，比上期增加 1,199 块，距目标还差 937 块。", id="rise"),
        pytest.param(-392, 12_200, "累计 12,200 块，比上期减少 392 块，距目标还差 937 块。", id="fall"),
        pytest.param(0, 13_137, "累计 1.22 万块。", id="alone"),
    ],
)
def test_fall_is_said_as_a_fall_and_a_sentence_has_one_unit(small, change, part, said):
    values = {"name": "清理机构牌子", "unit": "块", "decimals": 0, "value": Decimal(12_200), "change": Decimal(change)}
    values |= {"part": Decimal(part), "whole": Decimal(13_137)}
    figure = Figure(**dict.fromkeys(Figure.__dataclass_fields__) | values)
    assert figure_sentence(figure) == f"清理机构牌子{said}"


# Places of single figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "place"),
    [
        pytest.param(87.34, 2, id="reads like another: they share the place"),
        pytest.param(87.31, 2, id="the other of the two"),
        pytest.param(99.97, 1, id="not complete, so it reads 99.9"),
        pytest.param(80.0, 4, id="behind both, counted with both"),
    ],
)
def test_percents_that_read_alike_share_a_place(percent, place):
    assert place_among(percent, [99.94, 87.34, 87.31, 80.0, None]) == place
