"""简报: what is handed out of a half month."""

import streamlit as st

from lib import ui

ui.exports_section(st.session_state.shown)
