"""Reminders that are sent by the server: once a day to each recipient, and once more where nobody answered.

Before anything goes out, a row in the database claims recipient and day: neither a second process nor a restart sends
it again. What was on its way when the program ended is not sent again that day: it may have arrived.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial

import sqlalchemy as sa

from lib.kept.backup import held
from lib.kept.decided import follow
from lib.kept.logs import clean
from lib.kept.models import Delivery, Reminder
from lib.kept.reference import read_reference
from lib.kept.store import moment, reading, records, writing
from lib.ledger.accounts import mail_addresses
from lib.review.seed import is_demo
from lib.review.submissions import due_date
from lib.server.reminders.mail import mail
from lib.server.reminders.robots import NotSent, host_of, tell
from lib.show.boards import reminders as texts
from lib.words.errors import StoreError
from lib.words.half_months import HalfMonth
from lib.words.kept_sentences import Sentence, rewritten, to_keep
from lib.words.language import N_
from lib.words.language import gettext as _
from lib.words.reminding import Reminders, Robot, secret
from lib.words.settings import settings
from lib.words.texts import printable

log = logging.getLogger("banyue")

FIRST_LOOK, LOOK_AGAIN = 90, 60  # seconds: after the daily backup has looked
TRY_AGAIN = timedelta(minutes=30)
ANSWER = 200  # characters that are kept of what a host or robot wrote

_R = Reminder.__table__.c


@dataclass(frozen=True)
class Outgoing:
    """What goes to one recipient on one day; `units` are the codes of those that it is about."""

    target: str
    units: tuple[str, ...]
    text: str
    send: Callable[[], str]


async def daily(store: sa.Engine) -> None:
    """Look every minute whether somebody is to be reminded, as long as the server runs; no failure ends this."""
    await asyncio.sleep(FIRST_LOOK)
    while True:
        await asyncio.to_thread(send_when_due, store)
        await asyncio.sleep(LOOK_AGAIN)


def send_when_due(store: sa.Engine) -> None:
    """Send what is due at this hour, unless another process does. What fails is kept, and logged."""
    now = settings().now()
    if not settings().reminders.send or now.time() < time.fromisoformat(settings().reminders.at):
        return
    try:
        with held(store, "reminders-lock") as free:  # on PostgreSQL the claim of each recipient alone decides
            if free:
                with reading(store) as connection:
                    follow(connection)
                send(store)
    except StoreError as error:
        log.info("reminders: looked at again in a minute: %s", error)
    except Exception:
        log.exception("reminders: FAILED by a bug")


def send(store: sa.Engine) -> list[Outgoing]:
    """Send all that nobody has been sent today; what was sent. A demonstration sends nothing."""
    if not settings().reminders.send:
        return []
    with reading(store) as connection:
        if is_demo(connection):
            return []
        wanted = outgoing(connection)
    return [message for message in wanted if _claimed(store, message) and _sent(store, message)]


# What goes out ------------------------------------------------------------------------------------------------------


def outgoing(connection: sa.Connection) -> list[Outgoing]:
    """What would go out today, whether or not it has been sent already: by mail address, then by robot."""
    plan, due = settings().reminders, _due(connection)
    return [*_mails(plan, mail_addresses(connection), due), *_robots(plan, due)]


def unreached(connection: sa.Connection) -> list[str]:
    """The codes of those that are to be reminded today, but have neither a mail address nor a robot."""
    if not settings().reminders.send or is_demo(connection):
        return []
    reached = {code for message in outgoing(connection) for code in message.units}
    return [code for code in _due(connection) if code not in reached]


def _due(connection: sa.Connection) -> dict[str, str]:
    """By the code of who has not reported: the text, a line a half month."""
    lines: dict[str, list[str]] = {}
    for half_month in _owed(connection):
        for reminder in texts.reminders(connection, read_reference(connection), half_month):
            lines.setdefault(reminder.code, []).append(reminder.text)
    return {code: "\n".join(several) for code, several in lines.items()}


def _owed(connection: sa.Connection) -> list[HalfMonth]:
    """The open half months that are due today or were before; none on a day that is not worked."""
    today, days = settings().today, settings().calendar.days
    if not days.works(today):
        return []
    ordinals = connection.exec_driver_sql("SELECT half_month FROM half_month WHERE state = 'open' ORDER BY half_month")
    return [half_month for half_month in map(HalfMonth, ordinals.scalars()) if due_date(half_month) <= today]


def _mails(plan: Reminders, addresses: Mapping[str, Sequence[str]], due: Mapping[str, str]) -> Iterator[Outgoing]:
    by_address: dict[str, list[str]] = {}
    for code in due:
        for address in addresses.get(code, ()):
            by_address.setdefault(address, []).append(code)
    if not plan.mail_host:
        return
    subject = _("{title}: figures are due").format(title=settings().title)
    for address, codes in by_address.items():
        text = "\n".join(due[code] for code in codes)
        yield Outgoing(f"mail {address}", tuple(codes), text, partial(mail, plan, address, subject, text))


def _robots(plan: Reminders, due: Mapping[str, str]) -> Iterator[Outgoing]:
    for robot in plan.robots:
        codes = tuple(code for code in due if not robot.units or code in robot.units)
        if codes:
            text = "\n".join(due[code] for code in codes)
            yield Outgoing(name_of(robot), codes, text, partial(tell, robot, text))


def name_of(robot: Robot) -> str:
    """A robot without its secrets: kind, host, and a mark that tells two of one host apart."""
    address = secret(robot.address)
    mark = hashlib.sha256((address or robot.address).encode()).hexdigest()[:6]
    return f"{robot.kind} {host_of(address) or '—'} {mark}"


# Claiming and sending -----------------------------------------------------------------------------------------------


def _claimed(store: sa.Engine, message: Outgoing) -> bool:
    """Whether this recipient is this process's to send to now: nobody has today, or it failed once a while ago."""
    now, whose = moment(), (_R.day == settings().today, _R.target == message.target)
    claim = {"units": " ".join(message.units), "text": message.text, "state": Delivery.SENDING, "at": now, "answer": ""}
    again = (*whose, _R.state == Delivery.FAILED, _R.tries == 1, _R.at <= now - TRY_AGAIN)
    try:
        # no half month is locked for it: sums and reports have nothing to do with reminders
        with writing(store, half_months=()) as connection:
            if connection.execute(sa.select(_R.id).where(*whose)).first():
                changed = connection.execute(sa.update(Reminder).where(*again).values(tries=2, **claim))
                return changed.rowcount == 1
            new = {"day": settings().today, "target": message.target, "tries": 1, **claim}
            connection.execute(sa.insert(Reminder).values(**new))
            return True
    except sa.exc.IntegrityError:  # another process was quicker
        return False


def _sent(store: sa.Engine, message: Outgoing) -> bool:
    """Send it, and keep the answer."""
    try:
        state, answer = Delivery.SENT, message.send()
    except NotSent as refused:
        state, answer = Delivery.FAILED, refused.why
    except Exception:
        log.exception("reminder by %s: FAILED by a bug", message.target)
        state, answer = Delivery.FAILED, Sentence(N_("An error of the program; it stands in the log"))
    answer = rewritten(answer, lambda words: clean(printable(words))[:ANSWER])
    values = {"state": state, "answer": to_keep(answer), "at": moment()}
    with writing(store, half_months=()) as connection:
        whose = (_R.day == settings().today, _R.target == message.target)
        connection.execute(sa.update(Reminder).where(*whose).values(**values))
    log.log(
        logging.INFO if state is Delivery.SENT else logging.WARNING,
        "reminder of %s by %s: %s, %s", " ".join(message.units), message.target, state, answer,
    )  # fmt: skip
    return state is Delivery.SENT


# What was sent ------------------------------------------------------------------------------------------------------


def sent_lately(connection: sa.Connection) -> list[Reminder]:
    """The last sixty reminders, newest first."""
    query = sa.select(Reminder).order_by(_R.day.desc(), _R.id).limit(60)
    return records(connection, query)


def not_arrived(connection: sa.Connection) -> list[Reminder]:
    """Those of the last day on which anything was sent that did not go out."""
    last = sa.select(sa.func.max(_R.day)).scalar_subquery()
    query = sa.select(Reminder).where(_R.day == last, _R.state == Delivery.FAILED).order_by(_R.id)
    return records(connection, query)
