"""核实: how far the reported figures can be trusted, by spot checks, doubts, surveys, pilots and what comes next."""

import streamlit as st

from lib import ui
from lib.show.boards.pilots import pilots_board
from lib.show.boards.surveys import surveys_board
from lib.words.language import gettext as _

half_month = ui.half_month()


def surveys() -> None:
    """Reported against felt, and the register of surveys."""
    shown = ui.cached(surveys_board, half_month, st.query_params.get("asked", ""))
    ui.choice(_("Who was asked"), {each.value: each.word for each in shown.asked} or {"": ""}, "asked")
    left, right = st.columns([1.1, 1], gap="medium")
    with left:
        ui.chart(shown.quadrant, key=f"felt_{half_month}", pick="pick", on_pick=ui.go_to_progress)
    with right:
        if shown.register:
            ui.html(shown.register)
    ui.offer(shown, half_month)


def pilots() -> None:
    """Pilot villages against all others, and the visits."""
    shown = ui.cached(pilots_board, half_month)
    left, right = st.columns(2, gap="medium")
    with left:
        ui.chart(shown.boards, key=f"pilot_boards_{half_month}")
    with right:
        ui.chart(shown.rules, key=f"pilot_rules_{half_month}")
    left, right = st.columns([1, 1.6], gap="medium")
    with left:
        ui.html(shown.places)
    with right:
        ui.html(shown.visits)
    ui.offer(shown, half_month)


VIEWS = {"surveys": (_("Surveys"), surveys), "pilots": (_("Pilots"), pilots)}
view = ui.choice(_("View"), {code: words for code, (words, _draw) in VIEWS.items()}, "view")
VIEWS[view][1]()
ui.go_on()
