"""督查检查考核: the annual plan of a year: what comes, what was held, and what was held outside it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from lib.kept.models import Inspection
from lib.kept.store import records
from lib.words.settings import settings


@dataclass(frozen=True)
class AnnualPlan:
    """The inspections of one year, each group in the order of its days.

    `late` were planned for a day that is past and have no day on which they were held; `comes` lie ahead.
    """

    held: tuple[Inspection, ...]
    late: tuple[Inspection, ...]
    comes: tuple[Inspection, ...]
    outside: tuple[Inspection, ...]

    @property
    def planned(self) -> int:
        """How many entries the annual plan has."""
        return len(self.held) + len(self.late) + len(self.comes)


def annual_plan(connection: sa.Connection, year: int) -> AnnualPlan:
    """The plan of a year: an inspection belongs to that for which it was planned, else in which it was held."""
    found = [one for one in records(connection, sa.select(Inspection)) if (when := _when(one)) and when.year == year]
    ordered = sorted(found, key=lambda one: (_when(one) or date.max, one.code))
    planned = [one for one in ordered if one.planned]
    open_ones = [one for one in planned if one.held_on is None]
    today = settings().today
    return AnnualPlan(
        held=tuple(one for one in planned if one.held_on is not None),
        late=tuple(one for one in open_ones if (_when(one) or today) < today),
        comes=tuple(one for one in open_ones if (_when(one) or today) >= today),
        outside=tuple(one for one in ordered if not one.planned),
    )


def _when(one: Inspection) -> date | None:
    return one.planned_on or one.held_on
