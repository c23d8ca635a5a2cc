"""A figure as a leader reads it: value, change, progress against its target, light, and what lies behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.kept.queries import IndicatorRow, indicator_list, indicators_at, published_figures, task_list
from lib.kept.reference import Reference, UnitRef
from lib.review.submissions import standings
from lib.words.half_months import HalfMonth
from lib.words.language import named
from lib.words.lights import Light, expected_percent, judge
from lib.words.settings import settings


@dataclass(frozen=True)
class Figure:
    """One indicator at one unit in one half month.

    `percent` and `expected` are 0–100, None without a target; `reported` is (counties whose forms are complete, all
    counties), None where no county reports it; `part` and `whole` are what the progress or ratio is made of;
    `published` is the prefecture's own figure where there is one.
    """

    code: str
    name: str
    unit: str
    decimals: int
    value: Decimal | None
    change: Decimal | None
    percent: float | None
    expected: float | None
    light: Light | None
    reported: tuple[int, int] | None
    n: int
    part: Decimal | None
    whole: Decimal | None
    last_saved: tuple[datetime, str] | None
    indicator: Any
    published: Any


def figures(
    connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth, codes: Sequence[str]
) -> list[Figure]:
    """The figures of the indicators `codes`, in that order. KeyError for a code that is no indicator."""
    listed = indicator_list(connection)
    rows = indicators_at(connection, unit.id, unit.level, half_month, codes)
    tasks = first_tasks(connection)
    published = published_figures(connection, codes)
    reported = _complete_counties(connection, half_month)
    return [
        _figure(
            listed[code],
            rows[code],
            tasks.get(code),
            half_month,
            reported.get(form_of(listed, code)) if unit.level == "prefecture" else None,
            published.get(code),
        )
        for code in codes
    ]


def _figure(
    indicator: Any,
    row: IndicatorRow,
    task: Any,
    half_month: HalfMonth,
    reported: tuple[int, int] | None,
    published: Any,
) -> Figure:
    expected, light = against_schedule(task, row.percent, half_month)
    return Figure(
        code=indicator.code,
        name=named(indicator.name, indicator.name_en),
        unit=named(indicator.unit, indicator.unit_en),
        decimals=indicator.decimals,
        value=row.value,
        change=row.change,
        percent=row.percent,
        expected=expected,
        light=light,
        reported=reported,
        n=row.n,
        part=row.part,
        whole=row.whole,
        last_saved=row.last_saved,
        indicator=indicator,
        published=published,
    )


def against_schedule(task: Any, percent: float | None, half_month: HalfMonth) -> tuple[float | None, Light | None]:
    """What the schedule of its task expects of an indicator (0–100), and its light; None without a task."""
    if task is None:
        return None, None
    expected, past_due = expected_percent(task.start, task.due, half_month.ordinal), half_month.ordinal > task.due
    return expected, judge(percent, expected, settings().lights.behind, past_due=past_due)


def first_tasks(connection: sa.Connection) -> dict[str, Any]:
    """The task whose schedule an indicator follows: the prefecture's measure before a lower level's own duty."""
    found: dict[str, Any] = {}
    for task in task_list(connection):
        if task.indicator:
            found.setdefault(task.indicator, task)
    return found


def _complete_counties(connection: sa.Connection, half_month: HalfMonth) -> dict[str, tuple[int, int]]:
    """By form: how many counties have every value of it, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for standing in standings(connection, half_month):
        done, every = found.get(standing.form, (0, 0))
        found[standing.form] = (done + standing.filled_in, every + 1)
    return found


def form_of(listed: Mapping[str, Any], code: str) -> str:
    """The form in which an indicator, or the first part of a derived one, is reported."""
    indicator = listed[code]
    if indicator.form:
        return str(indicator.form)
    first = indicator.numerator or (indicator.condition or "").partition("<")[0].partition(">")[0].partition("=")[0]
    return form_of(listed, first) if first in listed else ""
