"""账号: who may sign in, their passwords and their sessions.

What the office changes of an account stands in the history; what its owner does with password and session does not.
"""

from lib.ledger.accounts.enter import Entered, authenticate, change_password, entered_by
from lib.ledger.accounts.manage import (
    AccountRow,
    Issued,
    accounts,
    create,
    create_several,
    first_office,
    lacking,
    mail_addresses,
    rename_and_scope,
    reset,
    set_disabled,
)
from lib.ledger.accounts.sessions import begin, end, end_all, long_unseen, seen
from lib.ledger.accounts.tokens import give_token, take_token

__all__ = [
    "AccountRow", "Entered", "Issued", "accounts", "authenticate", "begin", "change_password", "create",
    "create_several", "end", "end_all", "entered_by", "first_office", "give_token", "lacking", "mail_addresses",
    "long_unseen", "rename_and_scope", "reset", "seen", "set_disabled", "take_token",
]  # fmt: skip
