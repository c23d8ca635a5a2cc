"""Surveys that were held anyway: what people who were asked say of their county."""

from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from lib.kept.models import Asked, Survey
from lib.kept.reference import UnitRef
from lib.kept.store import records
from lib.review.sampling import Share, share
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import MONTHS, PAGED, UNIT, WHOSE
from lib.server.api.pages import half_months, page, units
from lib.words.half_months import HalfMonth


class SurveyRow(NamedTuple):
    """A survey of one county, with the limits of its satisfied share."""

    half_month: HalfMonth
    unit: UnitRef
    survey: Survey
    limits: Share | None


def _read(source: Source, wanted: Wanted) -> Page:
    """Half month × county × survey, in this order."""
    months, asked = half_months(source, wanted), {unit.code for unit in units(source, wanted)}
    every = records(source.connection, sa.select(Survey).order_by(sa.column("county_code"), sa.column("code")))
    rows = [_row(source, each, month) for month in months for each in every if each.half_month == month.ordinal]
    return page(wanted, [row for row in rows if row.unit.code in asked], months)


def _row(source: Source, survey: Survey, month: HalfMonth) -> SurveyRow:
    limits = share(survey.satisfied, survey.answered) if survey.answered else None
    return SurveyRow(month, source.reference.units[survey.county_code], survey, limits)


def _percent(row: SurveyRow, end: str) -> Decimal | None:
    """0–100 with two decimals."""
    if row.limits is None:
        return None
    value = row.survey.satisfied / row.survey.answered if end == "share" else getattr(row.limits, end)
    return Decimal(str(round(100 * value, 2)))


SURVEYS = Resource(
    "surveys", _("Surveys: what people say of a county who were asked anyway"), (MONTHS, UNIT, *PAGED), _read,
    (
        *WHOSE[:3],
        Field("survey", "code", _("Code of the survey."), "survey.code"),
        Field("respondents", "code", _("Who was asked."), "survey.respondents", choices=tuple(Asked)),
        Field("respondents_word", "text", _("Who was asked, in words."), "survey.respondents.word"),
        Field("asked", "integer", _("People asked."), "survey.asked"),
        Field("answered", "integer", _("Of them those who answered."), "survey.answered"),
        Field("satisfied", "integer", _("Of those the satisfied."), "survey.satisfied"),
        Field("satisfied_percent", "number", _("The satisfied of those who answered (0–100)."),
              lambda row: _percent(row, "share"), True),
        Field("low", "number", _("Lower exact limit of that share at 95 %."), lambda row: _percent(row, "low"), True),
        Field("high", "number", _("Upper exact limit of that share at 95 %."), lambda row: _percent(row, "high"), True),
        Field("held_by", "text", _("Who held it."), "survey.held_by"),
        Field("source", "text", _("What it is called."), "survey.source"),
    ),
    figures=True,
)  # fmt: skip
