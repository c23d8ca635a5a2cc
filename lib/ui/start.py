"""What an office sees on its own, still empty database: the two steps before its first board."""

import streamlit as st

from lib.kept import store
from lib.ledger.access import Actor
from lib.review.reviewing import open_half_month
from lib.show import blocks
from lib.ui.acts import act, silent
from lib.ui.drawing import html
from lib.ui.reading import reference
from lib.ui.session import SENTENCE
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def start(actor: Actor) -> None:
    """Units first, by a file on the page of tables; then the first half month."""
    html(SENTENCE.take())
    units = len(reference().units)
    if not units:
        html(
            blocks.empty(_("No units yet"), _("Load your register of units as a file on the page Tables, table Units"))
        )
        st.page_link("tables.py", label=_("Tables"), query_params={"table": "unit"})
        return
    html(
        blocks.empty(
            _("No half month was opened yet"),
            _("{count} units are loaded; open the first half month").format(count=f"{units:,}"),
        )
    )
    today = HalfMonth.containing(settings().today)
    first = st.selectbox(
        _("Half month"), [today.next(step) for step in (0, -1, -2, 1)], format_func=lambda one: one.label
    )
    act(
        _("Open {half_month}").format(half_month=first.label),
        lambda: open_half_month(store.engine(), first, actor),
        silent,
        disabled=not actor.decides,
    )
    if not actor.decides:
        st.caption(_("The joint-meeting office signs in on the left to open it."))
