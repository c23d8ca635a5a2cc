"""核实·登记: what was found, a village at a time in the order of the route, as a telephone shows it; or from a file."""

from functools import partial

import streamlit as st

from lib.kept import store
from lib.kept.models import PlanState
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.review.spot_checks import FOUND, Plan, Stop, record
from lib.review.uploads import Upload, save_upload, take
from lib.show import blocks
from lib.show.boards import spot_check_entry as entry
from lib.show.boards import upload as upload_board
from lib.show.boards.words import indicator_name
from lib.ui.acts import act
from lib.ui.choices import select
from lib.ui.drawing import html
from lib.ui.files import choose_file, put_away, readable
from lib.ui.forms import Form, Typed
from lib.ui.labels import plain
from lib.ui.reading import cached, reference
from lib.ui.session import STOP, begin_anew
from lib.ui.spot_checks import select_plan
from lib.ui.uploaded import save_label, show_problems
from lib.words.language import gettext as _

FILE = "spot_checks"


def spot_check_entry(actor: Actor) -> None:
    """The village that comes next on the route, or the one that is chosen; below it the way by a file."""
    board = cached(entry.entry_board, st.query_params.get("plan", ""))
    if board.chosen is None:
        html(blocks.empty(_("No check is under way"), _("When the office has drawn villages, they are entered here")))
        return
    if len(board.plans) > 1:
        select_plan(board.plans, board.chosen)
    html(board.progress)
    stops = {stop.unit_code: stop for stop in board.stops}
    code = _select_village(board.chosen, board)
    if all(stop.done for stop in board.stops):
        html(entry.all_entered())
    if code is not None:
        open_village(board.chosen, code)
        one_village(board.chosen, stops[code], actor)
    with st.expander(_("Upload the route sheets instead")):
        from_file(actor)


def _select_village(plan: Plan, board: entry.EntryBoard) -> str | None:
    """The village that the address names, else the one that is open, else the next on the route that waits."""
    codes = [stop.unit_code for stop in board.stops]
    opened, last = STOP.of(plan.code).get()
    opened = opened if opened in codes else entry.upcoming(board.stops, last)
    first = codes.index(opened) if opened else None
    return select(
        _("Village"), codes, "stop", board.words.__getitem__, first=first, hidden=True, placeholder=_("Choose")
    )


def open_village(plan: Plan, code: str) -> None:
    """The form stays at this village, whoever else saves; where another was open, it is filled anew."""
    slot = STOP.of(plan.code)
    opened, last = slot.get()
    if opened != code:
        begin_anew(_name(plan, code))
        slot.put((code, last))


def _name(plan: Plan, code: str) -> str:
    """The name of a village's form."""
    return f"found {plan.code} {code}"


def one_village(plan: Plan, stop: Stop, actor: Actor) -> None:
    """The form of a village: of each figure what was reported, and what was found."""
    form = Form(_name(plan, stop.unit_code), entry.given(stop), short=True)
    first = form.first(stop)
    if first != stop:
        html(entry.entered_meanwhile())
        form.discard(_("Show what was entered"))
    for check in stop.checks:
        html(entry.reported(reference(), check))
        of = indicator_name(reference(), check.indicator)
        form.text(f"found:{check.indicator}", _("Value found ({indicator})").format(indicator=plain(of)), limit=20)
        label = _("Nothing to be found (counts as 0)")
        form.field(f"not_found:{check.indicator}", partial(_tick, label))
        if form.asks(sure := f"sure:{check.indicator}"):
            form.field(sure, partial(_tick, _("Looked at again: it is right")))
    form.text("remark", _("Remark"), _("What was seen; or why it has to wait"), limit=200)
    form.button(
        _("Save and go on"), partial(_save, plan, first, actor), entry.saved, primary=True,
        disabled=plan.state is not PlanState.DRAWN or not actor.checks,
    )  # fmt: skip


def _tick(label: str, key: str) -> bool:
    return st.checkbox(label, key=key)


def _save(plan: Plan, seen: Stop, actor: Actor, typed: Typed) -> Receipt:
    saved = record(store.engine(), plan.code, seen, typed, actor)
    st.query_params.pop("stop", None)
    STOP.of(plan.code).put(("", seen.unit_code))  # the next plan that waits
    return saved


def from_file(actor: Actor) -> None:
    """The route sheets as they come back: what is wrong, what is new, and the button."""
    file = choose_file(_("File"), FILE)
    if file is None:
        st.caption(_("The yellow cells of the route sheets, filled in; before anything is saved you see what is new"))
        return
    if upload := readable(lambda: take(store.engine(), file.getvalue(), file.name, FOUND)):
        review(upload, actor)


def review(upload: Upload, actor: Actor) -> None:
    """What is wrong in the file, and what saving it would change."""
    html(upload_board.verdict(upload))
    show_problems(upload)
    if upload.preview.changes:
        html(entry.changes(reference(), upload.preview.changes))
        act(
            save_label(upload),
            partial(save_upload, store.engine(), upload, actor),
            then=partial(put_away, FILE),
            primary=True,
            disabled=not actor.checks,
            undoable=True,
            key="save_found",
        )
