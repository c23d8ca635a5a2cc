"""What the office may set on a page: each with title and kind, what holds, what the file says; set and given back."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import ValidationError

from lib.kept.changes import Change, current_records
from lib.kept.decided import as_text, as_value
from lib.kept.store import writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor, must_be_office
from lib.ledger.door import Act, Receipt, save_within
from lib.ledger.door.settings import mistake
from lib.words.language import gettext as _
from lib.words.settings import Settings, read, settings
from lib.words.toml_files import changed

TABLE = TABLES["setting"]

Kind = Literal["number", "text", "flag", "half_month", "days", "due_days", "indicators", "slides", "rules"]


@dataclass(frozen=True)
class May:
    """A setting that the office may set: its key in config.toml, what kind of value it has, and its title."""

    key: str
    kind: Kind
    title: Callable[[], str]


MAY = (
    May("title", "text", lambda: _("Title of the dashboard")),
    May("calendar.due_days_from", "due_days", lambda: _("Working days until reports are due")),
    May("calendar.holidays", "days", lambda: _("Further days off")),
    May("calendar.workdays", "days", lambda: _("Further days that are worked")),
    May("lights.behind", "number", lambda: _("Points below the expected that are still behind")),
    May("lights.coverage", "number", lambda: _("Percent of its cells that a unit needs to be ranked")),
    May("overview.figures", "indicators", lambda: _("Tiles of the overview, six at most")),
    May("campaign.clean", "half_month", lambda: _("First half month of the clean-up")),
    May("campaign.standardise", "half_month", lambda: _("First half month of standardising")),
    May("campaign.end", "half_month", lambda: _("Last half month of the clean-up")),
    May("monitoring.visits_per_week", "number", lambda: _("Visits a week that a monitored village should not exceed")),
    May("doubts.rules", "rules", lambda: _("Rules that look for doubtful figures")),
    May("doubts.alike", "number", lambda: _("Villages of a township with the same numbers")),
    May("doubts.jump", "number", lambda: _("Percent of a target in one half month")),
    May("doubts.silent", "number", lambda: _("Half months with nothing, then the whole target")),
    May("screen.seconds", "number", lambda: _("Seconds that a slide stands")),
    May("screen.rotate", "flag", lambda: _("Slides turn by themselves")),
    May("screen.slides", "slides", lambda: _("Slides, in their order")),
)
BY_KEY = {one.key: one for one in MAY}


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


def mend_of(one: May, value: Any) -> str:
    """Why the setting cannot have this value beside all others, by its title; "" where it can."""
    try:
        changed(settings(), {one.key: as_value(one.key, as_text(value))})
    except ValidationError as error:
        return "\n".join(mistake(each, one.title()) for each in error.errors())
    return ""


def decide(store: sa.Engine, actor: Actor, key: str, value: Any) -> Receipt:
    """Set a value in the place of config.toml's; the door checks it. The file's own value takes the setting back."""
    return decide_over(store, actor, key, value, of_file(key))


def decide_over(store: sa.Engine, actor: Actor, key: str, value: Any, of_its_file: Any) -> Receipt:
    """The same of what another file says."""
    same = json.loads(as_text(value)) == json.loads(as_text(of_its_file))
    return _save(store, actor, key, None if same else as_text(value))


def give_back(store: sa.Engine, actor: Actor, key: str) -> Receipt:
    """From now on config.toml says it again."""
    return _save(store, actor, key, None)


def _save(store: sa.Engine, actor: Actor, key: str, text: str | None) -> Receipt:
    with writing(store) as connection:
        must_be_office(connection, actor)
        before = set_by_office(connection).get(key)
        record = {"code": key}
        if before is None or text is None:
            gone, new = (None if one is None else record | {"value": one} for one in (before, text))
            changes = [] if gone == new else [Change(TABLE.name, (key,), "", gone, new)]
        else:
            changes = [] if before == text else [Change(TABLE.name, (key,), "value", before, text)]
        return save_within(connection, Act(actor, "edit"), changes)
