"""数据表: any table in a grid; search, edit, see what would change, save; download it and upload it again."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

import streamlit as st

from lib import ui
from lib.intake.listing import listing
from lib.kept import store
from lib.kept.changes import Change
from lib.ledger.door import Act, Receipt, save
from lib.review import grid
from lib.review.grid import Proposal
from lib.review.uploads import Upload, remarks, save_upload
from lib.server import api
from lib.show import blocks
from lib.show.boards import tables as board
from lib.show.boards import upload as upload_board
from lib.show.boards.records import Labels
from lib.words.language import current
from lib.words.language import gettext as _

half_month, reference, actor = ui.half_month(), ui.reference(), ui.actor()
PAGE_SIZES = (200, 1_000, 10_000)


# What is shown ---------------------------------------------------------------------------------------------------


def choose_page(rows: int, of: object, locked: bool) -> tuple[int, int]:
    """The number of the page and how many rows it has; beside them the downloads."""
    with st.container(horizontal=True, vertical_alignment="center"):
        size = st.selectbox(
            _("Rows a page"), PAGE_SIZES, format_func=lambda size: _("{count} rows a page").format(count=f"{size:,}"),
            label_visibility="collapsed", width=150, key="page_size", disabled=locked,
        )  # fmt: skip
        pages = max(1, -(-rows // size))
        number = st.pagination(pages, key=f"page_{hash((of, size))}", disabled=locked) if pages > 1 else 1
        st.caption(_("{count} rows").format(count=f"{rows:,}"), width="content")
        offer_downloads()
    return number, size


def offer_downloads() -> None:
    """The whole table as CSV and XLSX, what to fill in, and where programs read."""
    for label, name, make, suffix in (
        (_("Download CSV"), title, grid.export, "csv"),
        (_("Download Excel"), title, grid.export, "xlsx"),
        (_("Template"), f"{title}_{_('Template')}", grid.template, "xlsx"),
    ):
        ui.download_table(label, name, suffix, ui.read_now, make, source, half_month, below)
    ui.html(
        blocks.element("a", "", _("For programs: JSON and CSV"), href=f"{api.ROOT}?lang={current()}", target="_blank")
    )


def open_page(part: grid.Part) -> grid.Grid:
    """A page of the table, read now; of what is not mine nothing can be edited."""
    page = ui.read_now(grid.open_grid, source, half_month, below, part)
    return page if mine else page.only_read()


def say_why_locked() -> None:
    """Why the rows of a table that is edited elsewhere can only be read here."""
    if not actor.known:
        st.caption(_("Sign in on the left before you change anything."))
    elif grid.may_edit(actor, reference, source, actor.unit_code):
        st.caption(_("Choose your own county or township to edit its rows."))


# Edits -----------------------------------------------------------------------------------------------------------


def propose_edits(editor: ui.Editor) -> Proposal:
    """What saving the edits would do, against what stands in the database at this moment."""
    if not editor.edits.count:
        return Proposal()
    return ui.read_now(grid.propose, source, half_month, editor.grid, editor.state)


def buttons(editor: ui.Editor, changes: tuple[Change, ...] | None) -> None:
    """Save what is shown as it is shown, or forget the edits; cells are emptied only with a yes."""
    sure = ui.yes_to_empty(changes or (), editor.key)
    # The state goes along as it was drawn: what the widget holds at the click may have one edit more.
    st.button(
        _("Save {count} changes").format(count=f"{len(changes or ()):,}"),
        type="primary",
        on_click=save_edits,
        args=(editor, deepcopy(dict(editor.state)), changes),
        disabled=not (mine and changes and sure),
        key="save_edits",
    )
    st.button(_("Discard edits"), on_click=ui.discard, disabled=not editor.edits.count, key="discard_edits")


def save_edits(editor: ui.Editor, seen: Mapping[str, Any], changes: Sequence[Change]) -> None:
    """Save; but when a last edit came along with the click, it was in no preview: then it is shown first."""
    if dict(editor.state) != seen:
        ui.SENTENCE.put(blocks.banner("warning", _("Your last edit was not in the preview yet; look again")))
        return
    act = Act(actor, "edit", title, token=editor.token)
    ui.done(lambda: save(store.engine(), act, changes), receipt, ui.discard, undoable=True)


def keep_theirs() -> None:
    """Nothing of mine is left to save: the grid shows what stands, as others wrote it."""
    ui.discard()
    ui.SENTENCE.put(blocks.banner("success", _("Theirs stay; nothing of yours is left to save")))
    st.rerun()


def receipt(saved: Receipt) -> blocks.Markup:
    """How much of this table was saved."""
    return board.receipt(saved, title)


# A file ----------------------------------------------------------------------------------------------------------


def upload_file() -> None:
    """A file of this table: its problems, what it would change, and the button that saves it."""
    uploader = f"tables_file_{source.kind}_{source.name}"
    file = ui.choose_file(_("File of this table"), uploader)
    if file is None:
        return
    content, nothing = file.getvalue(), ui.answer(file)
    take = partial(grid.take, store.engine(), source, half_month, content, file.name, actor.unit_code, nothing)
    if taken := ui.readable(take):
        ui.ask_about(file, taken)
        review(taken, uploader)


def review(taken: Upload, uploader: str) -> None:
    """What is wrong in the file, what saving would change, and the button that saves the good rows."""
    ui.html(upload_board.verdict(taken))
    ui.show_problems(taken, remarks(taken, reference))
    if taken.preview.notes and not taken.checked.problems:
        ui.download_marked(taken, remarks(taken, reference))
    if not taken.preview.changes:
        return
    previewed = taken.preview
    listed = listing(previewed.changes, previewed.last, previewed.notes)
    ui.preview(listed, title, record_names, key=uploader)
    sure = ui.yes_to_empty(previewed.changes, uploader)
    ui.act(
        ui.save_label(taken), lambda: save_upload(store.engine(), taken, actor), receipt,
        then=lambda: ui.put_away(uploader), primary=True, key="save_file", disabled=not sure, undoable=True,
    )  # fmt: skip


def record_names(changes: Sequence[Change]) -> Labels:
    """How people call the records of these changes."""
    with store.reading(store.engine()) as connection:
        return grid.record_labels(connection, source, changes)


# The page --------------------------------------------------------------------------------------------------------

at_work = ui.at_work()
locked = bool(at_work and at_work.edits.count)
source, words, below = ui.table_part(actor, half_month, locked=locked)
title, mine = grid.title(reference, source), grid.may_edit(actor, reference, source, below)

# Drawn in another order than it stands: how many rows there are decides the page of the grid, its edits the line above.
sentence, line, table, foot = (st.container() for _each in range(4))
with foot:
    rows = ui.cached(grid.count_rows, source, half_month, below, words)
    number, size = choose_page(rows, (source, words, below, half_month), locked)
# Records are of no half month: choosing another one leaves the editor at work.
of = (source, words, below, number, size, half_month if source.kind == "values" else None)
editor = ui.editor(of, source.name, lambda: open_page(grid.Part(words, number, size)))
labels = {row.key: row.label for row in editor.grid.rows} if source.kind == "records" else {}
with table:
    ui.draw(editor)
proposal = propose_edits(editor)
changes = ui.settle(proposal, editor, labels)
if proposal.conflicts and changes == ():
    keep_theirs()
with line, st.container(horizontal=True, vertical_alignment="center"):
    ui.html(board.status(editor.grid, editor.edits, proposal))
    if editor.grid.edits:
        buttons(editor, changes)
if source.kind == "values":
    ui.html(ui.cached(board.broken_rules, source.name, half_month, below))
if not mine and grid.takes_edits(reference, source, half_month):
    say_why_locked()
if editor.grid.edits:
    with st.expander(_("Upload a file of this table")):
        upload_file()
with sentence:
    ui.say()
