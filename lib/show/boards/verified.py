"""What verification asks the office to deal with: counties where a check or the people say otherwise."""

import sqlalchemy as sa

from lib.figures.surveys import felt_low
from lib.figures.verified import last_verified
from lib.kept.reference import Reference
from lib.show.blocks import Attention
from lib.show.boards.words import link, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


def to_verify(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Attention]:
    """Counties of which the last spot check says 需复核, or that report high and are felt low; nothing without any."""
    checked = last_verified(connection, reference, half_month)
    again = {reference.units[code] for code in checked.recheck} if checked else set()
    low = {one.unit for one in felt_low(connection, reference, half_month)}
    counties = sorted(again | low, key=lambda one: one.code)
    if not counties:
        return []
    href = link("verification", half_month=half_month, view="results" if again else "surveys")
    said = _("counties where a check or the people say otherwise").format(count=len(counties))
    return [Attention(len(counties), said, names([unit_name(one) for one in counties]), href)]
