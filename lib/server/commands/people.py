"""`account`: list, add, reset, disable, enable; how an office gets in again whose only password is lost."""

import argparse
from collections.abc import Callable

import sqlalchemy as sa

from lib.kept.store import reading
from lib.ledger import accounts
from lib.ledger.access import role_word
from lib.ledger.accounts import Issued
from lib.server.commands.database import ready
from lib.server.commands.usage import BadUsage
from lib.words.language import gettext as _


def run(given: argparse.Namespace) -> bool:
    """Do one of ACTS."""
    if given.act != "list" and not given.login:
        raise BadUsage(_("Name the account"))
    ACTS[given.act](ready(), given)
    return True


def _list(store: sa.Engine, _given: argparse.Namespace) -> None:
    with reading(store) as connection:
        found = accounts.accounts(connection)
    for one in found:
        state = _("disabled") if one.disabled else _("no own password yet") if one.waits else ""
        scope = one.unit_code or one.department_code or ""
        print("\t".join((one.login, one.name, role_word(one.role), scope, state)))


def _add(store: sa.Engine, given: argparse.Namespace) -> None:
    typed = {"login": given.login, "name": given.name, "role": given.role}
    scope = {"unit_code": given.unit, "department_code": given.department}
    _say(accounts.create(store, typed | scope, given.actor))


def _reset(store: sa.Engine, given: argparse.Namespace) -> None:
    _say(accounts.reset(store, given.login, given.actor))


def _say(issued: Issued) -> None:
    said = _("Account {login}: one-time password {password}")
    print(said.format(login=issued.login, password=issued.password))


def _disable(store: sa.Engine, given: argparse.Namespace) -> None:
    accounts.set_disabled(store, given.login, given.act == "disable", given.actor)
    print(_("Saved"))


ACTS: dict[str, Callable[[sa.Engine, argparse.Namespace], None]] = {
    "list": _list,
    "add": _add,
    "reset": _reset,
    "disable": _disable,
    "enable": _disable,
}
