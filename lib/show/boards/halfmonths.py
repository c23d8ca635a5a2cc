"""管理·半月: where each county stands with each form, what closing would leave missing, and the half months."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from lib.kept.models import Openness
from lib.kept.reference import Reference
from lib.review.reviewing import every_standing
from lib.review.submissions import (
    Completeness,
    ReportKey,
    Standing,
    Status,
    complete_counties,
    completeness,
    due_date,
    overall,
)
from lib.show import blocks
from lib.show.blocks import Block, Finding, Markup
from lib.show.boards.reports import spoken_of
from lib.show.boards.words import complete_words, day, form_name, link, names, report_owner
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.wording import of_all


@dataclass(frozen=True)
class HalfMonthBoard:
    """`state` is open, closed or None; `missing` is what closing must decide on; `next` can be opened.

    `unknown_days` is a banner where a due day lies in a year whose working days nobody knows.
    """

    state: str | None
    matrix: Block
    half_months: Block
    spoken_of: Block | None
    closing: Block
    missing: tuple[ReportKey, ...]
    unfinished: tuple[Standing, ...]
    asks: bool
    standings: tuple[Standing, ...]
    next: HalfMonth
    unknown_days: Markup


def half_month_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> HalfMonthBoard:
    """The board of one half month."""
    states = reference.half_months
    reports = every_standing(connection, half_month)
    left = [report for report in reports if not report.complete]
    return HalfMonthBoard(
        state=states.get(half_month),
        matrix=_matrix(reference, reports, half_month),
        half_months=_half_months(connection, states),
        spoken_of=spoken_of(reference, reports),
        closing=_closing(reference, left, half_month),
        missing=tuple(report.key for report in reports if not report.filled_in),
        unfinished=tuple(left),
        # closing with gaps, or before the due day is over, is asked about once more
        asks=bool(left) or _days_left(half_month) >= 0,
        standings=tuple(reports),
        next=max(states).next(),
        # whose due day is still to come: what is open, and what can be opened next
        unknown_days=_unknown_days([each for each, at in states.items() if at == Openness.OPEN] + [max(states).next()]),
    )


def _unknown_days(still_due: list[HalfMonth]) -> Markup:
    """What to do about years of which only the weekends are known; nothing where all are known."""
    days = settings().calendar.days
    years = {year for each in still_due for year in (each.last_day.year, due_date(each).year)}
    unknown = [str(year) for year in sorted(years) if not days.knows(year)]
    if not unknown:
        return Markup("")
    first = _("The working days of {years} are not known: only weekends are left out of due days").format(
        years=_(", ").join(unknown)
    )
    mend = _(
        "As soon as the State Council has arranged the year, set its days off and its make-up days above, in Settings;"
        " or renew chinesecalendar and restart the server"
    )
    return blocks.banner("warning", first, mend)


def _matrix(reference: Reference, reports: list[Standing], half_month: HalfMonth) -> Block:
    """Counties down, forms across; the reason of a return stands under its pill."""
    forms = list(dict.fromkeys(report.form for report in reports))
    by_county: dict[str, list[Standing]] = {}
    for report in reports:
        by_county.setdefault(report.county_code, []).append(report)
    # what departments report stands under the prefecture, which is no county
    counties = completeness(
        overall(report for report in reports if reference.units[report.county_code].level == "county").values()
    )
    title = _("{count} counties have every form of {half_month}{apart}")
    title = complete_words(title, counties, half_month=half_month.label)
    second = _("Due {day}; cells filled of cells asked below each state").format(day=due_date(half_month))
    names = (form_name(reference, form) for form in forms)
    headers = [_("County"), *(blocks.element("div", "by-cut", name, title=name) for name in names)]
    rows = [
        [
            report_owner(reference, county),
            *(_cell(current(), {report.form: report for report in of_county}.get(form), half_month) for form in forms),
        ]
        for county, of_county in by_county.items()
    ]
    return Block(Finding(title, second), blocks.element("div", "by-matrix", blocks.wide_table(title, headers, rows)))


@lru_cache(maxsize=2**12)  # a save changes few of them; the language is part of what a cell rests on
def _cell(_language: str, standing: Standing | None, half_month: HalfMonth) -> Markup | None:
    """The state, which leads to what was reported where there is anything."""
    if standing is None:
        return None
    filled = of_all(standing.filled, standing.asked) if standing.asked else _("nothing yet")
    second = blocks.element("div", "by-second", filled, title=standing.reason or None)
    pill = blocks.submission_pill(standing.status)
    if standing.filled:
        href = link("admin", collecting=half_month, look=f"{standing.county_code}.{standing.form}")
        pill = blocks.linked(pill, href)
    return blocks.join(pill, second)


def _closing(reference: Reference, left: Sequence[Standing], half_month: HalfMonth) -> Block:
    """What is missing, sent back, and not yet due."""
    rows: list[tuple[Markup | str, str, str]] = []
    for status in Status:
        if of_status := [report for report in left if report.status is status]:
            named = [
                f"{report_owner(reference, report.county_code)} {form_name(reference, report.form)}"
                for report in of_status
            ]
            rows.append((blocks.submission_pill(status), str(len(of_status)), names(named)))
    days = _days_left(half_month)
    if days >= 0:
        due = _("due {day}, {left} days left").format(day=day(due_date(half_month)), left=days)
        rows.append((_("Not yet due"), "", due))
    title = _("{count} reports are not complete").format(count=len(left))
    return Block(Finding(_("Close this half month"), title), blocks.table((), rows, {1}) if rows else Markup(""))


def _days_left(half_month: HalfMonth) -> int:
    """How many days until the reports are due; below 0 once the due day is over."""
    return (due_date(half_month) - settings().today).days


def _half_months(connection: sa.Connection, states: dict[HalfMonth, str]) -> Block:
    complete = complete_counties(connection)
    rows = [
        (
            each.label,
            Openness(state).word,
            due_date(each).isoformat(),
            complete_words("{count}{apart}", complete.get(each, Completeness())),
        )
        for each, state in reversed(states.items())
    ]
    headers = (_("Half month"), _("State"), _("Due day"), _("Counties complete"))
    open_ones = sum(state == Openness.OPEN for state in states.values())
    title = _("{closed} half months closed, {open} open").format(closed=len(states) - open_ones, open=open_ones)
    return Block(Finding(title, _("Closing locks every value of a half month")), blocks.table(headers, rows, {3}))
