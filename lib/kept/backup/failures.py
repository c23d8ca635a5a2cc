"""The last backup that failed, noted beside the database until one succeeds."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lib.kept.backup.notes import write_whole
from lib.kept.backup.place import beside

log = logging.getLogger("banyue")


@dataclass(frozen=True)
class Failure:
    """When (UTC) a backup failed, and why."""

    at: datetime
    reason: str


def note_failure(database: Path, reason: str) -> None:
    """Log it as an error, and note it for the page 管理."""
    log.error("backup: FAILED: %s", reason)
    values = {"at": datetime.now(UTC).isoformat(), "reason": reason}
    try:
        write_whole(_note(database), json.dumps(values, ensure_ascii=False))
    except OSError as error:
        log.error("backup: the failure cannot be noted: %s", error)


def forget_failure(database: Path) -> None:
    """A backup succeeded."""
    _note(database).unlink(missing_ok=True)


def last_failure(database: Path) -> Failure | None:
    """The failure since which no backup succeeded."""
    try:
        given = json.loads(_note(database).read_text(encoding="utf-8"))
        return Failure(datetime.fromisoformat(given["at"]), str(given["reason"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        log.warning("backup: the note %s cannot be read", _note(database))
        return Failure(datetime.fromtimestamp(_note(database).stat().st_mtime, UTC), "")


def _note(database: Path) -> Path:
    return beside(database, "backup-failed")
