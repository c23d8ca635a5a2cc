"""What must hold of the state of reports and half months, whoever changes it: a remark, and a reason."""

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.kept.models import Openness
from lib.ledger.door.act import Act
from lib.words.errors import Refusal
from lib.words.language import gettext as _


def check_states(connection: sa.Connection, act: Act, records: list[Change]) -> None:
    """Raises Refusal for a report that is handed in again without a remark, and for a half month that is opened again
    without a reason."""
    remarks = [change for change in records if change.table == "submission" and change.field == "remark"]
    # None takes a remark away: only a blank one says nothing
    blank = any(change.after is not None and not change.after.strip() for change in remarks)
    if blank and act.undoes is None:
        raise Refusal(_("Write what was checked, so that the office can decide"))
    if any(reopens(change) for change in records) and not act.reason.strip():
        raise Refusal(_("Write why the half month is opened again"))


def reopens(change: Change) -> bool:
    """Whether this opens a half month that is closed."""
    step = (change.table, change.field, change.before, change.after)
    return step == ("half_month", "state", Openness.CLOSED, Openness.OPEN)
