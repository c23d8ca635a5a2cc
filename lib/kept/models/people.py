"""Who may sign in, and who is signed in. No domain tables: ledger.accounts writes both, the door only reads."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from lib.kept.models.base import Base, Choice
from lib.kept.models.choices import Role

ROLES = tuple(role.value for role in Role)


class Account(Base, table=True):
    """账号. `name` stands in the history and is unique, so that a saved act has one author; `login` is what is typed.

    `makes_accounts` marks a reporter of a county that makes those of its townships, `made_by` is the account that did.
    A reporter has either `unit_code` (that unit and all below) or `department_code`. `must_change` marks a one-time
    password, good for a few days from `password_at` on and only to choose an own one. `mail` is where reminders go, ""
    for none; `token_hash` is the SHA-256 of the token with which a program reads in its name. Moments are UTC.
    """

    __tablename__ = "account"
    id: int = Field(default=None, primary_key=True)  # the database gives it
    login: str = Field(unique=True)
    name: str = Field(unique=True)
    role: Role = Field(sa_type=Choice(Role))
    unit_code: str | None = Field(default=None, foreign_key="unit.code")
    department_code: str | None = Field(default=None, foreign_key="department.code")
    mail: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    token_hash: str | None = Field(default=None, index=True, unique=True)
    password_hash: str
    password_at: datetime = Field(sa_type=sa.DateTime)
    must_change: bool = True
    disabled: bool = False
    makes_accounts: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    made_by: int | None = None
    created_at: datetime = Field(sa_type=sa.DateTime)
    signed_in_at: datetime | None = Field(default=None, sa_type=sa.DateTime)


class Session(Base, table=True):
    """A sign-in that has not ended: only the SHA-256 of its token is kept, so that a copied database opens no door."""

    __tablename__ = "session"
    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    started_at: datetime = Field(sa_type=sa.DateTime)
    seen_at: datetime = Field(sa_type=sa.DateTime)
