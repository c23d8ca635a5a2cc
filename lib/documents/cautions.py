"""What the office had better look at before it hands a document out: days that cannot be right.

Nothing is blocked by it: whoever issues decides.
"""

from datetime import date

import sqlalchemy as sa

from lib.documents.head import Head, head_of
from lib.documents.paper import Document
from lib.review.meetings import last_before, meeting_of, meetings
from lib.review.submissions import due_date
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


def cautions(connection: sa.Connection, half_month: HalfMonth, document: Document) -> list[str]:
    """A sentence for each, in the language of the page; none where all is well."""
    own = head_of(connection, half_month) or Head()
    several = meetings(connection)
    told = [last_before(several, half_month), meeting_of(several, half_month)]
    days = [(meeting.number, meeting.held_on) for meeting in told if meeting and meeting.held_on]
    found = _before_due(half_month, document, own)
    return found + [sentence for number, held in days for sentence in _meeting(number, held, document, own)]


def _counts(document: Document, own: Head) -> bool:
    """Whether the day below the document is meant: that of a draft is only today's."""
    return not document.draft or own.signed_on is not None


def _before_due(half_month: HalfMonth, document: Document, own: Head) -> list[str]:
    due = due_date(half_month)
    if not _counts(document, own) or document.signed_on >= due:
        return []
    said = _("The date of the document, {day}, lies before {due}, the day on which the reports are due: correct it")
    return [said.format(day=document.signed_on, due=due)]


def _meeting(number: int, held: date, document: Document, own: Head) -> list[str]:
    if held > settings().today:
        said = _("Meeting no. {number} is only held on {held}: issue after it, or correct its day on the page Dispatch")
        return [said.format(number=number, held=held)]
    if _counts(document, own) and document.signed_on < held:
        said = _("The date of the document, {day}, lies before meeting no. {number} on {held}, of which it tells")
        return [said.format(day=document.signed_on, number=number, held=held)]
    return []
