"""调度: what the half-month review reads: who reported when, how the measures stand, and what is still missing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from lib.kept.models import LEVELS, Task
from lib.kept.models.values import WORDS
from lib.kept.reference import Reference
from lib.review.submissions import Standing, Status, due_date, overall, standings, standings_in
from lib.words.half_months import HalfMonth
from lib.words.language import named
from lib.words.lights import Light


@dataclass(frozen=True)
class MeasureAt:
    """One of the prefecture's measures in a half month; `start` and `due` are half months' ordinals.

    `percent` and `expected` are 0–100, percent None where nothing was reported; `overdue` that it is past due and not
    complete; `far` counts the half months in a row,
    this one included, in which it was far behind.
    """

    code: str
    name: str
    department_code: str | None
    phase: str
    start: int
    due: int
    reported: bool
    percent: float | None
    expected: float
    light: Light | None
    far: int
    overdue: bool = False


@dataclass(frozen=True)
class Gap:
    """What a county still owes of a form: `units` without all values (None: the county itself reports the form), and
    `cells` of all of them."""

    county_code: str
    form: str
    status: Status
    units: int | None
    reason: str
    cells: int


@dataclass(frozen=True)
class SelfReview:
    """A department and what it found when it reviewed itself; `reviewed_on` None: it has not yet."""

    code: str
    name: str
    lead: bool
    reviewed_on: date | None
    mechanisms: int | None
    boards: int | None
    inspections: int | None
    note: str


def matrix(connection: sa.Connection, half_months: Sequence[HalfMonth]) -> dict[HalfMonth, dict[str, Status]]:
    """Each county's status over all its forms in each half month, in one read of the submissions.

    A report that was complete only after the due day stays late, also when it was accepted.
    """
    every = standings_in(connection, half_months)
    return {at: overall(_judged(several, due_date(at))) for at, several in sorted(every.items())}


def reports(connection: sa.Connection, half_month: HalfMonth) -> list[Standing]:
    """Each county with each form, in the order of codes.

    A late one stays late, also when it was accepted: the review speaks of who kept the day, the office of what is left
    to decide (`submissions.status`).
    """
    return _judged(standings(connection, half_month), due_date(half_month))


def _judged(several: Sequence[Standing], due: date) -> list[Standing]:
    return [replace(report, status=Status.LATE) if _accepted_late(report, due) else report for report in several]


def _accepted_late(report: Standing, due: date) -> bool:
    late = report.reported_on is not None and report.reported_on > due
    return late and report.status is Status.ACCEPTED


def measures(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[MeasureAt]:
    """The prefecture's own measures in the order of their numbers."""
    tasks = [task for task in reference.tasks.values() if task.level == "prefecture"]
    percents = _percents(connection, reference, tasks, half_month)
    return [_measure(reference, task, percents, half_month) for task in tasks]


def _percents(
    connection: sa.Connection, reference: Reference, tasks: Sequence[Task], half_month: HalfMonth
) -> dict[tuple[int, int], float]:
    """By the ids of task and half month, up to this one: reported, or of the indicator that the task followed then.

    They are kept in hundredths, and cut, not rounded, as all means of percents are: 99.996 is not complete.
    """
    given = {"unit": reference.top.id, "h": half_month.ordinal}
    reported = connection.execute(_REPORTED, given)
    kept = {(row.task_id, row.half_month): int(row.percent) // row.n / 100 for row in reported}
    followers: dict[int, dict[int, list[int]]] = {}
    for ordinal, indicator, percent in connection.execute(_FOLLOWED, given):
        if ordinal not in followers:
            followers[ordinal] = _followers(reference.of(HalfMonth(ordinal)), tasks)
        kept.update(((task, ordinal), percent / 100) for task in followers[ordinal].get(indicator, ()))
    return kept


def _followers(then: Reference, tasks: Sequence[Task]) -> dict[int, list[int]]:
    """By the id of an indicator those of the tasks that followed it then."""
    followers: dict[int, list[int]] = defaultdict(list)
    for task in tasks:
        was = then.tasks.get(task.code)  # one that came later is none of a closed half month
        if was and was.indicator:
            followers[then.indicators[was.indicator].id].append(task.id)
    return followers


_REPORTED = sa.text(
    "SELECT task_id, half_month, n, percent FROM task_rollup WHERE level = 0 AND unit_id = :unit AND half_month <= :h"
)
_FOLLOWED = sa.text(
    "SELECT half_month, indicator_id, percent FROM rollup"
    " WHERE level = 0 AND unit_id = :unit AND half_month <= :h AND percent IS NOT NULL"
)


@dataclass(frozen=True)
class Told:
    """What a lead department told of its measure beside the percent; "" where it told nothing."""

    done: str
    problem: str
    next_step: str


def told(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> dict[str, Told]:
    """By the code of the measure what was told of it in the half month; those of which nothing was are left out."""
    rows = connection.execute(_TOLD, {"h": half_month.ordinal, "unit": reference.top.code})
    return {code: Told(*words) for code, *words in rows if any(words)}


_TOLD = sa.text(
    f"SELECT task_code, {', '.join(WORDS)} FROM task_progress WHERE half_month = :h AND unit_code = :unit"
    " ORDER BY task_code"
)


def _measure(
    reference: Reference, task: Task, percents: dict[tuple[int, int], float], half_month: HalfMonth
) -> MeasureAt:
    percent = percents.get((task.id, half_month.ordinal))
    judged = reference.judged(task, percent, half_month)
    return MeasureAt(
        code=task.code,
        name=named(task.name, task.name_en),
        department_code=task.department_code,
        phase=task.phase,
        start=task.start,
        due=task.due,
        reported=task.indicator is None,
        percent=percent,
        expected=judged.expected or 0.0,
        light=judged.light,
        overdue=judged.overdue,
        far=_far_in_a_row(reference, task, percents, half_month),
    )


def _far_in_a_row(
    reference: Reference, task: Task, percents: dict[tuple[int, int], float], half_month: HalfMonth
) -> int:
    count, at = 0, half_month  # where nothing was reported there is no light, so it ends where percents begin
    while reference.judged(task, percents.get((task.id, at.ordinal)), at).light is Light.FAR_BEHIND:
        count, at = count + 1, at.next(-1)
    return count


def gaps(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Gap]:
    """What is not complete or was sent back, by county and form; the units are counted from the roll-ups."""
    complete = _complete_units(connection, reference, half_month)
    return [
        _gap(reference, report, half_month, complete)
        for report in standings(connection, half_month)
        if report.status in (Status.OVERDUE, Status.NOT_REPORTED, Status.PARTIAL, Status.RETURNED)
    ]


def _gap(reference: Reference, report: Standing, half_month: HalfMonth, complete: dict[tuple[str, str], int]) -> Gap:
    form, county = report.key
    asked = len(reference.form_units(form, county, half_month.ordinal))
    units = None if reference.forms[form].level == "county" else asked - complete.get(report.key, 0)
    return Gap(county, form, report.status, units, report.reason, report.asked - report.filled)


def _complete_units(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth
) -> dict[tuple[str, str], int]:
    """By form and county: in how many units the indicator stands that fewest reported; 0 when one is not there."""
    rows = connection.execute(_REPORTING, {"level": LEVELS.index("county"), "h": half_month.ordinal})
    return {
        (row.form, row.county_code): row.least if row.indicators == len(reference.forms[row.form].indicators) else 0
        for row in rows
    }


_REPORTING = sa.text(
    "SELECT i.form, u.code AS county_code, MIN(r.n) AS least, COUNT(*) AS indicators FROM rollup r"
    " JOIN indicator i ON i.id = r.indicator_id AND i.form IS NOT NULL AND i.rollup = 'sum'"
    " JOIN unit u ON u.id = r.unit_id WHERE r.level = :level AND r.half_month = :h GROUP BY i.form, u.code"
)


def self_reviews(connection: sa.Connection) -> list[SelfReview]:
    """Every department with its self-review, the lead departments first."""
    return [
        SelfReview(code, named(name, name_en), *review)
        for code, name, name_en, *review in connection.execute(_SELF_REVIEWS)
    ]


_SELF_REVIEWS = sa.text(
    "SELECT d.code, d.name, d.name_en, d.lead, s.reviewed_on, s.mechanisms, s.boards, s.inspections,"
    " COALESCE(s.note, '') AS note FROM department d LEFT JOIN self_review s ON s.department_code = d.code"
    " ORDER BY d.lead DESC, d.code"
).columns(reviewed_on=sa.Date(), lead=sa.Boolean())


def department_names(reference: Reference) -> dict[str, str]:
    """Every department's name by its code, the lead departments first."""
    departments = sorted(reference.departments.values(), key=lambda department: (not department.lead, department.code))
    return {department.code: named(department.name, department.name_en) for department in departments}
