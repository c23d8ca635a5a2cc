"""The days on which reports are due, as a calendar file (RFC 5545) for telephones and mail programs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.review.submissions import due_date
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings

AHEAD = 24  # half months
OCTETS = 75  # of a line, without its end


def due_days(_connection: sa.Connection, _reference: Reference, half_month: HalfMonth) -> tuple[HalfMonth, ...]:
    """This half month and a year ahead, as far as it is known which days are worked."""
    days = settings().calendar.days
    ahead = half_month.until(half_month.next(AHEAD))
    return tuple(each for each in ahead if days.knows(each.last_day.year) and days.knows(due_date(each).year))


def calendar_file(half_months: Sequence[HalfMonth], at: datetime) -> bytes:
    """A whole day for each half month; `at` (UTC) is when the file was made."""
    events = [line for half_month in half_months for line in _event(half_month, at)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Banyue//due days//ZH", "METHOD:PUBLISH", *events]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line)).encode()


def made_now(half_months: Sequence[HalfMonth]) -> bytes:
    """The same, made at the click: the file says when it was made, which no board that is kept could."""
    return calendar_file(half_months, datetime.now(UTC))


def _event(half_month: HalfMonth, at: datetime) -> list[str]:
    due = due_date(half_month)
    summary = _("Figures of {half_month} are due").format(half_month=half_month.label)
    return [
        "BEGIN:VEVENT",
        f"UID:due-{half_month}@banyue",  # the same each time: a calendar moves the day instead of doubling it
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",  # the first day that is not part of it any more
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(settings().title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text as a value: RFC 5545, 3.3.11."""
    for plain, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, instead)
    return text


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most OCTETS in UTF-8, cut between characters; the next begin with a blank."""
    rest = line.encode()
    while len(rest) > OCTETS:
        head = rest[:OCTETS].decode(errors="ignore").encode()  # without the bytes of a character that is cut
        yield head.decode()
        rest = b" " + rest[len(head) :]
    yield rest.decode()
