"""管理: half months and their reports, the history of everything that was saved, and the backups."""

from functools import partial

import streamlit as st

from lib import ui
from lib.kept import backup, store
from lib.kept.history_check import check_history
from lib.kept.models import HistoryCheck, Openness
from lib.kept.printed import Printed, printed
from lib.ledger.access import must_be_office
from lib.ledger.door import Receipt, undo
from lib.review.reviewing import close_half_month, decide, open_half_month, reopen_half_month
from lib.review.seed import is_demo
from lib.review.submissions import ReportKey
from lib.server import reminders
from lib.show import blocks
from lib.show.boards.backups import backup_board, backup_trouble, standby_trouble
from lib.show.boards.changes import batch_board, batch_list, cell_history, change_table, undoable
from lib.show.boards.checked import check_board, check_trouble, checked, closed, code_answer
from lib.show.boards.collected import collected_board
from lib.show.boards.halfmonths import HalfMonthBoard, half_month_board
from lib.show.boards.sent import reminder_trouble, sent_board, unreached
from lib.show.boards.words import form_name, unit_name
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

half_month, actor, reference = ui.half_month(), ui.actor(), ui.reference()


# Half months -----------------------------------------------------------------------------------------------------


def half_months() -> None:
    """Where each county stands with each form; beside it what ends this half month and begins the next."""
    board = ui.cached(half_month_board, half_month)
    ui.html(board.unknown_days)
    ui.html(ui.cached(collected_board))
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        if not ui.looked_at(half_month, actor):
            ui.html(board.matrix)
            if board.spoken_of:
                ui.html(board.spoken_of)
            if board.state == Openness.OPEN:
                decisions(board)
    with right:
        if board.state == Openness.OPEN:
            ui.accepting(half_month, actor)
            closing(board)
        elif board.state == Openness.CLOSED:
            reopening()
        ui.act(
            _("Open {half_month}").format(half_month=board.next.label),
            lambda: open_half_month(store.engine(), board.next, actor),
            disabled=not actor.decides,
        )
        ui.html(board.half_months)


def decisions(board: HalfMonthBoard) -> None:
    """Accept or send back one form of one county; the reason belongs to this one alone."""
    county, form, reason = st.columns([1, 1, 2], gap="small")
    counties = list(dict.fromkeys(standing.county_code for standing in board.standings))
    of_county = county.selectbox(
        _("County"), counties, format_func=lambda code: unit_name(reference.units[code]), key="decided_county"
    )
    forms = [standing.form for standing in board.standings if standing.county_code == of_county]
    of_form = form.selectbox(_("Form"), forms, format_func=partial(form_name, reference), key="decided_form")
    if not of_form:
        return
    decision = ui.Form(f"decision {half_month} {of_county} {of_form}")
    with reason:
        decision.text("reason", _("Reason, when sent back"), limit=200)
    with st.container(horizontal=True):
        for label, word in ((_("Accept"), "accepted"), (_("Send back"), "returned"), (_("Take back the decision"), "")):
            decision.button(label, partial(decided, word, of_county, of_form), disabled=not actor.decides)


def decided(decision: str, county: str, form: str, typed: ui.Typed) -> Receipt:
    """Save the decision on the report that was drawn; what was chosen anew with the click has no reason yet."""
    if (ui.widget("decided_county"), ui.widget("decided_form")) != (county, form):
        raise Refusal(_("Another report was chosen with the click; look at it, then decide"))
    reason = typed["reason"] if decision else ""
    return decide(store.engine(), half_month, form, county, decision, actor, reason)


def closing(board: HalfMonthBoard) -> None:
    """Close; for what is missing choose what is carried forward, the rest stays missing. It is asked once."""
    ui.html(board.closing)
    form = ui.Form(f"close {half_month}")
    form.field("carry", partial(carrying, board))
    form.text("reason", _("Reason"), limit=200)
    seen = True
    if board.asks:
        label = _("I have seen what is missing; close it all the same")
        seen = bool(form.field("seen", lambda key: st.checkbox(label, key=key)))
    form.button(
        _("Close {half_month}").format(half_month=half_month.label),
        lambda typed: close_half_month(
            store.engine(), half_month, actor, typed["reason"], typed["carry"], board.unfinished
        ),
        closed,
        disabled=not actor.decides or not seen,
    )


def carrying(board: HalfMonthBoard, key: str) -> list[ReportKey]:
    """What is carried forward of what is missing."""
    return st.multiselect(
        _("Carry the last values forward for"),
        board.missing,
        format_func=lambda gap: f"{unit_name(reference.units[gap.county_code])} {form_name(reference, gap.form)}",
        placeholder=_("None: what is missing stays missing"),
        select_all=False,
        key=key,
    )


def reopening() -> None:
    """Open a closed half month again, with a reason."""
    ui.html(
        blocks.Finding(_("This half month is closed"), _("Opening it again needs a reason, which stays in the history"))
    )
    ui.act_with_reason(
        f"reopen {half_month}",
        _("Reason"),
        _("Open {half_month} again").format(half_month=half_month.label),
        lambda reason: reopen_half_month(store.engine(), half_month, actor, reason),
        disabled=not actor.decides,
    )


# History ---------------------------------------------------------------------------------------------------------


def history() -> None:
    """What was saved, narrowed by unit, indicator, person or half month; each act can be undone."""
    wanted = ui.history_filter(half_month)
    acts = ui.cached(batch_list, wanted)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        ui.html(blocks.Finding(_("Saved acts, newest first")))
        ui.html(ui.cached(batch_board, wanted))
    with right:
        checking()
        reading_paper()
        if numbers := undoable(acts, actor):
            undoing(numbers)
        if wanted.unit_code and wanted.indicator:
            ui.html(ui.cached(cell_history, wanted.unit_code, wanted.indicator))
        ui.html(blocks.Finding(_("Changes, newest first")))
        ui.html(ui.cached(change_table, wanted))


CHECK_SECONDS = 20  # whoever clicks waits so long at most; the newest acts come first


def checking() -> None:
    """When the history was last held to its hashes and to the data, and a check at once."""
    with st.container(horizontal=True, vertical_alignment="center"):
        ui.html(check_board(store.engine()))
        wanted = st.button(_("Check the history now"), disabled=not actor.decides)
    if wanted:
        with st.spinner(_("Comparing hashes, files and values …")):
            ui.done(check, checked)
        st.rerun()


def check() -> HistoryCheck:
    """A check, for the office alone."""
    with store.reading(store.engine()) as connection:
        must_be_office(connection, actor)
    return check_history(store.engine(), CHECK_SECONDS)[0]


def reading_paper() -> None:
    """A code from paper: whether the history up to it is still the one that was printed."""
    form = ui.Form("paper_code", short=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form.text("code", _("Code of the data, as it is printed"), limit=80)
        form.button(_("Compare with the history"), compare, code_answer, disabled=not actor.decides)


def compare(typed: ui.Typed) -> Printed:
    """A comparison, for the office alone."""
    with store.reading(store.engine()) as connection:
        must_be_office(connection, actor)
    try:
        return printed(store.engine(), typed["code"], CHECK_SECONDS)
    except Refusal as refusal:
        raise Mistakes({"code": str(refusal)}) from refusal


def undoing(numbers: list[int]) -> None:
    """Undo one act; what was changed since is refused, saying by whom."""
    batch = st.selectbox(_("Undo no."), numbers)
    form = ui.Form(f"undo {batch}")
    form.text("reason", _("Reason; needed where it opens a half month again"), limit=200)
    form.button(
        _("Undo no. {batch}").format(batch=batch),
        lambda typed: undo(store.engine(), batch, actor, typed["reason"]),
        disabled=not actor.decides,
    )


# Backups ---------------------------------------------------------------------------------------------------------


def backups() -> None:
    """The backups that are kept, and one more at once."""
    if st.button(_("Back up now"), disabled=not actor.decides):
        with st.spinner(_("Copying the database and checking the copy …")):
            ui.done(back_up, backed_up)
        if backup_trouble(store.engine()):
            ui.SENTENCE.take()  # why it failed stands above in every run, until a backup succeeds
        st.rerun()
    ui.html(backup_board(store.engine()))


def back_up() -> backup.Backup:
    """A backup, for the office alone."""
    with store.reading(store.engine()) as connection:
        by = must_be_office(connection, actor).name
    return backup.back_up(store.engine(), by=by)


def backed_up(made: backup.Backup) -> blocks.Markup:
    """What to say of a backup."""
    return blocks.banner("success", _("Backup made and checked"), made.file.name)


# Reminders -------------------------------------------------------------------------------------------------------


def reminding() -> None:
    """What was sent, and who is reached by nothing."""
    with store.reading(store.engine()) as connection:  # not cached: what is sent is no save
        sent, demo = reminders.sent_lately(connection), is_demo(connection)
        nobody = reminders.unreached(connection)
    ui.html(unreached(nobody, reference))
    ui.html(sent_board(sent, reference, demo))


def troubles() -> None:
    """What does not work at this moment, in every view: backups, the check, the standby, and reminders."""
    ui.html(backup_trouble(store.engine()))
    ui.html(check_trouble(store.engine()))
    ui.html(standby_trouble(store.standby_of(store.engine())))
    if settings().reminders.send:
        with store.reading(store.engine()) as connection:
            ui.html(reminder_trouble(reminders.not_arrived(connection)))


def accounts() -> None:
    """The passwords of a file just made, the accounts, and the way to make more from a file."""
    ui.hand_out_passwords()
    ui.accounts_view(actor)
    ui.accounts_from_file(actor)


# The page --------------------------------------------------------------------------------------------------------

VIEWS = {
    "half_months": ui.View(_("Half months"), half_months),
    "history": ui.View(_("History"), history),
    "accounts": ui.View(_("Accounts"), accounts),
    "settings": ui.View(_("Settings"), partial(ui.settings_view, actor)),
    "texts": ui.View(_("Texts of documents"), partial(ui.texts_view, actor)),
    "reminders": ui.View(_("Reminders"), reminding),
    "backups": ui.View(_("Backups"), backups),
    "templates": ui.View(_("Word templates"), partial(ui.word_templates, actor)),
}
if not actor.decides:  # a county makes the accounts of its townships
    VIEWS = {"accounts": VIEWS["accounts"]}

code = ui.choose_view(VIEWS)
if actor.decides:
    troubles()
ui.last_act(actor)
if code != "accounts":
    ui.forget_passwords()
VIEWS[code].draw()
