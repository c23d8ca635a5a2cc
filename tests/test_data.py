"""The catalogues and the demo hold together and meet the published figures; only the CSV files are read."""

import csv
import operator
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
REVIEWED = "2023-06-2"
HALF_MONTHS = [f"2023-{month:02}-{half}" for month in range(1, 8) for half in (1, 2)][:13]
BEFORE_CAMPAIGN = HALF_MONTHS[:6]
COMPARE = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq}
REBOUNDS = 9

Row = dict[str, str]


@cache
def table(name: str) -> list[Row]:
    """The rows of a file below data/."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_code(name: str) -> dict[str, Row]:
    return {row["code"]: row for row in table(name)}


def reported(half_month: str, indicator: str) -> dict[str, int]:
    """Unit code → value, as the half month's file has it; a blank cell is none."""
    row = by_code("indicators.csv")[indicator]
    lines = table(f"demo/{half_month}_{row['form']}.csv")
    return {line["单位代码"]: int(line[row["name"]]) for line in lines if line[row["name"]]}


def figure(half_month: str, indicator: str) -> float:
    """The prefecture's value, rolled up as indicators.csv says."""
    row = by_code("indicators.csv")[indicator]
    match row["rollup"]:
        case "sum":
            return sum(reported(half_month, indicator).values())
        case "count":
            return counted(half_month, row["condition"])
        case "units":
            return sum(unit[row["condition"]] == "1" for unit in table("units.csv"))
    numerator = reported(half_month, row["numerator"])
    denominator = reported(half_month, row["denominator"]).values() if row["denominator"] else [1] * len(numerator)
    ratio = sum(numerator.values()) / sum(denominator)
    return (1 - ratio if row["rollup"] == "fall" else ratio) * (100 if row["unit"] == "%" else 1)


def counted(half_month: str, conditions: str) -> int:
    """How many units meet every condition, such as `boards_outside<=4 signs_outside<=2`."""
    meeting = []
    for condition in conditions.split():
        indicator, compare, bound = re.fullmatch(r"(\w+?)(<=|>=|<|>|=)(\d+)", condition).groups()
        values = reported(half_month, indicator)
        meeting.append({code for code, value in values.items() if COMPARE[compare](value, int(bound))})
    return len(set.intersection(*meeting))


def measurements() -> list[Row]:
    """Published figures that measure something, the planned projects among them; not thresholds and list sizes."""
    kinds = {"stock", "flow", "ratio"}
    return [row for row in table("published.csv") if row["kind"] in kinds or row["id"] == "demo_site_projects"]


def forms() -> list[str]:
    return [form["code"] for form in forms_of_units()]


def forms_of_units() -> list[Row]:
    """The forms with a row a unit: percents of tasks have one a task and unit."""
    return [form for form in table("forms.csv") if form["code"] != "task_progress"]


@pytest.mark.parametrize("published", measurements(), ids=lambda row: row["id"])
def test_demo_meets_the_published_figure(published: Row) -> None:
    assert figure(REVIEWED, published["id"]) == pytest.approx(float(published["value"]), rel=1e-12)


def test_there_are_as_many_units_as_published() -> None:
    units = table("units.csv")
    assert Counter(unit["level"] for unit in units) == {"prefecture": 1, "county": 9, "township": 140, "village": 1429}
    kinds = Counter(unit["kind"] for unit in units)
    assert (kinds["村"], kinds["社区"]) == (1113, 316)


def test_every_township_has_between_four_and_eighteen_villages() -> None:
    villages = Counter(unit["parent_code"] for unit in table("units.csv") if unit["level"] == "village")
    assert len(villages) == 140
    assert 4 <= min(villages.values()) <= max(villages.values()) <= 18


def test_every_unit_lies_below_one_of_the_next_higher_level() -> None:
    units, levels = by_code("units.csv"), ["prefecture", "county", "township", "village"]
    for unit in units.values():
        above = units[unit["parent_code"]]["level"] if unit["parent_code"] else None
        assert above == (None, *levels)[levels.index(unit["level"])], unit["name"]


def test_village_codes_continue_the_code_of_their_township() -> None:
    for unit in table("units.csv"):
        if unit["level"] == "village":
            assert re.fullmatch(unit["parent_code"] + r"\d{3}", unit["code"])


@pytest.mark.parametrize(("flag", "low", "high"), [("monitoring_point", 3, 4), ("report_pilot", 2, 3)])
def test_marked_villages_lie_in_every_county(flag: str, low: int, high: int) -> None:
    units = by_code("units.csv")
    marked = [unit for unit in units.values() if unit[flag] == "1"]
    counties = Counter(units[unit["parent_code"]]["parent_code"] for unit in marked)
    assert len(counties) == 9
    assert all(low <= n <= high for n in counties.values())


def test_63_departments_8_of_which_lead() -> None:
    departments = table("departments.csv")
    assert (len(departments), sum(row["lead"] == "1" for row in departments)) == (63, 8)


def test_29_measures_of_the_prefecture_and_every_lead_department_has_some() -> None:
    measures = [task for task in table("tasks.csv") if task["level"] == "prefecture"]
    leading = {row["code"] for row in table("departments.csv") if row["lead"] == "1"}
    assert [task["code"] for task in measures] == [f"{number:02}" for number in range(1, 30)]
    assert {task["department_code"] for task in measures} == leading


@pytest.mark.parametrize("name", ["units.csv", "departments.csv", "forms.csv", "indicators.csv", "tasks.csv"])
def test_codes_are_unique(name: str) -> None:
    assert max(Counter(row["code"] for row in table(name)).values()) == 1


@pytest.mark.parametrize("name", ["units.csv", "indicators.csv"])
def test_names_are_unique_since_uploads_are_matched_by_name(name: str) -> None:
    assert max(Counter(row["name"] for row in table(name)).values()) == 1


def test_task_names_fit_a_heat_map() -> None:
    assert [task["name"] for task in table("tasks.csv") if len(task["name"]) > 8] == []


def test_tasks_start_before_they_are_due() -> None:
    assert all("2023-01-1" <= task["start"] <= task["due"] <= "2023-12-2" for task in table("tasks.csv"))


def test_what_measures_a_task_has_a_target_a_goal_or_is_a_count() -> None:
    indicators = by_code("indicators.csv")
    targets = set(table("targets_village.csv")[0]) | set(table("targets_county.csv")[0])
    for task in table("tasks.csv"):
        if code := task["indicator"]:
            indicator = indicators[code]
            assert code in targets or indicator["goal"] or indicator["rollup"] == "count", task["name"]


def test_no_village_has_to_report_a_percent() -> None:
    assert all(task["indicator"] for task in table("tasks.csv") if task["level"] == "village")


def test_derived_indicators_are_made_of_reported_ones() -> None:
    indicators = by_code("indicators.csv")
    for row in indicators.values():
        names = {row["numerator"], row["denominator"]} - {""}
        if row["rollup"] == "count":
            names |= set(re.findall(r"(\w+)[<>=]", row["condition"]))
        assert bool(row["form"]) == (row["rollup"] == "sum"), row["code"]
        assert all(indicators[name]["form"] for name in names), row["code"]


@pytest.mark.parametrize(("name", "level"), [("targets_village.csv", "village"), ("targets_county.csv", "county")])
def test_every_unit_has_a_row_of_targets(name: str, level: str) -> None:
    expected = [unit["code"] for unit in table("units.csv") if unit["level"] == level]
    assert sorted(row["unit_code"] for row in table(name)) == sorted(expected)


def test_every_board_beyond_four_is_to_go() -> None:
    found = reported(REVIEWED, "boards_found")
    targets = {row["unit_code"]: int(row["boards_removed"]) for row in table("targets_village.csv")}
    assert targets == {code: boards - 4 for code, boards in found.items()}
    assert sum(targets.values()) == 13_137


@pytest.mark.parametrize("form", [*forms(), "task_progress"])
def test_a_form_has_a_file_for_every_half_month(form: str) -> None:
    assert sorted(path.name[:9] for path in (DATA / "demo").glob(f"????-??-?_{form}.csv")) == HALF_MONTHS


@pytest.mark.parametrize("form", forms())
def test_rows_stand_in_code_order_under_known_names(form: str) -> None:
    units = by_code("units.csv")
    for half_month in HALF_MONTHS:
        rows = table(f"demo/{half_month}_{form}.csv")
        codes = [row["单位代码"] for row in rows]
        assert codes == sorted(set(codes))
        assert all(units[row["单位代码"]]["name"] == row["单位名称"] for row in rows)


def test_every_form_is_complete_when_the_figures_were_published() -> None:
    units = table("units.csv")
    for form in forms_of_units():
        flag = form["units"] if form["units"] != "all" else None
        due = [unit["code"] for unit in units if unit["level"] == form["level"] and (not flag or unit[flag] == "1")]
        assert sorted(due) == [row["单位代码"] for row in table(f"demo/{REVIEWED}_{form['code']}.csv")]


def indicators_where(column: str, value: str) -> list[str]:
    return [row["code"] for row in table("indicators.csv") if row["form"] and row[column] == value]


@pytest.mark.parametrize("indicator", indicators_where("cumulative", "1"))
def test_cumulative_values_never_fall(indicator: str) -> None:
    for before, after in pairwise(reported(half_month, indicator) for half_month in HALF_MONTHS):
        assert [code for code in before.keys() & after.keys() if after[code] < before[code]] == []


@pytest.mark.parametrize("indicator", indicators_where("rollup", "sum"))
def test_values_lie_within_their_bounds(indicator: str) -> None:
    row = by_code("indicators.csv")[indicator]
    low, high = int(row["minimum"]), int(row["maximum"] or 10**12)
    for half_month in HALF_MONTHS:
        assert all(low <= value <= high for value in reported(half_month, indicator).values())


@pytest.mark.parametrize("half_month", HALF_MONTHS)
@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("boards_removed", "boards_found"),
        ("wall_posters_removed", "wall_posters_found"),
        ("mechanisms_now", "mechanisms_last_year"),
        ("inspections_outside_plan", "inspections_this_year"),
        ("pension_covered", "pension_eligible"),
    ],
)
def test_a_part_never_exceeds_the_whole(half_month: str, part: str, whole: str) -> None:
    parts, wholes = reported(half_month, part), reported(half_month, whole)
    assert [code for code, value in parts.items() if value > wholes[code]] == []


def rebounds(half_month: str) -> list[str]:
    """Villages with more boards outside than were found and not removed."""
    found, removed = reported(half_month, "boards_found"), reported(half_month, "boards_removed")
    outside = reported(half_month, "boards_outside")
    assert all(outside[code] >= found[code] - removed[code] for code in found)
    return [code for code in found if outside[code] > found[code] - removed[code]]


def test_boards_return_in_nine_villages_and_only_at_the_end() -> None:
    assert [len(rebounds(half_month)) for half_month in HALF_MONTHS[:12]] == [0] * 11 + [REBOUNDS]


@pytest.mark.parametrize("indicator", ["boards_removed", "wall_posters_removed", "reports_cleared"])
def test_nothing_is_cleared_before_the_campaign_and_most_in_its_middle(indicator: str) -> None:
    totals = [figure(half_month, indicator) for half_month in HALF_MONTHS[:12]]
    steps = [after - before for before, after in pairwise(totals[5:])]
    assert totals[: len(BEFORE_CAMPAIGN)] == [0] * len(BEFORE_CAMPAIGN)
    assert max(steps[0], steps[-1]) < min(steps[2:4])


def test_only_two_counties_lag_clearly_with_their_boards() -> None:
    done = reported(REVIEWED, "boards_removed")
    targets = {row["unit_code"]: int(row["boards_removed"]) for row in table("targets_village.csv")}
    units = by_code("units.csv")
    totals: dict[str, Counter[str]] = {"done": Counter(), "target": Counter()}
    for code in done:
        county = units[units[code]["parent_code"]]["parent_code"]
        totals["done"][county] += done[code]
        totals["target"][county] += targets[code]
    behind = {county for county, n in totals["target"].items() if totals["done"][county] < 0.85 * n}
    assert behind == {"522324", "522326"}


def test_carried_figures_are_not_in_the_file() -> None:
    carried = [row for row in table("demo/submissions.csv") if row["decision"] == "carried"]
    assert [(row["half_month"], row["form"], row["county_code"]) for row in carried] == [
        ("2023-02-2", "village_cleanup", "522326")
    ]
    assert reporting("2023-02-2", "village_cleanup")["522326"] == 0


def reporting(half_month: str, form: str) -> Counter[str]:
    """County → how many of its villages are in the file."""
    units = by_code("units.csv")
    rows = table(f"demo/{half_month}_{form}.csv")
    return Counter(units[units[row["单位代码"]]["parent_code"]]["parent_code"] for row in rows)


def test_open_half_month_is_reported_by_six_counties_partial_returned_and_missing_in_one_each() -> None:
    rows = [row for row in table("demo/submissions.csv") if row["half_month"] == "2023-07-1"]
    cleanup = Counter(row["decision"] for row in rows if row["form"] == "village_cleanup")
    now, before = reporting("2023-07-1", "village_cleanup"), reporting(REVIEWED, "village_cleanup")
    shares = sorted(now[county] / n for county, n in before.items())
    assert cleanup == {"accepted": 2, "": 4, "returned": 1}
    assert shares == [0, pytest.approx(0.5, abs=0.02), *[1] * 7]
    assert all("2023-07-16" <= row["reported_on"] <= "2023-07-17" for row in rows)


def test_only_the_last_half_month_is_open() -> None:
    states = [(row["half_month"], row["state"]) for row in table("demo/half_months.csv")]
    assert states == [*((half_month, "closed") for half_month in HALF_MONTHS[:-1]), ("2023-07-1", "open")]


def test_returned_and_carried_submissions_say_why() -> None:
    for row in table("demo/submissions.csv"):
        assert bool(row["reason"]) == (row["decision"] in ("returned", "carried"))


@pytest.mark.parametrize("half_month", HALF_MONTHS[:12])
def test_a_percent_is_reported_for_every_task_that_nothing_measures(half_month: str) -> None:
    units = table("units.csv")
    expected = {
        (task["code"], unit["code"])
        for task in table("tasks.csv")
        if not task["indicator"]
        for unit in units
        if unit["level"] == task["level"]
    }
    rows = table(f"demo/{half_month}_task_progress.csv")
    assert {(row["任务代码"], row["单位代码"]) for row in rows} == expected
    assert all(0 <= float(row["百分比"]) <= 100 for row in rows)


def test_maker_writes_the_same_bytes_again(tmp_path: Path) -> None:
    command = [sys.executable, "-B", str(DATA / "make_demo.py"), "--to", str(tmp_path)]
    subprocess.run(command, check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    kept = {Path("units.csv"), Path("targets_village.csv"), Path("targets_county.csv")}
    kept |= {path.relative_to(DATA) for path in (DATA / "demo").glob("*.csv")}
    assert made.keys() == kept
    assert [str(path) for path, content in made.items() if (DATA / path).read_bytes() != content] == []


def test_demo_stays_small() -> None:
    assert sum(path.stat().st_size for path in (DATA / "demo").iterdir()) < 3_800_000


# Lists, admissions and burden -----------------------------------------------------------------------------------


def test_three_lists_have_as_many_items_as_published() -> None:
    sizes = Counter(item["kind"] for item in table("duty_items.csv"))
    assert sizes == {"duty": 52, "assist": 27, "negative": 4}


def test_every_item_is_complete_and_marked_illustrative() -> None:
    departments = by_code("departments.csv")
    for item in table("duty_items.csv"):
        assert all(item.values()), item["code"]
        assert "（示意）" in item["basis"] and item["department_code"] in departments
    assert len({item["name"] for item in table("duty_items.csv")}) == 83


def test_admissions_stand_in_every_state_and_two_are_past_their_exit() -> None:
    rows = table("demo/admissions.csv")
    states = {"draft", "applied", "reviewed", "approved", "in_force", "refused", "exited"}
    assert (len(rows), {row["state"] for row in rows}) == (14, states)
    assert sum(row["state"] == "in_force" and row["exit_on"] < "2023-07-17" for row in rows) == 2


def test_admissions_reach_known_units() -> None:
    units = by_code("units.csv")
    assert all(code in units for row in table("demo/admissions.csv") for code in row["units"].split())


def test_forty_inspections_are_planned_and_a_few_were_held_outside_the_plan() -> None:
    rows = table("demo/inspections.csv")
    planned = [row for row in rows if row["planned"] == "1"]
    outside = [row for row in rows if row["planned"] == "0"]
    assert (len(planned), len(outside)) == (40, 5)
    assert all(row["held_on"] for row in outside)
    assert 15 <= sum(bool(row["held_on"]) for row in planned) <= 25
    assert all(row["held_on"] <= "2023-07-14" for row in rows)


def test_events_landed_on_monitoring_points_on_working_days() -> None:
    points = {code for code, unit in by_code("units.csv").items() if unit["monitoring_point"] == "1"}
    rows = table("demo/burden_events.csv")
    assert {row["unit_code"] for row in rows} == points
    assert len(points) == 32 and 2000 < len(rows) < 3000
    assert all("2023-01-01" <= row["happened_on"] <= "2023-07-14" for row in rows)
