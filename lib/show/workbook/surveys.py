"""The sheets of surveys, of pilot villages, and of visits there."""

from collections.abc import Iterable

import sqlalchemy as sa

from lib.figures.pilots import pilots_in, visits_until
from lib.kept.models import Pilot, Survey, Visit
from lib.kept.store import records
from lib.review.sampling import share
from lib.show.boards.words import county_name, unit_header, unit_name
from lib.show.workbook.cells import BookCell, Column, Sheet, share_cell
from lib.show.workbook.figures import Source
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def survey_sheets(source: Source) -> Iterable[Sheet]:
    """Surveys and visits up to the half month, and the pilots in it."""
    places = (Column(unit_header("county")), Column(unit_header("village")))
    said = _("Surveys of others up to this half month; limits are exact, at 95%")
    columns: tuple[Column, ...] = (
        Column(_("Survey code")), Column(_("Half month")), Column(unit_header("county")), Column(_("Who was asked")),
        Column(_("People asked"), "number"), Column(_("People who answered"), "number"),
        Column(_("People satisfied"), "number"), Column(_("Satisfied"), "percent"), Column(_("At least"), "percent"),
        Column(_("At most"), "percent"), Column(_("Held by")), Column(_("Source of the survey")),
    )  # fmt: skip
    yield Sheet(_("Surveys"), said, columns, [_survey(source, survey) for survey in _surveys(source)])
    columns = (*places, Column(_("Matter of the pilot")), Column(_("First half month")))
    pilots = [_pilot(source, pilot) for pilot in pilots_in(source.connection, source.half_month)]
    yield Sheet(_("Pilot villages"), _("The pilots of this half month"), columns, pilots)
    columns = (
        Column(_("Day"), "day"), *places, Column(_("Kind")), Column(_("Topic")), Column(_("Held by")),
        Column(_("People present"), "number"),
    )  # fmt: skip
    visits = [_visit(source, visit) for visit in visits_until(source.connection, source.half_month, None)]
    yield Sheet(_("Visits and on-site meetings"), _("Those up to this half month, the newest first"), columns, visits)


def _surveys(source: Source) -> list[Survey]:
    columns = Survey.__table__.c
    until = columns.half_month <= source.half_month.ordinal
    order = (columns.half_month.desc(), columns.county_code, columns.code)
    return records(source.connection, sa.select(Survey).where(until).order_by(*order))


def _survey(source: Source, survey: Survey) -> tuple[BookCell, ...]:
    limits = share(survey.satisfied, survey.answered) if survey.answered else None
    shares = (survey.satisfied / survey.answered, limits.low, limits.high) if limits else (None, None, None)
    return (
        survey.code, HalfMonth(survey.half_month).label, unit_name(source.reference.units[survey.county_code]),
        survey.respondents.word, survey.asked, survey.answered, survey.satisfied,
        *map(share_cell, shares), survey.held_by, survey.source,
    )  # fmt: skip


def _place(source: Source, code: str) -> tuple[BookCell, BookCell]:
    unit = source.reference.units[code]
    return county_name(source.reference, unit), unit_name(unit)


def _pilot(source: Source, pilot: Pilot) -> tuple[BookCell, ...]:
    return *_place(source, pilot.unit_code), pilot.matter.word, HalfMonth(pilot.pilot_from).label


def _visit(source: Source, visit: Visit) -> tuple[BookCell, ...]:
    place = _place(source, visit.unit_code)
    return visit.held_on, *place, visit.kind.word, visit.topic, visit.held_by or None, visit.people
