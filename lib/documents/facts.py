"""What a half month's documents are made from, read at once: figures, progress, reports, meetings, rebounds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.progress import LevelProgress, UnitProgress, children, four_levels
from lib.figures.ranking import Placed, placed
from lib.figures.reading import ChildRow, by_child, figures
from lib.figures.surveys import Felt, felt_low
from lib.figures.verified import Verified, doubts_by_county, last_verified
from lib.figures.villages import rebounds
from lib.kept.models import Openness
from lib.kept.reference import Reference, UnitRef
from lib.review.dispatch import Gap, MeasureAt, Told, department_names, gaps, measures, reports, told
from lib.review.meetings import Item, Meeting, all_items, decided, items_of, last_before, meeting_of, meetings, outcomes
from lib.review.seed import is_demo
from lib.review.submissions import Standing
from lib.words.half_months import HalfMonth
from lib.words.lights import Light

EVERY = 100_000  # more rebounds than there are villages


@dataclass(frozen=True)
class Rebounds:
    """Villages in which what was cleared came back, of one indicator; the largest step back first."""

    indicator: str
    name: str
    villages: tuple[UnitRef, ...]


@dataclass(frozen=True)
class Facts:
    """The data of one half month; `places` are the counties in their order. `last` is the meeting before, `told` what
    lead departments wrote of their measures.

    `verified` is the last spot check, `felt_low` the surveys that say otherwise than what is reported, `doubts` counts
    doubtful figures by county.
    """

    half_month: HalfMonth
    state: str
    top: UnitRef
    reference: Reference
    figures: Mapping[str, Figure]
    levels: tuple[LevelProgress, ...]
    places: tuple[Placed, ...]
    rows: tuple[ChildRow, ...]
    measures: tuple[MeasureAt, ...]
    told: Mapping[str, Told]
    done_before: frozenset[str]
    reports: tuple[Standing, ...]
    gaps: Mapping[tuple[str, str], Gap]
    departments: Mapping[str, str]
    last: Meeting | None
    last_items: tuple[Item, ...]
    meeting: Meeting | None
    items: tuple[Item, ...]
    new_items: tuple[Item, ...]
    rebounds: tuple[Rebounds, ...]
    verified: Verified | None
    felt_low: tuple[Felt, ...]
    doubts: Counter[str]
    demo: bool

    @property
    def draft(self) -> bool:
        """Whether the half month is still open, so that its numbers may change."""
        return self.state != Openness.CLOSED

    @cached_property
    def ranked(self) -> tuple[UnitProgress, ...]:
        """The counties that have a place, best first."""
        return tuple(place.progress for place in self.places if place.place is not None)

    @cached_property
    def counties(self) -> tuple[UnitProgress, ...]:
        """Every county, best first; then those that lack too much for a rank, then those without progress."""
        return tuple(place.progress for place in self.places)

    def rank(self, code: str) -> int | None:
        """A county's place; those of equal progress share one. None without one."""
        return next(one.place for one in self.places if one.progress.unit.code == code)

    def county_name(self, code: str) -> str:
        """A county's name."""
        return self.reference.units[code].name

    def whom(self, item: Item) -> str:
        """Who is responsible for an item: a unit, else a department."""
        if item.unit_code:
            return self.reference.units[item.unit_code].name
        return self.department(item.department_code)

    def department(self, code: str | None) -> str:
        """A department's name; "" where none is told."""
        return self.departments.get(code or "", code or "")

    def of_light(self, *lights: Light) -> list[MeasureAt]:
        """The measures with one of these lights, furthest behind first."""
        lit = [measure for measure in self.measures if measure.light in lights]
        return sorted(lit, key=lambda measure: ((measure.percent or 0) - measure.expected, measure.code))


def gather(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, *, verification: bool = False
) -> Facts:
    """Read everything, what verifies it only where a document says it; names come in the language of this run."""
    top = reference.top
    before = half_month.next(-1)
    several, items = meetings(connection), all_items(connection)
    last, meeting = last_before(several, half_month), meeting_of(several, half_month)
    codes = list(reference.indicators)
    return Facts(
        half_month=half_month,
        state=reference.half_months.get(half_month, "upcoming"),
        top=top,
        reference=reference,
        figures={figure.code: figure for figure in figures(connection, reference, top, half_month, codes)},
        levels=tuple(four_levels(connection, reference, top, half_month)),
        places=tuple(placed(children(connection, reference, top, half_month))),
        rows=tuple(by_child(connection, reference, top, half_month, below_the_top(reference))),
        measures=tuple(measures(connection, reference, half_month)),
        told=told(connection, reference, half_month),
        done_before=frozenset(
            measure.code for measure in measures(connection, reference, before) if measure.light is Light.DONE
        ),
        reports=tuple(reports(connection, half_month)),
        gaps={(gap.county_code, gap.form): gap for gap in gaps(connection, reference, half_month)},
        departments=department_names(reference),
        last=last,
        last_items=tuple(outcomes(items, decided(items, last))) if last else (),
        meeting=meeting,
        items=tuple(items_of(items, meeting)) if meeting else (),
        new_items=tuple(item for item in items_of(items, meeting) if item.carried_from is None) if meeting else (),
        rebounds=tuple(_rebounds(connection, reference, top, half_month)),
        verified=last_verified(connection, reference, half_month) if verification else None,
        felt_low=tuple(felt_low(connection, reference, half_month)) if verification else (),
        doubts=doubts_by_county(connection, reference, half_month) if verification else Counter(),
        demo=is_demo(connection),
    )


def below_the_top(reference: Reference) -> list[str]:
    """The codes of the indicators that counties have too, not the prefecture alone."""
    return [code for code, indicator in reference.indicators.items() if indicator.level != "prefecture"]


def _rebounds(connection: sa.Connection, reference: Reference, top: UnitRef, half_month: HalfMonth) -> list[Rebounds]:
    """What was cleared and came back in villages, of all that should only fall."""
    came_back = []
    for indicator in reference.indicators.values():
        if indicator.direction != "down" or not indicator.form or indicator.level != "village":
            continue
        rows, _every = rebounds(connection, top, half_month, indicator, EVERY)
        if rows:
            villages = tuple(reference.by_id[row.unit_id] for row in rows)
            came_back.append(Rebounds(indicator.code, indicator.name, villages))
    return came_back
