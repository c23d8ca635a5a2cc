"""四级进度: from the prefecture to one village in three clicks; the unit stands in the URL."""

import streamlit as st

from lib import ui
from lib.boards.progress import VillageBoard, progress_board

half_month = st.session_state.shown
code = st.query_params.get("unit", "")
board = ui.cached(progress_board, half_month, code)

ui.html(board.path)
if isinstance(board, VillageBoard):
    left, right = st.columns(2, gap="medium")
    with left:
        ui.html(board.tasks)
    with right:
        ui.html(board.values)
    st.stop()

left, right = st.columns([1, 1.35], gap="medium")
chosen = None
with left:
    ui.html(board.children_finding)
    if board.codes:
        row = ui.status_table(board.rows, board.lights, key=f"children_{half_month}_{code}")
        chosen = None if row is None else board.codes[row]
    ui.html(board.furthest)
with right:
    ui.html(board.tasks_finding)
    if board.heat:
        cell = ui.chart(board.heat, key=f"tasks_{half_month}_{code}", pick="cell")
        chosen = chosen or cell.get("unit_code")
if chosen:
    st.query_params["unit"] = chosen
    st.rerun()
