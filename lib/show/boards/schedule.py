"""半月调度·调度: who reported, what the last meeting decided, whom to remind, and how the measures stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix

import sqlalchemy as sa

from lib.figures.rollups import HISTORY
from lib.kept.reference import Reference
from lib.kept.remembered import Remembered
from lib.kept.touched import of_its_half_month
from lib.review.dispatch import MeasureAt, matrix, measures
from lib.review.meetings import Item, all_items, in_force
from lib.review.submissions import Status, completeness, standings
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.reminders import ReminderText, reminders
from lib.show.boards.reports import spoken_of
from lib.show.boards.schedule_meeting import last_meeting, settled_by
from lib.show.boards.words import day, department_name, names, unit_name
from lib.show.charts import Phase, phase_word
from lib.show.charts.base import text_width
from lib.show.charts.timeline import DEPARTMENT_WIDTH, TEXT
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.settings import settings
from lib.words.texts import printable

_known = Remembered[Chart](most=50)  # most saves change no state of a county and no measure
GAP = 6  # px between a lead department's name and the tasks beside it


@dataclass(frozen=True)
class ScheduleBoard:
    """The board; `reminder` is plain text to be copied, "" when nobody must be reminded, `each` the same apart."""

    matrix: Block
    legend: Markup
    spoken_of: Block | None
    meeting: Block
    reminder_finding: Finding
    reminder: str
    each: tuple[ReminderText, ...]
    timeline: Block


@of_its_half_month
def schedule_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> ScheduleBoard:
    """The board of `half_month` with the eleven before it."""
    statuses = matrix(connection, [half_month.next(step) for step in range(1 - HISTORY, 1)])
    each = reminders(connection, reference, half_month)
    items = in_force(all_items(connection))
    overdue = sorted((item for item in items if item.overdue), key=lambda item: (str(item.due_on), item.code))
    return ScheduleBoard(
        matrix=_matrix(reference, statuses, half_month),
        legend=blocks.submission_legend(),
        spoken_of=spoken_of(reference, standings(connection, half_month)),
        meeting=last_meeting(connection, reference, half_month),
        reminder_finding=_reminder_finding(reference, each, overdue),
        reminder="\n".join(
            [*(reminder.text for reminder in each), *(_remind_item(reference, item) for item in overdue)]
        ),
        each=tuple(each),
        timeline=_timeline(reference, measures(connection, reference, half_month), half_month),
    )


# Who reported ---------------------------------------------------------------------------------------------------


def _matrix(reference: Reference, statuses: Mapping[HalfMonth, Mapping[str, Status]], half_month: HalfMonth) -> Block:
    now, chart = statuses.get(half_month, {}), _matrix_chart(reference, statuses)
    if not now:
        return Block(
            Finding(_("Nothing was asked in this half month")),
            blocks.empty(_("No county has reported yet"), _("Open the half month, then reports can come in")),
            chart,
        )
    first = min(statuses)
    second = _("Reports of each county over all its forms, {first} to {last}; late is complete after the due day")
    finding = Finding(reported_words(reference, now), second.format(first=first.short, last=half_month.short))
    return Block(finding, chart=chart)


def reported_words(reference: Reference, now: Mapping[str, Status]) -> str:
    """6 县已报；普安县部分；望谟县退回；晴隆县未报."""
    parts = [_("{count} counties in").format(count=completeness(now.values()).complete)]
    for status in (Status.PARTIAL, Status.CARRIED, Status.RETURNED, Status.NOT_REPORTED, Status.OVERDUE):
        if units := [unit_name(reference.units[code]) for code, at in now.items() if at is status]:
            parts.append(_("{names}: {state}").format(names=names(units), state=status.word))
    return _("; ").join(parts).rstrip()


def _matrix_chart(reference: Reference, statuses: Mapping[HalfMonth, Mapping[str, Status]]) -> Chart | None:
    units = {code: unit_name(reference.units[code]) for states in statuses.values() for code in states}
    if not units:
        return None
    # all that the chart is drawn from, and the language of its words
    rests_on = (current(), *units.items(), *((each, *states.items()) for each, states in statuses.items()))
    return _known.get(rests_on, lambda: Chart(charts.submission_matrix(statuses, units), _("reports of counties")))


# Whom to remind -------------------------------------------------------------------------------------------------


def _reminder_finding(reference: Reference, each: Sequence[ReminderText], overdue: Sequence[Item]) -> Finding:
    counties = sum(reminder.code in reference.units for reminder in each)
    if not each and not overdue:
        return Finding(_("Nobody has to be reminded"))
    title = _("Reminder: {counties} counties to report, {items} items overdue")
    if departments := len(each) - counties:
        title = _("Reminder: counties to report {counties}, departments {departments}, items overdue {items}")
    return Finding(
        title.format(counties=counties, departments=departments, items=len(overdue)),
        _("Copy it by the button at its upper right"),
    )


def _remind_item(reference: Reference, item: Item) -> str:
    assert item.due_on is not None
    text = _("{who}: “{title}” was due on {day} and is {days} days overdue; please settle it and report the result.")
    days = (settings().today - item.due_on).days
    return printable(
        text.format(who=settled_by(reference, item) or "", title=item.title, day=day(item.due_on), days=days)
    )


# The measures ---------------------------------------------------------------------------------------------------


def _timeline(reference: Reference, known_measures: Sequence[MeasureAt], half_month: HalfMonth) -> Block:
    if not known_measures:
        return Block(
            Finding(_("There are no measures yet")),
            blocks.empty(_("No task of the prefecture is kept"), _("Add them under “Tables”")),
        )
    second = _("Pale is planned, dark is done; the line is the end of {half_month}; ×2: far behind twice in a row")
    finding = Finding(measures_words(known_measures), second.format(half_month=half_month.short))
    return Block(finding, chart=_timeline_chart(reference, known_measures, half_month))


def measures_words(known_measures: Sequence[MeasureAt]) -> str:
    """29 项任务：2 项滞后，6 项预警，9 项已完成."""
    count = Counter(measure.light for measure in known_measures)
    return _("{count} measures: {far} far behind, {behind} behind, {done} done").format(
        count=len(known_measures), far=count[Light.FAR_BEHIND], behind=count[Light.BEHIND], done=count[Light.DONE]
    )


def _timeline_chart(reference: Reference, known_measures: Sequence[MeasureAt], half_month: HalfMonth) -> Chart:
    """By lead department, each department's measures in the order of their numbers."""
    ordered = sorted(
        known_measures,
        key=lambda measure: (measure.department_code is None, measure.department_code or "", measure.code),
    )
    codes = dict.fromkeys(measure.department_code for measure in ordered)
    labels = department_labels({code: department_name(reference, code) if code else "" for code in codes})
    title, phases, now = _("1 clean, 2 standardise"), _phases(), half_month.ordinal

    def drawn() -> Chart:
        spec = charts.timeline(ordered, labels, phases, now=now, title=title)
        return Chart(spec, _("timeline"), bars=1.4)  # a picture has that much more room for them than the column

    return _known.get((current(), now, *phases, *labels.items(), *ordered), drawn)


def _phases() -> list[Phase]:
    campaign = settings().campaign
    clean, standardise, end = (
        HalfMonth.parse(text).ordinal for text in (campaign.clean, campaign.standardise, campaign.end)
    )
    # an English word is wider than its phase: there the title of the row names the numbers
    first, second = (phase_word("clean"), phase_word("standardise")) if current() == "zh" else ("1", "2")
    return [Phase(first, clean, standardise - 1), Phase(second, standardise, end)]


def department_labels(departments: Mapping[str | None, str]) -> dict[str | None, str]:
    """Names that fit beside the timeline: what all begin with is cut as far as needed; else the code must do."""
    shared = len(commonprefix([name for name in departments.values() if name]))
    room = DEPARTMENT_WIDTH[current()] - GAP
    short = {}
    for code, name in departments.items():
        cut = next((at for at in range(shared + 1) if text_width(name[at:], TEXT) <= room), None)
        is_whole = current() == "zh" or cut == 0  # an English name is not begun within a word
        short[code] = name[cut:] if cut is not None and is_whole else code or ""
    return short
