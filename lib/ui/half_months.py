"""管理·半月: half months and their reports; what ends the half month that is shown, and begins the next."""

from functools import partial

import streamlit as st

from lib.kept import store
from lib.kept.models import Openness
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.reviewing import close_half_month, decide, open_half_month, reopen_half_month
from lib.review.submissions import ReportKey
from lib.show import blocks
from lib.show.boards.checked import closed
from lib.show.boards.collected import collected_board
from lib.show.boards.halfmonths import HalfMonthBoard, half_month_board
from lib.show.boards.words import form_name, unit_name
from lib.ui.accepting import accepting, looked_at
from lib.ui.acts import act
from lib.ui.drawing import html
from lib.ui.forms import Form, Typed, act_with_reason
from lib.ui.reading import cached, reference
from lib.ui.session import widget
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def half_months_view(half_month: HalfMonth, actor: Actor) -> None:
    """Where each county stands with each form; beside it what ends this half month and begins the next."""
    board = cached(half_month_board, half_month)
    html(board.unknown_days)
    html(cached(collected_board))
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        if not looked_at(half_month, actor):
            html(board.matrix)
            if board.spoken_of:
                html(board.spoken_of)
            if board.state == Openness.OPEN:
                _decisions(board, half_month, actor)
    with right:
        if board.state == Openness.OPEN:
            accepting(half_month, actor)
            _closing(board, half_month, actor)
        elif board.state == Openness.CLOSED:
            _reopening(half_month, actor)
        act(
            _("Open {half_month}").format(half_month=board.next.label),
            lambda: open_half_month(store.engine(), board.next, actor),
            disabled=not actor.decides,
        )
        html(board.half_months)


def _decisions(board: HalfMonthBoard, half_month: HalfMonth, actor: Actor) -> None:
    """Accept or send back one form of one county; the reason belongs to this one alone."""
    county, form, reason = st.columns([1, 1, 2], gap="small")
    counties = list(dict.fromkeys(standing.county_code for standing in board.standings))
    of_county = county.selectbox(
        _("County"), counties, format_func=lambda code: unit_name(reference().units[code]), key="decided_county"
    )
    forms = [standing.form for standing in board.standings if standing.county_code == of_county]
    of_form = form.selectbox(_("Form"), forms, format_func=partial(form_name, reference()), key="decided_form")
    if not of_form:
        return
    decision = Form(f"decision {half_month} {of_county} {of_form}")
    with reason:
        decision.text("reason", _("Reason, when sent back"), limit=200)
    with st.container(horizontal=True):
        for label, word in ((_("Accept"), "accepted"), (_("Send back"), "returned"), (_("Take back the decision"), "")):
            decide_it = partial(_decided, half_month, word, of_county, of_form, actor)
            decision.button(label, decide_it, disabled=not actor.decides)


def _decided(half_month: HalfMonth, decision: str, county: str, form: str, actor: Actor, typed: Typed) -> Receipt:
    """Save the decision on the report that was drawn; what was chosen anew with the click has no reason yet."""
    if (widget("decided_county"), widget("decided_form")) != (county, form):
        raise Refusal(_("Another report was chosen with the click; look at it, then decide"))
    reason = typed["reason"] if decision else ""
    return decide(store.engine(), half_month, form, county, decision, actor, reason)


def _closing(board: HalfMonthBoard, half_month: HalfMonth, actor: Actor) -> None:
    """Close; for what is missing choose what is carried forward, the rest stays missing. It is asked once."""
    html(board.closing)
    form = Form(f"close {half_month}")
    form.field("carry", partial(_carrying, board))
    form.text("reason", _("Reason"), limit=200)
    seen = True
    if board.asks:
        label = _("I have seen what is missing; close it all the same")
        seen = bool(form.field("seen", lambda key: st.checkbox(label, key=key)))
    form.button(
        _("Close {half_month}").format(half_month=half_month.label),
        lambda typed: close_half_month(
            store.engine(), half_month, actor, typed["reason"], typed["carry"], board.unfinished
        ),
        closed,
        disabled=not actor.decides or not seen,
    )


def _carrying(board: HalfMonthBoard, key: str) -> list[ReportKey]:
    """What is carried forward of what is missing."""
    return st.multiselect(
        _("Carry the last values forward for"),
        board.missing,
        format_func=lambda gap: f"{unit_name(reference().units[gap.county_code])} {form_name(reference(), gap.form)}",
        placeholder=_("None: what is missing stays missing"),
        select_all=False,
        key=key,
    )


def _reopening(half_month: HalfMonth, actor: Actor) -> None:
    """Open a closed half month again, with a reason."""
    html(
        blocks.Finding(_("This half month is closed"), _("Opening it again needs a reason, which stays in the history"))
    )
    act_with_reason(
        f"reopen {half_month}",
        _("Reason"),
        _("Open {half_month} again").format(half_month=half_month.label),
        lambda reason: reopen_half_month(store.engine(), half_month, actor, reason),
        disabled=not actor.decides,
    )
