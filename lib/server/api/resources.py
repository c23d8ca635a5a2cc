"""The index of all resources: the table by which addresses are answered and described."""

from lib.server.api.attachments import ATTACHMENTS
from lib.server.api.catalogues import FORMS, HALF_MONTHS, INDICATORS, UNITS
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.doubts import DOUBTS
from lib.server.api.fields import HOW_TOLD
from lib.server.api.forecasts import FORECASTS
from lib.server.api.measures import MEASURES
from lib.server.api.pages import page
from lib.server.api.review import PROGRESS, SUBMISSIONS
from lib.server.api.spot_checks import SPOT_CHECKS
from lib.server.api.surveys import SURVEYS
from lib.server.api.values import VALUES
from lib.words.language import gettext


def _read_index(_source: Source, wanted: Wanted) -> Page:
    """Every resource with its address and parameters."""
    return page(wanted, LISTED)


LISTED = (
    UNITS, INDICATORS, FORMS, HALF_MONTHS, VALUES, PROGRESS, MEASURES, SUBMISSIONS, DOUBTS, SPOT_CHECKS, SURVEYS,
    FORECASTS, ATTACHMENTS,
)  # fmt: skip
INDEX = Resource(
    "", _("What there is to read"), HOW_TOLD, _read_index,
    (
        Field("name", "text", _("Name of the resource.")),
        Field("title", "text", _("What it holds."), lambda resource: gettext(resource.title)),
        Field("address", "text", _("Its address.")),
        Field("parameters", "codes", _("The parameters that it takes."),
              lambda resource: tuple(parameter.name for parameter in resource.parameters)),
    ),
)  # fmt: skip
RESOURCES = {resource.name: resource for resource in (INDEX, *LISTED)}
