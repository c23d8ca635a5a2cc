"""What is reported without a file: the template, and that nothing changed."""

import sqlalchemy as sa
import streamlit as st

from lib.intake import templates
from lib.intake.exports import Export
from lib.kept import store
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.ledger.door import Receipt
from lib.review.reviewing import nothing_changed
from lib.review.unchanged import nothing_changed_anywhere
from lib.review.updates import percents_template
from lib.show import blocks
from lib.show.boards import upload as board
from lib.show.boards.missing import missing_board, unchanged_board
from lib.ui.acts import act
from lib.ui.downloads import download_table
from lib.ui.drawing import html
from lib.ui.reading import cached, read_now, reference
from lib.ui.session import COPYING, actor, half_month, widget
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def without_file(form: str, county: str | None) -> None:
    """The template with my units and last values, and "nothing changed"."""
    name = templates.template_name(reference(), form, half_month(), county)
    with st.container(horizontal=True):
        # a download is made in a thread of its own, which knows nothing of the session: what is asked of it goes along
        asked = form, half_month(), county, actor().department_code
        download_table(_("Template (Excel)"), name, "xlsx", read_now, _template, *asked)
        download_table(_("Template (CSV)"), name, "csv", read_now, _template, *asked)
        if county or actor().department_code:
            act(_("Nothing changed"), _unchanged, _receipt, undoable=True)
        if county and not actor().department_code:
            st.button(_("Nothing changed in any form"), on_click=_look_at, args=(county,))


def _template(
    connection: sa.Connection,
    known: Reference,
    form: str,
    half_month: HalfMonth,
    county: str | None,
    department: str | None,
) -> Export:
    """The form to fill in, with the last values."""
    if form == TASK_FORM:
        return percents_template(connection, known, half_month, department or county)
    return templates.template(connection, known, form, half_month, county)


def _unchanged() -> Receipt:
    """Report the values of the half month before for what is chosen at the click."""
    form, county = widget("form"), widget("county") or actor().unit_code
    if actor().department_code:
        county = reference().top.code
    return nothing_changed(store.engine(), half_month(), form, county or "", actor())


def _receipt(saved: Receipt) -> blocks.Markup:
    return board.receipt(saved, [half_month()], "")


def _look_at(owner: str) -> None:
    """Show what would be copied of every form of this unit; "" puts it away."""
    COPYING.put(owner)


def unchanged_anywhere(owner: str | None) -> None:
    """What would be copied of every form, where that was asked for; the buttons that do it as one act or leave it."""
    if not owner or COPYING.get() != owner:
        return
    shown = cached(unchanged_board, half_month(), owner)
    html(shown.block)
    with st.container(horizontal=True):
        act(
            _("Copy these {count} cells").format(count=f"{shown.count:,}"),
            lambda: nothing_changed_anywhere(store.engine(), half_month(), owner, actor(), shown.copied), _receipt,
            then=COPYING.take, primary=True, undoable=True, disabled=not shown.count,
        )  # fmt: skip
        st.button(_("Copy nothing"), on_click=_look_at, args=("",))


def still_missing(form: str, who: str | None) -> None:
    """Who is missing from what is begun: a few by name, the rest on request."""
    if shown := cached(missing_board, half_month(), form, who):
        html(shown.few)
        with st.expander(_("All their names")):
            html(shown.all)
