"""减负清理: the five actions, one measure at a time; action, measure and unit stand in the URL."""

import streamlit as st

from lib import ui
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.cleanup_measures import ACTIONS, action_words
from lib.show.boards.words import indicator_name
from lib.words.language import gettext as _

half_month = ui.half_month()
unit = ui.unit_in_address()
with st.container(horizontal=True, gap="large"):
    action = ui.choice(_("Action"), action_words(), "action")
    named = {one.code: indicator_name(ui.reference(), one.code) for one in ACTIONS[action]}
    measure = ui.choice(_("Measure"), named, "measure")
board = ui.cached(cleanup_board, half_month, unit, measure)

ui.html(board.path)
key = f"{measure}_{half_month}_{unit}"
left, middle, right = st.columns([1.08, 1.22, 1], gap="medium")
with left:
    ui.chart(board.curve, key=f"curve_{key}")
    ui.chart(board.new, key=f"new_{key}")
with middle:
    ui.chart(board.ranking, key=f"ranking_{key}", pick="pick", on_pick=ui.go_down)
    ui.html(board.villages)
with right:
    ui.chart(board.detail, key=f"detail_{key}")
    ui.html(board.rebounds)
ui.offer(board, half_month, named[measure], unit=unit)
ui.go_on()
