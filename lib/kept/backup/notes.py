"""Notes beside the database: of each backup when and why it was made and what is in it, and of the last that failed."""

import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic.dataclasses import dataclass  # checks what a note says as it is read

from lib.kept.backup.place import beside, folder
from lib.kept.private import keep_private
from lib.words.settings import settings

log = logging.getLogger("banyue")

LEAST = 3  # sound backups that stay, however old they are

Why = Literal["daily", "asked", "upgrade"]


@dataclass(frozen=True)
class Backup:
    """A finished backup: when it was made (UTC), why, its bytes with their checksum, and the rows of each table."""

    file: Path
    at: datetime
    why: Why
    size: int
    sha256: str
    rows: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether the file is still as long as it was when it was checked."""
        return self.file.stat().st_size == self.size

    @property
    def total(self) -> int:
        """The rows of all tables."""
        return sum(self.rows.values())


def note_of(file: Path) -> Path:
    """The note of a backup."""
    return file.with_name(f"{file.name}.json")


def write_note(backup: Backup) -> None:
    """Write it whole: it appears under its name when it is complete and on the disk."""
    values = asdict(backup) | {"file": backup.file.name, "at": backup.at.isoformat()}
    write_whole(note_of(backup.file), json.dumps(values, ensure_ascii=False, indent=1))


def write_whole(file: Path, text: str) -> None:
    """Write a small file so that a power cut leaves the old one or the new one."""
    part = file.with_name(f"{file.name}.part")
    keep_private(part)
    with part.open("w", encoding="utf-8") as content:
        content.write(text)
        content.flush()
        os.fsync(content.fileno())
    part.replace(file)


def noted(file: Path) -> Backup | None:
    """What the note of `file` says; None without a note, or with one that cannot be read, which the log names."""
    note = note_of(file)
    try:
        return Backup(**json.loads(note.read_text(encoding="utf-8")) | {"file": file})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        log.warning("backup: the note %s cannot be read", note)
        return None


def kept(database: Path) -> list[Backup]:
    """The backups of this database in its folder, newest first."""
    backups = (noted(file) for file in own_files(database) if file.suffix == ".db")
    return sorted((backup for backup in backups if backup), key=lambda backup: backup.at, reverse=True)


def own_files(database: Path) -> list[Path]:
    """The files in its folder named as a backup of this database, as its note, or as what is not finished of them."""
    named = re.compile(rf"{re.escape(database.stem)}-\d{{8}}-\d{{6}}\.db(\.json)?(\.part(-\w+)?)?")
    return [file for file in folder(database).glob("*.db*") if named.fullmatch(file.name)]


def clear_remains(database: Path) -> None:
    """Remove what a killed process left: unfinished files, and the note of a backup that never got its name."""
    for file in own_files(database):
        if ".part" in file.suffix or (file.suffix == ".json" and not file.with_suffix("").exists()):
            file.unlink()


def newest(database: Path, until: datetime | None = None) -> Backup | None:
    """The newest one that is sound, and of `until` at the latest: a clock may have gone wrong."""
    sound = (backup for backup in kept(database) if backup.sound)
    return next((backup for backup in sound if until is None or backup.at <= until), None)


def prune(database: Path, now: datetime) -> list[Backup]:
    """Remove what is older than `backup.keep_days`, but never the newest LEAST sound ones; what was removed."""
    removed = list(_outdated(kept(database), now - timedelta(days=settings().backup.keep_days)))
    for backup in removed:
        backup.file.unlink()  # first: a note without its file is cleared away, a file without its note never
        note_of(backup.file).unlink()
        log.info("backup: removed %s, older than %s days", backup.file, settings().backup.keep_days)
    return removed


def _outdated(backups: list[Backup], before: datetime) -> Iterator[Backup]:
    stay = [backup for backup in backups if backup.sound][:LEAST]
    yield from (backup for backup in backups if backup.at < before and backup not in stay)


# The last that failed ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Failure:
    """When (UTC) a backup failed, and why; it is noted until one succeeds."""

    at: datetime
    reason: str


def note_failure(database: Path, reason: str) -> None:
    """Log it as an error, and note it for the page 管理."""
    log.error("backup: FAILED: %s", reason)
    values = {"at": datetime.now(UTC).isoformat(), "reason": reason}
    try:
        write_whole(_failure_of(database), json.dumps(values, ensure_ascii=False))
    except OSError as error:
        log.error("backup: the failure cannot be noted: %s", error)


def forget_failure(database: Path) -> None:
    """A backup succeeded."""
    _failure_of(database).unlink(missing_ok=True)


def last_failure(database: Path) -> Failure | None:
    """The failure since which no backup succeeded."""
    note = _failure_of(database)
    try:
        return Failure(**json.loads(note.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        log.warning("backup: the note %s cannot be read", note)
        return Failure(datetime.fromtimestamp(note.stat().st_mtime, UTC), "")  # that one failed is known still


def _failure_of(database: Path) -> Path:
    return beside(database, "backup-failed")
