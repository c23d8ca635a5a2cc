"""What surrounds every page: navigation, language, who is signed in, half month and the notice of demo data."""

import streamlit as st

from lib import ui
from lib.ledger.access import Actor, may_write
from lib.show.boards.behind import tables_behind
from lib.show.boards.pages import OPENS, board_words
from lib.show.boards.status import DataStatus, data_status
from lib.words.language import gettext as _
from lib.words.settings import settings

st.set_page_config(
    page_title=settings().title,
    page_icon=str(ui.IMAGES / "icon.svg"),
    layout="wide",
    initial_sidebar_state=200,
)
ui.speak()
ui.style()
before: Actor | None = st.session_state.get("actor")
actor: Actor = ui.arrive()
if before and before.known and actor.known and before.account != actor.account:
    st.session_state.clear()  # what the one had chosen, typed or uploaded is not the other's
st.session_state.actor = actor

NEEDS = {"upload": may_write(actor, "observation"), "admin": actor.decides}  # pages of work that not everybody has


def entry(name: str, title: str, *, default: bool = False) -> st.Page:
    """A page of the menu; guests see all of them, so that whoever has an account finds the way."""
    shown = not actor.known or NEEDS.get(name, True)
    return st.Page(
        f"{name}.py", title=title, url_path=name, default=default, visibility="visible" if shown else "hidden"
    )


BOARDS = [entry(name, title, default=name == OPENS) for name, title in board_words().items()]
SCREEN = entry("screen", _("Screen"))  # a board without the frame around it
WORK = [entry("upload", _("Reporting")), entry("tables", _("Tables")), entry("briefing", _("Briefing"))]
SYSTEM = [entry("admin", _("Administration"))]

COLLECTING = {"schedule"}  # boards that open at the half month in collection, as the pages of work do
REVIEWING = {"briefing"}  # pages of work that open at the half month last closed, as the boards do

READY = {"tables"}  # pages that an office needs before its first half month

page = st.navigation({_("Boards"): [*BOARDS, SCREEN], _("Work"): WORK, _("System"): SYSTEM}, expanded=True)
name = page.url_path or OPENS
ended = before is not None and before.known and not actor.known


def framed(status: DataStatus) -> None:
    """The head with its half month, who is signed in, and the page or why it is not shown."""
    if name in REVIEWING or (page in BOARDS and name not in COLLECTING):
        st.session_state.shown = ui.head(page.title, status, status.reviewed, "half_month")
    else:
        st.session_state.shown = ui.head(page.title, status, status.collecting, "collecting")
    st.session_state.screen_brought = st.query_params.get("half_month")  # of this page, for the screen
    ui.person(actor, name)
    st.session_state.offered = None  # by this page, not by one that was left before its foot
    if not status.started and name not in READY:
        ui.start(actor)
    elif NEEDS.get(name, True):
        page.run()
        if page in BOARDS:
            ui.foot(page.title, ui.cached(tables_behind, name, st.session_state.shown))
    elif actor.known:
        ui.not_yours()
    else:
        ui.ask_to_sign_in(name, ended=ended)


# No st.stop() here: it would leave what the page before had bound to the address bound.
if not ui.may_look(actor):
    ui.ask_to_sign_in(name, ended=ended)
elif page == SCREEN and ui.cached(data_status).started:
    page.run()
else:
    framed(ui.cached(data_status))
