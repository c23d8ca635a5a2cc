"""报送: where each county stands with each form of a half month, and values copied forward."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.marks import asked_sql, exists_sql
from lib.kept.models import ExactNumber
from lib.kept.models.values import TASK_FORM, WORDS
from lib.words.half_months import HalfMonth
from lib.words.language import N_
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.states import State


class Status(State):
    """Where a submission stands, from what needs attention most to what is settled.

    Each borrows the colours of a light; one that is not reported, and not overdue either, has only an edge.
    """

    OVERDUE = "overdue", N_("Overdue"), "！", Light.FAR_BEHIND
    NOT_REPORTED = "not_reported", N_("Not reported"), "○"
    RETURNED = "returned", N_("Returned"), "↩\ufe0e", Light.BEHIND  # the selector keeps phones from drawing an emoji
    PARTIAL = "partial", N_("Partial"), "◐", Light.BEHIND
    CARRIED = "carried", N_("Carried forward"), "◐", Light.BEHIND
    LATE = "late", N_("Late"), "◐", Light.BEHIND
    REPORTED = "reported", N_("Reported"), "●", Light.ON_SCHEDULE
    ACCEPTED = "accepted", N_("Accepted"), "✓", Light.DONE

    @property
    def complete(self) -> bool:
        """Whether every value is there and none was sent back."""
        return self in (Status.LATE, Status.REPORTED, Status.ACCEPTED)


class ReportKey(NamedTuple):
    """Which report of a half month is meant: its form, and the county (or the prefecture) that reports it."""

    form: str
    county_code: str


@dataclass(frozen=True)
class Standing:
    """One county's submission of one form: `filled` of `asked` cells, complete on the day `reported_on`."""

    form: str
    county_code: str
    status: Status
    asked: int
    filled: int
    reason: str
    reported_on: date | None = None
    carried: int = 0
    remark: str = ""

    @property
    def complete(self) -> bool:
        """Whether it is reported: every value is there, none was carried forward and none sent back."""
        return self.status.complete

    @property
    def key(self) -> ReportKey:
        """Which report it is."""
        return ReportKey(self.form, self.county_code)

    @property
    def filled_in(self) -> bool:
        """Whether every value asked for is there, reported or carried."""
        return 0 < self.asked == self.filled


def due_date(half_month: HalfMonth) -> date:
    """The last day on which the half month's reports are on time."""
    calendar = settings().calendar
    return half_month.due_date(calendar.due_days_of(half_month), calendar.days)


def standings(connection: sa.Connection, half_month: HalfMonth, level: str = "county") -> list[Standing]:
    """Each county with each form that asks it in the half month, in the order of codes; begun or not.

    The measures that departments report for the prefecture stand under its own code, at the `level` prefecture.
    """
    return standings_in(connection, [half_month], level).get(half_month, [])


def standings_in(
    connection: sa.Connection, half_months: Sequence[HalfMonth], level: str = "county"
) -> dict[HalfMonth, list[Standing]]:
    """The same of several half months; those in which nothing is asked are left out."""
    due, today = {each.ordinal: due_date(each) for each in half_months}, settings().today
    by_half_month: dict[HalfMonth, list[Standing]] = {}
    for row in connection.execute(_SUBMISSIONS, {"hs": list(due), "level": level}):
        standing = _standing(row, due[row.half_month], today)
        by_half_month.setdefault(HalfMonth(row.half_month), []).append(standing)
    return by_half_month


@lru_cache(maxsize=2**14)
def _standing(row: sa.Row[Any], due: date, _today: date) -> Standing:
    """Kept, since a save touches few of the hundreds that twelve half months have; a state rests on the day as well."""
    now = status(row.asked, row.filled, row.reported_on, row.decision, due, row.carried)
    return Standing(
        row.form, row.county_code, now, row.asked, row.filled, row.reason, row.reported_on, row.carried,
        row.remark or "",
    )  # fmt: skip


_SUBMISSIONS = (
    sa.text(
        "SELECT s.half_month, s.form, s.county_code, s.asked, s.filled, s.reported_on, s.decision, s.reason,"
        " s.carried, s.remark FROM submission s JOIN unit c ON c.code = s.county_code AND c.level = :level"
        " WHERE s.half_month IN :hs AND s.asked > 0 ORDER BY s.county_code, s.form"
    )
    .bindparams(sa.bindparam("hs", expanding=True))
    .columns(reported_on=sa.Date())
)


def status(asked: int, filled: int, reported_on: date | None, decision: str, due: date, carried: int = 0) -> Status:
    """The state of one submission: from its cells, the office's decision and the day on which it was complete.

    Sent back it waits for the county, whatever it holds. No other decision speaks for cells that are missing; with a
    cell that was carried forward a report is not reported.
    """
    if decision == Status.RETURNED:
        return Status.RETURNED
    if filled == 0:
        return Status.OVERDUE if settings().today > due else Status.NOT_REPORTED
    if filled < asked:
        return Status.PARTIAL
    if carried or decision == Status.CARRIED:
        return Status.CARRIED
    if decision == Status.ACCEPTED:
        return Status.ACCEPTED
    return Status.LATE if reported_on and reported_on > due else Status.REPORTED


def overall(several: Iterable[Standing]) -> dict[str, Status]:
    """Each county's status over all its forms: the one that needs attention most.

    A county that has begun some forms and not others has reported in part, whatever the due date.
    """
    of_county: dict[str, list[Status]] = {}
    for standing in several:
        of_county.setdefault(standing.county_code, []).append(standing.status)
    return {county: _overall(statuses) for county, statuses in of_county.items()}


def _overall(statuses: list[Status]) -> Status:
    worst = min(statuses, key=list(Status).index)
    missing = (Status.OVERDUE, Status.NOT_REPORTED)
    return Status.PARTIAL if worst in missing and not all(each in missing for each in statuses) else worst


@dataclass(frozen=True)
class Completeness:
    """Of `asked` counties, or reports, so many are `complete`: reported in full, which carried and returned are not."""

    complete: int = 0
    asked: int = 0
    carried: int = 0
    returned: int = 0


def completeness(statuses: Iterable[Status]) -> Completeness:
    """How many are complete, carried forward and sent back, of how many."""
    counted = Counter(statuses)
    complete = sum(count for status, count in counted.items() if status.complete)
    return Completeness(complete, counted.total(), counted[Status.CARRIED], counted[Status.RETURNED])


def complete_counties(connection: sa.Connection) -> dict[HalfMonth, Completeness]:
    """By half month: how many counties have reported every form that asks them, of how many; a county with a form that
    was sent back, or else one that was carried forward, is told as such."""
    return {HalfMonth(row.half_month): Completeness(*row[1:]) for row in connection.execute(_COMPLETE)}


# the rules of `status` and `overall` in SQL: a county is complete when each of its forms is
_FULL = "MIN(CASE WHEN s.filled < s.asked OR s.carried > 0 OR s.decision IN ('returned', 'carried') THEN 0 ELSE 1 END)"
_COMPLETE = sa.text(
    "SELECT half_month, SUM(complete), COUNT(*), SUM(CASE WHEN returned = 0 THEN carried ELSE 0 END), SUM(returned)"
    f" FROM (SELECT s.half_month, s.county_code, {_FULL} AS complete,"
    " MAX(CASE WHEN s.decision = 'returned' THEN 1 ELSE 0 END) AS returned,"
    " MAX(CASE WHEN s.filled >= s.asked AND (s.carried > 0 OR s.decision = 'carried') THEN 1 ELSE 0 END) AS carried"
    " FROM submission s JOIN unit c ON c.code = s.county_code AND c.level = 'county'"
    " WHERE s.asked > 0 GROUP BY s.half_month, s.county_code) AS each_county GROUP BY half_month"
)


def complete_by_form(connection: sa.Connection, half_month: HalfMonth) -> dict[str, tuple[int, int]]:
    """By form: how many counties have reported it in full, of how many."""
    complete: dict[str, tuple[int, int]] = {}
    for standing in standings(connection, half_month):
        done, every = complete.get(standing.form, (0, 0))
        complete[standing.form] = (done + standing.complete, every + 1)
    return complete


def cells_asked(connection: sa.Connection, half_month: HalfMonth, county_code: str | None = None) -> tuple[int, int]:
    """The burden of reporting itself: cells asked and filled in a half month, of one county or of all and the
    departments."""
    several = standings(connection, half_month)
    if county_code is None:
        several += standings(connection, half_month, "prefecture")
    mine = [report for report in several if county_code in (None, report.county_code)]
    return sum(report.asked for report in mine), sum(report.filled for report in mine)


def copied_forward(connection: sa.Connection, half_month: HalfMonth, form: str, county_code: str) -> list[Change]:
    """The changes that give each empty cell of a county's form its value of the half month before.

    Only what holds on is copied: nothing of a unit that the form does not ask any more, nothing to one that took over
    from another since, and at the beginning of a year nothing that is counted within it.
    """
    if form == TASK_FORM:
        return _percents_forward(connection, half_month, county_code)
    rows = connection.execute(
        sa.text(
            "SELECT b.unit_id, b.indicator_id, b.value FROM observation b"
            " JOIN indicator i ON i.id = b.indicator_id AND i.form = :form JOIN form f ON f.code = i.form"
            " JOIN ancestry y ON y.unit_id = b.unit_id JOIN unit c ON c.id = y.ancestor_id AND c.code = :county"
            " LEFT JOIN observation o"
            " ON o.half_month = :h AND o.unit_id = b.unit_id AND o.indicator_id = b.indicator_id"
            f" JOIN unit u ON u.id = b.unit_id AND {asked_sql()}"
            # a unit that took over another has to say its own sum; the list is made once, not once for each cell
            " AND u.code NOT IN (SELECT a.successor_code FROM unit a"
            " WHERE a.valid_to = :h - 1 AND a.successor_code IS NOT NULL)"
            " WHERE b.half_month = :h - 1 AND o.unit_id IS NULL AND NOT (i.yearly AND :begins)"
            " ORDER BY b.unit_id, b.indicator_id"
        ),
        {"h": half_month.ordinal, "form": form, "county": county_code, "begins": half_month.begins_year},
    )
    return [
        Change("observation", (half_month.ordinal, unit, indicator), "value", None, value)
        for unit, indicator, value in rows
    ]


def _percents_forward(connection: sa.Connection, half_month: HalfMonth, owner: str) -> list[Change]:
    rows = connection.execute(_PERCENTS_BEFORE, {"h": half_month.ordinal, "owner": owner})
    percents = {(half_month.ordinal, task, unit): percent for task, unit, percent in rows}
    return [Change(TASK_FORM, key, "", None, percent_record(key, percent)) for key, percent in percents.items()]


def percent_record(key: tuple[int, str, str], percent: Decimal, **more: Any) -> dict[str, Any]:
    """A percent as it is kept; without `more` it is reported, with nothing told beside it."""
    half_month, task, unit = key
    blank = {"carried": False} | dict.fromkeys(WORDS, "")
    return {"half_month": half_month, "task_code": task, "unit_code": unit, "percent": percent} | blank | more


# the prefecture copies its own measures alone, not the percents of the counties below it
_PERCENTS_BEFORE = sa.text(
    "SELECT b.task_code, b.unit_code, b.percent FROM task_progress b JOIN task t ON t.code = b.task_code"
    " AND t.indicator IS NULL JOIN unit u ON u.code = b.unit_code AND u.level = t.level"
    f" AND {exists_sql()}"
    " JOIN ancestry y ON y.unit_id = u.id JOIN unit c ON c.id = y.ancestor_id AND c.code = :owner"
    " AND (t.level = 'prefecture') = (c.level = 'prefecture')"
    " LEFT JOIN task_progress o ON o.half_month = :h AND o.task_code = b.task_code AND o.unit_code = b.unit_code"
    " WHERE b.half_month = :h - 1 AND o.percent IS NULL ORDER BY b.task_code, b.unit_code"
).columns(percent=ExactNumber())
