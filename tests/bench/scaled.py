"""The demo grown to a province and to ten: ten times the counties, then ten times the villages of each township.

Plain SQL, set by set, instead of the door: an upload of 6 million values would take hours, and what the door costs is
measured elsewhere. What is derived from the values is recomputed by the dashboard's own roll-up. Two half months are
kept: the one last reviewed and the one in collection.
"""

from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.store import raise_revision, writing
from lib.ledger import rollup
from lib.ledger.door.reports import recount
from tests.bench import stores

REVIEWED = stores.COLLECTING.next(-1)
KEPT = f"({REVIEWED.ordinal}, {stores.COLLECTING.ordinal})"
OF_A_HALF_MONTH = (
    "rollup", "task_rollup", "unit_rollup", "observation", "value_change", "task_progress", "submission", "half_month",
)  # fmt: skip


class Size(NamedTuple):
    """How many times the demo: `counties` as often each county with all below it, `villages` each village there."""

    counties: int
    villages: int

    @property
    def times(self) -> int:
        return self.counties * self.villages


SIZES = (Size(1, 1), Size(10, 1), Size(10, 10))
COUNTRY = Size(50, 10)  # 714,500 villages, 450 counties


def grow(engine: sa.Engine, size: Size) -> None:
    """Make a database with the demo `size` times as large, its roll-ups and submissions renewed."""
    with writing(engine) as connection:
        _make_room(connection)
        for table in OF_A_HALF_MONTH:
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE half_month NOT IN {KEPT}")
        step = connection.exec_driver_sql("SELECT MAX(id) FROM unit").scalar_one()
        for copy in range(1, size.counties):
            _copy_counties(connection, copy, copy * step)
        step *= size.counties
        for copy in range(1, size.villages):
            _copy_villages(connection, copy, copy * step)
    settle(engine)
    renew(engine)
    settle(engine)


def renew(engine: sa.Engine) -> None:
    """Recompute all that is derived, as a change of the register does."""
    with writing(engine) as connection:
        _make_room(connection)
        rollup.ancestry(connection)
        rollup.recompute_all(connection, (REVIEWED.ordinal, stores.COLLECTING.ordinal))
        recount(connection)
        raise_revision(connection)


def _make_room(connection: sa.Connection) -> None:
    """To build, not to be measured: memory for the pages of the database, no limit of a statement's time."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size = -1000000")
    else:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def settle(engine: sa.Engine) -> None:
    """What the engine's own housekeeping would do in time: PostgreSQL's autovacuum; SQLite has none."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('unit', 'id'), MAX(id)) FROM unit")
            connection.exec_driver_sql("VACUUM ANALYZE")
    else:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def size_of(engine: sa.Engine) -> int:
    """Bytes of the database."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        pages, of, free = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("page_count", "page_size", "freelist_count")
        )
        return int((pages - free) * of)


# Copying --------------------------------------------------------------------------------------------------------------


def _copy_counties(connection: sa.Connection, copy: int, step: int) -> None:
    """All units but the prefecture under new codes, with what was reported of them and what landed on them."""
    renamed = f"'{copy:02d}-' || {{}}"
    above = "CASE WHEN parent_code = (SELECT code FROM unit WHERE level = 'prefecture') THEN parent_code"
    changed = {
        "id": f"id + {step}",
        "code": renamed.format("code"),
        "name": f"name || '（{copy + 1}）'",
        "parent_code": f"{above} ELSE {renamed.format('parent_code')} END",
    }
    demo = "level <> 'prefecture' AND code NOT LIKE '%-%'"
    _copy(connection, "unit", changed, demo)
    of_units = f"(SELECT id FROM unit WHERE {demo})"
    for table in ("observation", "target"):
        _copy(connection, table, {"unit_id": f"unit_id + {step}"}, f"unit_id IN {of_units}")
    codes = f"(SELECT code FROM unit WHERE {demo})"
    _copy(connection, "task_progress", {"unit_code": renamed.format("unit_code")}, f"unit_code IN {codes}")
    _copy(connection, "submission", {"county_code": renamed.format("county_code")}, f"county_code IN {codes}")
    for table, unit in (("burden_event", "unit_code"), ("inspection", "county_code")):
        changed = {"code": renamed.format("code"), unit: renamed.format(unit)}
        _copy(connection, table, changed, f"{unit} IN {codes} AND code NOT LIKE '__-%'")


def _copy_villages(connection: sa.Connection, copy: int, step: int) -> None:
    """All villages under new codes, with what was reported of them; monitoring points stay as many as they are."""
    demo = "level = 'village' AND code NOT LIKE '%+%'"
    changed = {
        "id": f"id + {step}",
        "code": f"code || '+{copy}'",
        "name": f"name || '{'甲乙丙丁戊己庚辛壬癸'[copy]}'",
        "monitoring_point": "FALSE",
    }
    _copy(connection, "unit", changed, demo)
    of_units = f"(SELECT id FROM unit WHERE {demo})"
    for table in ("observation", "target"):
        _copy(connection, table, {"unit_id": f"unit_id + {step}"}, f"unit_id IN {of_units}")
    codes = f"(SELECT code FROM unit WHERE {demo})"
    _copy(connection, "task_progress", {"unit_code": f"unit_code || '+{copy}'"}, f"unit_code IN {codes}")


def _copy(connection: sa.Connection, table: str, changed: dict[str, str], where: str) -> None:
    columns = [f'"{column["name"]}"' for column in sa.inspect(connection).get_columns(table)]
    values = [changed.get(column.strip('"'), column) for column in columns]
    listed = ", ".join(columns)
    connection.execute(sa.text(f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)} FROM {table} WHERE {where}"))
