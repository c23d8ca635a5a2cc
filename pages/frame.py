"""What surrounds every page: navigation, language, half month and the notice of demo data."""

import streamlit as st

from lib import ui
from lib.boards.behind import tables_behind
from lib.boards.status import data_status
from lib.language import gettext as _
from lib.settings import settings

st.set_page_config(
    page_title=settings().title,
    page_icon=str(ui.IMAGES / "icon.svg"),
    layout="wide",
    initial_sidebar_state=200,
)
ui.speak()
ui.style()

BOARDS = [
    st.Page("overview.py", title=_("Overview"), url_path="overview", default=True),
    st.Page("progress.py", title=_("Four levels"), url_path="progress"),
    st.Page("cleanup.py", title=_("Clean-up"), url_path="cleanup"),
    st.Page("schedule.py", title=_("Dispatch"), url_path="schedule"),
    st.Page("empowerment.py", title=_("Empowerment"), url_path="empowerment"),
    st.Page("lists.py", title=_("Lists and admission"), url_path="lists"),
    st.Page("monitoring.py", title=_("Monitoring points"), url_path="monitoring"),
]
WORK = [
    st.Page("upload.py", title=_("Reporting"), url_path="upload"),
    st.Page("tables.py", title=_("Tables"), url_path="tables"),
    st.Page("briefing.py", title=_("Briefing"), url_path="briefing"),
]
SYSTEM = [st.Page("admin.py", title=_("Administration"), url_path="admin")]

COLLECTING = {"schedule"}  # boards that open at the half month in collection, as the pages of work do
ACTING = {"schedule", "lists", "monitoring"}  # boards on which something is saved: they ask who does it

READY = {"tables"}  # pages that an office needs before its first half month

page = st.navigation({_("Boards"): BOARDS, _("Work"): WORK, _("System"): SYSTEM}, expanded=True)
status = ui.cached(data_status)
if page in BOARDS and page.url_path not in COLLECTING:
    st.session_state.shown = ui.head(page.title, status, status.reviewed, "half_month")
else:
    st.session_state.shown = ui.head(page.title, status, status.collecting, "collecting")
if page not in BOARDS or page.url_path in ACTING or not status.started:
    st.session_state.actor = ui.actor()
st.session_state.pictures = []  # of this page, not of one that was left before its foot
if status.started or page.url_path in READY:
    page.run()
    if page in BOARDS:
        ui.foot(ui.cached(tables_behind, page.url_path or "overview", st.session_state.shown))
else:
    ui.start(st.session_state.actor)
