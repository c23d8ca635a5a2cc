"""The minutes of a closed meeting are locked: neither it nor its items change, except by reopening with a reason."""

from collections.abc import Iterable

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.models import Openness
from lib.ledger.door.act import Act, ActKind
from lib.words.errors import Locked, Refusal
from lib.words.language import gettext as _


def check_minutes(connection: sa.Connection, act: Act, records: list[Change]) -> None:
    """Raises Locked when one of the changes touches a closed meeting or an item of one."""
    if not any(change.table in ("meeting", "action_item") for change in records):
        return
    closed = set(connection.exec_driver_sql("SELECT code FROM meeting WHERE state = 'closed'").scalars())
    meeting_of = {row.code: row.meeting_code for row in connection.execute(_ITEMS)}
    for change in records:
        if change.table == "meeting" and _reopens(act, change):
            continue
        for meeting in closed.intersection(_meetings_of(change, meeting_of)):
            raise Locked(
                _("Meeting {meeting} is closed; nothing was saved. Reopen it with a reason first.").format(
                    meeting=meeting
                )
            )


_ITEMS = sa.text("SELECT code, meeting_code FROM action_item")


def check_outcomes(connection: sa.Connection, act: Act, records: list[Change]) -> None:
    """Raises Refusal when an item is settled that was carried over: it has one outcome, where it stands now."""
    outcomes = [change for change in records if change.table == "action_item" and change.field in ("state", "result")]
    if not outcomes or act.undoes is not None:
        return
    successor = {row.carried_from: row for row in connection.execute(_CARRIED)}
    for change in outcomes:
        code = change.key[0]
        if code in successor:
            # to where it stands now, over all meetings between; a circle, which a file may bring, ends at its beginning
            while code in successor and successor[code].code != change.key[0]:
                code = successor[code].code
            meeting = connection.execute(_MEETING, {"item": code}).scalar_one()
            said = _("“{title}” was carried over to meeting {meeting}; write what came of it there, at no. {item}")
            raise Refusal(said.format(title=successor[change.key[0]].title, meeting=meeting, item=code))


_CARRIED = sa.text("SELECT code, carried_from, title FROM action_item WHERE carried_from IS NOT NULL ORDER BY code")
_MEETING = sa.text("SELECT meeting_code FROM action_item WHERE code = :item")


def _reopens(act: Act, change: Change) -> bool:
    opens = (change.field, change.before, change.after) == ("state", Openness.CLOSED, Openness.OPEN)
    return opens and act.kind == ActKind.REOPEN and bool(act.note.strip())  # the note is the reason


def _meetings_of(change: Change, meeting_of: dict[str, str]) -> Iterable[str]:
    """The meetings that a change touches: of an item the one it stands in, and the one it is put into."""
    if change.table == "meeting":
        yield str(change.key[0])
    elif change.table == "action_item":
        yield from filter(None, (meeting_of.get(change.key[0]), _put_into(change)))


def _put_into(change: Change) -> str | None:
    meeting: str | None = None
    if change.field == "meeting_code":
        meeting = change.after
    elif change.field == "" and change.after:
        meeting = change.after["meeting_code"]
    return meeting
