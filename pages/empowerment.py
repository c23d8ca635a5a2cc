"""赋能: the four empowerments, one figure at a time, and the quadrant; all choices stand in the URL."""

import streamlit as st

from lib import ui
from lib.kept import boards
from lib.kept.models import Board
from lib.show.boards.comparison import nothing_declared
from lib.show.boards.empowerment import EmpowermentBoard, empowerment_board
from lib.show.boards.empowerment_quadrant import QuadrantBoard, quadrant_board
from lib.show.boards.words import indicator_name
from lib.words.language import current
from lib.words.language import gettext as _

QUADRANT = "quadrant"
WIDTHS = {"zh": (1.12, 1.08, 1), "en": (1.4, 1, 0.9)}

half_month, reference = ui.half_month(), ui.reference()
unit = ui.unit_in_address()


def show_quadrant(board: QuadrantBoard) -> None:
    """Support against the change of burden, county by county."""
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        ui.chart(board.quadrant, key=f"quadrant_{half_month}", pick="pick", on_pick=ui.go_to_progress)
    with right:
        ui.html(board.table)
    ui.offer(board, half_month)


def show_figure(board: EmpowermentBoard, key: str) -> None:
    """The figures of this support, and the chosen one over time and by county."""
    ui.html(board.path)
    left, middle, right = st.columns(WIDTHS[current()], gap="medium")
    with left:
        ui.html(board.figures)
    with middle:
        ui.chart(board.curve, key=f"curve_{key}")
        ui.chart(board.new, key=f"new_{key}")
    with right:
        ui.chart(board.counties, key=f"counties_{key}", pick="pick", on_pick=ui.go_down)
        ui.chart(board.each, key=f"each_{key}", pick="pick", on_pick=ui.go_down)
    ui.offer(board, half_month, names[figure], unit=unit)


groups = boards.groups(reference, Board.EMPOWERMENT, half_month)
tabs = boards.words(reference, Board.EMPOWERMENT, half_month)
if boards.groups(reference, Board.QUADRANT, half_month):
    tabs[QUADRANT] = _("Burden and support")
support = ui.choice(_("Support"), tabs, "support") if tabs else ""
if not tabs:
    ui.html(nothing_declared())
elif support not in groups:
    show_quadrant(ui.cached(quadrant_board, half_month))
else:
    names = {row.indicator: indicator_name(reference, row.indicator) for row in groups[support]}
    figure = ui.choice(_("Indicator"), names, "figure")
    show_figure(ui.cached(empowerment_board, half_month, unit, figure), f"{figure}_{half_month}_{unit}")
ui.go_on()
