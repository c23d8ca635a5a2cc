"""减负清理: the groups that the office declared, one measure at a time; group, measure and unit stand in the URL."""

import streamlit as st

from lib import ui
from lib.kept import boards
from lib.kept.models import Board
from lib.show.boards.cleanup import cleanup_board
from lib.show.boards.comparison import nothing_declared
from lib.show.boards.words import indicator_name
from lib.words.language import gettext as _

half_month, reference = ui.half_month(), ui.reference()
unit = ui.unit_in_address()
groups = boards.groups(reference, Board.CLEANUP, half_month)


def measure_shown() -> tuple[str, str]:
    """The measure that is chosen, and its name."""
    with st.container(horizontal=True, gap="large"):
        action = ui.choice(_("Action"), boards.words(reference, Board.CLEANUP, half_month), "action")
        names = {row.indicator: indicator_name(reference, row.indicator) for row in groups[action]}
        measure = ui.choice(_("Measure"), names, "measure")
    return measure, names[measure]


def show_board(measure: str, name: str) -> None:
    """The curve, the units below and what the measure has of its own."""
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
    ui.offer(board, half_month, name, unit=unit)


if groups:
    show_board(*measure_shown())
else:
    ui.html(nothing_declared())
ui.go_on()
