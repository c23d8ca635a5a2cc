"""The office's acts: `half-month` opens, closes and reopens, `undo` gives back, `account` keeps the accounts."""

import argparse
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from lib.kept.chain import CODE_LENGTH
from lib.kept.store import reading
from lib.ledger import accounts
from lib.ledger.access import role_word
from lib.ledger.accounts import Issued
from lib.ledger.door import Receipt, undo
from lib.review.reviewing import close_half_month, open_half_month, reopen_half_month, unfinished
from lib.review.submissions import ReportKey, Standing
from lib.server.commands.database import ready, say_saved
from lib.server.commands.usage import BadUsage
from lib.words.errors import Refusal
from lib.words.language import gettext as _


def undo_batch(given: argparse.Namespace) -> bool:
    """Give back what was before a saved act, unless something was changed since."""
    say_saved(undo(ready(), given.batch, given.actor, given.reason))
    return True


# Half months ------------------------------------------------------------------------------------------------------


def half_month(given: argparse.Namespace) -> bool:
    """Do one of HALF_MONTH_ACTS."""
    if (given.carry or given.unfinished) and given.act != "close":
        raise BadUsage(_("--carry and --unfinished are for closing only; leave them out"))
    receipt = HALF_MONTH_ACTS[given.act](ready(), given)
    say_saved(receipt)
    if given.act == "close":
        print(_("Code of the data {code}").format(code=receipt.seal[:CODE_LENGTH]))
    return True


def _close(store: sa.Engine, given: argparse.Namespace) -> Receipt:
    with reading(store) as connection:
        seen = unfinished(connection, given.half_month)
    incomplete = [report.key for report in seen if not report.filled_in]
    if unknown := [pair for pair in given.carry if pair not in incomplete]:
        raise BadUsage(_("Not missing, or not there: {pairs}").format(pairs=_pairs(unknown)))
    left = [report for report in seen if report.key not in given.carry]
    if left and not given.unfinished:
        raise Refusal(_("{reports}; nothing was saved. --unfinished closes all the same.").format(reports=_said(left)))
    receipt = close_half_month(store, given.half_month, given.actor, given.reason, given.carry, seen)
    if left:
        print(_said(left))
    return receipt


def _said(left: Sequence[Standing]) -> str:
    """Stays missing: village_cleanup:522324 …; Stays sent back or carried forward: …"""
    missing = [report.key for report in left if not report.filled_in]
    returned = [report.key for report in left if report.filled_in]
    parts = [
        (_("Stays missing: {pairs}"), missing),
        (_("Stays sent back or carried forward: {pairs}"), returned),
    ]
    return "; ".join(text.format(pairs=_pairs(pairs)) for text, pairs in parts if pairs)


def _pairs(pairs: Iterable[ReportKey]) -> str:
    return " ".join(f"{pair.form}:{pair.county_code}" for pair in pairs)


HALF_MONTH_ACTS: dict[str, Callable[[sa.Engine, argparse.Namespace], Receipt]] = {
    "open": lambda store, given: open_half_month(store, given.half_month, given.actor),
    "close": _close,
    "reopen": lambda store, given: reopen_half_month(store, given.half_month, given.actor, given.reason),
}

# Accounts ---------------------------------------------------------------------------------------------------------


def account(given: argparse.Namespace) -> bool:
    """Do one of ACCOUNT_ACTS; so an office gets in again whose only password is lost."""
    if given.act != "list" and not given.login:
        raise BadUsage(_("Name the account"))
    ACCOUNT_ACTS[given.act](ready(), given)
    return True


def _list(store: sa.Engine, _given: argparse.Namespace) -> None:
    with reading(store) as connection:
        every = accounts.accounts(connection)
    for each in every:
        state = _("disabled") if each.disabled else _("no own password yet") if each.waits else ""
        scope = each.unit_code or each.department_code or ""
        print("\t".join((each.login, each.name, role_word(each.role), scope, state)))


def _add(store: sa.Engine, given: argparse.Namespace) -> None:
    typed = {"login": given.login, "name": given.name, "role": given.role, "mail": given.mail}
    scope = {"unit_code": given.unit, "department_code": given.department}
    _say(accounts.create(store, typed | scope, given.actor))


def _say(issued: Issued) -> None:
    text = _("Account {login}: one-time password {password}")
    print(text.format(login=issued.login, password=issued.password))


def _set_disabled(store: sa.Engine, given: argparse.Namespace) -> None:
    accounts.set_disabled(store, given.login, given.act == "disable", given.actor)
    print(_("Saved"))


def _token(store: sa.Engine, given: argparse.Namespace) -> None:
    text = _("Account {login}: token {token}")
    print(text.format(login=given.login, token=accounts.give_token(store, given.login, given.actor)))


def _no_token(store: sa.Engine, given: argparse.Namespace) -> None:
    accounts.take_token(store, given.login, given.actor)
    print(_("Saved"))


ACCOUNT_ACTS: dict[str, Callable[[sa.Engine, argparse.Namespace], None]] = {
    "list": _list,
    "add": _add,
    "reset": lambda store, given: _say(accounts.reset(store, given.login, given.actor)),
    "disable": _set_disabled,
    "enable": _set_disabled,
    "token": _token,
    "no-token": _no_token,
}
