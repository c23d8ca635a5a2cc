"""What the office set in the place of config.toml: read again only where it changed, for every session of a process."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from lib.words import set_by_office, settings
from lib.words.toml_files import changed

DAYS = ("calendar.holidays", "calendar.workdays")  # lists of days, which JSON does not know

_seen: tuple[str, int] | None = None


def decided(connection: sa.Connection) -> dict[str, Any]:
    """What is set, by key."""
    rows = connection.exec_driver_sql("SELECT code, value FROM setting ORDER BY code")
    return {code: as_value(code, value) for code, value in rows}


def as_value(key: str, text: str) -> Any:
    """What a text of the table says. Raises ValueError where it is no JSON or no day."""
    value = json.loads(text)
    return tuple(map(date.fromisoformat, value)) if key in DAYS else value


def as_text(value: object) -> str:
    """The same as the table keeps it."""
    return json.dumps(value, ensure_ascii=False, default=str)


def follow(connection: sa.Connection) -> None:
    """Let what is set by now hold in this process, whoever set it in whichever."""
    global _seen
    last = connection.exec_driver_sql(_LAST).scalar_one()
    if _seen != (at := (str(connection.engine.url), int(last))):
        set_by_office.put(decided(connection))
        _seen = at


_LAST = "SELECT COALESCE(MAX(id), 0) FROM record_change WHERE \"table\" = 'setting'"


def holding(values: Mapping[str, Any]) -> settings.Settings:
    """config.toml with these values. Raises pydantic's ValidationError."""
    return changed(settings.read(), values)
