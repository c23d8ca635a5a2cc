"""The charts of the half-month review: the matrix of submissions and the timeline of the measures."""

import re

import pytest

from lib.review.dispatch import MeasureAt
from lib.review.submissions import Status
from lib.show import charts
from lib.show.boards.schedule import department_labels
from lib.show.charts import Phase
from lib.show.charts.base import text_width
from lib.show.charts.timeline import DEPARTMENT_WIDTH
from lib.show.look import PALETTE, TONES
from lib.words import language
from lib.words.half_months import HalfMonth
from lib.words.lights import Light

NOW = HalfMonth.parse("2023-07-1")
JULY = NOW.ordinal


def cells(*statuses):
    rows = {NOW.next(-place): {"522301": status} for place, status in enumerate(statuses)}
    spec = charts.submission_matrix(rows, {"522301": "兴义市"})
    return spec, (spec.get("data") or spec["layer"][0]["data"])["values"]


@pytest.mark.parametrize(
    ("status", "shown", "ground"),
    [
        (Status.ACCEPTED, "✓", TONES[Light.DONE].tint),
        (Status.REPORTED, "已报", TONES[Light.ON_SCHEDULE].tint),
        (Status.LATE, "迟", TONES[Light.BEHIND].tint),
        (Status.RETURNED, "退回", TONES[Light.BEHIND].solid),
        (Status.OVERDUE, "逾期", TONES[Light.FAR_BEHIND].solid),
        (Status.NOT_REPORTED, "未报", PALETTE.page),
    ],
)
def test_cell_says_its_state_and_is_dark_only_when_it_needs_attention(status, shown, ground):
    [cell] = cells(status)[1]
    assert (cell["shown"], cell["ground"]) == (shown, ground)
    assert (cell["edge"] == PALETTE.edge) == (status is Status.NOT_REPORTED)


@pytest.mark.parametrize("status", list(Status))
def test_no_chinese_word_stands_in_an_english_cell(status):
    language.use("en")
    [cell] = cells(status)[1]
    assert cell["shown"]
    assert not [letter for letter in cell["shown"] if "一" <= letter <= "鿿"]


def test_month_stands_once_over_its_half_months():
    head = cells(*[Status.ACCEPTED] * 3)[0]["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert '["6月", "上"]' in head
    assert '["", "下"]' in head


TASKS = [
    MeasureAt("01", "三张清单印发", "D1", "standardise", JULY - 3, JULY, True, 50.0, 100.0, Light.FAR_BEHIND, 3),
    MeasureAt("02", "部门自查梳理", "D1", "clean", JULY - 1, JULY + 2, True, None, 50.0, None, 0),
]
DEPARTMENTS = {"D1": "部门一"}


PHASES = [Phase("清理", JULY - 3, JULY - 1)]


def timeline():
    spec = charts.timeline(TASKS, DEPARTMENTS, PHASES, now=JULY, title="专项行动")
    assert "data" in spec or len({str(layer["data"]) for layer in spec["layer"]}) == 1  # sent once
    return (spec.get("data") or spec["layer"][0]["data"])["values"]


def test_done_share_of_the_planned_span_is_drawn_and_what_is_missing_is_not_zero():
    first, second = timeline()[:2]
    assert (first["from"], first["to"], first["done"]) == (0, 4, 2)
    assert (first["shown"], first["due_text"], first["status"]) == ("50.0%", "100%", "■ 滞后 3期")
    assert (second["shown"], second["status"]) == ("—", "")


def test_department_is_named_once_and_the_rule_stands_at_the_end_of_the_half_month():
    rows = timeline()
    assert [row["group"] for row in rows[:2]] == ["部门一", ""]
    assert [row["now"] for row in rows if row["is"] == "head"] == [4]


@pytest.mark.parametrize("spoken, name, label", [
    pytest.param("zh", "州级牵头部门一", "牵头部门一", id="what all begin with goes"),
    pytest.param("zh", "州级督查考核办公厅", "D01", id="too long in Chinese"),
    pytest.param("en", "Org.", "Org.", id="short in English"),
    pytest.param("en", "Finance", "D01", id="too long in English"),
])  # fmt: skip
def test_department_has_the_name_that_fits_beside_the_timeline_else_its_code(spoken, name, label):
    language.use(spoken)
    others = {"D02": "州级牵头部门二"} if spoken == "zh" else {"D02": "Education"}
    [shown, _other] = department_labels({"D01": name} | others).values()
    assert shown == label
    assert text_width(shown, 12) <= DEPARTMENT_WIDTH[spoken]


def test_nothing_but_what_is_drawn_reaches_the_browser():
    assert not {"reported", "department_code", "far"} & set(timeline()[0])


def test_tooltip_names_the_department_that_leads():
    spec = charts.timeline(TASKS, DEPARTMENTS, [], now=JULY, title="专项行动")
    (rows,) = (layer["encoding"]["tooltip"] for layer in spec["layer"] if "tooltip" in layer["encoding"])
    assert {row["field"]: row["title"] for row in rows}["department"] == "牵头部门"


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_bars_end_before_the_percents_behind_them_begin(spoken):
    language.use(spoken)
    spec = charts.timeline(TASKS, DEPARTMENTS, PHASES, now=JULY, title="专项行动")
    marks = {layer["encoding"].get("text", {}).get("field"): layer for layer in spec["layer"]}
    places = [layer["encoding"]["x"] for layer in spec["layer"]]
    (bars,) = {str(place["scale"]["range"]) for place in places if "scale" in place}
    behind = int(re.search(r"'width - (\d+)'", bars)[1])  # px from the right end, as the numbers' own place
    assert behind + marks["shown"]["mark"]["dx"] > text_width("98.2%", 12)
