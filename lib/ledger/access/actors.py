"""Who is acting: an account that is signed in, a guest, or the engineer at the machine itself."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lib.kept.models import Role
from lib.words.settings import settings


@dataclass(frozen=True)
class Actor:
    """Whoever looks or saves. `name` stands in the history; `role` is guest, viewer, reporter, checker, secretary,
    office or engineer.

    An actor that came by a sign-in is only a claim: the ledger reads account and session again before it saves, so an
    actor that a page kept from an earlier run is worth nothing once the sign-in has ended.
    """

    name: str = ""
    role: str = "guest"
    unit_code: str | None = None
    department_code: str | None = None
    scope: tuple[str, str] = ("", "")  # the name of the unit or department, Chinese and English
    login: str = ""
    account: int | None = None
    session: str = field(default="", repr=False)
    makes_accounts: bool = False
    seen_at: datetime | None = field(default=None, repr=False, compare=False)  # UTC, as it stood when this was read

    @property
    def decides(self) -> bool:
        """Whether this is the office: it opens and closes, accepts and returns, and writes every table."""
        return self.role in ("office", "engineer")

    @property
    def writes(self) -> bool:
        """Whether there is anything at all that this actor may save."""
        return self.decides or self.role in (Role.REPORTER, Role.CHECKER, Role.SECRETARY)

    @property
    def checks(self) -> bool:
        """Whether the actor sees what is drawn for a spot check before it is announced."""
        return self.decides or self.role == Role.CHECKER

    @property
    def known(self) -> bool:
        """Whether somebody signed in."""
        return self.role != "guest"


GUEST = Actor()


def engineer(name: str) -> Actor:
    """Who works on the machine itself, by the command line or the loading of data/: no account, every right."""
    return Actor(name, "engineer")


def signed_in(connection: sa.Connection, token: str | None) -> Actor:
    """The actor whose browser sent this session token; GUEST when there is none, or the sign-in has ended."""
    return _of_session(connection, hash_of(token)) if token else GUEST


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def reads_with(connection: sa.Connection, token: str) -> Actor:
    """The account in whose name a program reads with this token; GUEST when there is none. It has no session, so
    nothing can be saved by it."""
    row = connection.execute(_WITH_TOKEN, {"hash": hash_of(token)}).first()
    return _actor(row, "") if row else GUEST


def actor_of(connection: sa.Connection, claimed: Actor) -> Actor:
    """`claimed` as the database knows it at this moment; GUEST once its sign-in has ended."""
    if claimed.role in ("guest", "engineer"):
        return claimed
    return _of_session(connection, claimed.session)


def fresh_since(now: datetime) -> tuple[datetime, datetime]:
    """The moments (UTC) since which a session must have been started, and last seen, to be in force."""
    access = settings().access
    return now - timedelta(hours=access.session_hours), now - timedelta(minutes=access.idle_minutes)


def _of_session(connection: sa.Connection, token_hash: str) -> Actor:
    started, seen = fresh_since(datetime.now(UTC).replace(tzinfo=None))  # the database keeps moments without a zone
    row = connection.execute(_SIGNED_IN, {"hash": token_hash, "started": started, "seen": seen}).first()
    return _actor(row, token_hash) if row else GUEST


_ACCOUNT = (
    "SELECT a.id, a.login, a.name, a.role, a.unit_code, a.department_code, a.makes_accounts, {seen} AS seen_at,"
    " COALESCE(u.name, d.name, '') AS scope, COALESCE(u.name_en, d.name_en, '') AS scope_en FROM {source}"
    " LEFT JOIN unit u ON u.code = a.unit_code LEFT JOIN department d ON d.code = a.department_code"
    " WHERE {condition} AND NOT a.disabled"
)
_SIGNED_IN = (
    sa.text(
        _ACCOUNT.format(
            seen="s.seen_at",
            source="session s JOIN account a ON a.id = s.account_id",
            condition="s.token_hash = :hash AND s.started_at > :started AND s.seen_at > :seen AND NOT a.must_change",
        )
    )
    .bindparams(sa.bindparam("started", type_=sa.DateTime()), sa.bindparam("seen", type_=sa.DateTime()))
    .columns(seen_at=sa.DateTime())
)
_WITH_TOKEN = sa.text(_ACCOUNT.format(seen="NULL", source="account a", condition="a.token_hash = :hash"))


def _actor(row: Any, token_hash: str) -> Actor:
    scope = (row.scope, row.scope_en)
    return Actor(
        row.name,
        row.role,
        row.unit_code,
        row.department_code,
        scope,
        row.login,
        row.id,
        token_hash,
        bool(row.makes_accounts),
        row.seen_at,
    )
