"""`half-month`: open, close, reopen."""

import argparse
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from lib.kept.store import reading
from lib.ledger.door import Receipt
from lib.review.reviewing import Missing, close_half_month, missing, open_half_month, reopen_half_month
from lib.server.commands.database import ready, say_saved
from lib.server.commands.usage import BadUsage
from lib.words.language import gettext as _


def run(given: argparse.Namespace) -> bool:
    """Do one of ACTS."""
    if given.carry and given.act != "close":
        raise BadUsage(_("Values are carried forward on closing only; leave --carry out"))
    say_saved(ACTS[given.act](ready(), given))
    return True


def _open(store: sa.Engine, given: argparse.Namespace) -> Receipt:
    return open_half_month(store, given.half_month, given.actor)


def _close(store: sa.Engine, given: argparse.Namespace) -> Receipt:
    with reading(store) as connection:
        incomplete = missing(connection, given.half_month)
    if unknown := [one for one in given.carry if one not in incomplete]:
        raise BadUsage(_("Not missing, or not there: {pairs}").format(pairs=_pairs(unknown)))
    receipt = close_half_month(store, given.half_month, given.actor, given.reason, given.carry)
    if left := [one for one in incomplete if one not in given.carry]:
        print(_("Stays missing: {pairs}").format(pairs=_pairs(left)))
    return receipt


def _pairs(several: Iterable[Missing]) -> str:
    return " ".join(f"{one.form}:{one.county_code}" for one in several)


def _reopen(store: sa.Engine, given: argparse.Namespace) -> Receipt:
    return reopen_half_month(store, given.half_month, given.actor, given.reason)


ACTS: dict[str, Callable[[sa.Engine, argparse.Namespace], Receipt]] = {
    "open": _open,
    "close": _close,
    "reopen": _reopen,
}
