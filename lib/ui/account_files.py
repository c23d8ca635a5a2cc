"""管理·账号: accounts from a file, and the sheet with their one-time passwords, which is handed out once."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from lib.intake.exports import Export, ExportCell
from lib.kept import store
from lib.ledger.access import Actor
from lib.ledger.accounts import Issued
from lib.review import account_files
from lib.review.uploads import Upload
from lib.show import blocks
from lib.show.boards import upload as board
from lib.show.boards.accounts import issued_table, new_accounts
from lib.ui.acts import act
from lib.ui.downloads import download_table
from lib.ui.drawing import html
from lib.ui.files import choose_file, marks, put_away, readable
from lib.ui.reading import reference, revision
from lib.ui.session import ACCOUNT_FILE, HANDED_OUT
from lib.ui.uploaded import show_problems
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.settings import settings

NAME = "account_file"


def accounts_from_file(actor: Actor) -> None:
    """The template, the file, what is to mend in it, and the button that makes them."""
    with st.expander(_("Accounts from a file")):
        download_table(
            _("Template of accounts (Excel)"), _("Accounts"), "xlsx", account_files.template, reference(), actor
        )
        file = choose_file(_("File of new accounts"), NAME)
        if file is not None and (taken := readable(lambda: _taken(file, actor))):
            review(taken, actor)


def _taken(file: UploadedFile, actor: Actor) -> Upload:
    """The file as it was read and checked: anew only for another file, after a save, or in the other language."""
    about = (marks([file]), revision(), actor, current())
    before = ACCOUNT_FILE.get()
    if before and before[0] == about:
        return before[1]
    upload = account_files.take(store.engine(), file.getvalue(), file.name, actor, reference())
    ACCOUNT_FILE.put((about, upload))
    return upload


def review(taken: Upload, actor: Actor) -> None:
    """What is wrong in the file, which accounts it makes, and the button."""
    html(board.verdict(taken))
    show_problems(taken)
    if taken.preview.changes:
        html(new_accounts(taken.preview.changes, reference()))
        label = _("Make {count} accounts").format(count=taken.good)
        act(label, lambda: make(taken, actor), how_many_made, then=lambda: put_away(NAME), primary=True)


def make(taken: Upload, actor: Actor) -> list[Issued]:
    """Make them, and keep their passwords in this session alone until they are handed out."""
    issued = account_files.make(store.engine(), taken, actor)
    HANDED_OUT.put(tuple(issued))
    return issued


def how_many_made(issued: Sequence[Issued]) -> blocks.Markup:
    """The sentence of what was made: how many, no password."""
    return blocks.banner("success", _("{count} accounts made").format(count=len(issued)))


def hand_out() -> None:
    """The passwords of a file just made, to print or load; they are kept nowhere else and go with the button."""
    passwords = HANDED_OUT.get()
    if not passwords:
        return
    html(issued_table(passwords, settings().access.one_time_days))
    with st.container(horizontal=True):
        download_table(_("Sheet of passwords (Excel)"), _("One-time passwords"), "xlsx", sheet, passwords)
        st.button(_("Handed out: forget them"), on_click=forget)


def forget() -> None:
    """From here on nobody can read them."""
    HANDED_OUT.take()


def sheet(passwords: Sequence[Issued]) -> Export:
    """A row for each, to be cut apart."""
    header = (_("Name"), _("Login"), _("One-time password"), _("Good for days"))
    rows: list[tuple[ExportCell, ...]] = [
        (account.name, account.login, account.password, settings().access.one_time_days) for account in passwords
    ]
    return Export(_("One-time passwords"), header, rows)
