"""半月调度·任务填报: percents of tasks and what is told beside them, typed in the last columns of a grid."""

from collections.abc import Sequence

import streamlit as st

from lib.kept import store
from lib.kept.changes import Change
from lib.kept.models.values import TASK_FORM
from lib.ledger.access import Actor, may_write
from lib.ledger.door import Receipt
from lib.review.grid import Conflict, Grid, Proposal
from lib.review.updates import propose_percents, save_percents
from lib.show.boards import tables
from lib.ui.acts import done, saved
from lib.ui.conflicts import saved_all_the_same
from lib.ui.drawing import html
from lib.ui.grids import Editor, discard, draw_grid, editor
from lib.ui.labels import plain
from lib.ui.previews import yes_to_empty
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

GRID = "percents"
ROWS = 14  # with them the buttons stay in view at 1280 × 720


def percent_grid(grid: Grid, half_month: HalfMonth, who: str, actor: Actor) -> None:
    """The tasks that `who` reports, and below them what is to mend, or was changed by others, in what was typed."""
    if not grid.rows:
        return
    of_mine = grid if may_write(actor, TASK_FORM) else grid.only_read()
    edited = editor((GRID, who, half_month, of_mine.edits), GRID, lambda: of_mine)
    draw_grid(edited.grid, edited.key, ROWS)
    if not edited.grid.edits:
        return
    # the buttons stand above what is to mend or choose, but depend on it: their place is kept, and filled last
    proposed, buttons = _proposed(edited, half_month), st.container()
    if proposed.problems:
        html(tables.problems(proposed.problems))
    labels = {(half_month.ordinal, *row.key): row.label for row in edited.grid.rows}
    mine = saved_all_the_same(() if proposed.problems else proposed.conflicts, edited, labels)
    sure = yes_to_empty((*proposed.changes, *proposed.waiting, *(mine or ())), edited.key)
    with buttons.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Save the percents"), on_click=_save, args=(edited, half_month, proposed.conflicts, mine, actor),
            type="primary", disabled=not sure,
        )  # fmt: skip
        if edited.edits.count:
            st.button(_("Discard edits"), on_click=discard, key="discard_percents")
        st.caption(plain(_("In the grid {what}").format(what=tables.only_for_pastes())))


def _proposed(edited: Editor, half_month: HalfMonth) -> Proposal:
    """What saving what stands in the grid at this moment would do."""
    if not edited.edits.count:
        return Proposal()
    with store.reading(store.engine()) as connection:
        return propose_percents(connection, half_month, edited.grid, edited.edits)


def _save(
    edited: Editor, half_month: HalfMonth, seen: Sequence[Conflict], mine: Sequence[Change] | None, actor: Actor
) -> None:
    """Save what stands in the grid at the click, and of what others changed what was chosen."""

    def save() -> Receipt:
        proposed = _proposed(edited, half_month)
        if proposed.problems:
            raise Refusal(_("{count} places to mend below; nothing was saved").format(count=len(proposed.problems)))
        # a cell that others changed between the drawing and the click was in no choice
        if mine is None or [*proposed.conflicts] != [*seen]:
            raise Refusal(_("Others changed some of these cells: choose below; nothing was saved"))
        return save_percents(store.engine(), (*proposed.changes, *mine), actor)

    done(save, saved, discard, undoable=True)  # the next run reads the grid anew, with what others saved
