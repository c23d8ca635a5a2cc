"""数据表: what is to be mended, where two people met, and the receipt."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.intake.checks import Problem
from lib.intake.column_rules import kept_broken
from lib.intake.exports import record_cell
from lib.kept.reference import Reference
from lib.kept.tables import TABLES
from lib.ledger.door import Receipt
from lib.review.grid import Conflict, Edits, Grid, Proposal, beyond
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.records import Labels, text_of, written_change
from lib.show.boards.words import ON_A_PAGE, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def status(grid: Grid, edits: Edits, proposal: Proposal) -> Markup:
    """The one line above the grid: whether anything waits to be saved, and what stands in its way."""
    if not grid.edits:
        return _line(_("This table can only be read and downloaded here"))
    if not edits.count:
        how = _("Change a cell by a double click, or paste a block; nothing is saved before you press Save")
        last = _("; the last row takes new records") if grid.adds else _("; ") + only_for_pastes()
        return _line(how + last)
    text = _("{count} edits, not saved yet").format(count=f"{edits.count:,}")
    if proposal.problems:
        text += _("; {count} places to mend below").format(count=len(proposal.problems))
    elif proposal.conflicts:
        text += _("; {count} cells were changed by others, choose below").format(count=len(proposal.conflicts))
    elif not proposal.changes:
        text += _("; they say what is saved already")
    return _line(text)


def only_for_pastes() -> str:
    """What the blank row at the end, and the last column, are for in a grid that takes no new rows."""
    return _("the blank row and the column “{column}” only catch what a paste has too much").format(column=beyond())


def _line(text: str) -> Markup:
    return blocks.element("p", "by-lead", text)


def problems(to_mend: Sequence[Problem]) -> Block:
    """What is to be mended in the grid."""
    title = _("{count} places to mend").format(count=f"{len(to_mend):,}")
    second = _("Mend them in the grid above; your edits stay until you save or discard them")
    headers = (_("Record"), _("Column"), _("Found"), _("How to mend it"))
    rows = [(problem.row, problem.title, blocks.chip(problem.text), problem.mend) for problem in to_mend[:ON_A_PAGE]]
    return Block(Finding(title, second), blocks.table(headers, rows))


def also(notices: Sequence[str]) -> Markup:
    """What a save does besides the changes that are shown."""
    first, *others = notices[:ON_A_PAGE]
    return blocks.banner("warning", first, " ".join(others))


def broken_rules(
    connection: sa.Connection, reference: Reference, form: str, half_month: HalfMonth, below: str | None
) -> Block | Markup:
    """The values as they are kept that break a rule between columns; nothing where all hold."""
    broken = kept_broken(connection, reference, form, half_month, below)
    if not broken:
        return Markup("")
    title = _("{count} places do not keep the rules between columns").format(count=f"{len(broken):,}")
    second = _("The first {shown} of them").format(shown=ON_A_PAGE) if len(broken) > ON_A_PAGE else ""
    rows = [(unit_name(unit), blocks.note_pill(str(rule))) for unit, rule in broken[:ON_A_PAGE]]
    return Block(Finding(title, second), blocks.table((_("Unit"), _("Please note")), rows))


def conflicts(count: int) -> Finding:
    """How many cells two people changed."""
    title = _("{count} cells were changed by others after you opened them").format(count=f"{count:,}")
    return Finding(title, _("Choose for each which one stays; your other edits are not touched"))


def conflict(reference: Reference, clash: Conflict, labels: Labels) -> Markup:
    """One cell that two people changed: what was there, theirs with who and when, and mine."""
    mine = written_change(reference, clash.change, labels)
    theirs = written_change(reference, clash.change._replace(after=clash.now), labels)
    who = _("Theirs ({who}, {at})") if clash.at else _("Theirs")
    who = who.format(who=clash.by, at=settings().clock(clash.at) if clash.at else "")
    place = blocks.bold(" ".join(part for part in (mine.row, mine.column) if part))
    headers = (_("Before"), who, _("Mine"))
    after = theirs.after if clash.change.field else _changed_since(clash)
    return blocks.join(place, blocks.table(headers, [(mine.before, after, mine.after)]))


def _changed_since(clash: Conflict) -> str:
    """Which columns of a record that I would take away were changed meanwhile, and what they say now."""
    if clash.now is None:
        return _("taken away")
    table = TABLES[clash.change.table]
    different = [column for column in table.columns if clash.now[column.name] != clash.change.before[column.name]]
    return _("; ").join(
        f"{_(column.title)} {text_of(record_cell(column, clash.now[column.name]))}" for column in different
    )


def receipt(saved: Receipt, title: str) -> Markup:
    """What was saved, and the number under which it can be found again."""
    first = _("Saved {changes} changes of “{table}”; receipt no. {batch}").format(
        changes=f"{saved.changes:,}", table=title, batch=saved.batch
    )
    second = _("Saved at {at}. All boards show the new figures.").format(at=settings().clock(saved.at))
    return blocks.banner("success", first, second)
