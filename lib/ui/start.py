"""What an office sees on its own, still empty database: the steps before its first board."""

import streamlit as st

from lib.kept import store
from lib.ledger.access import Actor
from lib.review import grid
from lib.review.reviewing import open_half_month
from lib.show import blocks
from lib.show.boards.first_steps import accounts_next, guide, needs_accounts
from lib.ui.acts import act, silent
from lib.ui.downloads import download_table
from lib.ui.drawing import html
from lib.ui.reading import cached, read_now, reference
from lib.ui.session import SENTENCE
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def start(actor: Actor) -> None:
    """Every step with its state and the template of the next one; then the first half month."""
    html(SENTENCE.take())
    units, steps = len(reference().units), cached(guide)
    if not units:
        html(
            blocks.empty(_("No units yet"), _("Load your register of units as a file on the page Tables, table Units"))
        )
    html(steps.steps)
    with st.container(horizontal=True):
        for name in steps.tables:
            source = grid.Source("records", name)
            title = grid.title(reference(), source)
            label = _("Template: {table}").format(table=title)
            download_table(label, f"{title}_{_('Template')}", "xlsx", read_now, grid.template, source, today(), None)
    if units:
        _first_half_month(actor, units)
    else:
        st.page_link("tables.py", label=_("Tables"), query_params={"table": "unit"})


def today() -> HalfMonth:
    """The half month of today."""
    return HalfMonth.containing(settings().today)


def _first_half_month(actor: Actor, units: int) -> None:
    html(
        blocks.empty(
            _("No half month was opened yet"),
            _("{count} units are loaded; open the first half month").format(count=f"{units:,}"),
        )
    )
    # today's first, then those before it, of which reports still come in, and the next
    options = [today().next(step) for step in (0, -1, -2, 1)]
    first = st.selectbox(_("Half month"), options, format_func=lambda half_month: half_month.label)
    act(
        _("Open {half_month}").format(half_month=first.label),
        lambda: open_half_month(store.engine(), first, actor),
        silent,
        disabled=not actor.decides,
    )
    if not actor.decides:
        st.caption(_("The joint-meeting office signs in on the left to open it."))


def last_step(actor: Actor) -> None:
    """Above the office's first board: that nobody has an account yet who could report."""
    if not actor.decides:
        return
    with store.reading(store.engine()) as connection:
        missing = needs_accounts(connection)
    if missing:
        html(accounts_next())
