"""管理·设置: what holds now beside what config.toml says, in words."""

from typing import Any

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.ledger.door.settings import MAY, May
from lib.review.doubts import RULES
from lib.review.office_settings import of_file, set_by_office, value_of
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.words import indicator_name
from lib.show.screens import all_topics
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import read, settings


def settings_board(connection: sa.Connection, reference: Reference) -> Markup:
    """Every setting of the page: its title, what holds, what the file says, and which of the two it is."""
    chosen = set_by_office(connection)
    rows = [
        (
            blocks.element("span", "by-one-line by-setting", setting.title()),
            blocks.bold(in_words(reference, setting, value_of(settings(), setting.key))),
            in_words(reference, setting, of_file(setting.key)),
            blocks.element("span", "by-one-line", _("set here") if setting.key in chosen else _("as in the file")),
        )
        for setting in MAY
    ]
    headers = (_("Setting"), _("Holds now"), _("In config.toml"), _("Whose"))
    table = blocks.table(headers, rows)
    return blocks.scrolling(table, _("Settings"), "by-scroll")


def in_words(reference: Reference, setting: May, value: Any) -> str:
    """A value as the page says it."""
    if setting.kind == "due_days":
        first = str(read().calendar.due_days)
        later = [
            _("from {half_month} on {days}").format(half_month=HalfMonth.parse(text).label, days=days)
            for text, days in value.items()
        ]
        return _("; ").join([first, *later])
    if setting.kind == "flag":
        return _("yes") if value else _("no")
    if setting.kind == "half_month":
        return HalfMonth.parse(value).label
    if isinstance(value, tuple):
        return _(", ").join(options_of(reference, setting).get(str(each), str(each)) for each in value) or _("none")
    return str(value)


def options_of(reference: Reference, setting: May) -> dict[str, str]:
    """What can be chosen for a setting that is a list of codes, with its words."""
    if setting.kind == "indicators":
        return {code: indicator_name(reference, code) for code in reference.indicators}
    if setting.kind == "slides":
        return {code: topic.word for code, topic in all_topics(reference).items()}
    if setting.kind == "rules":
        return {code: rule.name for code, rule in RULES.items()}
    return {}
