"""The sheets of the registers: inspections, events at the monitoring points, decisions of meetings, admissions."""

import sqlalchemy as sa

from lib.kept.models import Admission, Inspection
from lib.kept.store import records
from lib.kept.tables import TABLES
from lib.ledger.access import GUEST
from lib.review.admissions import applications, visible
from lib.review.burden import Cover, Event, all_events
from lib.review.meetings import Item, Meeting, all_items, items_of, meetings, outcomes
from lib.show.boards.schedule_meeting import item_light, settled_by
from lib.show.boards.words import county_name, department_name, unit_header, unit_name
from lib.show.workbook.cells import BookCell, Column, Sheet, toned
from lib.show.workbook.figures import Source
from lib.words.language import gettext as _
from lib.words.lights import Light


def inspections_sheet(source: Source) -> Sheet:
    """The annual plan of inspections and what was held outside it."""
    columns = (
        Column(_("Inspection code")), Column(_("Title")), Column(_("Kind")), Column(_("Department")),
        Column(unit_header("county")), Column(_("In the annual plan")), Column(_("Planned for"), "day"),
        Column(_("Held on"), "day"), Column(_("In this half month")), Column(_("Villages visited"), "number"),
        Column(_("Grounds")), Column(_("Note")),
    )  # fmt: skip
    rows = [_inspection_row(source, row) for row in records(source.connection, _INSPECTIONS)]
    said = _("The year's inspections, planned and held; the column “In this half month” marks those of the half month")
    return Sheet(_("Inspections"), said, columns, rows, fixed=2)


_INSPECTIONS = sa.select(Inspection).order_by(Inspection.__table__.c.code)


def _inspection_row(source: Source, row: Inspection) -> tuple[BookCell, ...]:
    first, last = source.half_month.first_day, source.half_month.last_day
    within = any(first <= day <= last for day in (row.planned_on, row.held_on) if day)
    planned = _("yes") if row.planned else toned(_("no"), Light.BEHIND)
    county = unit_name(source.reference.units[row.county_code]) if row.county_code else None
    return (
        row.code, row.title, TABLES["inspection"].column("kind").word(row.kind),
        department_name(source.reference, row.department_code), county, planned, row.planned_on, row.held_on,
        _("yes") if within else None, row.villages, row.basis or None, row.note or None,
    )  # fmt: skip


def events_sheet(source: Source) -> Sheet:
    """What landed on the monitored villages in the half month."""
    columns = (
        Column(_("Day"), "day"), Column(unit_header("county")), Column(unit_header("village")), Column(_("Kind")),
        Column(_("Title")), Column(_("From department")), Column(_("Grounds")), Column(_("Hours"), "number", 1),
        Column(_("Covered by")),
    )  # fmt: skip
    rows = [_event_row(source, code, event) for code, event in all_events(source.connection, source.half_month)]
    return Sheet(_("Monitoring points"), _("What landed on the monitored villages in the half month"), columns, rows)


def _event_row(source: Source, code: str, event: Event) -> tuple[BookCell, ...]:
    unit = source.reference.units[code]
    county = county_name(source.reference, unit)
    cover = toned(event.cover.word, Light.FAR_BEHIND if event.cover is Cover.OUTSIDE else None)
    department = department_name(source.reference, event.department_code) if event.department_code else None
    return (
        event.happened_on, county, unit_name(unit), event.kind.word, event.title, department, event.basis or None,
        event.hours, cover,
    )  # fmt: skip


def items_sheet(source: Source) -> Sheet:
    """What the meetings up to this half month decided, each item as it stands today."""
    columns = (
        Column(_("Meeting")), Column(_("Half month")), Column(_("Item code")), Column(_("Kind")),
        Column(_("What is to be done")), Column(_("Responsible")), Column(_("Due day"), "day"), Column(_("State")),
        Column(_("Result")),
    )  # fmt: skip
    items = all_items(source.connection)
    several = [meeting for meeting in meetings(source.connection) if meeting.half_month <= source.half_month]
    rows = [
        _item_row(source, meeting, item, outcomes(items, [item])[0])
        for meeting in reversed(several)
        for item in items_of(items, meeting)
        if item.carried_from is None  # what was carried over stands where it was decided, as it came out
    ]
    said = _("What the meetings up to this half month decided, the last one first, each item as it stands today")
    return Sheet(_("Meeting items"), said, columns, rows)


def _item_row(source: Source, meeting: Meeting, item: Item, now: Item) -> tuple[BookCell, ...]:
    number = _("no. {number}").format(number=meeting.number)
    state = _("Overdue") if now.overdue else now.state.word
    return (
        number, meeting.half_month.label, item.code, item.kind.word, item.title,
        settled_by(source.reference, now), now.due_on, toned(state, item_light(now)),
        now.result or None,
    )  # fmt: skip


def admissions_sheet(source: Source) -> Sheet:
    """Every application as it stands today."""
    columns = (
        Column(_("Application code")), Column(_("Matter")), Column(_("Applicant")), Column(_("Urgency")),
        Column(_("State")), Column(_("Applied on"), "day"), Column(_("Decided on"), "day"), Column(_("Decided by")),
        Column(_("Start day"), "day"), Column(_("Exit day"), "day"), Column(_("Days past exit"), "number"),
        Column(_("Hours a month"), "number", 1), Column(_("Forms a month"), "number"),
        Column(_("Staff provided"), "number"), Column(_("Funds in yuan"), "number"), Column(_("Materials provided")),
        Column(_("Legal basis")),
    )  # fmt: skip
    rows = [
        _admission_row(source, admission) for admission in applications(source.connection) if visible(admission, GUEST)
    ]
    return Sheet(_("Admissions"), _("Applications for new village tasks, as they stand today"), columns, rows, fixed=2)


def _admission_row(source: Source, admission: Admission) -> tuple[BookCell, ...]:
    late = admission.past_exit
    # past its exit day a matter is in force all the same: the sheet says what is wrong with it
    light = Light.FAR_BEHIND if late else admission.state.light
    return (
        admission.code, admission.matter, department_name(source.reference, admission.department_code),
        admission.urgency.word, toned(_("Past exit") if late else admission.state.word, light), admission.applied_on,
        admission.decided_on, admission.decided_by or None, admission.start_on, admission.exit_on, late or None,
        admission.hours_month, admission.forms_month, admission.staff, admission.funds,
        admission.materials or None, admission.basis or None,
    )  # fmt: skip
