"""四级进度: from the prefecture to one village in three clicks; the unit stands in the URL."""

import streamlit as st

from lib import ui
from lib.show.boards.progress import ProgressBoard, VillageBoard, progress_board
from lib.words.language import current

half_month = ui.half_month()
code = ui.unit_in_address()
# English names and states are longer than the numbers beside them, those of townships most.
WIDTHS = {"zh": (1, 1.35), "en": (1, 1.05)}
FEW = 12  # units below; more of them need a wider map of tasks
LONG = {"zh": WIDTHS["zh"], "en": (1.1, 1)}


def village(board: VillageBoard) -> None:
    """One village: its tasks, and the values that it reported."""
    left, right = st.columns(2, gap="medium")
    with left:
        ui.html(board.tasks)
    with right:
        ui.html(board.values)


def units(board: ProgressBoard) -> None:
    """The units below this one, and each of them with each task."""
    left, right = st.columns((LONG if len(board.codes) > FEW else WIDTHS)[current()], gap="medium")
    with left:
        ui.html(board.children)
        if codes := board.codes:
            key = f"children_{half_month}_{code}"
            ui.status_table(board.rows, board.lights, key, on_pick=lambda row: ui.name_in_address("unit", codes[row]))
        ui.html(board.furthest)
    with right:
        key = f"tasks_{half_month}_{code}"
        ui.chart(board.tasks, key, pick="cell", on_pick=lambda cell: ui.name_in_address("unit", cell["unit_code"]))


board = ui.cached(progress_board, half_month, code)
ui.html(board.path)
if isinstance(board, VillageBoard):
    village(board)
else:
    units(board)
ui.offer(board, half_month, unit=code)
