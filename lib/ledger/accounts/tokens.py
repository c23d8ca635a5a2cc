"""The token with which a program reads in an account's name: shown once, kept as a hash, ended by an act."""

import secrets

import sqlalchemy as sa

from lib.kept.models import Account
from lib.kept.store import writing
from lib.ledger.access import Actor, hash_of, must_be_office
from lib.ledger.accounts.manage import account_of, write_down
from lib.words.language import gettext as _


def give_token(store: sa.Engine, login: str, actor: Actor) -> str:
    """A new token of 256 bits; the one before is worth nothing from now on. Raises Forbidden, Refusal."""
    token = secrets.token_urlsafe(32)
    _write(store, login, actor, hash_of(token), _("Account {login}: token for reading made"))
    return token


def take_token(store: sa.Engine, login: str, actor: Actor) -> None:
    """End the token of an account, if it has one. Raises Forbidden, Refusal."""
    _write(store, login, actor, None, _("Account {login}: token for reading ended"))


def _write(store: sa.Engine, login: str, actor: Actor, token_hash: str | None, said: str) -> None:
    with writing(store) as connection:
        must_be_office(connection, actor)
        row = account_of(connection, login)
        connection.execute(sa.update(Account).where(Account.__table__.c.id == row.id).values(token_hash=token_hash))
        write_down(connection, actor, said.format(login=row.login))
