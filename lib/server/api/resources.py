"""The resources: this table is the dispatch, the check of parameters, the CSV's header and the OpenAPI description."""

from lib.server.api import fields
from lib.server.api.catalogues import read_forms, read_half_months, read_indicators, read_units
from lib.server.api.describe import Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.pages import cut
from lib.server.api.review import read_progress, read_submissions
from lib.server.api.values import read_values
from lib.words.language import gettext

SHOWN, PAGED = fields.EVERYWHERE, fields.PAGED


def read_index(_source: Source, wanted: Wanted) -> Page:
    """Every resource with its address and parameters."""
    rows = [
        {
            "name": one.name,
            "title": gettext(one.title),
            "address": one.address,
            "parameters": tuple(parameter.name for parameter in one.parameters),
        }
        for one in RESOURCES.values()
        if one.name
    ]
    return Page(cut(wanted, rows, len(rows)), len(rows))


_ALL = (
    Resource("", _("What there is to read"), fields.INDEX, SHOWN, read_index),
    Resource(
        "units",
        _("Units: prefecture, counties, townships, villages"),
        fields.UNITS,
        (fields.LEVEL, fields.PARENT, fields.UNIT, *PAGED, *SHOWN),
        read_units,
    ),
    Resource(
        "indicators",
        _("Indicators with their definitions"),
        fields.INDICATORS,
        (fields.INDICATORS_LEVEL, fields.FORM, *PAGED, *SHOWN),
        read_indicators,
    ),
    Resource("forms", _("Forms with the indicators that they ask"), fields.FORMS, (*PAGED, *SHOWN), read_forms),
    Resource(
        "half-months",
        _("Half months with their state"),
        fields.HALF_MONTHS,
        (fields.STATE, *PAGED, *SHOWN),
        read_half_months,
    ),
    Resource(
        "values",
        _("Values of indicators by half month and unit"),
        fields.VALUES,
        (fields.MONTHS, fields.AT_LEVEL, fields.PARENT, fields.UNIT, fields.INDICATOR, fields.FORM, *PAGED, *SHOWN),
        read_values,
        figures=True,
    ),
    Resource(
        "progress",
        _("Overall progress and light of units"),
        fields.PROGRESS,
        (fields.MONTHS, fields.AT_LEVEL, fields.PARENT, fields.UNIT, *PAGED, *SHOWN),
        read_progress,
        figures=True,
    ),
    Resource(
        "submissions",
        _("Submissions: where each county stands with each form"),
        fields.SUBMISSIONS,
        (fields.MONTHS, fields.UNIT, fields.FORM, *PAGED, *SHOWN),
        read_submissions,
        figures=True,
    ),
)
RESOURCES = {one.name: one for one in _ALL}
