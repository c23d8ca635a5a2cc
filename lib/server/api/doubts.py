"""How many figures of a half month are doubtful, by county and rule: what everybody may see of them.

Which villages and numbers are meant is for the office and their own county, on the page alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lib.kept.reference import UnitRef
from lib.review.doubts import RULES, Rule, below, doubts
from lib.server.api.describe import Field, Page, Resource, Source, Wanted
from lib.server.api.describe import marked as _
from lib.server.api.fields import MONTHS, PAGED, UNIT, WHOSE
from lib.server.api.pages import half_months, page, units
from lib.words.half_months import HalfMonth


class Counted(NamedTuple):
    """How many doubts of a rule there are in a county, and how many villages they name."""

    half_month: HalfMonth
    unit: UnitRef
    rule: Rule
    doubts: int
    villages: int


def _read(source: Source, wanted: Wanted) -> Page:
    """Half month × county × rule, in this order; a row wherever there is a doubt."""
    months, asked = half_months(source, wanted), units(source, {**wanted, "level": "county"})
    rows = [row for month in months for row in _of_month(source, month, asked)]
    return page(wanted, rows, months)


def _of_month(source: Source, month: HalfMonth, asked: Sequence[UnitRef]) -> list[Counted]:
    every = doubts(source.connection, source.reference, month) if asked else []
    of_county = {unit.code: below(every, source.reference, unit.code) for unit in asked}
    return [
        Counted(month, unit, rule, len(mine), len({village for doubt in mine for village in doubt.villages}))
        for unit in asked
        for rule in RULES.values()
        if (mine := [doubt for doubt in of_county[unit.code] if doubt.rule == rule.code])
    ]


DOUBTS = Resource(
    "doubts", _("Doubtful figures: how many by county and rule"), (MONTHS, UNIT, *PAGED), _read,
    (
        *WHOSE[:3],
        Field("rule", "code", _("Code of the rule that doubts."), "rule.code", choices=tuple(RULES)),
        Field("rule_name", "text", _("The rule in words."), "rule.name"),
        Field("doubts", "integer", _("How many doubts there are; each is to be verified, none is a finding.")),
        Field("villages", "integer", _("How many villages they name.")),
    ),
    figures=True,
)  # fmt: skip
