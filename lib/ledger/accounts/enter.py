"""Coming in: name and password, and a new password in place of a one-time one or an old one."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from lib.kept.models import Account
from lib.kept.store import moment, reading, record, writing
from lib.ledger.access import fresh_since, hash_of
from lib.ledger.accounts.passwords import LONGEST, hasher, nobodys, weak
from lib.ledger.accounts.sessions import end_all
from lib.words.errors import Mistakes
from lib.words.language import gettext as _
from lib.words.settings import settings

_A = Account.__table__.c


@dataclass(frozen=True)
class Entered:
    """An account whose password was right; `must_change` lets it do nothing but choose an own password."""

    account: int
    login: str
    must_change: bool


def normal(login: str) -> str:
    """A login as it is kept: without blanks around it, in small letters."""
    return login.strip().casefold()


def authenticate(store: sa.Engine, login: str, password: str) -> Entered | None:
    """The account of this name and password; None when either is wrong, it is disabled, or a one-time one too old.

    Takes the same time whether there is such an account or not. A hash of an older cost is renewed.
    """
    row = _account(store, login)
    # one character more than a password may have: a longer one is not taken for its beginning, and costs no more time
    right, renewed = hasher.verify_and_update(password[: LONGEST + 1], row.password_hash if row else nobodys())
    if row is None or not right or row.disabled or _too_old(row):
        return None
    with writing(store, half_months=()) as connection:  # of no half month: nobody waits for a save to sign in
        values = {"signed_in_at": moment()} | ({"password_hash": renewed} if renewed else {})
        connection.execute(sa.update(Account).where(_A.id == row.id).values(values))
    return Entered(row.id, row.login, bool(row.must_change))


def _account(store: sa.Engine, login: str) -> Account | None:
    with reading(store) as connection:
        return record(connection, sa.select(Account).where(_A.login == normal(login)))


def _too_old(row: Account) -> bool:
    return row.must_change and row.password_at + timedelta(days=settings().access.one_time_days) < moment()


def entered_by(store: sa.Engine, token: str | None) -> Entered | None:
    """The account of a session in force, also while it must change its password; None when there is no such session."""
    if not token:
        return None
    started, seen = fresh_since(moment())
    values = {"hash": hash_of(token), "started": started, "seen": seen}
    with reading(store) as connection:
        row = connection.execute(_ENTERED, values).first()
    return Entered(row.id, row.login, bool(row.must_change)) if row else None


_ENTERED = sa.text(
    "SELECT a.id, a.login, a.must_change FROM session s JOIN account a ON a.id = s.account_id"
    " WHERE s.token_hash = :hash AND s.started_at > :started AND s.seen_at > :seen AND NOT a.disabled"
).bindparams(sa.bindparam("started", type_=sa.DateTime()), sa.bindparam("seen", type_=sa.DateTime()))


def change_password(store: sa.Engine, entered: Entered, new: str, again: str, old: str = "") -> None:
    """Give an account the password `new`, and end all its sessions.

    The present password is asked, but for a one-time one, with which it came in just now.
    Raises Mistakes naming the field: old, new or again.
    """
    if not entered.must_change and authenticate(store, entered.login, old) is None:
        raise Mistakes({"old": _("The present password is not right")})
    if reason := weak(new, entered.login):
        raise Mistakes({"new": reason})
    if new != again:
        raise Mistakes({"again": _("The two new passwords differ")})
    if _is_present(store, entered, new):
        raise Mistakes({"new": _("The new password is the old one")})
    values = {"password_hash": hasher.hash(new), "password_at": moment(), "must_change": False}  # before: it takes long
    with writing(store) as connection:
        connection.execute(sa.update(Account).where(_A.id == entered.account).values(values))
        end_all(connection, entered.account)


def _is_present(store: sa.Engine, entered: Entered, password: str) -> bool:
    row = _account(store, entered.login)
    return row is not None and hasher.verify(password, row.password_hash)
