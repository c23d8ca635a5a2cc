"""半月调度·任务填报: percents of tasks and what is told beside them, typed in the last columns of a grid."""

import streamlit as st

from lib.kept import store
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.review.grid import Grid, Proposal, read_edits
from lib.review.updates import propose_percents, save_percents
from lib.show.boards import tables
from lib.show.boards.schedule_updates import TaskBoard
from lib.ui.acts import done, saved
from lib.ui.drawing import html
from lib.ui.grids import draw_grid
from lib.ui.previews import yes_to_empty
from lib.ui.session import ROUND, begin_anew, widget
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

GRID = "percents"


def percent_grid(board: TaskBoard, half_month: HalfMonth, who: str, actor: Actor) -> None:
    """The tasks that `who` reports, and below them what is to mend in what was typed."""
    if not board.lines:
        return
    grid = board.grid if may_write(actor, "task_progress") else board.grid.only_read()
    key = f"tasks_{who}_{half_month}_{ROUND.of(GRID).get()}"  # a saved grid begins anew, without the edits
    draw_grid(grid, key, "content" if len(board.lines) <= 14 else 450)
    proposed = _proposed(board, grid, half_month, key)
    sure = yes_to_empty((*proposed.changes, *proposed.waiting), key)
    st.button(
        _("Save the percents"), on_click=_save, args=(board, grid, half_month, key, actor), type="primary",
        disabled=not (grid.edits and sure),
    )  # fmt: skip
    if proposed.problems:
        html(tables.problems(proposed.problems))


def _proposed(board: TaskBoard, grid: Grid, half_month: HalfMonth, key: str) -> Proposal:
    """What saving what stands in the grid at this moment would do."""
    return propose_percents(half_month, board.lines, grid, read_edits(grid, widget(key)))


def _save(board: TaskBoard, grid: Grid, half_month: HalfMonth, key: str, actor: Actor) -> None:
    """Save what stands in the grid at the click."""

    def save() -> Receipt:
        proposed = _proposed(board, grid, half_month, key)
        if proposed.problems:
            raise Refusal(_("{count} places to mend below; nothing was saved").format(count=len(proposed.problems)))
        return save_percents(store.engine(), proposed.changes, actor)

    done(save, saved, lambda: begin_anew(GRID), undoable=True)
