"""What reaches the browser: what is drawn in the order given, the labels, no name that altair makes up."""

import json

import altair as alt
import pytest

from lib.show import blocks, charts
from lib.show.charts import Circle, Measured, Ranked, Side, TaskCell, vega
from lib.show.charts.base import PADDING, by_label, layered
from lib.show.charts.heat import short_names
from lib.show.charts.quadrant import SIDES
from lib.show.look import PALETTE, TONES, vega_config
from lib.words.half_months import HalfMonth
from lib.words.lights import Light

FIRST = HalfMonth.parse("2023-01-1")
MONTHS = [FIRST.next(step) for step in range(4)]


def counties(**columns) -> list[Ranked]:
    given = {
        "unit_code": ["522328", "522324", "522326"],
        "unit": ["安龙县", "晴隆县", "望谟县"],
        "percent": [100.0, 76.4, None],
        "expected": [88.0, 88.0, 88.0],
        "light": [Light.DONE, Light.FAR_BEHIND, None],
        "more": ["", "", ""],
    }
    return [Ranked(*row) for row in zip(*(given | columns).values(), strict=True)]


def cells(units: int, tasks: int = 3, lights=(Light.DONE, Light.FAR_BEHIND, None)) -> list[TaskCell]:
    return [
        TaskCell(
            f"{unit:03}", f"坪东街道第{unit}村", f"{task:02}", "工作机制清理", [100.0, 76.4, None][task % 3], 90.0,
            lights[task % 3],
        )
        for task in range(1, tasks + 1)
        for unit in range(units, 0, -1)
    ]  # fmt: skip


def series(**columns) -> list[tuple]:
    given = {"half_month": MONTHS, "actual": [90, 330, 810, None], "expected": [100.0, 400.0, 900.0, 1300.0]}
    return list(zip(*(given | columns).values(), strict=True))


def rows(spec: dict) -> list[dict]:
    return spec["data"]["values"]


def encodings(spec: dict, channel: str) -> list[dict]:
    return [layer["encoding"][channel] for layer in spec["layer"] if channel in layer["encoding"]]


def test_layers_are_put_together_as_altair_does_it():
    def layers(by, rows):
        """Each kind of part that the charts are made of."""
        look = by.Axis(labelExpr="datum.value", values=[1, 2], title=None)
        x = by.X("number:Q", scale=by.Scale(domain=[0, 1.5], nice=False), axis=None, title=None)
        base = by.Chart(rows).encode(x=x, y=by.Y("code:O", sort=["1"], axis=look, bandPosition=0.5))
        pick = by.selection_point(name="pick", fields=["code"])
        said = base.mark_text(dy=-4, aria=False).encode(text=by.Text("code:N"), color=by.Color("ink:N", scale=None))
        bars = base.mark_bar().add_params(pick).transform_filter("datum.number > 1").transform_calculate(more="1 + 1")
        ends = base.mark_rule(strokeDash=[4, 3]).encode(x2=by.X2("end:Q"), y2=by.Y2("low:Q"))
        heard = ends.encode(description=by.Description("code:N"), tooltip=[by.Tooltip("code:N", title="Code")])
        shapes = [base.mark_circle(), base.mark_line(), base.mark_point(), base.mark_rect(), base.mark_tick()]
        return said, bars, heard.encode(stroke=by.Stroke("ink:N", scale=None)), *shapes

    rows = [{"code": "1", "number": 2}]
    theirs = alt.layer(*layers(alt, alt.InlineData(values=rows)))
    theirs = theirs.properties(padding=PADDING, width="container", height=alt.Step(9)).to_dict()
    theirs.pop("datasets")
    [named] = [layer["name"] for layer in theirs["layer"] if "name" in layer]
    spec = json.loads(json.dumps(theirs).replace(named, "view_1"))
    made = layered(*layers(vega, rows), height=vega.Step(9))
    assert made == spec | {"data": {"values": rows}, "config": vega_config()}
    assert vega.Value("width") == alt.XValue("width").to_dict()


def test_ranking_keeps_the_order_of_the_frame_and_shows_names_for_codes():
    spec = charts.ranking(counties())
    for y in encodings(spec, "y"):
        assert y["sort"] == ["522328", "522324", "522326"]
        assert '"522324": "晴隆县"' in y["axis"]["labelExpr"]


def test_ranking_writes_number_and_light_beside_the_bar():
    drawn = rows(charts.ranking(counties()))
    assert [row["label"] for row in drawn] == ["100%", "76.4%", "—"]
    assert [row["status"] for row in drawn] == ["✓ 已完成", "■ 滞后", ""]
    assert [row["colour"] for row in drawn] == [TONES["done"].solid, TONES["far_behind"].solid, PALETTE.bar]


def test_ranking_takes_the_click_of_a_whole_row():
    spec = charts.ranking(counties())
    assert [(param["name"], param["select"]["fields"]) for param in spec["params"]] == [("pick", ["unit_code"])]


def test_ranking_layers_share_one_scale():
    domains = [x["scale"]["domain"] for x in encodings(charts.ranking(counties()), "x") if "scale" in x]
    assert len({tuple(domain) for domain in domains}) == 1
    assert domains[0][0] == 0


@pytest.mark.parametrize("row", [Ranked, TaskCell], ids=["ranking", "heat-map"])
def test_missing_column_is_named(row):
    given = {name: "" for name in row._fields if name != "light"}
    with pytest.raises(TypeError, match="light"):
        row(**given)


@pytest.mark.parametrize(
    ("units", "down", "across", "step"),
    [
        pytest.param(12, "task_code", "unit_code", 17, id="few-children-stand-in-columns"),
        pytest.param(13, "unit_code", "task_code", 20, id="many-children-stand-in-rows"),
    ],
)
def test_heat_map_keeps_the_names_of_tasks_readable(units, down, across, step):
    spec = charts.heat_map(cells(units))
    assert {y["field"] for y in encodings(spec, "y")} == {down}
    assert {x["field"] for x in encodings(spec, "x")} == {across}
    assert spec["height"] == {"step": step}


def test_heat_map_keeps_the_order_of_first_appearance():
    spec = charts.heat_map(cells(3))
    assert encodings(spec, "x")[0]["sort"] == ["003", "002", "001"]
    assert encodings(spec, "y")[0]["sort"] == ["01", "02", "03"]
    assert "01 工作机制清理" in encodings(spec, "y")[0]["axis"]["labelExpr"]


def test_heat_map_cells_show_number_tick_or_dash():
    drawn = rows(charts.heat_map(cells(1)))
    assert [row["shown"] for row in drawn] == ["76.4", "—", "✓"]
    assert [row["ground"] for row in drawn] == [TONES["far_behind"].solid, PALETTE.page, TONES["done"].tint]


def test_heat_map_of_many_units_has_no_room_for_decimals():
    """A decimal ran over the edge of its cell."""
    assert {row["shown"] for row in rows(charts.heat_map(cells(13)))} == {"76", "—", "✓"}
    assert rows(charts.heat_map(cells(13)))[0]["said"] == "76.4%"
    assert "略去小数" in blocks.legend(10, whole=True) and "略去小数" not in blocks.legend(10)


def test_heat_map_says_what_needs_attention_by_a_sign_too():
    drawn = rows(charts.heat_map(cells(1, lights=(Light.DONE, Light.FAR_BEHIND, Light.BEHIND))))
    assert [row["sign"] for row in drawn] == ["■", "▲", ""]


def test_heat_map_click_names_unit_and_task():
    spec = charts.heat_map(cells(2))
    assert [(param["name"], param["select"]["fields"]) for param in spec["params"]] == [
        ("cell", ["unit_code", "task_code"])
    ]


@pytest.mark.parametrize(
    ("names", "short"),
    [
        pytest.param(["晴隆县", "望谟县", "义龙新区"], ["晴隆", "望谟", "义龙"], id="counties"),
        pytest.param(["坪东街道第1村", "坪东街道第12村"], ["1村", "12村"], id="what-all-share-is-left-out"),
        pytest.param(["第12村", "第13村"], ["12村", "13村"], id="but-no-digit-of-a-number"),
        pytest.param(["Qinglong County", "Wangmo County"], ["Qinglo", "Wangmo"], id="latin"),
        pytest.param(["晴隆县"], ["晴隆"], id="a-single-one"),
        pytest.param(["晴隆县", "晴隆县"], ["晴隆", "晴隆"], id="two-of-one-name"),
    ],
)
def test_heads_are_short(names, short):
    assert short_names(names) == short


def test_curve_names_its_lines_at_the_last_value_and_the_target():
    drawn = rows(charts.curve(series(), unit="块", target=13137))
    assert [row["actual_name"] for row in drawn] == ["", "", "实际 810", ""]
    assert [row["target_name"] for row in drawn] == ["目标 1.31万块", "", "", ""]


@pytest.mark.parametrize(
    ("actual", "side"),
    [
        pytest.param([50, 200, 500, 900], "expected_left", id="actual-below"),
        pytest.param([200, 600, 1200, 1400], "expected_right", id="actual-above"),
    ],
)
def test_expected_progress_is_named_on_the_side_the_curve_leaves_free(actual, side):
    drawn = rows(charts.curve(series(actual=actual), unit="块"))
    assert "应达进度" in {row[side] for row in drawn}


def test_curve_begins_at_zero_and_leaves_room_above_the_target():
    spec = charts.curve(series(), unit="块", target=13137)
    domains = {tuple(y["scale"]["domain"]) for y in encodings(spec, "y")}
    assert len(domains) == 1
    bottom, top = domains.pop()
    assert bottom == 0
    assert top > 13137


def test_curve_names_each_month_once():
    axis = encodings(charts.curve(series(), unit="块"), "x")[0]["axis"]
    assert axis["values"] == [0, 2]
    assert "1月" in axis["labelExpr"] and "2月" in axis["labelExpr"]


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(series(actual=[None] * 4, expected=[None] * 4), id="nothing-known"),
        pytest.param([], id="no-half-month"),
        pytest.param(series(actual=[0.5] * 4), id="decimals"),
    ],
)
def test_curve_of_little_data_is_still_a_chart(points):
    assert charts.curve(points, unit="块")["layer"]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        pytest.param([90, 240, 1870, 1470], ["90", "", "1,870", "1,470"], id="first-peak-last"),
        pytest.param([90, 1870, 240, 1470], ["", "1,870", "", "1,470"], id="no-room-beside-the-peak"),
        pytest.param([90, 240, 470, 1470], ["90", "", "", "1,470"], id="peak-is-last"),
        pytest.param([90, 240, 470, None], ["90", "", "470", ""], id="last-not-reported"),
    ],
)
def test_only_first_highest_and_last_bar_bear_a_number(values, names):
    additions = zip(MONTHS, values, strict=True)
    drawn = rows(charts.new_per_half_month(additions, unit="块"))
    assert [row["name"] + row["last_name"] for row in drawn] == names


def test_spec_is_the_same_each_time_and_inlined():
    first, second = (charts.ranking(counties()) for _ in range(2))
    assert first == second
    assert "datasets" not in first
    assert first["config"]["axis"]["labelFlush"] is False


# Two texts behind a bar, bars without a state, the quadrant ------------------------------------------------------


def test_second_text_stands_behind_the_percent():
    drawn = rows(charts.ranking(counties(more=["934", "1,142", ""])))
    assert [row["label"] for row in drawn] == ["100%　934", "76.4%　1,142", "—"]


def test_percent_below_zero_has_its_number_and_no_bar():
    [drawn, *_rest] = rows(charts.ranking(counties(percent=[-8.0, 76.4, None])))
    assert (drawn["label"], drawn["percent"]) == ("−8.0%", 0)


def test_bars_without_a_state_keep_order_and_words():
    spec = charts.bars([Measured("a", "甲", 2.0, "2名"), Measured("b", "乙", None, "—")])
    assert [(row["label"], row["end"]) for row in rows(spec)] == [("2名", 2.0), ("—", 0.0)]
    assert encodings(spec, "y")[0]["sort"] == ["a", "b"]


def circles(**columns) -> list[Circle]:
    given = {
        "unit_code": ["1", "2", "3"], "unit": ["安龙县", "晴隆县", "望谟县"], "x": [90.0, 50.0, 60.0],
        "y": [3.0, 1.0, 2.0], "x_text": ["90%", "50%", "60%"], "y_text": ["3", "1", "2"],
        "marked": [False, True, False],
    }  # fmt: skip
    return [Circle(*row) for row in zip(*(given | columns).values(), strict=True)]


def quadrant(shown: list[Circle]) -> dict:
    return charts.quadrant(shown, Side("x", "taken"), Side("y", "given"), ("tl", "tr", "bl", "br"))


def test_quadrant_colours_only_what_stands_out():
    drawn = [row for row in rows(quadrant(circles())) if row["kind"] == "unit"]
    assert [row["colour"] for row in drawn] == [PALETTE.bar, TONES["far_behind"].solid, PALETTE.bar]


def test_quadrant_draws_limits_where_they_are_known():
    limits = {"low": [2.0, None, 1.5], "high": [4.0, None, 2.5]}
    spec = quadrant(circles(**limits))
    assert [(row["low"], row["high"]) for row in rows(spec) if row["kind"] == "unit"] == [
        (2, 4),
        (None, None),
        (1.5, 2.5),
    ]
    assert sum("y2" in layer["encoding"] for layer in spec["layer"]) == 1 + sum(
        "y2" in layer["encoding"] for layer in quadrant(circles())["layer"]
    )


def test_quadrant_leaves_out_what_is_missing():
    drawn = [row for row in rows(quadrant(circles(y=[3.0, None, 2.0]))) if row["kind"] == "unit"]
    assert [row["unit"] for row in drawn] == ["安龙县", "望谟县"]


def test_quadrant_names_every_circle_once_and_apart():
    drawn = [row for row in rows(quadrant(circles(x=[90.0, 90.1, 60.0], y=[3.0, 3.0, 2.0]))) if row["kind"] == "unit"]
    sides = [{side for side in ("right", "left", "above", "below") if row[side]} for row in drawn]
    assert all(len(side) == 1 for side in sides)
    assert sides[0] != sides[1]


def test_quadrant_names_stand_beside_limits_and_medians_and_apart_on_a_telephone():
    shown = [
        Circle(str(at), name, x, y, "", "", low=y - 5, high=y + 5)
        for at, (name, x, y) in enumerate(
            [("晴隆县", 56, 85), ("望谟县", 60, 82), ("普安县", 76.5, 78.5), ("册亨县", 78.5, 82), ("兴义市", 85, 81.5)]
        )
    ]  # fmt: skip
    side = {row["unit"]: next(s for s in SIDES if row[s]) for row in rows(quadrant(shown)) if row["kind"] == "unit"}
    assert (side["册亨县"], side["兴义市"]) != ("right", "left")  # on a telephone the two would run together
    assert side["望谟县"] == "right"  # above or below its circle it would lie over its own bar


def test_quadrant_parts_at_the_medians_and_names_its_corners():
    drawn = rows(quadrant(circles()))
    down, _across = [row for row in drawn if row["kind"] == "line"]
    assert down["x"] == down["x_to"] == 60
    assert {row["word"] for row in drawn if "word" in row} == {"tl", "tr", "bl", "br"}


def test_quadrant_without_figures_is_still_a_chart():
    spec = quadrant(circles(x=[None] * 3))
    # a page that waits for a click on a chart without its selection ends in an error
    assert spec["layer"] and [one["name"] for one in spec["params"]] == ["pick"]


def test_line_ends_within_a_name_do_not_break_the_expression_of_its_label():
    assert by_label({"1": "第1\u2028村\u2029"}) == r'({"1": "第1\n村\n"})[datum.value]'
