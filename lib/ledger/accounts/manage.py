"""The office's work on accounts: create, name and scope, disable, reset. Each act is a batch in the history."""

import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lib.kept.models import ROLES, Account, Role
from lib.kept.store import moment, reading, record, writing
from lib.ledger.access import Actor, actor_of, engineer, must_be_office
from lib.ledger.accounts.enter import normal
from lib.ledger.accounts.passwords import hasher, one_time
from lib.ledger.accounts.sessions import end_all
from lib.ledger.door import Act, save_within
from lib.words.errors import Forbidden, Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.texts import printable

log = logging.getLogger("banyue")

_A = Account.__table__.c
_LOGIN = re.compile(r"\w[\w.\-]{1,31}")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,100}\.[A-Za-z0-9-]{1,60}")
Typed = Mapping[str, object]  # a form as it was filled in, by field
FIRST_LOGIN = "office"  # the account of the first start


@dataclass(frozen=True)
class AccountRow:
    """An account as the office sees it, without the hash of its password; moments are UTC.

    `waits` is True while its one-time password is not changed.
    """

    login: str
    name: str
    role: str
    unit_code: str | None
    department_code: str | None
    mail: str
    makes_accounts: bool
    disabled: bool
    waits: bool
    created_at: datetime
    signed_in_at: datetime | None


@dataclass(frozen=True)
class Issued:
    """A one-time password to hand over: it is shown once and kept nowhere."""

    login: str
    password: str
    name: str = ""


def accounts(connection: sa.Connection, made_by: int | None = None) -> list[AccountRow]:
    """Every account, or those that an account made, in the order of their logins."""
    names = ("login", "name", "role", "unit_code", "department_code", "mail", "makes_accounts", "disabled")
    columns = [_A[name] for name in names]
    query = sa.select(*columns, _A.must_change.label("waits"), _A.created_at, _A.signed_in_at).order_by(_A.login)
    if made_by is not None:
        query = query.where(_A.made_by == made_by)
    return [AccountRow(**row._mapping) for row in connection.execute(query)]


def mail_addresses(connection: sa.Connection) -> dict[str, list[str]]:
    """By the code of a unit or department: where its reporters are reached, each address once."""
    query = sa.select(_A.unit_code, _A.department_code, _A.mail).where(
        _A.role == Role.REPORTER, _A.mail != "", sa.not_(_A.disabled)
    )
    addresses: dict[str, list[str]] = {}
    for unit, department, mail in connection.execute(query.order_by(_A.login)):
        addresses.setdefault(unit or department, []).append(mail)
    return {code: list(dict.fromkeys(several)) for code, several in addresses.items()}


def first_office(store: sa.Engine) -> Issued | None:
    """The first account of a database that has none, the office's own; None when there are accounts already."""
    with reading(store) as connection:
        if connection.execute(sa.select(_A.id).limit(1)).first():
            return None
    given = {"login": FIRST_LOGIN, "name": _("Joint-meeting office"), "role": "office"}
    return create(store, given, engineer(_("first start")))


def create(store: sa.Engine, typed: Typed, actor: Actor) -> Issued:
    """A new account from login, name, role and scope (unit_code or department_code), with a one-time password.

    Raises Forbidden unless the actor is the office, or a county's account that makes those of its townships; Mistakes
    naming each field to mend.
    """
    return create_several(store, [typed], actor)[0]


def create_several(store: sa.Engine, each: Sequence[Typed], actor: Actor) -> list[Issued]:
    """The same of several accounts: all of them are made, or none."""
    issued = [Issued(_login(typed), one_time(), _read(typed)["name"]) for typed in each]
    with ThreadPoolExecutor() as hashing:  # before the transaction: argon2 takes its time
        hashes = list(hashing.map(_one_time, (account.password for account in issued)))
    with writing(store) as connection:
        for typed, account, hashed in zip(each, issued, hashes, strict=True):
            values = _read(typed) | {"login": account.login}
            maker = _must_make(connection, actor, values)
            if mends := _lacks(connection, values, maker) | _login_mends(connection, account.login):
                raise Mistakes(mends)
            more = hashed | {"created_at": moment(), "made_by": maker.account, "disabled": False}
            connection.execute(sa.insert(Account).values(**values, **more))
            write_down(connection, actor, _("Account {login} created").format(login=account.login))
    return issued


def lacking(connection: sa.Connection, typed: Typed, actor: Actor) -> dict[str, str]:
    """What keeps this actor from making such an account: field → how to mend it. Raises Forbidden."""
    values = _read(typed) | {"login": _login(typed)}
    mends = _lacks(connection, values, actor) | _login_mends(connection, values["login"])
    if actor.makes_accounts and not actor.decides and not _is_of_township(connection, actor, values):
        return {"unit_code": _beyond()} | mends
    _must_make(connection, actor, values)
    return mends


def _login(typed: Typed) -> str:
    return normal(unicodedata.normalize("NFKC", str(typed.get("login") or "")))


def rename_and_scope(store: sa.Engine, login: str, typed: Typed, actor: Actor) -> None:
    """Give an account another name, role or scope; in force at its next click.

    Raises Forbidden, Mistakes naming each field to mend, and Refusal for the last account of the office.
    """
    with writing(store) as connection:
        row, values = account_of(connection, login), _read(typed)
        maker = _must_make(connection, actor, values, row)
        if mends := _lacks(connection, values, maker, but=row.id):
            raise Mistakes(mends)
        if values["role"] != "office":
            _must_leave_an_office(connection, row)
        connection.execute(sa.update(Account).where(_A.id == row.id).values(values))
        write_down(connection, actor, _("Account {login}: name, role or scope changed").format(login=row.login))


def set_disabled(store: sa.Engine, login: str, disabled: bool, actor: Actor) -> None:
    """Disable an account, which ends its sessions at once, or let it in again. Raises Forbidden and Refusal."""
    with writing(store) as connection:
        row = account_of(connection, login)
        _must_make(connection, actor, vars(row), row)
        if disabled:
            _must_leave_an_office(connection, row)
            end_all(connection, row.id)
        connection.execute(sa.update(Account).where(_A.id == row.id).values(disabled=disabled))
        note = _("Account {login} disabled") if disabled else _("Account {login} enabled")
        write_down(connection, actor, note.format(login=row.login))


def reset(store: sa.Engine, login: str, actor: Actor) -> Issued:
    """Replace a forgotten password by a one-time one; its sessions and token end. Raises Forbidden, Refusal."""
    issued = Issued(normal(login), one_time())
    values = _one_time(issued.password)
    with writing(store) as connection:
        row = account_of(connection, login)
        _must_make(connection, actor, vars(row), row)
        end_all(connection, row.id)
        connection.execute(sa.update(Account).where(_A.id == row.id).values(values))
        write_down(connection, actor, _("Account {login}: new one-time password").format(login=row.login))
    return issued


def _must_make(
    connection: sa.Connection, claimed: Actor, values: Mapping[str, Any], row: Account | None = None
) -> Actor:
    """The actor as the database knows it now, if it may give an account these values, and change the one in `row`.

    Raises Forbidden unless it is the office, or makes accounts for its county: those report for a township of that
    county, and it made them itself.
    """
    actor = actor_of(connection, claimed)
    if not actor.makes_accounts or actor.decides:
        return must_be_office(connection, claimed)
    sides = [values] if row is None else [values, vars(row)]  # as it is and as it will be: none is taken from others
    mine = row is None or row.made_by == actor.account
    if mine and all(_is_of_township(connection, actor, side) for side in sides):
        return actor
    log.warning("refused: login=%s makes or changes an account beyond its townships", actor.login)
    raise Forbidden(_beyond())


def _beyond() -> str:
    return _("Your account makes those that report for townships of its county, and changes what it made; nothing else")


def _is_of_township(connection: sa.Connection, actor: Actor, values: Mapping[str, Any]) -> bool:
    """Whether these are the values of an account that reports for a township of the actor's county, and no more.

    One that names none yet is no breach: what it lacks is said beside its field.
    """
    if values["role"] != Role.REPORTER or values["department_code"] or values["makes_accounts"]:
        return False
    if _names_none(values):
        return True
    given = {"unit": values["unit_code"], "county": actor.unit_code}
    return connection.execute(_TOWNSHIP, given).first() is not None


def _names_none(values: Mapping[str, Any]) -> bool:
    return not values["unit_code"] and not values["department_code"]


_TOWNSHIP = sa.text(
    "SELECT 1 FROM unit t JOIN unit c ON c.code = t.parent_code AND c.level = 'county'"
    " WHERE t.level = 'township' AND t.code = :unit AND c.code = :county"
)


def _one_time(password: str) -> dict[str, Any]:
    return {"password_hash": hasher.hash(password), "password_at": moment(), "must_change": True, "token_hash": None}


def write_down(connection: sa.Connection, actor: Actor, note: str) -> None:
    """An act without changes: who did what to which account, never a password."""
    save_within(connection, Act(actor, "account", note), [])


def account_of(connection: sa.Connection, login: str) -> Account:
    """The account of this login. Raises Refusal where there is none."""
    row = record(connection, sa.select(Account).where(_A.login == normal(login)))
    if row is None:
        raise Refusal(_("There is no account {login}").format(login=login))
    return row


def _must_leave_an_office(connection: sa.Connection, row: Account) -> None:
    others = sa.select(_A.id).where(_A.role == Role.OFFICE, sa.not_(_A.disabled), _A.id != row.id)
    if row.role is Role.OFFICE and connection.execute(others.limit(1)).first() is None:
        raise Refusal(_("This is the last account of the office; give another one that role first"))


def _read(typed: Typed) -> dict[str, Any]:
    role = typed.get("role")
    reports = role == Role.REPORTER
    return {
        "name": printable(str(typed.get("name") or "")).strip(),
        "role": role,
        "unit_code": (typed.get("unit_code") or None) if reports or role == Role.SECRETARY else None,
        "department_code": (typed.get("department_code") or None) if reports else None,
        "makes_accounts": bool(typed.get("makes_accounts")) and reports,
        "mail": printable(str(typed.get("mail") or "")).strip(),
    }


def _lacks(
    connection: sa.Connection, values: Mapping[str, Any], maker: Actor, but: int | None = None
) -> dict[str, str]:
    """What keeps an account from being saved: field → how to mend it."""
    mends = {}
    if not values["name"] or len(values["name"]) > 40:
        mends["name"] = _("Write unit and name, at most 40 characters: they stand in the history")
    elif connection.execute(sa.select(_A.id).where(_A.name == values["name"], _A.id != (but or 0))).first():
        mends["name"] = _("Another account has this name; the history could not tell them apart")
    if values["mail"] and not _MAIL.fullmatch(values["mail"]):
        mends["mail"] = _("Write one mail address, like wangmo@example.gov.cn, or leave it blank")
    if values["role"] not in ROLES:
        mends["role"] = _("Choose what the account may do")
    elif values["role"] in (Role.REPORTER, Role.SECRETARY):
        mends |= _scope_mends(connection, values, maker)
    return mends


def _scope_mends(connection: sa.Connection, values: Mapping[str, Any], maker: Actor) -> dict[str, str]:
    """A reporter reports for one unit or one department that there is, a deputy secretary is of one county."""
    if not maker.decides and _names_none(values):
        return {"unit_code": _("Choose the township that it reports for")}
    of_county = values["role"] == Role.SECRETARY or values["makes_accounts"]
    if of_county and values["unit_code"] not in connection.scalars(_COUNTIES).all():
        return {"unit_code": _("Choose the county that it is for")}
    unit, department = values["unit_code"], values["department_code"]
    if bool(unit) == bool(department):
        return {"unit_code": _("Choose either the unit or the department that it reports for")}
    table, code = ("unit", unit) if unit else ("department", department)
    known = connection.execute(sa.text(f"SELECT 1 FROM {table} WHERE code = :code"), {"code": code}).first()
    return {} if known else {f"{table}_code": _("There is no {code}").format(code=code)}


_COUNTIES = sa.text("SELECT code FROM unit WHERE level = 'county'")


def _login_mends(connection: sa.Connection, login: str) -> dict[str, str]:
    if not _LOGIN.fullmatch(login):
        return {"login": _("A login has 2 to 32 letters, digits, dots, hyphens or underscores")}
    if connection.execute(sa.select(_A.id).where(_A.login == login)).first():
        return {"login": _("There is an account {login} already").format(login=login)}
    return {}
