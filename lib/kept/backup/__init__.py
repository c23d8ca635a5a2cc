"""Backups of the SQLite database: online, checked after writing, kept for days, and loud when they fail.

It stands before `store`, which makes one before it changes the schema. Everything here goes by SQLite's own driver on
the file, so that it also works where the database cannot be opened. Restoring is `lib.kept.restore`.
"""

from lib.kept.backup.before_start import check_before_start
from lib.kept.backup.every_day import daily, is_due, make_when_due, overdue
from lib.kept.backup.making import back_up, back_up_to, need_room, reason, sync_folder
from lib.kept.backup.notes import Backup, Failure, kept, last_failure, newest, note_of, noted
from lib.kept.backup.place import (
    PG_RESTORE,
    beside,
    database_file,
    dump_command,
    elsewhere,
    folder,
    held,
    in_use,
    out_of_use,
    own_file,
)
from lib.kept.backup.verify import fault, opened, row_counts, sha256

__all__ = [
    "PG_RESTORE", "Backup", "Failure", "back_up", "back_up_to", "beside", "check_before_start", "daily",
    "database_file", "dump_command", "elsewhere", "fault", "folder", "held", "in_use", "is_due", "kept", "last_failure",
    "make_when_due", "need_room", "newest", "note_of", "noted", "opened", "out_of_use", "overdue", "own_file",
    "reason", "row_counts", "sha256", "sync_folder",
]  # fmt: skip
