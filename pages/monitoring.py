"""监测点: what lands on the monitored villages, and the place to record it, one event or a file."""

from collections.abc import Mapping

import streamlit as st

from lib import ui
from lib.kept import store
from lib.kept.models import BurdenKind, Role
from lib.ledger.access import covers, may_write
from lib.review.burden_entry import EVENTS, record_event
from lib.review.uploads import Upload, save_upload, take
from lib.show import blocks
from lib.show.boards import monitoring_entry as entry
from lib.show.boards.inspection_plan import plan_board
from lib.show.boards.monitoring import WIDTHS, monitoring_board
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.settings import settings

half_month, actor = ui.half_month(), ui.actor()
COLUMNS = {"zh": (1.35, 1), "en": (2.3, 1)}  # English names are longer in the table of the villages
unit = ui.unit_in_address()


def points() -> None:
    """The villages with what landed on them; beside them the trend, what covers it, and where it came from."""
    board = ui.cached(monitoring_board, half_month, unit)
    ui.html(board.path)
    ui.html(board.lead)
    left, right = st.columns(COLUMNS[current()], gap="medium")
    with left:
        if board.events:
            ui.html(board.events)
        else:
            ui.html(board.rows_finding)
            if codes := board.codes:
                ui.pick_table(
                    board.rows, board.lights, WIDTHS[current()], f"points_{half_month}_{unit}",
                    on_pick=lambda row: ui.name_in_address("unit", codes[row]), at_once=17,
                )  # fmt: skip
    with right:
        ui.chart(board.trend, key=f"trend_{half_month}_{unit}")
        ui.html(board.kinds)
        ui.chart(board.sources, key=f"sources_{half_month}_{unit}")
        ui.html(board.covers)
    ui.offer(board, half_month, unit=unit)


def plan() -> None:
    """The annual plan of inspections: what comes, who sends it, and what was held outside it."""
    board = ui.cached(plan_board, half_month.year)
    ui.html(board.lead)
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        ui.html(board.comes)
    with right:
        ui.chart(board.senders, key=f"senders_{half_month.year}")
    ui.html(board.outside)


def record() -> None:
    """One event on the left, a file of events on the right."""
    left, right = st.columns([1, 1.1], gap="medium")
    with left:
        one_event()
    with right:
        many_events()


def one_event() -> None:
    """The form for what landed on one village."""
    ui.html(blocks.Finding(_("Record one event"), _("For staff of the point's township: what landed on the village")))
    choices = ui.cached(entry.choices)
    form = ui.Form("event", {"happened_on": settings().today, "unit_code": unit or None})
    left, right = st.columns([1.6, 1], gap="small")
    with left:
        form.choice("unit_code", _("Monitoring point"), own(choices.points))
    with right:
        form.date("happened_on", _("Day"))
    left, right = st.columns([1, 1.6], gap="small")
    with left:
        form.choice("kind", _("Kind"), {kind: kind.word for kind in BurdenKind})
    with right:
        form.choice("department_code", _("Source department"), choices.departments)
    form.text("title", _("Name of the event"), _("As it was announced, e.g. flood season check"), limit=80)
    left, right = st.columns([1.6, 1], gap="small")
    with left:
        form.text("basis", _("Grounds"), _("Document, call or chat message"))
    with right:
        form.text("hours", _("Hours"), "2.5", limit=12)
    form.choice("cover", _("Plan, list item or admission that covers it"), choices.covers)
    form.button(
        _("Record"), lambda typed: record_event(store.engine(), entry.uncover(typed), actor), primary=True,
        disabled=not may_write(actor, "burden_event"),
    )  # fmt: skip


def own(points: Mapping[str, str]) -> dict[str, str]:
    """The points that this reporter records for; everybody else sees them all."""
    seen = actor.role != Role.REPORTER
    return {code: words for code, words in points.items() if seen or covers(actor, ui.reference(), code)}


def many_events() -> None:
    """A file of events: the template, the uploader, and what is read of it."""
    ui.html(blocks.Finding(_("Record a file"), _("CSV or Excel, a row per event; no codes of events are needed")))
    ui.download_table(_("Template (CSV)"), _("burden events"), "csv", entry.template)
    file = ui.choose_file(_("File"), "events")
    if file is None:
        ui.html(
            blocks.empty(_("No file chosen yet"), _("Before anything is saved you see what is wrong and what is new"))
        )
        return
    if upload := ui.readable(lambda: take(store.engine(), file.getvalue(), file.name, EVENTS)):
        review(upload)


def review(upload: Upload) -> None:
    """What is wrong, what is new, and the buttons."""
    ui.html(entry.verdict(upload))
    if upload.checked.problems:
        ui.download_marked(upload)
    if upload.preview.changes:
        label = _("Save {count} events").format(count=f"{entry.events_in(upload):,}")
        ui.act(
            label,
            lambda: save_upload(store.engine(), upload, actor),
            lambda saved: entry.receipt(saved, upload),
            then=lambda: ui.put_away("events"),
            primary=True,
            disabled=not may_write(actor, "burden_event"),
        )


VIEWS = {
    "board": ui.View(_("Burden on the points"), points),
    "plan": ui.View(_("Plan of inspections"), plan),
    "record": ui.View(_("Record"), record, writes="burden_event"),
}
view = VIEWS[ui.choose_view(VIEWS)]
ui.last_act(actor, may=not view.writes or may_write(actor, view.writes))
view.draw()
