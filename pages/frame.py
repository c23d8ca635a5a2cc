"""What surrounds every page: navigation, language, half month and the notice of demo data."""

import streamlit as st

from lib import ui
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
    st.Page("empowerment.py", title=_("Empowerment"), url_path="empowerment"),
]
WORK = [
    st.Page("upload.py", title=_("Reporting"), url_path="upload"),
    st.Page("tables.py", title=_("Tables"), url_path="tables"),
]
SYSTEM = [st.Page("admin.py", title=_("Administration"), url_path="admin")]

page = st.navigation({_("Boards"): BOARDS, _("Work"): WORK, _("System"): SYSTEM}, expanded=True)
status = ui.cached(data_status)
if page in BOARDS:
    st.session_state.shown = ui.head(page.title, status, status.reviewed, "half_month")
else:
    st.session_state.shown = ui.head(page.title, status, status.collecting, "collecting")
    st.session_state.actor = ui.actor()
page.run()
