"""What departments and units bring to the review themselves: percents of tasks, and their own self-review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.intake.entry import read_form
from lib.kept.changes import Change
from lib.kept.models import SelfReview, Task, TaskProgress
from lib.kept.reference import Reference
from lib.kept.store import record, records, writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save, save_within
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named


@dataclass(frozen=True)
class Line:
    """A task whose percent a unit reports: `percent` of this half month and `last` of the one before, None for none."""

    task_code: str
    unit_code: str
    task: str
    percent: Decimal | None
    last: Decimal | None
    expected: float


def lines(connection: sa.Connection, reference: Reference, half_month: HalfMonth, who: str) -> list[Line]:
    """What `who` reports, a lead department (the measures it leads) or a county (its own tasks and its townships')."""
    of_both = sa.select(TaskProgress).where(_P.half_month.in_((half_month.ordinal, half_month.ordinal - 1)))
    percents = {(row.half_month, row.task_code, row.unit_code): row.percent for row in records(connection, of_both)}
    reported = (task for task in reference.tasks.values() if task.indicator is None and task.level != "village")
    found = []
    for task in reported:
        expected = reference.expected(task, half_month)
        for unit in _units(reference, task, who, half_month):
            percent, last = (percents.get((half_month.ordinal - ago, task.code, unit)) for ago in (0, 1))
            name = f"{task.code} {named(task.name, task.name_en)}"
            found.append(Line(task.code, unit, name, percent, last, expected))
    return found


_P = TaskProgress.__table__.c


def _units(reference: Reference, task: Task, who: str, half_month: HalfMonth) -> list[str]:
    """The codes of the units for which `who` reports the task."""
    if task.level == "prefecture":
        return [reference.children[None][0].code] if task.department_code == who else []
    units = (unit for unit in reference.of_level.get(task.level, ()) if unit.county_code == who)
    return [unit.code for unit in units if unit.exists_in(half_month.ordinal)]


def percent_changes(half_month: HalfMonth, shown: Sequence[Line], typed: Mapping[int, str | None]) -> list[Change]:
    """The changes that the texts in `typed` (by the place of their line) make; a blank takes the percent away.

    Raises Mistakes naming each place (as text) whose percent cannot be read.
    """
    changes, mends = [], {}
    for place, text in sorted(typed.items()):
        line = shown[place]
        try:
            after = read_form(TABLES["task_progress"], {"percent": text})["percent"] if (text or "").strip() else None
        except Mistakes as mistakes:
            mends[str(place)] = mistakes.fields["percent"]
            continue
        if after != line.percent:
            changes.append(_percent_change(half_month, line, after))
    if mends:
        raise Mistakes(mends)
    return changes


def _percent_change(half_month: HalfMonth, line: Line, after: Decimal | None) -> Change:
    key = (half_month.ordinal, line.task_code, line.unit_code)
    if line.percent is not None and after is not None:
        return Change("task_progress", key, "percent", line.percent, after)
    before = None if line.percent is None else _record(key, line.percent)
    return Change("task_progress", key, "", before, None if after is None else _record(key, after))


def _record(key: tuple[int, str, str], percent: Decimal) -> dict[str, Any]:
    return dict(zip(TABLES["task_progress"].key, key, strict=True)) | {"percent": percent}


def save_percents(store: sa.Engine, changes: Sequence[Change], actor: Actor) -> Receipt:
    """Save the percents as one batch. Raises Refusal when nothing differs, Locked when the half month is not open."""
    if not changes:
        raise Refusal(_("Nothing differs from what is saved"))
    return save(store, Act(actor, "edit"), changes)


_R = SelfReview.__table__.c


def write_review(store: sa.Engine, department_code: str, typed: Mapping[str, Any], actor: Actor) -> Receipt:
    """Save when a department reviewed itself and what it found. Raises Mistakes for each field that cannot be read."""
    table = TABLES["self_review"]
    values = read_form(table, typed)
    with writing(store) as connection:
        review = record(connection, sa.select(SelfReview).where(_R.department_code == department_code))
        if review is None:
            changes = [Change(table.name, (department_code,), "", None, {"department_code": department_code, **values})]
        else:
            changes = [
                Change(table.name, (department_code,), name, before, values[name])
                for name, before in review.as_record().items()
                if name in values and before != values[name]
            ]
        if not changes:
            raise Refusal(_("Nothing differs from what is saved"))
        return save_within(connection, Act(actor, "edit"), changes)
