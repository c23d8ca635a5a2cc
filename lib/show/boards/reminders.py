"""催报: for each county and department that has not reported, a text that says what is missing."""

from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.review.dispatch import Gap, gaps
from lib.review.submissions import Status, due_date, standings
from lib.review.updates import lines
from lib.show.boards.words import day, department_name, form_name, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.texts import printable


@dataclass(frozen=True)
class ReminderText:
    """Who is reminded, the code of a county or a department, and in which words."""

    code: str
    name: str
    text: str


def reminders(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[ReminderText]:
    """Those who have not reported a half month, counties before departments."""
    by_county: dict[str, list[Gap]] = {}
    for gap in gaps(connection, reference, half_month):
        by_county.setdefault(gap.county_code, []).append(gap)
    owed = {
        code: (unit_name(reference.units[code]), _("; ").join(_owed(reference, gap) for gap in county_gaps))
        for code, county_gaps in by_county.items()
    } | _of_departments(connection, reference, half_month)
    return [
        ReminderText(code, name, _remind(name, what_is_owed, half_month)) for code, (name, what_is_owed) in owed.items()
    ]


def _remind(name: str, owed: str, half_month: HalfMonth) -> str:
    """望谟县：2023年6月下半月村级清理表尚缺 165 个村(社区)，请于7月5日前报送。"""
    due = due_date(half_month)
    by = _("please report by {day}.") if settings().today <= due else _("it was due on {day}; please report now.")
    text = _("{unit}, {half_month}: {owed}; {by}")
    return printable(text.format(unit=name, half_month=half_month.label, owed=owed, by=by.format(day=day(due))))


def _owed(reference: Reference, gap: Gap) -> str:
    form = form_name(reference, gap.form)
    if gap.status is Status.RETURNED:
        return _("{form} was sent back ({reason})").format(form=form, reason=gap.reason)
    if gap.units:
        return _("{form} lacks {count} villages").format(form=form, count=gap.units)
    if gap.status is Status.PARTIAL:
        return _("{form} lacks {count} cells").format(form=form, count=gap.cells)
    return _("{form} is missing").format(form=form)


def _of_departments(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth
) -> dict[str, tuple[str, str]]:
    """Name and what is owed of each lead department whose measures lack a percent, or were sent back."""
    whole = next(
        (standing for standing in standings(connection, half_month, "prefecture") if standing.form == TASK_FORM), None
    )
    # what was carried forward is settled: the office decided so
    if whole is None or whole.complete or whole.status is Status.CARRIED:
        return {}
    form = form_name(reference, TASK_FORM)
    lacking: dict[str, int] = {}
    for line in lines(connection, reference, half_month, reference.top.code):
        code = reference.tasks[line.task_code].department_code
        if code and (line.percent is None or whole.status is Status.RETURNED):
            # 0 stays as well: what was sent back is owed though nothing lacks
            lacking[code] = lacking.get(code, 0) + (line.percent is None)
    sent_back = _("{form} was sent back ({reason})").format(form=form, reason=whole.reason)
    lacks = _("{form} lacks {count} measures")
    return {
        code: (
            department_name(reference, code),
            sent_back if whole.status is Status.RETURNED else lacks.format(form=form, count=count),
        )
        for code, count in sorted(lacking.items())
    }
