"""What surrounds every page: navigation, language, who is signed in, half month and the notice of demo data."""

import streamlit as st

from lib.server import warming

warming.ready()  # who comes right after a start waits here for what the start is still importing

from lib import ui
from lib.show.boards.related_tables import related_tables
from lib.show.boards.status import DataStatus, data_status
from lib.words.settings import settings

st.set_page_config(
    page_title=settings().title,
    page_icon=ui.picture("icon.svg"),
    layout="wide",
    initial_sidebar_state=200,  # px
)
ui.speak()
ui.style()
actor, ended = ui.arrive()
page, entry = ui.navigation(actor)


def framed(status: DataStatus) -> None:
    """The head with its half month, who is signed in, and the page or why it is not shown."""
    ui.head(page.title, status, entry)
    ui.person(actor, entry.name)
    if not status.started and not entry.first:
        ui.start(actor)
    elif entry.needed_by(actor):
        page.run()
        if entry.group == "boards":
            ui.foot(page.title, ui.cached(related_tables, entry.name, ui.half_month(), actor.checks))
    elif actor.known:
        ui.not_yours()
    else:
        ui.ask_to_sign_in(entry.name, ended=ended)


# No st.stop() here: it would leave what the page before had bound to the address bound.
with ui.one_look():
    if not ui.may_look(actor):
        ui.ask_to_sign_in(entry.name, ended=ended)
    elif entry.bare and ui.cached(data_status).started:
        page.run()
    else:
        framed(ui.cached(data_status))
