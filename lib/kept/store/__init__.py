"""Where everything is kept: the engine, transactions that are all or nothing, the schema's revision, and the data's.

SQLite by default, PostgreSQL by `database.url`. What the two do differently stands in `sqlite` and `postgresql`, which
offer the same functions; nothing outside this package asks which one it is, but for backups, which are made of a file.
"""

from lib.kept.store.engines import BUSY_SECONDS, address_of, connect, engine, kind
from lib.kept.store.rows import all_rows, insert, moment, raise_revision, record, records, remove, revision
from lib.kept.store.schema import MIGRATIONS, Then, make_schema, migrate, nothing_more
from lib.kept.store.standby import reading_boards, standby_of
from lib.kept.store.transactions import after_commit, one_process, reading, writing

__all__ = [
    "BUSY_SECONDS", "MIGRATIONS", "Then", "address_of", "after_commit", "all_rows", "connect", "engine", "insert",
    "kind", "make_schema", "migrate", "moment", "nothing_more", "one_process", "raise_revision", "reading",
    "reading_boards", "record", "records", "remove", "revision", "standby_of", "writing",
]  # fmt: skip
