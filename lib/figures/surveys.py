"""群众评价: what people who were asked anyway say of a county, beside what the county reports."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

import sqlalchemy as sa

from lib.figures.progress import UnitProgress, children
from lib.figures.rollups import HISTORY
from lib.kept.models import Asked, Survey
from lib.kept.reference import Reference, UnitRef
from lib.kept.store import records
from lib.review.sampling import Share, share
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Felt:
    """A county's last survey among one kind of people: how many were asked, answered and were satisfied.

    Several of one half month are taken together; `progress` is the county's 综合进度 (0–100) as reported, None where
    it has too little for a rank.
    """

    unit: UnitRef
    respondents: Asked
    half_month: HalfMonth
    asked: int
    answered: int
    satisfied: int
    held_by: tuple[str, ...]
    progress: float | None

    @property
    def percent(self) -> Decimal | None:
        """The satisfied of those who answered, 0–100; missing where nobody did."""
        return Decimal(100 * self.satisfied) / self.answered if self.answered else None

    @property
    def limits(self) -> Share | None:
        """The exact limits of that share at 95 %, as of people drawn at random."""
        return share(self.satisfied, self.answered) if self.answered else None


def felt(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Felt]:
    """The last surveys of each county and kind of people in the twelve half months up to this one, by county."""
    first = half_month.next(1 - HISTORY)
    query = sa.select(Survey).where(
        sa.column("half_month").between(first.ordinal, half_month.ordinal)  # both included
    )
    progress = {county.unit.code: county for county in children(connection, reference, reference.top, half_month)}
    last: dict[tuple[str, Asked], list[Survey]] = defaultdict(list)
    # the newest first: the first survey of a county says which half month is its last
    for survey in records(connection, query.order_by(sa.column("half_month").desc(), sa.column("code"))):
        held = last[survey.county_code, survey.respondents]
        if not held or held[0].half_month == survey.half_month:
            held.append(survey)
    return [_together(reference, held, progress) for _key, held in sorted(last.items())]


def _together(reference: Reference, held: Sequence[Survey], progress: dict[str, UnitProgress]) -> Felt:
    first = held[0]
    reported = progress.get(first.county_code)
    return Felt(
        unit=reference.units[first.county_code],
        respondents=first.respondents,
        half_month=HalfMonth(first.half_month),
        asked=sum(one.asked for one in held),
        answered=sum(one.answered for one in held),
        satisfied=sum(one.satisfied for one in held),
        held_by=tuple(dict.fromkeys(one.held_by for one in held)),
        progress=reported.percent if reported and reported.is_ranked else None,
    )


def stands_out(survey: Felt, among: Sequence[Felt]) -> bool:
    """Reported high, felt low: progress at or above the counties' median, and the whole interval of the satisfied
    share below the median of their shares; what a few answers could do by chance accuses nobody.
    """
    known = [each for each in among if each.progress is not None and each.percent is not None]
    if survey not in known or survey.limits is None or survey.progress is None:
        return False
    middle = median(float(each.percent or 0) for each in known)
    return survey.progress >= median(each.progress or 0 for each in known) and 100 * survey.limits.high < middle


def felt_low(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Felt]:
    """The surveys that say otherwise than what their county reports."""
    every = felt(connection, reference, half_month)
    among = {asked: [one for one in every if one.respondents is asked] for asked in Asked}
    return [one for one in every if stands_out(one, among[one.respondents])]
