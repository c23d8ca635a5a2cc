"""What an office does on its own, still empty database: each step with its state, what is there, and where to go."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.reference import FormRef, Reference
from lib.kept.tables import TABLES
from lib.review.seed import is_own
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.words import link
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings


@dataclass(frozen=True)
class FirstStep:
    """One step: its title, whether it is done, what is there, and the tables (by name) in which it is done."""

    title: str
    done: bool
    there: str
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """The steps as a table; `tables` are those of the next one, with a template each."""

    steps: Markup
    tables: tuple[str, ...]


def guide(_connection: sa.Connection, reference: Reference) -> Guide:
    """The way from nothing to the first half month."""
    steps = _steps(reference)
    following = next((step for step in steps if not step.done), None)
    rows = [
        (number, _state(step, step is following), blocks.bold(step.title), step.there, _links(step))
        for number, step in enumerate(steps, start=1)
    ]
    headers = ("", _("State"), _("Step"), _("What is there"), _("Where"))
    return Guide(blocks.table(headers, rows), following.tables if following else ())


def _steps(reference: Reference) -> Sequence[FirstStep]:
    units, asked = len(reference.units), _asked(reference)
    ahead = _ahead(reference)
    return (
        FirstStep(_("Units"), bool(units), _("{count} units").format(count=f"{units:,}"), ("unit",)),
        FirstStep(
            _("Forms and indicators"),
            bool(asked) and bool(units),
            _forms_there(asked),
            ("form", "indicator", "board_item"),
        ),
        FirstStep(
            _("Departments and tasks"),
            bool(ahead),
            _("Departments: {departments}; tasks not past their date: {tasks} of {count}").format(
                departments=len(reference.departments), tasks=len(ahead), count=len(reference.tasks)
            ),
            ("department", "task"),
        ),
        FirstStep(_("The first half month"), bool(reference.states), _("Opened below, once there are units")),
        # never done here: with the first half month this guide gives way to the boards (`accounts_next`)
        FirstStep(_("Accounts"), False, _("One for each person who reports, as soon as the half month is open")),
    )


def _asked(reference: Reference) -> list[FormRef]:
    """The forms that ask somebody; as long as there are no units, every one that would."""
    today = HalfMonth.containing(settings().today).ordinal
    whole = [form for form in reference.forms.values() if form.indicators]
    return [form for form in whole if not reference.units or reference.units_asked(form.code, today)]


def _forms_there(asked: Sequence[FormRef]) -> str:
    if not asked:
        return _("No form asks any of the units: say in its column “Units asked” whom it asks, or bring your own")
    return _("Forms: {forms}; indicators: {indicators}. Keep them or bring your own, before any half month").format(
        forms=len(asked), indicators=sum(len(form.indicators) for form in asked)
    )


def _ahead(reference: Reference) -> list[str]:
    """The tasks whose last half month is not past."""
    today = HalfMonth.containing(settings().today).ordinal
    return [code for code, task in reference.tasks.items() if task.due >= today]


def _state(step: FirstStep, following: bool) -> Markup | str:
    if step.done:
        return blocks.note_pill(_("Done already"), Light.DONE)
    return blocks.bold(_("next")) if following else _("later")


def _links(step: FirstStep) -> Markup:
    links = [blocks.linked(_(TABLES[name].title), link("tables", table=name)) for name in step.tables]
    return blocks.join(*(part for link_to_table in links for part in (link_to_table, "　")))


def needs_accounts(connection: sa.Connection) -> bool:
    """Whether an office's own database has nobody yet who reports."""
    reporters = connection.exec_driver_sql("SELECT 1 FROM account WHERE role = 'reporter' LIMIT 1").first()
    return reporters is None and is_own(connection)


def accounts_next() -> Markup:
    """What stands above the first board until somebody can report."""
    there = link("admin", view="accounts")
    return blocks.banner(
        "warning",
        _("Next: accounts"),
        blocks.join(
            _("The half month is open; nobody can report yet. "),
            blocks.linked(_("Give each county its account"), there),
        ),
    )
