"""核实: how far the reported figures can be trusted, by spot checks, doubts, surveys, pilots and what comes next."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from lib import ui
from lib.kept.models import Role
from lib.review.doubts import RULES, seen_by
from lib.show.boards.doubts import doubts_board, doubts_export
from lib.show.boards.movement import movement_board
from lib.show.boards.outlook import outlook_board
from lib.show.boards.pilots import pilots_board
from lib.show.boards.surveys import surveys_board
from lib.words.language import gettext as _

half_month, actor = ui.half_month(), ui.actor()


def doubts() -> None:
    """How many doubts there are by county; beside them what each rule found, as far as the reader sees it."""
    sees = seen_by(actor, ui.reference())
    chosen = (chosen_county(), chosen_rule())
    board = ui.cached(doubts_board, half_month, sees, *chosen)
    left, right = st.columns([1, 2.1], gap="medium")
    with left:
        ui.html(board.by_county)
    with right:
        select_county_and_rule(board.counties, board.rules)
        for group in board.groups:
            ui.html(group)
        if not board.listed:
            st.caption(_("Places and numbers are shown to the office, and to a county those of its own."))
        elif board.groups:
            with st.container(horizontal=True):
                for label, suffix in ((_("Download CSV"), "csv"), (_("Download Excel"), "xlsx")):
                    name, of = _("doubtful figures"), (half_month, sees, *chosen)
                    ui.download_table(label, name, suffix, ui.read_now, doubts_export, *of)


def select_county_and_rule(counties: Mapping[str, str], rules: Mapping[str, str]) -> None:
    """The county and the rule, each all of them as long as none is chosen."""
    with st.container(horizontal=True):
        for label, options, key, all_ in (
            (_("County"), counties, "county", _("All counties")),
            (_("Doubt"), rules, "rule", _("All doubts")),
        ):
            if options:
                ui.select(
                    label, list(options), key, options.__getitem__, first=None, hidden=True, placeholder=all_, width=236
                )


def chosen_county() -> str | None:
    """The county that the address names."""
    code = st.query_params.get("county", "")
    return code if code in ui.reference().units else None


def chosen_rule() -> str | None:
    """The rule that the address names."""
    code = st.query_params.get("rule", "")
    return code if code in RULES else None


def surveys() -> None:
    """Reported against felt, and the register of surveys."""
    board = ui.cached(surveys_board, half_month, st.query_params.get("asked", ""))
    ui.choice(_("Who was asked"), {each.value: each.word for each in board.asked} or {"": ""}, "asked")
    left, right = st.columns([1.1, 1], gap="medium")
    with left:
        ui.chart(board.quadrant, key=f"felt_{half_month}", pick="pick", on_pick=ui.go_to_progress)
    with right:
        if board.register:
            ui.html(board.register)
    ui.offer(board, half_month)


def pilots() -> None:
    """Pilot villages against all others, and the visits."""
    board = ui.cached(pilots_board, half_month)
    left, right = st.columns(2, gap="medium")
    with left:
        ui.chart(board.boards, key=f"pilot_boards_{half_month}")
    with right:
        ui.chart(board.rules, key=f"pilot_rules_{half_month}")
    left, right = st.columns([1, 1.6], gap="medium")
    with left:
        ui.html(board.places)
    with right:
        ui.html(board.visits)
    ui.offer(board, half_month)


def outlook() -> None:
    """When targets are reached at this pace, at the unit and below it, and how right that was before."""
    unit = ui.unit_in_address()
    board = ui.cached(outlook_board, half_month, unit, st.query_params.get("target", ""))
    ui.html(board.path)
    ui.html(board.targets)
    if board.codes:
        ui.select(_("Indicator"), [*board.codes], "target", board.codes.__getitem__, hidden=True, width=236)
    ui.html(board.below)
    ui.html(board.tested)
    ui.offer(board, half_month, unit=unit)


def movement() -> None:
    """What changed since the last half month: ranks and by what, lights, figures."""
    unit = ui.unit_in_address()
    board = ui.cached(movement_board, half_month, unit)
    ui.html(board.path)
    ui.html(board.moves)
    left, right = st.columns(2, gap="medium")
    with left:
        ui.html(board.lights)
    with right:
        ui.html(board.figures)
    ui.offer(board, half_month, unit=unit)


VIEWS = {"results": ui.View(_("Spot-check results"), partial(ui.spot_check_results, half_month, actor))}
if actor.checks:  # which villages are drawn is not announced
    VIEWS["checks"] = ui.View(_("Spot check"), partial(ui.spot_check_plans, half_month, actor))
    VIEWS["entry"] = ui.View(_("Enter"), partial(ui.spot_check_entry, actor))
if actor.role == Role.CHECKER:  # on the way, with a telephone
    VIEWS = {"entry": VIEWS["entry"], **VIEWS}
VIEWS |= {
    "doubts": ui.View(_("Doubts"), doubts),
    "surveys": ui.View(_("Surveys"), surveys),
    "pilots": ui.View(_("Pilots"), pilots),
    "outlook": ui.View(_("What comes next"), outlook),
    "movement": ui.View(_("Rank and movement"), movement),
}
view = VIEWS[ui.choose_view(VIEWS)]
ui.last_act(actor)
view.draw()
ui.go_on()
