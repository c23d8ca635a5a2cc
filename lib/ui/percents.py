"""半月调度·任务填报: percents of tasks, typed in the last column of a grid."""

from collections.abc import Sequence

import streamlit as st

from lib.kept import store
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.review.updates import Line, percent_changes, save_percents
from lib.show import blocks
from lib.show.boards.schedule_updates import TaskBoard
from lib.ui.acts import done, saved
from lib.ui.drawing import html
from lib.ui.session import MENDS, ROUND, begin_anew, widget
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

GRID = "percents"


def percent_grid(board: TaskBoard, half_month: HalfMonth, who: str, actor: Actor) -> None:
    """The tasks that `who` reports, below what is to mend in them.

    Only the last column takes what is typed, as text: a number column would silently rewrite it.
    """
    for place, text in MENDS.of(GRID).take().items():
        html(blocks.mend(_("Row {row}: {mend}").format(row=int(place) + 1, mend=text)))
    if not board.lines:
        return
    *fixed, last = board.grid.columns
    key = f"tasks_{who}_{half_month}_{ROUND.of(GRID).get()}"  # a saved grid begins anew, without the edits
    st.data_editor(
        board.grid, key=key, hide_index=True, disabled=fixed if board.open else True, row_height=30,
        height="content" if len(board.grid) <= 14 else 450,
        column_config={last: st.column_config.TextColumn(max_chars=12)},
    )  # fmt: skip
    st.button(
        _("Save the percents"), on_click=_save, args=(board.lines, half_month, last, key, actor), type="primary",
        disabled=not may_write(actor, "task_progress") or not board.open,
    )  # fmt: skip


def _save(lines: Sequence[Line], half_month: HalfMonth, column: str, key: str, actor: Actor) -> None:
    """Save what stands in the grid at the click."""
    edits = widget(key)["edited_rows"]
    texts = {int(row): changed[column] for row, changed in edits.items() if column in changed}

    def save() -> Receipt:
        return save_percents(store.engine(), percent_changes(half_month, lines, texts), actor)

    done(save, saved, lambda: begin_anew(GRID), form=GRID)
