"""Sessions: begun by a sign-in, seen at each click, ended by signing out, by a new password, or by time."""

import logging
import secrets
from datetime import timedelta

import sqlalchemy as sa

from lib.kept.models import Session
from lib.kept.store import moment, writing
from lib.ledger.access import Actor, fresh_since, hash_of
from lib.words.errors import StoreError

log = logging.getLogger("banyue")

_S = Session.__table__.c
# A session is of no half month (`half_months=()`): nobody waits for a save to sign in or out.
SEEN_EVERY = timedelta(minutes=1)  # so often at most a session is written that somebody works in


def begin(store: sa.Engine, account_id: int) -> str:
    """Begin a session; its token of 256 bits, of which only the hash is kept. Sessions whose time is over go."""
    token, now = secrets.token_urlsafe(32), moment()
    started, seen_since = fresh_since(now)
    with writing(store, half_months=()) as connection:
        connection.execute(sa.delete(Session).where(sa.or_(_S.started_at <= started, _S.seen_at <= seen_since)))
        connection.execute(
            sa.insert(Session).values(token_hash=hash_of(token), account_id=account_id, started_at=now, seen_at=now)
        )
    return token


def end(store: sa.Engine, token: str) -> None:
    """End one session; an unknown token is no mistake."""
    with writing(store, half_months=()) as connection:
        connection.execute(sa.delete(Session).where(_S.token_hash == hash_of(token)))


def end_all(connection: sa.Connection, account_id: int | None) -> None:
    """End every session of an account; of all accounts after a restore."""
    which = sa.true() if account_id is None else _S.account_id == account_id
    connection.execute(sa.delete(Session).where(which))


def long_unseen(actor: Actor) -> bool:
    """Whether it is to be noted again that this actor, read just now, is at work."""
    return actor.seen_at is not None and actor.seen_at < moment() - SEEN_EVERY


def seen(store: sa.Engine, actor: Actor) -> None:
    """Note that somebody works in this session, once a minute; a busy database is no reason to stop them."""
    if not actor.session:
        return
    now = moment()
    stale = (_S.token_hash == actor.session, _S.seen_at < now - SEEN_EVERY)
    # asked without writing: of several clicks of a minute one alone waits for its turn to write
    with store.connect() as connection:
        if not connection.scalar(sa.select(sa.exists().where(*stale))):
            return
    try:
        with writing(store, half_months=()) as connection:
            connection.execute(sa.update(Session).where(*stale).values(seen_at=now))
    except StoreError as error:
        log.info("a session was not noted as seen: %s", error)
