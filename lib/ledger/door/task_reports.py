"""Percents of tasks as a report like the others: who is asked, what is there, and what was carried forward.

A task that no indicator measures asks every unit of its level, through its county; the prefecture's own measures, which
lead departments report, stand under the prefecture itself.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept.changes import Change, current_records
from lib.kept.marks import exists_sql
from lib.kept.models.values import TASK_FORM
from lib.kept.tables import TABLES
from lib.ledger.door.act import Act, ActKind
from lib.words.errors import Refusal
from lib.words.language import gettext as _

# of a pair (task t, unit u) the unit c that reports it
_OWNER = (
    " JOIN ancestry y ON y.unit_id = u.id JOIN unit c ON c.id = y.ancestor_id"
    " AND c.level = CASE WHEN t.level = 'prefecture' THEN 'prefecture' ELSE 'county' END"
)
ASKED = sa.text(
    "INSERT INTO submission (half_month, form, county_code, asked, filled, decision, reason)"
    f" SELECT :h, f.code, c.code, COUNT(*), 0, '', '' FROM form f CROSS JOIN task t JOIN unit u ON u.level = t.level"
    f"{_OWNER} WHERE f.code = :form AND t.indicator IS NULL AND {exists_sql()} GROUP BY f.code, c.code"
    " ON CONFLICT (half_month, form, county_code) DO UPDATE SET asked = excluded.asked"
)
# LEFT JOIN: a county whose last percent went has 0, not what it had
FILLED = sa.text(
    "UPDATE submission SET filled = counted.n, carried = counted.carried FROM (SELECT s.county_code,"
    " COUNT(p.percent) AS n, COALESCE(SUM(CASE WHEN p.carried THEN 1 ELSE 0 END), 0) AS carried FROM submission s"
    " LEFT JOIN (SELECT c.code AS owner, tp.percent, tp.carried FROM task_progress tp"
    " JOIN task t ON t.code = tp.task_code AND t.indicator IS NULL"
    f" JOIN unit u ON u.code = tp.unit_code AND u.level = t.level{_OWNER}"
    f" WHERE tp.half_month = :h AND {exists_sql()}) AS p ON p.owner = s.county_code"
    " WHERE s.half_month = :h AND s.form = :form GROUP BY s.county_code) AS counted"
    " WHERE half_month = :h AND form = :form AND submission.county_code = counted.county_code"
)


def touched(connection: sa.Connection, changes: Sequence[Change]) -> set[tuple[int, str, str]]:
    """The reports of which a percent is changed."""
    percents = [change for change in changes if change.table == TASK_FORM]
    owner = {row.unit: row.county for row in connection.execute(_OWNERS)} if percents else {}
    # what has no county above it is the prefecture, which reports for itself
    return {(change.key[0], TASK_FORM, str(owner.get(change.key[2], change.key[2]))) for change in percents}


_OWNERS = sa.text(
    "SELECT u.code AS unit, c.code AS county FROM unit u JOIN ancestry y ON y.unit_id = u.id"
    " JOIN unit c ON c.id = y.ancestor_id AND c.level = 'county'"
)


def no_longer_carried(connection: sa.Connection, act: Act, records: list[Change]) -> list[Change]:
    """The changes by which 沿用 goes from percents that are really reported.

    Raises Refusal where an act marks one that carries nothing forward: only closing does.
    """
    changes = [change for change in records if change.table == TASK_FORM]
    if not changes or act.loads or act.undoes is not None or act.kind == ActKind.CARRY:
        return []
    if any(_claims_to_be_carried(change) for change in changes):
        raise Refusal(_("Only closing a half month carries values forward; leave the column 沿用 out"))
    percents = {change.key for change in changes if change.field == "percent"}
    percents -= {change.key for change in changes if change.field == "carried"}  # these take the mark away themselves
    now = current_records(connection, TABLES[TASK_FORM], list(percents)) if percents else {}
    return [Change(TASK_FORM, key, "carried", True, False) for key, record in now.items() if record["carried"]]


def _claims_to_be_carried(change: Change) -> bool:
    if change.field:
        return change.field == "carried" and bool(change.after)
    return change.after is not None and bool(change.after.get("carried"))
