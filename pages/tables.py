"""数据表: any table in a grid; search, edit, see what would change, save; download it and upload it again."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import Any

import streamlit as st

from lib import ui
from lib.intake.exports import Export
from lib.kept import store
from lib.kept.changes import Change
from lib.ledger.door import Act, Receipt
from lib.ledger.door import save as save_changes
from lib.review import grid
from lib.review.grid import Proposal, Source
from lib.review.uploads import RecordUpload, Upload, save_upload
from lib.server import api
from lib.show import blocks
from lib.show.boards import tables as board
from lib.show.boards import upload as upload_board
from lib.show.boards.words import unit_name
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _

half_month: HalfMonth = st.session_state.shown
reference, actor = ui.reference(), st.session_state.actor
PAGE_SIZES = (200, 1_000, 10_000)


# What is shown ---------------------------------------------------------------------------------------------------


def choose(locked: bool) -> tuple[Source, str, str | None]:
    """The table, what is searched, and the county or township whose units are shown (None: all).

    Locked while edits wait: another page of the table would leave them behind.
    """
    table, search, county, township = st.columns([1.5, 1.2, 1, 1], gap="medium")
    with table:
        source = st.selectbox(
            _("Table"),
            grid.sources(reference),
            format_func=partial(grid.title, reference),
            key="table",
            bind="query-params",
            disabled=locked,
        )
    with search:
        text = st.text_input(_("Search"), key="search", placeholder=_("Any words of a row"), disabled=locked)
    if not source.by_unit:
        return source, text, None
    with county:
        place = choose_unit(_("County"), _("All counties"), None, locked)
    with township:
        return source, text, choose_unit(_("Township"), _("All townships"), place, locked or not place) or place


def choose_unit(label: str, placeholder: str, above: str | None, locked: bool) -> str | None:
    """A county, or a township of the county `above`."""
    level = "township" if above or label == _("Township") else "county"
    every = reference.of_level.get(level, ()) if above or level == "county" else ()
    codes = [one.code for one in every if above in (None, one.county_code)]
    own = reference.units.get(actor.unit_code or "")  # a reporter begins at the rows that can be edited
    first = (own.township_code if level == "township" else own.county_code) if own else None
    return st.selectbox(
        label,
        codes,
        index=codes.index(first) if first in codes else None,
        format_func=lambda code: unit_name(reference.units[code]),
        placeholder=placeholder,
        key=f"tables_{level}_{above}",
        disabled=locked,
    )


def choose_page(found: int, of: object, locked: bool) -> tuple[int, int]:
    """The number of the page and how many rows it has."""
    with st.container(horizontal=True, vertical_alignment="center"):
        size = st.selectbox(
            _("Rows a page"), PAGE_SIZES, format_func=lambda size: _("{count} rows a page").format(count=f"{size:,}"),
            label_visibility="collapsed", width=150, key="page_size", disabled=locked,
        )  # fmt: skip
        pages = max(1, -(-found // size))
        number = st.pagination(pages, key=f"page_{hash((of, size))}", disabled=locked) if pages > 1 else 1
        st.caption(_("{count} rows").format(count=f"{found:,}"), width="content")
        downloads(*place)
    return number, size


def downloads(source: Source, below: str | None) -> None:
    """The whole table as CSV and XLSX, what to fill in, and where programs read."""
    name = grid.title(reference, source)
    for label, make, suffix in (
        (_("Download CSV"), grid.export, "csv"),
        (_("Download Excel"), grid.export, "xlsx"),
        (_("Template"), grid.template, "xlsx"),
    ):
        ui.download_table(label, name, suffix, made, make, source, below)
    ui.html(
        blocks.element("a", "", _("For programs: JSON and CSV"), href=f"{api.ROOT}?lang={current()}", target="_blank")
    )


def made(make: Any, source: Source, below: str | None) -> Export:
    with store.reading(store.engine()) as connection:
        export: Export = make(connection, ui.reference(), source, half_month, below)
    return export


def opened(part: grid.Part) -> grid.Grid:
    """A page of the table, read now; of what is not mine nothing can be edited."""
    with store.reading(store.engine()) as connection:
        page = grid.open_grid(connection, ui.reference(), source, half_month, below, part)
    return page if mine else page.only_read()


# What would change -----------------------------------------------------------------------------------------------


def proposed(source: Source, editor: ui.Editor) -> Proposal:
    """What saving the edits would do, against what stands in the database at this moment."""
    if not editor.edits.count:
        return Proposal()
    with store.reading(store.engine()) as connection:
        return grid.propose(connection, reference, source, half_month, editor.grid, editor.state)


def settle(proposal: Proposal, editor: ui.Editor, labels: board.Labels) -> tuple[Change, ...] | None:
    """The changes to save, once mine or theirs is chosen for every conflict; None while something is open."""
    if proposal.problems:
        ui.html(board.problems(proposal.problems))
        return None
    chosen = choose_sides(proposal.conflicts, editor, labels)
    mine = [grid.mine(one) for one, side in zip(proposal.conflicts, chosen, strict=True) if side == "mine"]
    changes = (*proposal.changes, *mine)
    if changes:
        ui.html(board.changes(reference, changes, labels, proposal.notes))
    return None if None in chosen else changes


def choose_sides(found: Sequence[grid.Conflict], editor: ui.Editor, labels: board.Labels) -> list[str | None]:
    """Mine or theirs for each conflict; beyond those that are shown, one choice for all."""
    if not found:
        return []
    ui.html(board.conflicts(len(found)))
    if len(found) > board.SHOWN:
        return [side(_("Which ones stay?"), f"{editor.key}_all")] * len(found)
    return [choose_side(conflict, editor, labels) for conflict in found]


def choose_side(conflict: grid.Conflict, editor: ui.Editor, labels: board.Labels) -> str | None:
    """Mine or theirs, for one cell; asked anew when they change it once more."""
    shown, choice = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
    with shown:
        ui.html(board.conflict(reference, conflict, labels))
    with choice:
        return side(_("Which one stays?"), f"{editor.key}_{hash(str(conflict))}")


def side(label: str, key: str) -> str | None:
    """Mine or theirs; None before a choice."""
    words = {"mine": _("Save mine"), "theirs": _("Keep theirs")}
    return st.segmented_control(label, list(words), format_func=words.__getitem__, key=f"side_{key}")


# Saving ----------------------------------------------------------------------------------------------------------


def buttons(editor: ui.Editor, changes: tuple[Change, ...] | None, title: str) -> None:
    """Save what is shown as it is shown, or forget the edits."""
    st.button(
        _("Save {count} changes").format(count=f"{len(changes or ()):,}"),
        type="primary",
        on_click=save_edits,
        args=(editor, deepcopy(dict(editor.state)), changes, title),
        disabled=not (mine and changes),
        key="save_edits",
    )
    st.button(_("Discard edits"), on_click=ui.discard, disabled=not editor.edits.count, key="discard_edits")


def save_edits(editor: ui.Editor, seen: Mapping[str, Any], changes: Sequence[Change], title: str) -> None:
    """Save; but when a last edit came along with the click, it was in no preview: then it is shown first."""
    if dict(editor.state) != seen:
        st.session_state.said = blocks.banner("warning", _("Your last edit was not in the preview yet; look again"))
        return
    if keep(lambda: save_changes(store.engine(), Act(actor, "edit", title, token=editor.token), changes), title):
        ui.discard()


def keep(save: Any, title: str) -> bool:
    """Save and keep the receipt for the next run, or the sentence why not."""
    try:
        receipt: Receipt = save()
        st.session_state.said = board.receipt(receipt, title)
        return True
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))
        return False


# A file ----------------------------------------------------------------------------------------------------------


def upload(source: Source, title: str) -> None:
    """A file of this table: its problems, what it would change, and the button that saves it."""
    key = f"tables_file_{source.kind}_{source.name}_{st.session_state.get('tables_files', 0)}"
    file = st.file_uploader(_("File of this table"), key=key)
    if file is None:
        return
    try:
        taken = grid.take(store.engine(), source, half_month, file.getvalue(), file.name, actor.unit_code)
    except Refusal as refusal:
        ui.html(blocks.banner("error", _("This file cannot be read"), str(refusal)))
        return
    review(taken, title)


def review(taken: Upload | RecordUpload, title: str) -> None:
    ui.html(upload_board.verdict(taken))
    if taken.checked.problems:
        ui.html(upload_board.problems(taken))
        ui.download_problems(_("Download the file with its problems marked"), taken)
    if taken.preview.changes:
        with store.reading(store.engine()) as connection:
            labels = grid.record_labels(connection, source, taken.preview.changes[: board.SHOWN])
        ui.html(board.changes(reference, taken.preview.changes, labels, taken.preview.notes))
        label = _("Save only the {count} good rows") if taken.refused else _("Save {count} rows")
        label = label.format(count=f"{taken.good:,}")
        st.button(label, type="primary", on_click=save_file, args=(taken, title), key="save_file")


def save_file(taken: Upload | RecordUpload, title: str) -> None:
    if keep(lambda: save_upload(store.engine(), taken, actor), title):
        st.session_state.tables_files = st.session_state.get("tables_files", 0) + 1


def ask_for_more() -> None:
    """Why the rows of a table that is edited elsewhere can only be read here."""
    if not actor.known:
        st.caption(_("Sign in on the left before you change anything."))
    elif grid.may_edit(actor, reference, source, actor.unit_code):
        st.caption(_("Choose your own county or township to edit its rows."))


# The page --------------------------------------------------------------------------------------------------------

at_work = ui.kept()
locked = bool(at_work and at_work.edits.count)
source, text, below = choose(locked)
title, place = grid.title(reference, source), (source, below)
mine = grid.may_edit(actor, reference, source, below)

said, line, table, foot = (st.container() for _each in range(4))
with foot:
    found = ui.cached(grid.count_rows, source, half_month, below, text)
    number, size = choose_page(found, (source, text, below, half_month), locked)
of = (source, text, below, number, size, half_month if source.kind == "values" else None)
editor = ui.editor(of, source.name, lambda: opened(grid.Part(text, number, size)))
labels = {row.key: row.label for row in editor.grid.rows} if source.kind == "records" else {}
with table:
    ui.draw(editor)
proposal = proposed(source, editor)
changes = settle(proposal, editor, labels)
with line, st.container(horizontal=True, vertical_alignment="center"):
    ui.html(board.status(editor.grid, editor.edits, proposal))
    if editor.grid.edits:
        buttons(editor, changes, title)
if not mine and grid.takes_edits(reference, source, half_month):
    ask_for_more()
if editor.grid.edits:
    with st.expander(_("Upload a file of this table")):
        upload(source, title)
if message := st.session_state.pop("said", None):
    with said:
        ui.html(message)
