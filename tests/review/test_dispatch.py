"""What the half-month review reads: the matrix, the measures, what is missing, and the self-reviews."""

import pytest

from lib.kept import store
from lib.kept.reference import read_reference
from lib.ledger.access import engineer
from lib.review.dispatch import gaps, matrix, measures, self_reviews
from lib.review.grid import read_edits
from lib.review.self_reviews import write_review
from lib.review.submissions import Status
from lib.review.updates import lines, percent_grid, propose_percents, save_percents
from lib.words.errors import Locked, Mistakes
from lib.words.half_months import HalfMonth
from lib.words.lights import Light
from tests.conftest import sql

JULY = HalfMonth.parse("2023-07-1")


@pytest.fixture
def read(demo):
    with store.reading(demo) as connection:
        yield connection, read_reference(connection)


def test_matrix_keeps_a_late_report_late_although_it_was_accepted(read):
    found = matrix(read[0], [JULY.next(-step) for step in range(12)])
    assert [str(each) for each in found][::11] == ["2023-01-2", "2023-07-1"]
    assert found[HalfMonth.parse("2023-06-2")]["522324"] is Status.LATE
    assert found[HalfMonth.parse("2023-02-2")]["522326"] is Status.CARRIED
    assert [found[JULY][code] for code in ("522323", "522324", "522326", "522328")] == [
        Status.PARTIAL, Status.NOT_REPORTED, Status.RETURNED, Status.ACCEPTED,
    ]  # fmt: skip


def test_matrix_reads_no_values(read):
    statements = []
    connection = read[0]
    original = connection.execute
    connection.execute = lambda statement, *rest: (statements.append(str(statement)), original(statement, *rest))[1]
    matrix(connection, [JULY.next(-step) for step in range(12)])
    assert len(statements) == 1
    assert "observation" not in statements[0]


def test_measure_says_for_how_many_half_months_in_a_row_it_is_far_behind(read):
    found = {one.code: one for one in measures(*read, JULY)}
    assert len(found) == 29
    assert (found["19"].light, found["19"].far) == (Light.FAR_BEHIND, 4)
    assert (found["01"].light, found["01"].far) == (Light.DONE, 0)


def test_gap_counts_the_villages_that_lack_a_value(read):
    connection, reference = read
    found = {(gap.county_code, gap.form): gap for gap in gaps(connection, reference, JULY)}
    lacking = sql(
        connection,
        "SELECT COUNT(*) FROM ancestry y JOIN unit c ON c.id = y.ancestor_id AND c.code = '522323'"
        " JOIN unit v ON v.id = y.unit_id AND v.level = 'village' WHERE (SELECT COUNT(*) FROM observation o"
        " JOIN indicator i ON i.id = o.indicator_id AND i.form = 'village_cleanup'"
        " WHERE o.unit_id = v.id AND o.half_month = ?) < (SELECT COUNT(*) FROM indicator WHERE form = 'village_cleanup'"
        " AND rollup = 'sum')",
        JULY.ordinal,
    ).scalar()
    assert found["522323", "village_cleanup"].units == lacking == 73
    assert found["522324", "county_empowerment"].units is None
    assert found["522326", "village_cleanup"].reason.startswith("现场抽查")


def test_self_reviews_are_as_many_as_the_published_figure_says_in_each_half_month(read):
    connection, reference = read
    days = [one.reviewed_on for one in self_reviews(connection)]
    assert len(days) == 63
    top = reference.children[None][0].id
    indicator = reference.indicators["units_self_reviewed"].id
    query = "SELECT half_month, value FROM observation WHERE unit_id = ? AND indicator_id = ?"
    rows = sql(connection, query, top, indicator).all()
    assert len(rows) == 13
    for ordinal, value in rows:
        assert sum(day <= HalfMonth(ordinal).last_day for day in days) == value


# What departments and counties bring ----------------------------------------------------------------------------


def test_lead_department_reports_its_measures_and_a_county_its_tasks_and_its_townships(read):
    connection, reference = read
    assert [line.task_code for line in lines(connection, reference, JULY, "D01")] == [
        "01",
        "02",
        "03",
        "14",
        "16",
        "18",
    ]
    county = lines(connection, reference, JULY, "522301")
    assert {line.unit_code[:6] for line in county} == {"522301"}
    assert {line.task_code[0] for line in county} == {"C", "T"}


def typed_percents(connection, reference, shown, texts, half_month=JULY):
    """The proposal after these texts were typed beside the lines at these places."""
    grid = percent_grid(reference, shown, is_open=True)
    state = {"edited_rows": {at: {"percent": text} for at, text in texts.items()}}
    return propose_percents(connection, half_month, grid, read_edits(grid, state))


def test_percents_are_checked_as_an_upload_is_and_each_mistake_names_its_line(read):
    shown = lines(*read, JULY, "D01")
    found = typed_percents(*read, shown, {2: "很快", 4: "101", 5: "60"})
    assert [one.text for one in found.problems] == ["很快", "101"]
    assert [one.row for one in found.problems] == [f"{shown[at].task} 黔西南州" for at in (2, 4)]
    assert [change.after for change in found.waiting] == [60]


def test_percents_are_saved_through_the_door_and_a_blank_takes_one_away(demo_copy):
    with store.reading(demo_copy) as connection:
        reference = read_reference(connection)
        shown = lines(connection, reference, JULY, "D01")
        changes = typed_percents(connection, reference, shown, {2: "８０％", 4: "", 5: "54"}).changes
    assert [(change.field, change.after) for change in changes] == [("percent", 80), ("", None)]
    save_percents(demo_copy, changes, engineer("部门一 王五"))
    with store.reading(demo_copy) as connection:
        again = lines(connection, read_reference(connection), JULY, "D01")
    assert (again[2].percent, again[4].percent) == (80, None)


def test_percents_of_a_closed_half_month_are_locked(demo_copy):
    closed = HalfMonth.parse("2023-06-2")
    with store.reading(demo_copy) as connection:
        reference = read_reference(connection)
        shown = lines(connection, reference, closed, "D01")
        changes = typed_percents(connection, reference, shown, {2: "99"}, closed).changes
    with pytest.raises(Locked):
        save_percents(demo_copy, changes, engineer("部门一 王五"))


def test_self_review_is_saved_and_a_bad_count_is_named(demo_copy):
    typed = {"reviewed_on": "2023-07-16", "mechanisms": "3", "boards": "", "inspections": "0", "note": ""}
    write_review(demo_copy, "D63", typed, engineer("部门 赵六"))
    with store.reading(demo_copy) as connection:
        one = {each.code: each for each in self_reviews(connection)}["D63"]
    assert (str(one.reviewed_on), one.mechanisms, one.boards, one.inspections) == ("2023-07-16", 3, None, 0)
    with pytest.raises(Mistakes) as mistakes:
        write_review(demo_copy, "D63", typed | {"boards": "很多", "reviewed_on": None}, engineer("部门 赵六"))
    assert list(mistakes.value.fields) == ["reviewed_on", "boards"]
