"""核实: what the last spot check that has ended says of the reported figures, and how many of them are doubtful."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.rollups import HISTORY
from lib.kept.models import PlanState
from lib.kept.reference import Reference
from lib.review.doubts import doubts
from lib.review.spot_checks import Plan, Result, plans, results
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Verified:
    """A spot check that has ended, with the result of each of its indicators."""

    plan: Plan
    results: tuple[Result, ...]

    @property
    def recheck(self) -> tuple[str, ...]:
        """需复核: the codes of the counties of which a result says so, in their order."""
        return tuple(sorted({code for one in self.results for code, found in one.counties.items() if found.recheck}))


def last_verified(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Verified | None:
    """The last check that has ended, of this half month or one of the eleven before it; None where there is none."""
    first = half_month.next(1 - HISTORY)
    for plan in plans(connection):
        if plan.state is PlanState.ENDED and first <= plan.half_month <= half_month:
            return Verified(plan, tuple(results(connection, reference, plan)))
    return None


def doubts_by_county(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Counter[str]:
    """How many figures of a half month are to be looked at again, by the code of the county."""
    units = (reference.by_id[one.unit] for one in doubts(connection, reference, half_month))
    return Counter(unit.county_code or unit.code for unit in units)
