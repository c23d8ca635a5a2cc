"""管理: half months, history, accounts, what the office sets and writes, reminders and backups, a view each."""

from functools import partial

import streamlit as st

from lib import ui
from lib.kept import backup, store
from lib.ledger.access import must_be_office
from lib.review.seed import is_demo
from lib.server import reminders
from lib.show import blocks
from lib.show.boards.backups import backup_board, backup_trouble, standby_trouble
from lib.show.boards.checked import check_trouble
from lib.show.boards.sent import reminder_trouble, sent_board, unreached
from lib.words.language import gettext as _
from lib.words.settings import settings

half_month, actor, reference = ui.half_month(), ui.actor(), ui.reference()


def backups() -> None:
    """The backups that are kept, and one more at once."""
    if st.button(_("Back up now"), disabled=not actor.decides):  # no `ui.act`: it takes long, and the spinner is drawn
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


def backed_up(copy: backup.Backup) -> blocks.Markup:
    """What to say of a backup."""
    return blocks.banner("success", _("Backup made and checked"), copy.file.name)


def show_reminders() -> None:
    """What was sent, and who is reached by nothing."""
    with store.reading(store.engine()) as connection:  # not cached: what is sent is no save
        sent, demo = reminders.sent_lately(connection), is_demo(connection)
        nobody = reminders.unreached(connection)
    ui.html(unreached(nobody, reference))
    ui.html(sent_board(sent, reference, demo))


def show_troubles() -> None:
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


VIEWS = {
    "half_months": ui.View(_("Half months"), partial(ui.half_months_view, half_month, actor)),
    "history": ui.View(_("History"), partial(ui.history_view, half_month, actor)),
    "accounts": ui.View(_("Accounts"), accounts),
    "settings": ui.View(_("Settings"), partial(ui.settings_view, actor)),
    "texts": ui.View(_("Texts of documents"), partial(ui.texts_view, actor)),
    "reminders": ui.View(_("Reminders"), show_reminders),
    "backups": ui.View(_("Backups"), backups),
    "templates": ui.View(_("Word templates"), partial(ui.word_templates, actor)),
}
if not actor.decides:  # a county makes the accounts of its townships
    VIEWS = {"accounts": VIEWS["accounts"]}

code = ui.choose_view(VIEWS)
if actor.decides:
    show_troubles()
ui.last_act(actor)
if code != "accounts":
    ui.forget_passwords()  # they are seen once: whoever comes back to the accounts finds them gone
VIEWS[code].draw()
