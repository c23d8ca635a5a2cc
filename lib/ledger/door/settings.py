"""What the office may set in the place of config.toml, and what it may not: closed half months keep their due days."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import ValidationError

from lib.kept.changes import Change
from lib.kept.decided import as_value, decided, holding
from lib.ledger.door.closed import closed_half_months
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.said_by_others import of_value
from lib.words.set_by_office import TEXTS, mend_of_text
from lib.words.settings import SLIDES, Settings

SettingKind = Literal["number", "text", "flag", "half_month", "days", "due_days", "indicators", "slides", "rules"]


@dataclass(frozen=True)
class May:
    """A setting that the office may set: its key in config.toml, what kind of value it has, and its title."""

    key: str
    kind: SettingKind
    title: Callable[[], str]


# Where the database is, who may look, limits of files, backups and the log stay with whoever keeps the file.
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
MAY_BE_SET = {may.key: may for may in MAY}


def check_settings(connection: sa.Connection, records: Sequence[Change]) -> None:
    """Raises Refusal naming the setting that is none, or has a value that it cannot have."""
    changed = [change for change in records if change.table == "setting"]
    if not changed:
        return
    before = decided(connection)
    after = dict(before)
    for change in changed:
        after.pop(change.key[0], None)
        if change.after is not None:
            text = change.after if change.field else change.after["value"]
            after[change.key[0]] = _read(change.key[0], text)
    _check_due_days(connection, _holding(before), becoming := _holding(after))
    _check_figures(connection, after, becoming)
    _check_slides(connection, {change.key[0] for change in changed}, becoming)
    _check_campaign(becoming)
    _check_texts(connection, {change.key[0]: after[change.key[0]] for change in changed if change.key[0] in after})


def _read(key: str, text: str) -> Any:
    if key not in MAY_BE_SET and not key.startswith(TEXTS):
        said = _("{key} is set in config.toml alone; here can be set: {known}")
        raise Refusal(said.format(key=key, known=", ".join(MAY_BE_SET)))
    try:
        return as_value(key, text)
    except ValueError as error:
        said = _("{key}: “{text}” cannot be read; set it on the page Administration, Settings")
        raise Refusal(said.format(key=key, text=text[:60])) from error


def _holding(values: Mapping[str, Any]) -> Settings:
    try:
        return holding({key: value for key, value in values.items() if not key.startswith(TEXTS)})
    except ValidationError as error:
        raise Refusal("\n".join(map(mistake, error.errors()))) from error


def mistake(error: Mapping[str, Any], title: str = "") -> str:
    """What pydantic says of a value, as a sentence that names the setting, by `title` where given, and what may be."""
    key, context = title or ".".join(str(part) for part in error["loc"][:2]), error.get("ctx", {})
    texts = {
        "greater_than_equal": _("{key}: {value} is too small; at least {ge}"),
        "less_than_equal": _("{key}: {value} is too large; at most {le}"),
        "string_too_short": _("{key}: write something"),
        "string_too_long": _("{key}: too long; the limit is {max_length}"),
        "too_short": _("{key}: choose at least one"),
        "too_long": _("{key}: choose at most {max_length}"),
    }
    text = texts.get(error["type"], "{key}: {reason}" if title else "{key} = {value}: {reason}")
    known = {name: value for name, value in context.items() if name != "error"}
    return text.format(key=key, value=str(error["input"])[:60], reason=of_value(error), **known)


def _check_due_days(connection: sa.Connection, before: Settings, after: Settings) -> None:
    """What was on time in a closed half month stays so."""
    for half_month in map(HalfMonth, closed_half_months(connection)):
        was, would_be = (_due(half_month, settings) for settings in (before, after))
        if was != would_be:
            raise Refusal(
                _("{half_month} is closed and was due on {before}, it would be {after}; nothing was saved").format(
                    half_month=half_month.label, before=was, after=would_be
                )
            )


def _due(half_month: HalfMonth, settings: Settings) -> date:
    return half_month.due_date(settings.calendar.due_days_of(half_month), settings.calendar.days)


def _check_figures(connection: sa.Connection, values: Mapping[str, Any], becoming: Settings) -> None:
    if "overview.figures" not in values:
        return
    known = set(connection.exec_driver_sql("SELECT code FROM indicator").scalars())
    if unknown := [code for code in becoming.overview.figures if code not in known]:
        raise Refusal(_("{codes}: no such indicator; choose among those of the table").format(codes=", ".join(unknown)))


def _check_slides(connection: sa.Connection, keys: Collection[str], becoming: Settings) -> None:
    """Slides are those of the program, and the office's own groups of the clean-up."""
    own = connection.exec_driver_sql("SELECT DISTINCT group_code FROM board_item WHERE board = 'cleanup' ORDER BY 1")
    known = dict.fromkeys((*SLIDES, *own.scalars()))
    # only where the act sets them: a group of boards that went since must not keep every other setting from being saved
    if "screen.slides" in keys and (unknown := [code for code in becoming.screen.slides if code not in known]):
        said = _("screen.slides: there is no slide {names}; slides are {known}")
        raise Refusal(said.format(names=", ".join(unknown), known=", ".join(known)))


def _check_texts(connection: sa.Connection, values: Mapping[str, Any]) -> None:
    """The same rules as on the page, for whatever way a text comes."""
    texts = {key.removeprefix(TEXTS): value for key, value in values.items() if key.startswith(TEXTS)}
    if not texts:
        return
    known = set(connection.exec_driver_sql("SELECT code FROM indicator").scalars())
    mends = [mend_of_text(key, value, known) for key, value in texts.items()]
    if any(mends):
        raise Refusal("\n".join(filter(None, mends)))


def _check_campaign(becoming: Settings) -> None:
    """Its half months follow one another."""
    campaign = becoming.campaign
    phases = [HalfMonth.parse(text) for text in (campaign.clean, campaign.standardise, campaign.end)]
    if phases != sorted(phases):
        said = _(
            "The clean-up would begin {clean}, standardising {standardise} and the whole end {end}: they must follow"
            " one another; set the later ones first"
        )
        clean, standardise, end = (half_month.label for half_month in phases)
        raise Refusal(said.format(clean=clean, standardise=standardise, end=end))
