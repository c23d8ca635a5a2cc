"""A database with 24 half months: the demo's repeated backwards, as if the office had begun half a year earlier."""

from pathlib import Path

import sqlalchemy as sa

from lib.kept.store import writing
from lib.ledger import rollup
from tests.bench import stores

HALF_MONTHS = 24
BACK = 12  # half months: a copy keeps its day and its half of the month, six months earlier
OF_A_HALF_MONTH = ("half_month", "observation", "value_change", "task_progress", "submission")


def lengthened(folder: Path, name: str) -> sa.Engine:
    """A copy of the loaded database that reaches back to 24 half months.

    Plain SQL instead of the door: what a save checks is measured elsewhere, and here it would take minutes.
    """
    engine = stores.copy(folder, name)
    known = sorted(stores.reference(engine).states)
    begins = known[-1] + 1 - HALF_MONTHS
    with writing(engine) as connection:
        for table in OF_A_HALF_MONTH:
            _repeat(connection, table, {"half_month": f"half_month - {BACK}"}, begins, known[0])
        _repeat_meetings(connection, begins, known[0])
        _repeat_events(connection)
        rollup.recompute_all(connection, range(begins, known[0]))
        rollup.recompute(connection, known[0] - 1)  # and what the one after it says of its changes
    return engine


def _repeat(connection: sa.Connection, table: str, changed: dict[str, str], begins: int, known: int) -> None:
    """Copy what lies BACK half months later than those that are missing: from `begins` up to the first `known`."""
    where = f"half_month >= {begins + BACK} AND half_month < {known + BACK}"
    connection.exec_driver_sql(_copy(connection, table, changed, where))


def _repeat_meetings(connection: sa.Connection, begins: int, known: int) -> None:
    """Each meeting and its items under new codes; `carried_from` names a copy too, hence the items go in together."""
    dates = {"held_on": _earlier("held_on"), "half_month": f"half_month - {BACK}"}
    _repeat(connection, "meeting", {"code": _renamed("code")} | dates, begins, known)
    codes = {each: _renamed(each) for each in ("code", "meeting_code", "carried_from")}
    where = f"{_renamed('meeting_code')} IN (SELECT code FROM meeting)"
    connection.exec_driver_sql(_copy(connection, "action_item", codes | {"due_on": _earlier("due_on")}, where))


def _repeat_events(connection: sa.Connection) -> None:
    """Burden events have a day, not a half month; the 31st of a month falls on the 1st after one of 30 days."""
    changed = {"code": _renamed("code"), "happened_on": _earlier("happened_on")}
    where = f"{changed['happened_on']} < (SELECT MIN(happened_on) FROM burden_event)"
    connection.exec_driver_sql(_copy(connection, "burden_event", changed, where))


def _copy(connection: sa.Connection, table: str, changed: dict[str, str], where: str) -> str:
    columns = [f'"{column["name"]}"' for column in sa.inspect(connection).get_columns(table)]
    values = [changed.get(column.strip('"'), column) for column in columns]
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE {where}"


def _earlier(day: str) -> str:
    if stores.on_postgresql():
        return f"CAST({day} - INTERVAL '{BACK // 2} months' AS DATE)"
    return f"date({day}, '-{BACK // 2} months')"


def _renamed(code: str) -> str:
    return f"'P-' || {code}"
