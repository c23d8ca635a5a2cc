"""Records that go: only where their table allows it, and only when nothing refers to them any more."""

from collections.abc import Collection

import sqlalchemy as sa

from lib.kept.changes import Change, Key
from lib.kept.tables import TABLES, Column, Table
from lib.ledger.access import named_by_account
from lib.ledger.door.act import Act
from lib.ledger.door.attachments import attached
from lib.words.errors import Refusal
from lib.words.language import gettext as _

Going = Collection[tuple[str, Key]]  # (table, key) of every record that goes in the same act
Freed = Collection[tuple[str, Key, str]]  # (table, key, field) of every record that names another from now on


def check_removals(connection: sa.Connection, act: Act, changes: list[Change]) -> None:
    """Raises Refusal, saying why, when a record must stay. Values that go in the same act are gone already."""
    going = {(change.table, change.key) for change in changes if change.field == "" and change.after is None}
    freed = {(change.table, change.key, change.field) for change in changes if change.field}
    for table, key in sorted(going, key=str):
        # an undo gives back what was before, also in tables whose records otherwise stay
        if why := why_kept(connection, table, key, going, freed, undo=act.undoes is not None):
            raise Refusal(_("{reason}; nothing was saved").format(reason=why))


def why_kept(
    connection: sa.Connection, table: str, key: Key, going: Going, freed: Freed = (), *, undo: bool = False
) -> str | None:
    """Why the record cannot be taken away, in a sentence; None when it can."""
    words = {"table": _(TABLES[table].title), "record": " ".join(map(str, key))}
    if not TABLES[table].removable and not undo:
        return _("Records of “{table}” are never taken away").format(**words)
    for other, column in _referring(table):
        # what is in the database names it still: what goes or is changed in the same act is written after this
        naming = {(other.name, record) for record in _naming(connection, other, column, key[0])} - set(going)
        if naming := {record for record in naming if (*record, column.name) not in freed}:
            mend = _("{table} {record} is named by {count} records of “{other}”; change or remove those first")
            return mend.format(count=len(naming), other=_(other.title), **words)
    if count := attached(connection, table, str(key[0])):
        mend = _("{table} {record} has {count} attachments; remove those first")
        return mend.format(count=count, **words)
    if named_by_account(connection, table, str(key[0])):
        return _("{table} {record} is the scope of an account; change the account first").format(**words)
    if has_values(connection, table, key):
        return _("{table} {record} has values").format(**words)
    return None


def _referring(table: str) -> list[tuple[Table, Column]]:
    """Every column that holds codes of this table."""
    return [(other, column) for other in TABLES.values() for column in other.columns if column.refers == table]


def _naming(connection: sa.Connection, table: Table, column: Column, code: str) -> list[Key]:
    """The keys of the records whose `column` holds the code."""
    columns = table.model.__table__.c
    query = sa.select(*(columns[name] for name in table.key)).where(columns[column.name] == code)
    return list(map(tuple, connection.execute(query)))


def has_values(connection: sa.Connection, table: str, key: Key) -> bool:
    """Whether values or targets stand at a unit or indicator, or values or percents in a half month."""
    if table == "half_month":
        return bool(connection.execute(_IN_A_HALF_MONTH, {"half_month": key[0]}).scalar_one())
    if table not in ("unit", "indicator"):
        return False
    standing = " UNION ALL ".join(
        f"SELECT 1 FROM {values} v JOIN {table} r ON r.id = v.{table}_id AND r.code = :code"
        for values in ("observation", "target")
    )
    return bool(connection.execute(sa.text(f"SELECT EXISTS ({standing})"), {"code": key[0]}).scalar_one())


_IN_A_HALF_MONTH = sa.text(
    "SELECT EXISTS (SELECT 1 FROM observation WHERE half_month = :half_month"
    " UNION ALL SELECT 1 FROM task_progress WHERE half_month = :half_month)"
)
