#!/usr/bin/env bash
# SQLite changes little about a table in place; alembic's batch mode makes it anew, copies the rows and takes the old one's name.
# One would guess: whatever is not part of the change is there afterwards, or a warning names it, as one does for a check
# without a name.
# What really happens: COLLATE NOCASE, AUTOINCREMENT and the triggers of the table are gone without a word; names that were the
# same to a unique constraint before (abc and ABC) are two after a column was added, and the log is no longer written.
# alembic 1.20.1, SQLAlchemy 2.1.9, Python 3.11 with its SQLite, 2026-11-30. Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check alembic==1.20.1 SQLAlchemy==2.1.9
"$folder/venv/bin/python" -W error - <<'PY'
import sys

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

TABLES = (
    "CREATE TABLE unit (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE NOT NULL, UNIQUE (name))",
    "CREATE TABLE log (id INTEGER)",
    "CREATE TRIGGER logged AFTER INSERT ON unit BEGIN INSERT INTO log VALUES (new.id); END",
)


def refused(connection: sa.Connection, name: str) -> bool:
    try:
        connection.execute(sa.text("INSERT INTO unit (name) VALUES (:name)"), {"name": name})
    except sa.exc.IntegrityError:
        return True
    return False


def logged(connection: sa.Connection) -> int:
    return connection.scalar(sa.text("SELECT count(*) FROM log"))


with sa.create_engine("sqlite://").connect() as connection:
    for statement in TABLES:
        connection.execute(sa.text(statement))
    before = (refused(connection, "abc"), refused(connection, "ABC"), logged(connection))
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("unit", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text()))
    after = (refused(connection, "abc"), refused(connection, "ABC"), logged(connection))
    made = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'unit'"))
print("alembic 1.20.1, SQLAlchemy 2.1.9")
print("before: refuses abc, ABC; lines in the log:", before)
print("after:  refuses abc, ABC; lines in the log:", after)
print(" ".join(made.split()))
lost = "NOCASE" not in made and "AUTOINCREMENT" not in made
sys.exit(not (lost and before == (False, True, 1) and after == (True, False, 1)))
PY
