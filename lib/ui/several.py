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
    shown = board.table(drop, reference(), half_month())
    pick_table(shown.rows, shown.lights, board.WIDTHS, f"files_{hash(about)}", partial(_look, about), shown=12)
    if (at := OPEN_FILE.get()) and at[0] == about and (found := drop.items[at[1]].upload):
        review(found)


def close_one() -> bool:
    """Put the preview of one of several files away; whether one was open."""
    return OPEN_FILE.take() is not None


def outcomes() -> None:
    """What became of the files that were saved together; each can be undone, as long as nobody changed its values."""
    found = OUTCOMES.get()
    if not found:
        return
    html(board.outcomes(found))
    numbers = [one.receipt.batch for one in found if one.receipt and not one.undone]
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
    for outcome in save_all(store.engine(), drop, actor()):
        OUTCOMES.put((*OUTCOMES.get(), outcome))
    whole = sum(one.receipt is not None for one in OUTCOMES.get()) == len(drop.items)
    if whole and not any(item.upload.refused for item in drop.items if item.upload):
        put_away("file")


def _put_away() -> None:
    OPEN_FILE.take()
    TAKEN.take()
    put_away("file")


def _undone(number: int) -> None:
    """The files are compared anew with what is kept again."""
    found = OUTCOMES.get()
    OUTCOMES.put(
        tuple(replace(one, undone=True) if one.receipt and one.receipt.batch == number else one for one in found)
    )
    TAKEN.take()
