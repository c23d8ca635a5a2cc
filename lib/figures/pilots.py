"""规范试点: pilot villages against all others over time, and the visits there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from lib.figures.reading import months_shown
from lib.kept import boards
from lib.kept.marks import within
from lib.kept.models import LEVELS, Board, Pilot, PilotMatter, Visit
from lib.kept.reference import Reference
from lib.kept.store import records
from lib.words.half_months import HalfMonth


def measured_by(reference: Reference, matter: PilotMatter) -> str:
    """The indicator of a pilot's matter, towards the target of the same village; "" where the office names none."""
    return next(iter(boards.codes(reference, Board.PILOTS, matter.value)), "")


@dataclass(frozen=True)
class Ahead:
    """Pilots of one matter against all other villages: of what is to be cleared the percent that is (0–100).

    By half month (percent of the pilots, of the others); None where none of them reported. The pilots are those of the
    half month shown, before they were pilots as well.
    """

    matter: PilotMatter
    pilots: int
    others: int
    over_time: Mapping[HalfMonth, tuple[float | None, float | None]]


def pilots_in(connection: sa.Connection, half_month: HalfMonth) -> list[Pilot]:
    """The villages that are pilots in a half month, by matter and code."""
    every = records(connection, sa.select(Pilot).order_by(sa.column("matter"), sa.column("unit_code")))
    return [pilot for pilot in every if within(half_month.ordinal, pilot.pilot_from, pilot.pilot_to)]


def ahead(
    connection: sa.Connection,
    reference: Reference,
    half_month: HalfMonth,
    matter: PilotMatter,
    pilots: Collection[str],
) -> Ahead:
    """The villages of the codes `pilots` against the rest, over the half months shown."""
    indicator = reference.indicators[measured_by(reference, matter)]
    months = months_shown(reference, half_month)
    villages = reference.at_level("village", half_month)
    mine = {one.id for one in villages if one.code in set(pilots)}
    values = {"h": [each.ordinal for each in months], "indicator": indicator.id, "level": LEVELS.index("village")}
    every = {row.half_month: row for row in connection.execute(_EVERY, values)}
    own = {row.half_month: row for row in connection.execute(_THESE, values | {"units": sorted(mine)})} if mine else {}
    return Ahead(
        matter=matter,
        pilots=len(mine),
        others=len(villages) - len(mine),
        over_time={month: _percents(own.get(month.ordinal), every.get(month.ordinal)) for month in months},
    )


def _percents(
    own: sa.Row[tuple[int, int, int]] | None, every: sa.Row[tuple[int, int, int]] | None
) -> tuple[float | None, float | None]:
    part, whole = (own.part, own.whole) if own else (0, 0)
    rest = (every.part - part, every.whole - whole) if every else (0, 0)
    return _percent(part, whole), _percent(*rest)


def _percent(part: int, whole: int) -> float | None:
    return 10_000 * part // whole / 100 if whole else None  # rounded down, as the roll-ups are


_SUMS = (
    "SELECT half_month, SUM(part) AS part, SUM(whole) AS whole FROM rollup"
    " WHERE level = :level AND half_month IN :h AND indicator_id = :indicator AND whole IS NOT NULL"
)
_EVERY = sa.text(_SUMS + " GROUP BY half_month").bindparams(sa.bindparam("h", expanding=True))
_THESE = sa.text(_SUMS + " AND unit_id IN :units GROUP BY half_month").bindparams(
    sa.bindparam("h", expanding=True), sa.bindparam("units", expanding=True)
)


def visits_until(connection: sa.Connection, half_month: HalfMonth, last: int | None = 20) -> list[Visit]:
    """The last visits and on-site meetings (None: all) up to the end of a half month, the newest first."""
    held: sa.ColumnClause[date] = sa.column("held_on")
    query = sa.select(Visit).where(held <= half_month.last_day).order_by(held.desc(), sa.column("code")).limit(last)
    return records(connection, query)
