"""管理: half months and their reports, the history of everything that was saved, and the backups."""

from functools import partial

import streamlit as st

from lib import ui
from lib.kept import backup, store
from lib.ledger.access import must_be_office
from lib.ledger.door import Receipt, undo
from lib.review.reviewing import close_half_month, decide, open_half_month, reopen_half_month
from lib.show import blocks
from lib.show.boards.backups import backup_board, backup_trouble
from lib.show.boards.changes import batch_board, batch_list, cell_history, change_table, undoable
from lib.show.boards.halfmonths import HalfMonthBoard, half_month_board
from lib.show.boards.words import form_name, unit_name
from lib.words.language import gettext as _

half_month, actor, reference = ui.half_month(), ui.actor(), ui.reference()


# Half months -----------------------------------------------------------------------------------------------------


def half_months() -> None:
    """Where each county stands with each form; beside it what ends this half month and begins the next."""
    board = ui.cached(half_month_board, half_month)
    ui.html(board.unknown_days)
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        ui.html(board.matrix)
        if board.state == "open":
            decisions(board)
    with right:
        if board.state == "open":
            closing(board)
        elif board.state == "closed":
            reopening()
        ui.act(
            _("Open {half_month}").format(half_month=board.next.label),
            lambda: open_half_month(store.engine(), board.next, actor),
            disabled=not actor.decides,
        )
        ui.html(board.half_months)


def decisions(board: HalfMonthBoard) -> None:
    """Accept or send back one form of one county."""
    county, form, reason = st.columns([1, 1, 2], gap="small")
    counties = list(dict.fromkeys(standing.county_code for standing in board.standings))
    county.selectbox(
        _("County"), counties, format_func=lambda code: unit_name(reference.units[code]), key="decided_county"
    )
    forms = list(dict.fromkeys(standing.form for standing in board.standings))
    form.selectbox(_("Form"), forms, format_func=partial(form_name, reference), key="decided_form")
    reason.text_input(_("Reason, when sent back"), max_chars=200, key="decided_reason")
    with st.container(horizontal=True):
        ui.act(_("Accept"), partial(decided, "accepted"), disabled=not actor.decides)
        ui.act(_("Send back"), partial(decided, "returned"), disabled=not actor.decides)
        ui.act(_("Take back the decision"), partial(decided, ""), disabled=not actor.decides)


def decided(decision: str) -> Receipt:
    """Save the decision on what is chosen above at the click."""
    form, county, reason = map(ui.widget, ("decided_form", "decided_county", "decided_reason"))
    return decide(store.engine(), half_month, form, county, decision, actor, reason)


def closing(board: HalfMonthBoard) -> None:
    """Close; for what is missing choose what is carried forward, the rest stays missing."""
    ui.html(
        blocks.Finding(
            _("Close this half month"), _("{count} reports are not complete").format(count=len(board.missing))
        )
    )
    st.multiselect(
        _("Carry the last values forward for"),
        board.missing,
        format_func=lambda gap: f"{unit_name(reference.units[gap.county_code])} {form_name(reference, gap.form)}",
        placeholder=_("None: what is missing stays missing"),
        select_all=False,
        key="close_carry",
    )
    st.text_input(_("Reason"), max_chars=200, key="close_reason")
    ui.act(
        _("Close {half_month}").format(half_month=half_month.label),
        lambda: close_half_month(
            store.engine(), half_month, actor, ui.widget("close_reason"), ui.widget("close_carry")
        ),
        disabled=not actor.decides,
    )


def reopening() -> None:
    """Open a closed half month again, with a reason."""
    ui.html(
        blocks.Finding(_("This half month is closed"), _("Opening it again needs a reason, which stays in the history"))
    )
    ui.act_with_reason(
        f"reopen {half_month}",
        _("Reason"),
        _("Open {half_month} again").format(half_month=half_month.label),
        lambda reason: reopen_half_month(store.engine(), half_month, actor, reason),
        disabled=not actor.decides,
    )


# History ---------------------------------------------------------------------------------------------------------


def history() -> None:
    """What was saved, narrowed by unit, indicator, person or half month; each act can be undone."""
    wanted = ui.history_filter(half_month)
    acts = ui.cached(batch_list, wanted)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        ui.html(blocks.Finding(_("Saved acts, newest first")))
        ui.html(ui.cached(batch_board, wanted))
    with right:
        if numbers := undoable(acts):
            undoing(numbers)
        if wanted.unit_code and wanted.indicator:
            ui.html(ui.cached(cell_history, wanted.unit_code, wanted.indicator))
        ui.html(blocks.Finding(_("Changes, newest first")))
        ui.html(ui.cached(change_table, wanted))


def undoing(numbers: list[int]) -> None:
    """Undo one act; what was changed since is refused, saying by whom."""
    batch = st.selectbox(_("Undo no."), numbers)
    ui.act(
        _("Undo no. {batch}").format(batch=batch),
        lambda: undo(store.engine(), batch, actor),
        disabled=not actor.decides,
    )


# Backups ---------------------------------------------------------------------------------------------------------


def backups() -> None:
    """The backups that are kept, and one more at once."""
    if st.button(_("Back up now"), disabled=not actor.decides):
        with st.spinner(_("Copying the database and checking the copy …")):
            ui.done(back_up, backed_up)
        if backup_trouble(store.engine()):
            ui.SENTENCE.take()  # why it failed stands above in every run, until a backup succeeds
        st.rerun()
    ui.html(backup_board(store.engine()))


def back_up() -> backup.Backup:
    """A backup, for the office alone."""
    with store.reading(store.engine()) as connection:
        by = must_be_office(connection, actor).name
    return backup.back_up(store.engine(), by=by)


def backed_up(made: backup.Backup) -> blocks.Markup:
    """What to say of a backup."""
    return blocks.banner("success", _("Backup made and checked"), made.file.name)


# The page --------------------------------------------------------------------------------------------------------

VIEWS = {"half_months": _("Half months"), "history": _("History"), "accounts": _("Accounts"), "backups": _("Backups")}

view = st.segmented_control(
    _("View"),
    list(VIEWS),
    default="half_months",
    required=True,
    format_func=VIEWS.__getitem__,
    key="view",
    label_visibility="collapsed",
    bind="query-params",
)
ui.html(backup_trouble(store.engine()))
ui.last_act(actor)
if view == "history":
    history()
elif view == "accounts":
    ui.accounts_view(actor)
elif view == "backups":
    backups()
else:
    half_months()
