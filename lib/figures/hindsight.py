"""What each half month foresaw of the next one, held against what came: how far forecasts can be trusted here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa

from lib.figures.forecast import Forecast, comparable, foresee, is_held, targeted
from lib.figures.reading import histories
from lib.figures.rollups import IndicatorRow
from lib.kept.reference import Reference, UnitRef
from lib.words.half_months import HalfMonth
from lib.words.wording import READS_AS_ZERO


@dataclass(frozen=True)
class Tested:
    """What was foreseen of a half month at the end of the one before it, over all indicators with a pace.

    `miss` is the median distance in points; `within` of `limited` lay between the slowest and the fastest pace; of the
    targets `foreseen` were to be reached in it, `reached` were, `both` as foreseen.
    """

    half_month: HalfMonth
    indicators: int
    miss: float
    within: int
    limited: int
    foreseen: int
    reached: int
    both: int


def backtest(
    connection: sa.Connection, reference: Reference, units: Sequence[UnitRef], half_month: HalfMonth
) -> list[Tested]:
    """Each half month up to this one that had a forecast at any of `units` (of one level), in their order."""
    known = histories(connection, reference, units, half_month, targeted(reference))
    steps: dict[HalfMonth, list[tuple[Forecast, float]]] = {}
    for unit in units:
        for code, rows in known[unit.code].items():
            for month, told, came in _steps(reference, unit, code, rows):
                steps.setdefault(month, []).append((told, came))
    return [_tested(month, found) for month, found in sorted(steps.items())]


def _steps(
    reference: Reference, unit: UnitRef, code: str, rows: Mapping[HalfMonth, IndicatorRow]
) -> Iterator[tuple[HalfMonth, Forecast, float]]:
    """Of each half month what the one before it foresaw, where it had a pace, and what came."""
    if is_held(reference, code):
        return
    # year by year: what begins anew compares with its own year alone
    last_of_years = {month.year: month for month in sorted(rows)}
    for last in last_of_years.values():
        series = comparable(reference, unit, code, rows, last)
        for month in (each for each in series if each.year == last.year):
            until = {each: value for each, value in series.items() if each < month}
            told = foresee(until, month.next(-1), None, unit, code)
            if told.pace:
                yield month, told, series[month]


def _tested(month: HalfMonth, steps: Sequence[tuple[Forecast, float]]) -> Tested:
    limited = [(told, came) for told, came in steps if told.pace and told.pace.slowest is not None]
    return Tested(
        half_month=month,
        indicators=len(steps),
        miss=median(abs(_next(told) - came) for told, came in steps),
        within=sum(_is_within(told, came) for told, came in limited),
        limited=len(limited),
        foreseen=sum(told.reached == month for told, _came in steps),
        reached=sum(came >= 100 for _told, came in steps),
        both=sum(told.reached == month and came >= 100 for told, came in steps),
    )


def _next(told: Forecast, slope: float | None = None) -> float:
    """The percent foreseen for the next half month."""
    given = told.pace.slope if told.pace and slope is None else slope
    return min(max((told.percent or 0) + (given or 0), 0), 100)


def _is_within(told: Forecast, came: float) -> bool:
    assert told.pace is not None
    return _next(told, told.pace.slowest) - READS_AS_ZERO <= came <= _next(told, told.pace.fastest) + READS_AS_ZERO
