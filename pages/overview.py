"""总览: the half month in one minute."""

import streamlit as st

from lib import ui
from lib.kept.models import Role
from lib.show.boards.overview import overview, reviewed
from lib.show.boards.reports import my_open_reports
from lib.show.boards.status import data_status

half_month, actor = ui.half_month(), ui.actor()
collecting = ui.cached(data_status).collecting
# Most of it is of its half month: only the rest is made anew after a save for the one in collection.
board = ui.cached(overview, half_month, collecting, ui.cached(reviewed, half_month))

ui.last_step(actor)
ui.html(board.head)
left, middle, right = st.columns([1.12, 1.12, 0.9], gap="medium")
with left:
    ui.html(board.levels)
    ui.html(board.meeting)
with middle:
    ui.chart(board.ranking, key=f"ranking_{half_month}", pick="pick", on_pick=ui.go_to_progress)
    ui.html(board.submissions)
with right:
    if actor.role == Role.REPORTER:
        ui.html(ui.cached(my_open_reports, collecting, actor.unit_code or actor.department_code))
    ui.html(board.attention)
ui.offer(board, half_month)
ui.go_on()
