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
    every = ((_when(inspection), inspection) for inspection in records(connection, sa.select(Inspection)))
    of_year = [(day, inspection) for day, inspection in every if day and day.year == year]
    of_year.sort(key=lambda dated: (dated[0], dated[1].code))
    planned = [(day, inspection) for day, inspection in of_year if inspection.planned]
    today = settings().today
    return AnnualPlan(
        held=tuple(inspection for _day, inspection in planned if inspection.held_on),
        late=tuple(inspection for day, inspection in planned if not inspection.held_on and day < today),
        comes=tuple(inspection for day, inspection in planned if not inspection.held_on and day >= today),
        outside=tuple(inspection for _day, inspection in of_year if not inspection.planned),
    )


def _when(inspection: Inspection) -> date | None:
    return inspection.planned_on or inspection.held_on
