"""What the office set on a page: what holds, what the file says; set and given back."""

import json
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from lib.kept.changes import Change, current_records, differing
from lib.kept.decided import as_text, as_value
from lib.kept.store import writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor, must_be_office
from lib.ledger.door import Act, Receipt, save_within
from lib.ledger.door.settings import May, mistake
from lib.words.settings import Settings, read, settings
from lib.words.toml_files import changed

TABLE = TABLES["setting"]


def value_of(settings: Settings, key: str) -> Any:
    """What settings say under a key."""
    section, _dot, name = key.rpartition(".")
    return getattr(getattr(settings, section) if section else settings, name)


def of_file(key: str) -> Any:
    """What config.toml says."""
    return value_of(read(), key)


def set_by_office(connection: sa.Connection) -> dict[str, str]:
    """What is set, by key, as the table keeps it."""
    return {key: str(kept["value"]) for (key,), kept in current_records(connection, TABLE).items()}


def mend_of(setting: May, value: object) -> str:
    """Why the setting cannot have this value beside all others, by its title; "" where it can."""
    try:
        changed(settings(), {setting.key: as_value(setting.key, as_text(value))})
    except ValidationError as error:
        return "\n".join(mistake(each, setting.title()) for each in error.errors())
    return ""


def decide(store: sa.Engine, actor: Actor, key: str, value: object) -> Receipt:
    """Set a value in the place of config.toml's; the door checks it. The file's own value takes the setting back."""
    return decide_over(store, actor, key, value, of_file(key))


def decide_over(store: sa.Engine, actor: Actor, key: str, value: object, of_its_file: object) -> Receipt:
    """The same of what another file says."""
    # as the table keeps them: a list that was typed equals the tuple of the file
    same = json.loads(as_text(value)) == json.loads(as_text(of_its_file))
    return _save(store, actor, key, None if same else as_text(value))


def give_back(store: sa.Engine, actor: Actor, key: str) -> Receipt:
    """From now on config.toml says it again."""
    return _save(store, actor, key, None)


def _save(store: sa.Engine, actor: Actor, key: str, text: str | None) -> Receipt:
    with writing(store) as connection:
        must_be_office(connection, actor)
        before = set_by_office(connection).get(key)
        gone, new = (None if value is None else {"code": key, "value": value} for value in (before, text))
        if new is None:
            changes = [Change(TABLE.name, (key,), "", gone, None)] if gone else []
        else:
            changes = differing(TABLE.name, (key,), gone, new)
        return save_within(connection, Act(actor, "edit"), changes)
