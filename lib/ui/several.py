"""Several files on the page: a row each, a click opens its preview, all that is good is saved at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.kept import store
from lib.review.several import Drop, save_all
from lib.review.uploads import Upload
from lib.show.boards import several as board
from lib.ui.acts import undo_button
from lib.ui.drawing import html
from lib.ui.files import ask_about, marks, put_away
from lib.ui.picking import pick_table
from lib.ui.reading import reference
from lib.ui.session import OPEN_FILE, OUTCOMES, TAKEN, actor, half_month
from lib.words.language import gettext as _


def several(drop: Drop, files: Sequence[UploadedFile], review: Callable[[Upload], None]) -> None:
    """The files with what each is; below them the one that was clicked, as `review` shows it."""
    html(board.verdict(drop))
    ask_about(files, *(item.upload for item in drop.items if item.upload))
    with st.container(horizontal=True):
        label = _("Save all that can be saved: {count} files, {rows} rows")
        label = label.format(count=len(drop.savable), rows=f"{board.good(drop):,}")
        st.button(label, type="primary", on_click=_save, args=(drop,), disabled=not drop.savable)
        st.button(_("Put all files away"), on_click=_put_away)
    about = marks(files)
    table = board.table(drop, reference(), half_month())
    pick_table(table.rows, table.lights, board.WIDTHS, f"files_{hash(about)}", partial(_look, about), at_once=12)
    if (opened := OPEN_FILE.get()) and opened[0] == about:
        item = drop.items[opened[1]]
        if item.upload:
            review(item.upload)
        else:  # the table has no room for the whole sentence
            html(board.unread(item))


def close_one() -> bool:
    """Put the preview of one of several files away; whether one was open."""
    return OPEN_FILE.take() is not None


def outcomes() -> None:
    """What became of the files that were saved together; each can be undone, as long as nobody changed its values."""
    every = OUTCOMES.get()
    if not every:
        return
    html(board.outcomes(every))
    numbers = [outcome.receipt.batch for outcome in every if outcome.receipt and not outcome.undone]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if numbers:
            number = st.selectbox(_("Undo no."), numbers, width=120, key="undo_of_several")
            undo_button(number, then=partial(_undone, number), key="undo_one_of_several")
        st.button(_("Close this list"), on_click=_close)


def _close() -> None:
    OUTCOMES.take()


def _look(about: str, row: int) -> None:
    OPEN_FILE.put((about, row))


def _save(drop: Drop) -> None:
    """Save one after the other, each remembered at once; what is not saved stays, read anew."""
    OUTCOMES.put(())
    OPEN_FILE.take()
    TAKEN.take()
    # one by one: where a visitor leaves or a bug ends it in the middle, the receipts so far are still told
    for outcome in save_all(store.engine(), drop, actor()):
        OUTCOMES.put((*OUTCOMES.get(), outcome))
    whole = sum(outcome.receipt is not None for outcome in OUTCOMES.get()) == len(drop.items)
    if whole and not any(item.upload.refused for item in drop.items if item.upload):
        put_away("file")


def _put_away() -> None:
    OPEN_FILE.take()
    TAKEN.take()
    put_away("file")


def _undone(number: int) -> None:
    """Mark the outcome with this receipt, and compare the files anew with what is kept again."""
    OUTCOMES.put(
        tuple(
            replace(outcome, undone=True) if outcome.receipt and outcome.receipt.batch == number else outcome
            for outcome in OUTCOMES.get()
        )
    )
    TAKEN.take()
