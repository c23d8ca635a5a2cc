"""核实·抽查 on the page: results for all; plans, draw and hand-out for the office."""

from collections.abc import Mapping, Sequence
from functools import partial

import sqlalchemy as sa
import streamlit as st

from lib.documents.kinds import notice_of_check
from lib.intake.exports import file_name
from lib.kept import store
from lib.kept.models import DrawKind, PlanState
from lib.kept.reference import Reference
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review import spot_checks
from lib.review.doubts import doubts, weights
from lib.review.spot_checks import Back, Plan
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards import spot_check_plans as plan_boards
from lib.show.boards.spot_checks import lot_words, plan_words, results_board
from lib.show.boards.words import unit_name
from lib.show.workbook.route import route_sheets
from lib.ui.acts import act
from lib.ui.choices import select
from lib.ui.downloads import hand_out
from lib.ui.drawing import chart, html
from lib.ui.forms import Form, Typed
from lib.ui.labels import plain
from lib.ui.papers import paper_in_layout
from lib.ui.reading import cached, read_now, reference
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def spot_check_results(half_month: HalfMonth, actor: Actor) -> None:
    """What the last check found: findings on the left, counties and villages that differ on the right."""
    chosen = st.query_params.get("plan", "")
    board = cached(results_board, half_month, actor.checks, actor.unit_code, chosen)
    if len(board.plans) > 1:
        select(_("Spot check"), list(board.plans), "plan", board.plans.__getitem__, hidden=True, width=420)
    left, right = st.columns([1.1, 1.15], gap="medium")
    with left:
        for at, block in enumerate(board.findings):
            chart(block, key=f"factor_{board.code}_{at}")
    with right:
        for block in board.counties:
            html(block)
        html(board.differing)
    with st.expander(_("Is this township acceptable?")):
        township_lot(half_month)


def township_lot(half_month: HalfMonth) -> None:
    """How few villages of a township tell whether its figures are acceptable, and what so many agreeing ones say."""
    known = reference()
    townships = {
        unit.code: f"{unit_name(known.units[unit.county_code or unit.code])} {unit_name(unit)}"
        for unit in known.at_level("township", half_month)
    }
    left, right = st.columns([1.4, 1], gap="small")
    with left:
        code = st.selectbox(
            _("Township"), list(townships), index=None, format_func=townships.__getitem__, placeholder=_("Choose"),
            key="lot_township",
        )  # fmt: skip
    if code is None:
        return
    try:
        villages, lot = spot_checks.lot_of(known, code, half_month)
    except Refusal as refusal:
        html(blocks.banner("warning", str(refusal)))
        return
    with right:
        agree = st.number_input(_("So many agreed"), 0, lot.checked, None, key=f"lot_agree_{code}")
    html(lot_words(len(villages), lot.checked, lot.agreeing))
    if agree is not None:
        html(_verdict(lot.acceptable(int(agree))))


def _verdict(acceptable: bool) -> Markup:
    if acceptable:
        return blocks.banner("success", _("Acceptable"))
    return blocks.banner("warning", _("Not acceptable: check every village"))


# The office ---------------------------------------------------------------------------------------------------------


def spot_check_plans(half_month: HalfMonth, actor: Actor) -> None:
    """The plans of the half month with their visits; beside them what can be done with one, and a new one."""
    chosen = st.query_params.get("plan", "")
    board = cached(plan_boards.plans_board, half_month, chosen)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        html(board.list)
        html(board.counties)
        html(board.visits)
    with right:
        if board.chosen:
            if len(board.plans) > 1:
                select_plan(board.plans, board.chosen)
            work(board.chosen, board.waiting, actor)
            sending_back(board.chosen, board.backs, actor)
        new_plan(half_month, actor)


def select_plan(plans: Sequence[Plan], chosen: Plan) -> None:
    """Which of these plans is worked on; the page reads it from the address."""
    words = {plan.code: plan_words(plan) for plan in plans}
    select(_("Plan"), list(words), "plan", words.__getitem__, first=list(words).index(chosen.code))


def work(plan: Plan, waiting: int, actor: Actor) -> None:
    """What can be done with a plan as it stands; ending it is asked once while villages wait."""
    html(blocks.Finding(plan_words(plan), _next_steps()[plan.state]))
    engine, sure = store.engine(), True
    if plan.state is PlanState.DRAWN and waiting:
        sure = st.checkbox(
            _("{count} villages still wait and take no results after the end; end it all the same").format(
                count=f"{waiting:,}"
            ),
            key=f"end_{plan.code}",
        )
    with st.container(horizontal=True):
        if plan.state is PlanState.DRAFT:
            draw = partial(spot_checks.draw, engine, plan.code, actor, _weights)
            act(_("Draw the villages"), draw, primary=True, disabled=not actor.decides, undoable=True)
            take = partial(spot_checks.take_away, engine, plan.code, actor)
            act(_("Take the draft away"), take, disabled=not actor.decides, undoable=True)
            return
        sheets, notice = _("Route sheets"), _("Notice of spot check")
        file = file_name(f"{sheets}_{plan.code}", "xlsx")
        hand_out(_("Route sheets (Excel)"), file, read_now, route_sheets, plan)
        paper_in_layout(_("Notice (Word)"), notice, f"{notice}_{plan.code}", notice_of_check, plan)
        if plan.state is PlanState.DRAWN:
            end = partial(spot_checks.end, engine, plan.code, actor)
            act(_("End the check"), end, disabled=not (actor.decides and sure), undoable=True)


def _next_steps() -> dict[PlanState, str]:
    return {
        PlanState.DRAFT: _(
            "A draft is not changed: take it away, make another. Drawing writes seed and frame into it, to be repeated"
        ),
        PlanState.DRAWN: _("Hand the sheets to the checking group alone; what was found is entered under “Enter”"),
        PlanState.ENDED: _("Everybody sees the results; what differs goes back to its county below"),
    }


def _weights(connection: sa.Connection, known: Reference, half_month: HalfMonth) -> Mapping[int, float]:
    return weights(doubts(connection, known, half_month))


def sending_back(plan: Plan, backs: tuple[Back, ...], actor: Actor) -> None:
    """What differs, report by report, each with the button that sends it back."""
    if plan.state is not PlanState.ENDED or not backs:
        return
    html(blocks.Finding(_("What differs goes back"), _("The county corrects or explains; nothing is corrected here")))
    if why_not := next((back.why_not for back in backs if back.why_not), ""):
        html(blocks.banner("warning", why_not))
    for back in backs:
        words = blocks.bold(plan_boards.back_words(reference(), back))
        html(blocks.element("p", "by-second", words, " ", back.cells))
        if back.before:
            already = _("It is sent back already: {reason}. Both reasons will stand").format(reason=back.before)
            html(blocks.banner("warning", already))
        if not back.why_not:
            send = partial(spot_checks.send_back, store.engine(), plan.code, back.form, back.county_code, actor)
            label = _("Sent back") if back.returned else _("Send back")
            key, disabled = f"back_{back.county_code}_{back.form}", back.returned or not actor.decides
            act(label, send, key=key, disabled=disabled, undoable=True)


def new_plan(half_month: HalfMonth, actor: Actor) -> None:
    """The form of a new plan."""
    html(blocks.Finding(_("New spot check of {half_month}").format(half_month=half_month.label)))
    words = cached(plan_boards.indicators)
    form = Form(f"spot check {half_month}", {"draw": DrawKind.BY_SIZE.value})
    label = _("Indicators; the first is the size of the draw")
    chosen = form.field(
        "indicators",
        lambda key: st.multiselect(label, list(words), format_func=words.__getitem__, placeholder=_("Choose"), key=key),
    )
    draw = form.choice("draw", _("Manner of the draw"), {kind.value: kind.word for kind in DrawKind}, required=True)
    left, right = st.columns(2, gap="small")
    with left:
        form.text("villages", _("Villages to visit"), "58", limit=5)
    with right:
        points = form.text("points", _("or precision, ± points"), "5", limit=5)
    if chosen:
        st.caption(plain(cached(plan_boards.sizes, half_month, chosen[0], DrawKind(draw), points)))
    form.field("by_doubts", lambda key: st.checkbox(_("Doubtful villages more often"), key=key))
    form.text("note", _("Note"), limit=100)
    form.button(
        _("Keep the plan"), partial(_keep, half_month, actor), _kept, primary=True,
        disabled=not actor.decides,
    )  # fmt: skip


def _keep(half_month: HalfMonth, actor: Actor, typed: Typed) -> Receipt:
    return spot_checks.make(store.engine(), half_month, typed, actor)


def _kept(saved: Receipt) -> Markup:
    with store.reading(store.engine()) as connection:
        return plan_boards.plan_saved(connection, saved.batch)
