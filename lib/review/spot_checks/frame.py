"""抽样框: the villages that can be drawn for a spot check, what they reported, and who is left out and why.

A check is a visit. A village which monitoring, an inspection, the guidance group or another spot check visited as often
as `monitoring.visits_per_week` allows, in last week, this week or (as planned) the next, is left out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from lib.kept.models import BurdenEvent, BurdenKind, DrawKind, SpotCheck, Visit
from lib.kept.reference import Reference
from lib.kept.store import all_rows
from lib.review.sampling import REPORTED_ZERO, Draw, Village
from lib.review.sampling.draws import AT_LEAST, allocation, by_stratum
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import settings

TENTHS = 10  # weights by doubts are kept in tenths: integers repeat everywhere alike


@dataclass(frozen=True)
class Frame:
    """What is drawn from: `villages` by stratum (their county) with what they reported of the first indicator.

    `reported` has by indicator what each village (by code) reported, in smallest steps. Left out are those `visited`
    up to the limit, and those `unreported`, of which nothing can be checked.
    """

    villages: tuple[Village, ...]
    reported: Mapping[str, Mapping[str, int]]
    visited: tuple[str, ...] = ()
    unreported: tuple[str, ...] = ()

    def too_many(self, count: int) -> str:
        """Why so many villages cannot be drawn, and how many can."""
        text = _("{count} villages are wanted, and {left} can be drawn; ask for {left} or fewer")
        return text.format(count=count, left=len(self.villages)) + self.left_out

    def least(self, way: DrawKind) -> int:
        """How few villages can be drawn: two of each stratum, or all where it has fewer."""
        return sum(min(AT_LEAST, len(villages)) for villages in by_stratum(self.villages, way).values())

    def must_give(self, reference: Reference, count: int, way: DrawKind) -> None:
        """Raises Refusal, with the number that is needed, where so many villages cannot be drawn in this way."""
        if count > len(self.villages):
            raise Refusal(self.too_many(count))
        strata = by_stratum(self.villages, way)
        for name, villages in strata.items():
            if name != REPORTED_ZERO and len(villages) < AT_LEAST:
                text = _("{county} has fewer than two villages to draw from{left_out}; choose another indicator or day")
                unit = reference.units[name]
                raise Refusal(text.format(county=named(unit.name, unit.name_en), left_out=self.left_out))
        allocation(strata, count, way)  # for what else it refuses

    @property
    def left_out(self) -> str:
        """Who is not in it, as a sentence; nothing where all are."""
        limit, sentence = settings().monitoring.visits_per_week, ""
        if self.visited:
            text = _("; {count} were visited {limit} times a week already and are left out")
            sentence += text.format(count=len(self.visited), limit=limit)
        if self.unreported:
            sentence += _("; {count} did not report").format(count=len(self.unreported))
        return sentence


def frame(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    indicators: Sequence[str],
    weights: Mapping[int, float] | None = None,
) -> Frame:
    """The villages that can be drawn today; `weights` is by id of the unit how much oftener it comes (1: as others).

    Raises Refusal where no village reported the first indicator.
    """
    asked = reference.form_units(reference.asking[indicators[0]], half_month=half_month.ordinal)
    reported = {code: _reported(connection, reference, half_month, code) for code in indicators}
    busy, size = visited(connection, settings().today), reported[indicators[0]]
    if not size:
        text = _("No village reported “{indicator}” in {half_month}; choose another indicator or half month")
        size_of = reference.indicators[indicators[0]]
        raise Refusal(text.format(indicator=named(size_of.name, size_of.name_en), half_month=half_month.label))
    drawable = [unit for unit in asked if unit.code in size and unit.code not in busy]
    times = weights or {}
    return Frame(
        tuple(
            Village(unit.county_code or unit.code, unit.code, size[unit.code], round(TENTHS * times.get(unit.id, 1)))
            for unit in drawable
        ),
        reported,
        tuple(unit.code for unit in asked if unit.code in size and unit.code in busy),
        tuple(unit.code for unit in asked if unit.code not in size),
    )


def _reported(connection: sa.Connection, reference: Reference, half_month: HalfMonth, code: str) -> dict[str, int]:
    """What each village reported of an indicator; what was carried forward nobody reported."""
    query = (
        f"SELECT unit_id, value FROM observation WHERE half_month = {half_month.ordinal}"
        f" AND indicator_id = {reference.indicators[code].id} AND NOT carried"
    )
    return {reference.by_id[unit].code: value for unit, value in all_rows(connection, query)}


_E, _V, _C = BurdenEvent.__table__.c, Visit.__table__.c, SpotCheck.__table__.c


def visited(connection: sa.Connection, day: date) -> set[str]:
    """The villages visited as often as a week allows in the week of `day`, the one before, or the next as planned."""
    first = day - timedelta(days=day.weekday() + 7)  # the Monday of last week
    last, limit = first + timedelta(days=20), settings().monitoring.visits_per_week
    events = sa.select(_E.unit_code, _E.happened_on).where(
        _E.kind == BurdenKind.INSPECTION, _E.happened_on.between(first, last)
    )
    visits = sa.select(_V.unit_code, _V.held_on).where(_V.held_on.between(first, last))
    # one visit, however many figures were checked on it
    checks = sa.select(_C.unit_code, _C.checked_on).where(_C.checked_on.between(first, last)).distinct()
    rows = (row for query in (events, visits, checks) for row in connection.execute(query))
    weeks = Counter((unit, (at - first).days // 7) for unit, at in rows)
    return {unit for (unit, _week), count in weeks.items() if count >= limit}


# As the plan keeps it ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CountyFrame:
    """A county in the frame: its villages, how many of them reported 0, how many of either were drawn, and its totals
    of the plan's indicators in smallest steps."""

    code: str
    villages: int
    zero: int
    drawn: int
    drawn_zero: int
    totals: tuple[int, ...]


@dataclass(frozen=True)
class KeptFrame:
    """The frame as a plan keeps it beside its hash: who was left out, and the counties."""

    visited: int
    unreported: int
    counties: tuple[CountyFrame, ...] = ()

    @property
    def villages(self) -> int:
        """How many villages could be drawn."""
        return sum(county.villages for county in self.counties)

    def totals(self, at: int) -> dict[str, int]:
        """What each county reported of the plan's indicator number `at`."""
        return {county.code: county.totals[at] for county in self.counties}

    def as_text(self) -> str:
        """As it is kept: visited, unreported; then code villages zero drawn drawn_zero totals of each county."""
        counties = ((c.code, c.villages, c.zero, c.drawn, c.drawn_zero, *c.totals) for c in self.counties)
        return "; ".join(" ".join(map(str, part)) for part in ((self.visited, self.unreported), *counties))

    @classmethod
    def of_text(cls, text: str) -> "KeptFrame":
        """From what was kept; that of a draft is blank."""
        if not text:
            return cls(0, 0)
        (visited, unreported), *counties = (part.split() for part in text.split("; "))
        return cls(int(visited), int(unreported), tuple(_county(*part) for part in counties))


def _county(code: str, villages: str, zero: str, drawn: str, drawn_zero: str, *totals: str) -> CountyFrame:
    return CountyFrame(code, int(villages), int(zero), int(drawn), int(drawn_zero), tuple(map(int, totals)))


def kept(drawable: Frame, drawn: Draw) -> KeptFrame:
    """The frame and what was drawn from it, county by county."""
    codes = sorted({village.stratum for village in drawable.villages})
    counties = tuple(_counted(drawable, drawn, code) for code in codes)
    return KeptFrame(len(drawable.visited), len(drawable.unreported), counties)


def _counted(drawable: Frame, drawn: Draw, county: str) -> CountyFrame:
    mine = [village for village in drawable.villages if village.stratum == county]
    taken = [village for village in drawn.villages if village.stratum == county]
    return CountyFrame(
        county,
        len(mine),
        sum(not village.reported for village in mine),
        sum(bool(village.reported) for village in taken),
        sum(not village.reported for village in taken),
        tuple(sum(values.get(village.code, 0) for village in mine) for values in drawable.reported.values()),
    )
