"""四级进度: from the prefecture to one village in three clicks; the unit stands in the URL."""

import streamlit as st

from lib import ui
from lib.boards.progress import VillageBoard, progress_board

half_month = st.session_state.shown
code = st.query_params.get("unit", "")
board = ui.cached(progress_board, half_month, code)


def go(unit: str) -> None:
    st.query_params["unit"] = unit


ui.html(board.path)
if isinstance(board, VillageBoard):
    left, right = st.columns(2, gap="medium")
    with left:
        ui.html(board.tasks)
    with right:
        ui.html(board.values)
    st.stop()

left, right = st.columns([1, 1.35], gap="medium")
with left:
    ui.html(board.children_finding)
    if codes := board.codes:
        ui.status_table(board.rows, board.lights, f"children_{half_month}_{code}", on_pick=lambda row: go(codes[row]))
    ui.html(board.furthest)
with right:
    ui.html(board.tasks_finding)
    if board.heat:
        ui.chart(board.heat, f"tasks_{half_month}_{code}", pick="cell", on_pick=lambda cell: go(cell["unit_code"]))
