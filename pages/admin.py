"""管理: half months and their reports, the history of everything that was saved, and the backups."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib import ui
from lib.kept import backup, store
from lib.kept.history import Filter, actors
from lib.ledger.access import must_be_office
from lib.ledger.door import Receipt, undo
from lib.review.reviewing import Missing, close_half_month, decide, open_half_month, reopen_half_month
from lib.show import blocks
from lib.show.boards.backups import backup_board, backup_trouble
from lib.show.boards.changes import batch_board, batch_list, cell_history, change_table
from lib.show.boards.halfmonths import HalfMonthBoard, half_month_board
from lib.show.boards.words import unit_name
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.texts import printable

half_month, actor, reference = st.session_state.shown, st.session_state.actor, ui.reference()


def act(work: Callable[..., Receipt], *args: object) -> None:
    """Do what a button says; the receipt, or why not, stands at the top of the next run."""
    try:
        saved = work(store.engine(), *args)
        st.session_state.said = blocks.banner("success", _("Saved as no. {batch}").format(batch=saved.batch))
    except Refusal as refusal:
        st.session_state.said = blocks.banner("error", str(refusal))


def name(form: str) -> str:
    return named(reference.forms[form].name, reference.forms[form].name_en)


def half_months(board: HalfMonthBoard) -> None:
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        ui.html(board.matrix)
        decisions(board)
    with right:
        if board.state == "open":
            closing(board)
        elif board.state == "closed":
            reopening()
        st.button(
            _("Open {half_month}").format(half_month=board.next.label),
            on_click=act,
            args=(open_half_month, board.next, actor),
            disabled=not actor.decides,
        )
        ui.html(board.half_months)


def decisions(board: HalfMonthBoard) -> None:
    """Accept or send back one form of one county."""
    if board.state != "open":
        return
    county, form, reason = st.columns([1, 1, 2], gap="small")
    codes = list(dict.fromkeys(one.county_code for one in board.standings))
    chosen = county.selectbox(_("County"), codes, format_func=lambda code: unit_name(reference.units[code]))
    asked = form.selectbox(_("Form"), list(dict.fromkeys(one.form for one in board.standings)), format_func=name)
    why = reason.text_input(_("Reason, when sent back"), max_chars=200)
    with st.container(horizontal=True):
        for word, decision in (
            (_("Accept"), "accepted"),
            (_("Send back"), "returned"),
            (_("Take back the decision"), ""),
        ):
            st.button(
                word,
                on_click=act,
                args=(decide, half_month, asked, chosen, decision, actor, why),
                disabled=not actor.decides,
            )


def closing(board: HalfMonthBoard) -> None:
    """Close; for what is missing choose what is carried forward, the rest stays missing."""
    ui.html(
        blocks.Finding(
            _("Close this half month"), _("{count} reports are not complete").format(count=len(board.missing))
        )
    )
    carry = st.multiselect(
        _("Carry the last values forward for"),
        board.missing,
        format_func=lambda one: f"{unit_name(reference.units[one.county_code])} {name(one.form)}",
        placeholder=_("None: what is missing stays missing"),
        select_all=False,
    )
    reason = st.text_input(_("Reason"), max_chars=200, key="close_reason")
    st.button(
        _("Close {half_month}").format(half_month=half_month.label),
        on_click=act,
        args=(close_half_month, half_month, actor, reason, tuple(Missing(one.form, one.county_code) for one in carry)),
        disabled=not actor.decides,
    )


def reopening() -> None:
    """Open a closed half month again, with a reason."""
    ui.html(
        blocks.Finding(_("This half month is closed"), _("Opening it again needs a reason, which stays in the history"))
    )
    reason = st.text_input(_("Reason"), max_chars=200, key="reopen_reason")
    st.button(
        _("Open {half_month} again").format(half_month=half_month.label),
        on_click=act,
        args=(reopen_half_month, half_month, actor, reason),
        disabled=not actor.decides or not reason.strip(),
    )


def history() -> None:
    """What was saved, narrowed by unit, indicator, person or half month; each act can be undone."""
    with store.reading(store.engine()) as connection:
        people = actors(connection)
    with st.container(horizontal=True):
        code = choose_unit()
        measure = choose(_("Indicator"), list(reference.indicators), indicator_name)
        who = choose(_("Who"), people, printable)
        this = choose(_("Half month"), [half_month], lambda one: one.label)
    wanted = Filter(code, measure, who, this)
    found = ui.cached(batch_list, wanted)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        ui.html(blocks.Finding(_("Saved acts, newest first")))
        ui.html(ui.cached(batch_board, wanted))
    with right:
        undoing([row.id for row in found if not row.undone_by and row.kind not in ("load", "account")])
        if code and measure:
            ui.html(ui.cached(cell_history, code, measure))
        ui.html(blocks.Finding(_("Changes, newest first")))
        ui.html(ui.cached(change_table, wanted))


def choose_unit() -> str | None:
    """Level by level, so that no list holds all villages: a county, one of its townships, one of its villages."""
    options = [one for level in ("prefecture", "county") for one in reference.of_level.get(level, ())]
    code: str | None = None
    for label in (_("Unit"), _("Township"), _("Village")):
        found = choose(label, [one.code for one in options], lambda code: f"{unit_name(reference.units[code])} {code}")
        if found is None or reference.units[found].level == "prefecture":
            return found or code
        code, options = found, reference.children.get(found, [])
    return code


def choose(label: str, options: list[Any], shown: Callable[[Any], str]) -> Any:
    """One condition of the history; none chosen is all."""
    return st.selectbox(label, options, index=None, format_func=shown, placeholder=_("All"), width=236)


def indicator_name(code: str) -> str:
    return named(reference.indicators[code].name, reference.indicators[code].name_en)


def undoing(numbers: list[int]) -> None:
    """Undo one act; what was changed since is refused, saying by whom."""
    if not numbers:
        return
    batch = st.selectbox(_("Undo no."), numbers)
    st.button(
        _("Undo no. {batch}").format(batch=batch), on_click=act, args=(undo, batch, actor), disabled=not actor.decides
    )


def backups() -> None:
    """The backups that are kept, and one more at once."""
    if st.button(_("Back up now"), disabled=not actor.decides):
        with st.spinner(_("Copying the database and checking the copy …")):
            st.session_state.said = backed_up()
        st.rerun()
    ui.html(backup_board(store.engine()))


def backed_up() -> blocks.Markup:
    """Make a backup; what to say of it."""
    try:
        with store.reading(store.engine()) as connection:
            by = must_be_office(connection, actor).name
        made = backup.back_up(store.engine(), by=by)
        return blocks.banner("success", _("Backup made and checked"), made.file.name)
    except Refusal as refusal:
        noted = backup_trouble(store.engine())  # it stands above in every run, until a backup succeeds
        return blocks.Markup("") if noted else blocks.banner("error", str(refusal))


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
ui.said(actor)
if view == "history":
    history()
elif view == "accounts":
    ui.accounts_view(actor)
elif view == "backups":
    backups()
else:
    half_months(ui.cached(half_month_board, half_month))
