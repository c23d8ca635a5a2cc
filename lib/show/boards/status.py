"""The state of the data: which half months there are, which is reviewed and which collected, and how complete."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Collected, Openness
from lib.kept.reference import Reference
from lib.review.collecting import sources
from lib.review.seed import is_demo
from lib.review.submissions import Completeness, complete_counties, completeness, due_date, standings
from lib.show.blocks import Markup, head_note
from lib.show.boards.handbook import help_link
from lib.show.boards.words import complete_words, day
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings


@dataclass(frozen=True)
class DataStatus:
    """`all` half months in order; boards open at the `reviewed` one, the pages of work at the one in `collecting`.

    `started` is False on an office's own database until it has units and a half month; `all` then holds today's.
    """

    all: list[HalfMonth]
    reviewed: HalfMonth
    collecting: HalfMonth
    notes: dict[HalfMonth, str]
    started: bool

    def note(self, half_month: HalfMonth, help_page: str = "") -> Markup:
        """截至 2023-06-30　9／9 县已报齐　演示数据…　帮助: what the right end of the head says of a half month."""
        return head_note(self.notes[half_month], help_link(help_page) if help_page else None, half_month.label)


def data_status(connection: sa.Connection, reference: Reference) -> DataStatus:
    """The half months that were opened, and what the page head says of each."""
    states = reference.half_months
    if not states or not reference.units:
        return _not_started(reference)
    closed = [half_month for half_month, state in states.items() if state == Openness.CLOSED]
    opened = [half_month for half_month, state in states.items() if state == Openness.OPEN]
    demo, complete, read = is_demo(connection), complete_counties(connection), sources(connection)
    return DataStatus(
        all=list(states),
        reviewed=closed[-1] if closed else opened[0],
        collecting=opened[0] if opened else closed[-1],
        notes={
            each: _note(
                each,
                _counties(complete.get(each, Completeness()), state == Openness.OPEN),
                state == Openness.OPEN,
                demo,
                _collected(read, each),
            )
            for each, state in states.items()
        },
        started=True,
    )


def _not_started(reference: Reference) -> DataStatus:
    today = HalfMonth.containing(settings().today)
    what_lacks = _("No half month was opened yet") if reference.units else _("No units yet")
    return DataStatus([today], today, today, {today: what_lacks}, started=False)


def county_note(connection: sa.Connection, reference: Reference, half_month: HalfMonth, county: str) -> str:
    """The same of one county: how many of its forms are complete."""
    mine = completeness(
        standing.status for standing in standings(connection, half_month) if standing.county_code == county
    )
    is_open = reference.states[half_month.ordinal] == Openness.OPEN
    text = _("{count} forms complete{apart}")
    if is_open and mine.complete < mine.asked:
        text = _("{count} forms reported{apart}, totals cover what was filled in")
    return _note(half_month, complete_words(text, mine), is_open, is_demo(connection))


def _counties(counties: Completeness, is_open: bool) -> str:
    text = (
        _("{count} counties reported{apart}, totals cover what was filled in")
        if is_open and counties.complete < counties.asked
        else _("{count} counties complete{apart}")
    )
    return complete_words(text, counties)


def _collected(read: Sequence[Collected], half_month: HalfMonth) -> str:
    """其中 2 个汇集自下级平台（7月17日）: of how many figures were read elsewhere, and when the oldest were."""
    mine = [
        source.collected_on for source in read if str(half_month) in source.half_months.split() and source.collected_on
    ]
    if not mine:
        return ""
    return _("{count} read from other offices on {day}").format(count=len(mine), day=day(min(mine)))


def _note(half_month: HalfMonth, reported: str, is_open: bool, demo: bool, collected: str = "") -> str:
    when = _due(half_month) if is_open else _("As of {day}").format(day=half_month.last_day)
    # while it is open how complete it is comes first: its figures move with that
    parts = [reported, when] if is_open else [when, reported]
    parts += [collected] if collected else []
    if settings().calendar.today:
        parts.append(_("today set to {day}").format(day=day(settings().today)))
    if demo:
        parts.append(_("Demo: only prefecture totals are real"))
    return "　".join(parts)


def _due(half_month: HalfMonth) -> str:
    """7月19日截止，还有 2 天."""
    due = due_date(half_month)
    left = (due - settings().today).days
    text = _("due {day}, {left} days left") if left >= 0 else _("due {day}, {left} days ago")
    return text.format(day=day(due), left=abs(left))
