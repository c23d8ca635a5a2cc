"""管理·半月: the office accepts what was reported, several reports at once, and looks at one beside the last."""

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from lib.kept import store
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.accepting import accept
from lib.review.contents import Contents, contents
from lib.review.own_writes import written_reports
from lib.review.reviewing import decide
from lib.show.boards.accepting import (
    WIDTHS,
    own_finding,
    report_board,
    report_export,
    waiting_finding,
    waiting_rows,
    within_scope,
)
from lib.show.boards.words import form_name, unit_name
from lib.ui.acts import act
from lib.ui.downloads import download_table
from lib.ui.drawing import html, paper_note, printable_rows
from lib.ui.forms import Form, Typed, act_with_reason
from lib.ui.picking import pick_table
from lib.ui.reading import cached, read_now, reference, revision
from lib.ui.sizes import ROW, grid_height, px
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _

ROWS = 8  # reports seen at once; the rest scrolls within the list


def accepting(half_month: HalfMonth, actor: Actor) -> None:
    """What waits, in all or of one form or county, what is unusual first; and the buttons that accept it at once."""
    every = cached(contents, half_month)
    in_scope = within_scope(every, _scope(every))
    waiting = [report for report in in_scope if report.waits]
    html(waiting_finding(in_scope))
    if not waiting:
        return
    mine = _written_by(actor, half_month)
    own = [report for report in waiting if report.standing.key in mine]
    _accept_those([report for report in waiting if report not in own], half_month, actor)
    if own:
        _accept_own(own, half_month, actor)
    rows = _rows(revision(), current(), tuple(waiting))
    # other reports under the same key would keep the row that was clicked in the list before
    key = f"waiting_{half_month}_{hash(tuple(report.standing.key for report in waiting))}"
    pick_table(rows, {}, WIDTHS[current()], key, on_pick=lambda row: look(waiting[row]), at_once=ROWS)


@lru_cache(maxsize=16)
def _rows(_revision: int, _language: str, waiting: tuple[Contents, ...]) -> pd.DataFrame:
    """The same table until something is saved, so that it is drawn once."""
    return waiting_rows(reference(), waiting)


def _accept_those(waiting: Sequence[Contents], half_month: HalfMonth, actor: Actor) -> None:
    """The buttons that accept what others reported: what has no remark, and all."""
    unremarkable = [report for report in waiting if not report.said]
    with st.container(horizontal=True):
        if unremarkable and len(unremarkable) < len(waiting):
            label = _("Accept the {count} without remarks").format(count=len(unremarkable))
            _button(label, half_month, unremarkable, actor, primary=True)
        if waiting:
            label = _("Accept all {count}").format(count=len(waiting))
            _button(label, half_month, waiting, actor, primary=len(unremarkable) == len(waiting))


def _accept_own(own: Sequence[Contents], half_month: HalfMonth, actor: Actor) -> None:
    """What the account wrote itself waits for another account of the office, or for one reason."""
    html(own_finding(len(own)))
    act_with_reason(
        f"own {half_month}",
        _("Reason"),
        _("Accept the {count} with this reason").format(count=len(own)),
        lambda reason: accept(store.engine(), half_month, own, actor, reason),
        undoable=True,
    )


def _written_by(actor: Actor, half_month: HalfMonth) -> frozenset[tuple[str, str]]:
    """The reports (form, county) with values of this account of the office; it accepts them with a reason alone."""
    return cached(written_reports, half_month, actor.account, actor.name) if actor.decides else frozenset()


def _scope(every: Sequence[Contents]) -> str | None:
    """The form or county whose reports are accepted; None is all."""
    known = reference()
    waiting = [report.standing for report in every if report.waits]
    forms = {standing.form: form_name(known, standing.form) for standing in waiting}
    counties = {standing.county_code: unit_name(known.units[standing.county_code]) for standing in waiting}
    words = forms | dict(sorted(counties.items()))
    return st.selectbox(
        _("Accept reports of"), list(words), index=None, format_func=lambda code: words.get(code, code),
        placeholder=_("all forms and counties"), key="accepted_scope",
    )  # fmt: skip


def _button(label: str, half_month: HalfMonth, seen: Sequence[Contents], actor: Actor, *, primary: bool) -> None:
    act(
        label,
        lambda: accept(store.engine(), half_month, seen, actor),
        primary=primary,
        disabled=not actor.decides,
        undoable=True,
    )


def look(report: Contents) -> None:
    """Show this report in place of the matrix."""
    st.query_params["look"] = f"{report.standing.county_code}.{report.standing.form}"


def leave_look() -> None:
    """Show the matrix again."""
    st.query_params.pop("look", None)


def looked_at(half_month: HalfMonth, actor: Actor) -> bool:
    """Draw the report that the address names, with the buttons that decide on it; whether there is one."""
    county, _dot, form = st.query_params.get("look", "").partition(".")
    board = cached(report_board, half_month, form, county) if form else None
    if board is None:
        return False
    st.button(_("Back to all reports"), on_click=leave_look)
    html(board.heading)
    _decide(half_month, board.contents, actor)
    html(board.remarks)
    html(board.sums)
    if len(board.changes):
        st.dataframe(printable_rows(board.changes), hide_index=True, row_height=px(ROW), height=grid_height(10))
        paper_note()
    name = _("{half_month} {form}").format(half_month=half_month, form=f"{form}_{county}")
    with st.container(horizontal=True):
        download_table(_("All its cells (Excel)"), name, "xlsx", read_now, report_export, half_month, form, county)
    return True


def _decide(half_month: HalfMonth, seen: Contents, actor: Actor) -> None:
    """Accept what is looked at, or send it back with a reason."""
    standing = seen.standing
    form = Form(f"looked {half_month} {standing.county_code} {standing.form}")
    own = seen.waits and standing.key in _written_by(actor, half_month)
    if own:
        html(own_finding(1))
    form.text("reason", _("Reason, when sent back or accepted") if own else _("Reason, when sent back"), limit=200)

    def send_back(typed: Typed) -> Receipt:
        of = standing.form, standing.county_code
        return _and_leave(decide(store.engine(), half_month, *of, "returned", actor, typed["reason"]))

    def accept_it(typed: Typed) -> Receipt:
        return _and_leave(accept(store.engine(), half_month, [seen], actor, typed["reason"] if own else ""))

    with st.container(horizontal=True):
        if seen.waits:
            form.button(_("Accept this report"), accept_it, primary=True, disabled=not actor.decides, undoable=True)
        form.button(_("Send this report back"), send_back, disabled=not actor.decides, undoable=True)


def _and_leave(receipt: Receipt) -> Receipt:
    """The receipt of a decision; what is decided is no longer looked at, what was refused still is."""
    leave_look()
    return receipt
