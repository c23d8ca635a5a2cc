"""帮助: the handbook, page by page; every page of the menu leads to its part of it."""

import streamlit as st

from lib import ui
from lib.show.boards.handbook import help_board

board = help_board(st.query_params.get("about", ""))
left, right = st.columns([3, 1], gap="medium")
with left:
    ui.html(board.note)
    ui.html(board.page)
with right:
    ui.html(board.contents)
