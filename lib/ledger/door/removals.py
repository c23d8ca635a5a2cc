"""Records that go, and those that others name: only what nothing refers to goes, only what is there is named."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.called import called
from lib.kept.changes import SOME, Change, Key
from lib.kept.tables import TABLES, Column, Table
from lib.ledger.access import named_by_account
from lib.ledger.door.act import Act
from lib.ledger.door.attachments import attached
from lib.words.errors import Conflict, Refusal
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


class _Named(NamedTuple):
    """That a record of `table` names another by its code, in `column`."""

    table: Table
    key: Key
    column: Column
    code: str


def check_named(connection: sa.Connection, changes: list[Change]) -> None:
    """Raises Conflict when a record names one that is not there, or goes in the same act.

    A file or a grid was held to the codes of its time, an undo gives back what was right then; since then somebody may
    have taken the named record away.
    """
    whole = [change for change in changes if change.field == ""]
    going = {(change.table, change.key[0]) for change in whole if change.after is None}
    added = {(change.table, change.key[0]) for change in whole if change.after is not None}
    several = [named for named in _named(changes) if (named.column.refers, named.code) not in added]
    for refers in sorted({named.column.refers for named in several}):
        mine = [named for named in several if named.column.refers == refers]
        there = _codes(connection, TABLES[refers], {named.code for named in mine})
        for named in mine:
            if named.code not in there or (refers, named.code) in going:
                raise Conflict(_not_there(connection, named))


def _named(changes: list[Change]) -> Iterator[_Named]:
    """What these changes make records name, in columns that the database itself watches."""
    for change in changes:
        table = TABLES[change.table]
        held = change.after or {} if change.field == "" else {change.field: change.after}
        for column in table.columns:
            if column.refers and (code := held.get(column.name)) and table.model.__table__.c[column.name].foreign_keys:
                yield _Named(table, change.key, column, code)


def _codes(connection: sa.Connection, table: Table, codes: Collection[str]) -> set[str]:
    """Those of these codes that the table has; of many all that it has."""
    code = table.model.__table__.c.code
    query = sa.select(code) if len(codes) > SOME else sa.select(code).where(code.in_(sorted(codes)))
    return set(connection.scalars(query))


def _not_there(connection: sa.Connection, named: _Named) -> str:
    said = _(
        "{table} {record}: “{column}” names {code}, which is not in “{other}” any more."
        " Nothing was saved; write another, or enter it there again."
    )
    return said.format(
        table=_(named.table.title),
        record=called(connection, named.table, named.key),
        column=_(named.column.title),
        code=named.code,
        other=_(TABLES[named.column.refers].title),
    )


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
