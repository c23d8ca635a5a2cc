"""数据表: what edits or a file would change, what is to be mended, where two people met, and the receipt."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from lib.intake.checks import Problem
from lib.intake.column_rules import kept_broken
from lib.intake.exports import exact as exact_value
from lib.intake.exports import shown
from lib.intake.preview import Note, Notes, note_word
from lib.kept.changes import VALUES, Change, place
from lib.kept.reference import Reference
from lib.kept.tables import TABLES
from lib.ledger.door import Receipt
from lib.review.grid import Conflict, Edits, Grid, Proposal
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.words import unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import settings
from lib.words.wording import MISSING, exact

SHOWN = 20

Labels = Mapping[tuple[Any, ...], str]  # how people call the record of each key


class Told(NamedTuple):
    """A change in words: whose, which column, and the two sides."""

    row: str
    column: str
    before: str
    after: str


def status(grid: Grid, edits: Edits, proposal: Proposal) -> Markup:
    """The one line above the grid: whether anything waits to be saved, and what stands in its way."""
    if not grid.edits:
        return _line(_("This table can only be read and downloaded here"))
    if not edits.count:
        how = _("Change a cell by a double click, or paste a block; nothing is saved before you press Save")
        return _line(how + _("; the last row takes new records") if grid.adds else how)
    said = _("{count} edits, not saved yet").format(count=f"{edits.count:,}")
    if proposal.problems:
        said += _("; {count} places to mend below").format(count=len(proposal.problems))
    elif proposal.conflicts:
        said += _("; {count} cells were changed by others, choose below").format(count=len(proposal.conflicts))
    elif not proposal.changes:
        said += _("; they say what is saved already")
    return _line(said)


def _line(text: str) -> Markup:
    return blocks.element("p", "by-lead", text)


def problems(found: Sequence[Problem]) -> Block:
    """What is to be mended in the grid."""
    title = _("{count} places to mend").format(count=f"{len(found):,}")
    second = _("Mend them in the grid above; your edits stay until you save or discard them")
    headers = (_("Record"), _("Column"), _("Found"), _("How to mend it"))
    rows = [(one.row, one.title, blocks.chip(one.text), one.mend) for one in found[:SHOWN]]
    return Block(Finding(title, second), blocks.table(headers, rows))


def also(notices: Sequence[str]) -> Markup:
    """What a save does besides the changes that are shown."""
    first, *others = notices[:SHOWN]
    return blocks.banner("warning", first, " ".join(others))


def changes(
    reference: Reference, found: Sequence[Change], labels: Labels, notes: Notes | None = None, *, waiting: bool = False
) -> Block:
    """What saving would change, or will once the rest is mended (`waiting`); what is unusual stands first."""
    noted = notes or {}
    title = (
        _("Right already, and saved together with what is mended: {count} cells")
        if waiting
        else _("Saving changes {count} cells")
    )
    title = title.format(count=f"{len(found):,}")
    second = _("The first {shown} of them").format(shown=SHOWN) if len(found) > SHOWN else ""
    first = sorted(found, key=lambda change: change.key not in noted)[:SHOWN]
    headers = (_("Record"), _("Column"), _("Before"), _("After"), _("Please note"))
    rows = [_row(told(reference, change, labels), noted.get(change.key, ())) for change in first]
    return Block(Finding(title, second), blocks.table(headers, rows))


def _row(change: Told, notes: tuple[Note, ...]) -> tuple[object, ...]:
    pills = blocks.element("span", "by-notes", *(blocks.note_pill(note_word(note)) for note in notes))
    before = blocks.element("span", "by-mut", change.before)
    return change.row, change.column, before, blocks.element("b", "", change.after), pills


def told(reference: Reference, change: Change, labels: Labels) -> Told:
    """A change as people read it."""
    if change.table in VALUES:
        return _told_value(reference, change)
    table = TABLES[change.table]
    keys = (shown(table.column(name), part) for name, part in zip(table.key, change.key, strict=True))
    row = labels.get(change.key) or " ".join(map(str, keys))
    if not change.field:
        sides = (MISSING, _("new record")) if change.before is None else (_("record"), _("taken away"))
        return Told(row, "", *sides)
    column = table.column(change.field)
    before, after = (_text(shown(column, side)) for side in (change.before, change.after))
    return Told(row, _(column.title), before, after)


def _told_value(reference: Reference, change: Change) -> Told:
    unit_id, indicator_id = place(change.key)
    unit = reference.by_id[unit_id]
    indicator = next(one for one in reference.indicators.values() if one.id == indicator_id)
    name = named(indicator.name, indicator.name_en)
    before, after = (exact(exact_value(side, indicator), indicator.decimals) for side in (change.before, change.after))
    return Told(unit_name(unit), name, before, _("taken away") if change.after is None else after)


def _text(value: object) -> str:
    return MISSING if value in (None, "") else str(value)


def broken_rules(
    connection: sa.Connection, reference: Reference, form: str, half_month: HalfMonth, below: str | None
) -> Block | Markup:
    """The values as they are kept that break a rule between columns; nothing where all hold."""
    found = kept_broken(connection, reference, form, half_month, below)
    if not found:
        return Markup("")
    title = _("{count} places do not keep the rules between columns").format(count=f"{len(found):,}")
    second = _("The first {shown} of them").format(shown=SHOWN) if len(found) > SHOWN else ""
    rows = [(unit_name(unit), blocks.note_pill(str(broken))) for unit, broken in found[:SHOWN]]
    return Block(Finding(title, second), blocks.table((_("Unit"), _("Please note")), rows))


def conflicts(count: int) -> Finding:
    """How many cells two people changed."""
    title = _("{count} cells were changed by others after you opened them").format(count=f"{count:,}")
    return Finding(title, _("Choose for each which one stays; your other edits are not touched"))


def conflict(reference: Reference, found: Conflict, labels: Labels) -> Markup:
    """One cell that two people changed: what was there, theirs with who and when, and mine."""
    mine = told(reference, found.change, labels)
    theirs = told(reference, found.change._replace(after=found.now), labels)
    who = _("Theirs ({who}, {at})") if found.at else _("Theirs")
    who = who.format(who=found.by, at=settings().clock(found.at) if found.at else "")
    place = blocks.element("b", "", " ".join(part for part in (mine.row, mine.column) if part))
    headers = (_("Before"), who, _("Mine"))
    after = theirs.after if found.change.field else _changed_since(found)
    return blocks.join(place, blocks.table(headers, [(mine.before, after, mine.after)]))


def _changed_since(found: Conflict) -> str:
    """Which columns of a record that I would take away were changed meanwhile, and what they say now."""
    if found.now is None:
        return _("taken away")
    table = TABLES[found.change.table]
    different = [column for column in table.columns if found.now[column.name] != found.change.before[column.name]]
    return _("; ").join(f"{_(one.title)} {_text(shown(one, found.now[one.name]))}" for one in different)


def receipt(saved: Receipt, title: str) -> Markup:
    """What was saved, and the number under which it can be found again."""
    first = _("Saved {changes} changes of “{table}”; receipt no. {batch}").format(
        changes=f"{saved.changes:,}", table=title, batch=saved.batch
    )
    second = _("Saved at {at}. All boards show the new figures.").format(at=settings().clock(saved.at))
    return blocks.banner("success", first, second)
