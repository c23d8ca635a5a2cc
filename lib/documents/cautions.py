"""What the office had better look at before it hands a document out: days that cannot be right.

Nothing is blocked by it: whoever issues decides.
"""

from datetime import date

import sqlalchemy as sa

from lib.documents.head import head_of
from lib.documents.paper import Document
from lib.review.meetings import last_before, meeting_of, meetings
from lib.review.submissions import due_date
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def cautions(connection: sa.Connection, half_month: HalfMonth, document: Document) -> list[str]:
    """A sentence for each, in the language of the page; none where all is well."""
    head = head_of(connection, half_month)
    # the day below a draft is only today's, unless the office wrote it
    day = document.signed_on if not document.draft or (head and head.signed_on) else None
    several = meetings(connection)
    told = [last_before(several, half_month), meeting_of(several, half_month)]
    days = [(meeting.number, meeting.held_on) for meeting in told if meeting and meeting.held_on]
    told_of = (sentence for number, held in days for sentence in _meeting(number, held, day))
    return [*_before_due(half_month, day), *told_of]


def _before_due(half_month: HalfMonth, day: date | None) -> list[str]:
    due = due_date(half_month)
    if day is None or day >= due:
        return []
    said = _("The date of the document, {day}, lies before {due}, the day on which the reports are due: correct it")
    return [said.format(day=day, due=due)]


def _meeting(number: int, held: date, day: date | None) -> list[str]:
    if held > settings().today:
        said = _("Meeting no. {number} is only held on {held}: issue after it, or correct its day on the page Dispatch")
        return [said.format(number=number, held=held)]
    if day and day < held:
        said = _("The date of the document, {day}, lies before meeting no. {number} on {held}, of which it tells")
        return [said.format(day=day, number=number, held=held)]
    return []
