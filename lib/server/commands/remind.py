"""`remind`: what the server sends by itself once a day, shown or sent now."""

import argparse

from lib.kept.store import reading
from lib.review.seed import is_demo
from lib.server import reminders
from lib.server.commands.database import ready
from lib.server.reminders import Outgoing
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings


def run(given: argparse.Namespace) -> bool:
    """Say what would go out, or send it; nobody is sent anything twice on one day."""
    store = ready()
    with reading(store) as connection:
        wanted, why = reminders.outgoing(connection), _why_not(is_demo(connection))
    if given.dry_run:
        _say(wanted, why)
        return True
    if why:
        raise Refusal(why)
    sent = reminders.send(store)
    print(_("{sent} of {count} reminders sent; what was sent earlier today is not sent again").format(
        sent=len(sent), count=len(wanted)
    ))  # fmt: skip
    return True


def _why_not(demo: bool) -> str:
    if demo:
        return _("This is a demonstration: nothing is sent from it")
    if not settings().reminders.send:
        return _("config.toml does not have reminders sent: reminders.send is false")
    return ""


def _say(wanted: list[Outgoing], why: str) -> None:
    for message in wanted:
        print(f"{message.target}\n{message.text}\n")
    print(_("{count} reminders would go out today; nothing was sent").format(count=len(wanted)))
    if why:
        print(why)
