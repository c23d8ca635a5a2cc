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
    yield Sheet(_("Surveys"), said, columns, [_survey(source, one) for one in _surveys(source)])
    columns = (*places, Column(_("Matter of the pilot")), Column(_("First half month")))
    pilots = [_pilot(source, one) for one in pilots_in(source.connection, source.half_month)]
    yield Sheet(_("Pilot villages"), _("The pilots of this half month"), columns, pilots)
    columns = (
        Column(_("Day"), "day"), *places, Column(_("Kind")), Column(_("Topic")), Column(_("Held by")),
        Column(_("People present"), "number"),
    )  # fmt: skip
    visits = [_visit(source, one) for one in visits_until(source.connection, source.half_month, None)]
    yield Sheet(_("Visits and on-site meetings"), _("Those up to this half month, the newest first"), columns, visits)


def _surveys(source: Source) -> list[Survey]:
    columns = Survey.__table__.c
    until = columns.half_month <= source.half_month.ordinal
    order = (columns.half_month.desc(), columns.county_code, columns.code)
    return records(source.connection, sa.select(Survey).where(until).order_by(*order))


def _survey(source: Source, one: Survey) -> tuple[BookCell, ...]:
    limits = share(one.satisfied, one.answered) if one.answered else None
    shares = (one.satisfied / one.answered, limits.low, limits.high) if limits else (None, None, None)
    return (
        one.code, HalfMonth(one.half_month).label, unit_name(source.reference.units[one.county_code]),
        one.respondents.word, one.asked, one.answered, one.satisfied,
        *map(share_cell, shares), one.held_by, one.source,
    )  # fmt: skip


def _place(source: Source, code: str) -> tuple[BookCell, BookCell]:
    unit = source.reference.units[code]
    return county_name(source.reference, unit), unit_name(unit)


def _pilot(source: Source, one: Pilot) -> tuple[BookCell, ...]:
    return *_place(source, one.unit_code), one.matter.word, HalfMonth(one.pilot_from).label


def _visit(source: Source, one: Visit) -> tuple[BookCell, ...]:
    place = _place(source, one.unit_code)
    return one.held_on, *place, one.kind.word, one.topic, one.held_by or None, one.people
