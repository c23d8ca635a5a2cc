"""管理·历史: everything that was saved, whether it is still what was saved, and the way to undo an act."""

from functools import partial

import streamlit as st

from lib.kept import store
from lib.kept.history_check import check_history
from lib.kept.models import HistoryCheck
from lib.kept.printed import Printed, printed
from lib.ledger.access import Actor, must_be_office
from lib.ledger.door import undo
from lib.show import blocks
from lib.show.boards.changes import batch_board, batch_list, cell_history, change_table, undoable
from lib.show.boards.checked import check_board, checked, code_answer
from lib.ui.acts import done
from lib.ui.conditions import history_filter
from lib.ui.drawing import html
from lib.ui.forms import Form, Typed
from lib.ui.reading import cached
from lib.words.errors import Mistakes, Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

CHECK_SECONDS = 20  # whoever clicks waits so long at most; the newest acts come first


def history_view(half_month: HalfMonth, actor: Actor) -> None:
    """What was saved, narrowed by unit, indicator, person or half month; each act can be undone."""
    wanted = history_filter(half_month)
    acts = cached(batch_list, wanted)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        html(blocks.Finding(_("Saved acts, newest first")))
        html(cached(batch_board, wanted))
    with right:
        _check_section(actor)
        _code_section(actor)
        if numbers := undoable(acts, actor):
            _undo_section(numbers, actor)
        if wanted.unit_code and wanted.indicator:
            html(cached(cell_history, wanted.unit_code, wanted.indicator))
        html(blocks.Finding(_("Changes, newest first")))
        html(cached(change_table, wanted))


def _check_section(actor: Actor) -> None:
    """When the history was last held to its hashes and to the data, and a check at once."""
    with st.container(horizontal=True, vertical_alignment="center"):
        html(check_board(store.engine()))
        wanted = st.button(_("Check the history now"), disabled=not actor.decides)
    if wanted:
        with st.spinner(_("Comparing hashes, files and values …")):
            done(partial(_check, actor), checked)
        st.rerun()


def _check(actor: Actor) -> HistoryCheck:
    """A check, for the office alone."""
    with store.reading(store.engine()) as connection:
        must_be_office(connection, actor)
    return check_history(store.engine(), CHECK_SECONDS)[0]


def _code_section(actor: Actor) -> None:
    """A code from paper: whether the history up to it is still the one that was printed."""
    form = Form("paper_code", short=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form.text("code", _("Code of the data, as it is printed"), limit=80)
        form.button(_("Compare with the history"), partial(_compare, actor), code_answer, disabled=not actor.decides)


def _compare(actor: Actor, typed: Typed) -> Printed:
    """A comparison, for the office alone."""
    with store.reading(store.engine()) as connection:
        must_be_office(connection, actor)
    try:
        return printed(store.engine(), typed["code"], CHECK_SECONDS)
    except Refusal as refusal:
        raise Mistakes({"code": str(refusal)}) from refusal


def _undo_section(numbers: list[int], actor: Actor) -> None:
    """Undo one act; what was changed since is refused, saying by whom."""
    batch = st.selectbox(_("Undo no."), numbers)
    form = Form(f"undo {batch}")
    form.text("reason", _("Reason; needed where it opens a half month again"), limit=200)
    form.button(
        _("Undo no. {batch}").format(batch=batch),
        lambda typed: undo(store.engine(), batch, actor, typed["reason"]),
        disabled=not actor.decides,
    )
