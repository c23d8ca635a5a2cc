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
from lib.show.boards.spot_checks import plan_words
from lib.show.boards.words import indicator_name
from lib.ui.acts import act
from lib.ui.choices import select
from lib.ui.drawing import html
from lib.ui.files import choose_file, put_away, readable
from lib.ui.forms import Form, Typed
from lib.ui.labels import plain
from lib.ui.reading import cached, reference
from lib.ui.session import STOP, begin_anew
from lib.ui.uploaded import save_label, show_problems
from lib.words.language import gettext as _

FILE = "spot_checks"


def spot_check_entry(actor: Actor) -> None:
    """The village that comes next on the route, or the one that is chosen; below it the way by a file."""
    shown = cached(entry.entry_board, st.query_params.get("plan", ""))
    if shown.chosen is None:
        html(blocks.empty(_("No check is under way"), _("When the office has drawn villages, they are entered here")))
        return
    if len(shown.plans) > 1:
        codes = {one.code: plan_words(one) for one in shown.plans}
        select(_("Plan"), list(codes), "plan", codes.__getitem__, first=list(codes).index(shown.chosen.code))
    html(shown.progress)
    stops = {stop.unit_code: stop for stop in shown.stops}
    words = shown.words
    opened, last = STOP.of(shown.chosen.code).get()
    opened = opened if opened in stops else entry.upcoming(shown.stops, last)
    first = [*stops].index(opened) if opened else None
    code = select(
        _("Village"), list(stops), "stop", words.__getitem__, first=first, hidden=True, placeholder=_("Choose")
    )
    if all(stop.done for stop in shown.stops):
        html(entry.all_entered())
    if code is not None:
        open_village(shown.chosen, code)
        one_village(shown.chosen, stops[code], actor)
    with st.expander(_("Upload the route sheets instead")):
        from_file(actor)


def open_village(one: Plan, code: str) -> None:
    """The form stays at this village, whoever else saves; where another was open, it is filled anew."""
    slot = STOP.of(one.code)
    opened, last = slot.get()
    if opened != code:
        begin_anew(_name(one, code))
        slot.put((code, last))


def _name(one: Plan, code: str) -> str:
    return f"found {one.code} {code}"


def one_village(one: Plan, stop: Stop, actor: Actor) -> None:
    """The form of a village: of each figure what was reported, and what was found."""
    form = Form(_name(one, stop.unit_code), entry.given(stop), short=True)
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
        _("Save and go on"), partial(_save, one, first, actor), entry.saved, primary=True,
        disabled=one.state is not PlanState.DRAWN or not actor.checks,
    )  # fmt: skip


def _tick(label: str, key: str) -> bool:
    return st.checkbox(label, key=key)


def _save(one: Plan, seen: Stop, actor: Actor, typed: Typed) -> Receipt:
    saved = record(store.engine(), one.code, seen, typed, actor)
    st.query_params.pop("stop", None)
    STOP.of(one.code).put(("", seen.unit_code))  # the next one that waits
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
