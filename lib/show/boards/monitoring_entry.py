"""监测点·登记: what a form offers to choose from, and what a file of events would change."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from lib.intake.exports import Export
from lib.kept.duties import duty_items
from lib.kept.models import DutyList
from lib.kept.reference import Reference
from lib.ledger.door import Receipt
from lib.review.burden_entry import template_columns
from lib.review.uploads import Upload
from lib.show import blocks
from lib.show.blocks import BannerKind, Block, Finding, Markup
from lib.show.boards.words import ON_A_PAGE, county_name, department_words, unit_name
from lib.words.language import gettext as _

# the field that the letter of a cover stands for: one select offers the codes of three tables
COVER_FIELDS = {"J": "inspection_code", "L": "item_code", "A": "admission_code"}


@dataclass(frozen=True)
class Choices:
    """Monitoring points, departments, and what may cover an event, each value → words."""

    points: dict[str, str]
    departments: dict[str, str]
    covers: dict[str, str]


def choices(connection: sa.Connection, reference: Reference) -> Choices:
    """What the form offers; a cover is the letter of its field (COVER_FIELDS) and its code."""
    points = {
        unit.code: _point(reference, unit.code) for unit in reference.units.values() if unit.carries("monitoring_point")
    }
    inspections = connection.exec_driver_sql(_PLANNED)
    admitted = connection.exec_driver_sql("SELECT code, matter FROM admission WHERE state = 'in_force' ORDER BY code")
    items = [item for item in duty_items(connection) if item.kind is not DutyList.NEGATIVE]
    covers = {f"J {code}": _("Plan {code} {title}").format(code=code, title=title) for code, title in inspections}
    covers |= {f"A {code}": _("Admitted {code} {title}").format(code=code, title=title) for code, title in admitted}
    covers |= {f"L {item.code}": _("List {code} {title}").format(code=item.code, title=item.shown) for item in items}
    return Choices(points, department_words(reference), covers)


# left to itself PostgreSQL puts what has no day last, SQLite first
_PLANNED = "SELECT code, title FROM inspection WHERE planned ORDER BY planned_on NULLS FIRST, code"


def _point(reference: Reference, code: str) -> str:
    unit = reference.units[code]
    return " ".join(filter(None, (county_name(reference, unit), unit_name(unit))))


def uncover(typed: Mapping[str, object]) -> dict[str, object]:
    """What was typed, with the one field that the chosen cover stands for."""
    letter, _blank, code = str(typed.get("cover") or "").partition(" ")
    return {name: value for name, value in typed.items() if name != "cover"} | (
        {COVER_FIELDS[letter]: code} if code else {}
    )


def template() -> Export:
    """The header of a file of events, without the code, which follows from what an event is."""
    return Export("burden_event", template_columns(), [])


def events_in(upload: Upload) -> int:
    """How many events saving would add or change."""
    return len({change.key for change in upload.preview.changes})


def verdict(upload: Upload) -> Markup:
    """What was read and what is possible now, with the first places to mend and the first events."""
    problems, events = len(upload.checked.problems), events_in(upload)
    kind: BannerKind = "success"
    if problems:
        kind = "warning" if events else "error"
        first = _("{problems} places to mend; {events} events can be saved").format(problems=problems, events=events)
    elif events:
        first = _("Nothing to mend: {events} events can be saved").format(events=events)
    else:
        first = _("Nothing to mend and no changes: the file says what is kept already")
    second = _("{unchanged} events are kept already. Nothing has been saved yet.").format(
        unchanged=upload.preview.unchanged
    )
    to_mend = blocks.problems_table(upload.checked.problems[:ON_A_PAGE]) if problems else None
    return blocks.join(
        blocks.banner(kind, first, blocks.in_a_row(second, *upload.checked.notices)), to_mend, _new(upload)
    )


def receipt(saved: Receipt, upload: Upload) -> Markup:
    """How many events of a file were saved, and under which number."""
    first = _("Saved {count} events as no. {batch}")
    return blocks.banner("success", first.format(count=events_in(upload), batch=saved.batch))


def _new(upload: Upload) -> Block | None:
    """The first of the new events."""
    new = [change.after for change in upload.preview.changes if change.field == "" and change.after]
    if not new:
        return None
    rows = [(str(event["happened_on"]), event["unit_code"], blocks.bold(event["title"])) for event in new[:ON_A_PAGE]]
    title = _("{count} new events").format(count=len(new))
    return Block(Finding(title), blocks.table((_("Day"), _("Village"), _("Name of the event")), rows))
