"""Searching in the database: which rows of a table hold every word of a search. A page of them is all that is read."""

import re
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from lib.kept.marks import holds_where
from lib.kept.models import LEVELS, Ancestry, Indicator, Observation, Target, Unit
from lib.kept.reference import FormRef
from lib.kept.tables import Column, Table
from lib.review.grid.shape import MOST_ROWS
from lib.words.half_months import HalfMonth

Condition = sa.ColumnElement[bool]
Query = sa.Select[Any]

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,3})?")  # with three decimals still within 64 bits
YEARS = range(2000, 2100)  # half months that a search by their label may mean
_UNIT, _ANCESTRY = Unit.__table__.c, Ancestry.__table__.c


def count(connection: sa.Connection, query: Query) -> int:
    """How many rows a query finds."""
    rows = query.order_by(None).subquery()  # sorted for nothing otherwise
    return int(connection.execute(sa.select(sa.func.count()).select_from(rows)).scalar_one())


def page(query: Query, number: int, size: int) -> Query:
    """One page of what a query finds, counted from 1."""
    size = min(size, MOST_ROWS)
    return query.limit(size).offset((number - 1) * size)


def _words(text: str) -> list[str]:
    return text.lower().split()


# Registers and catalogues -----------------------------------------------------------------------------------------


def records(table: Table, text: str) -> Query:
    """The records in which every word of `text` stands as people see it, in the order of the key."""
    columns = table.model.__table__.c
    query = sa.select(*(columns[column.name] for column in table.columns))
    held = (sa.or_(*(_shows(columns[each.name], each, word) for each in table.columns)) for word in _words(text))
    return query.where(*held).order_by(*(columns[name] for name in table.key))


def _shows(stored: Any, column: Column, word: str) -> Condition:
    """Whether `word` (lower case) stands in a cell: choices by their words, half months by their label."""
    if column.kind == "yes_no":
        return sa.false()  # 是 and 否 stand in every row: a word that finds all of them finds nothing
    if column.kind == "choice":
        return sa.cast(stored, sa.String).in_([each for each in column.choices if word in column.word(each).lower()])
    if column.kind == "half_month":
        return stored.in_(_half_months(word))  # type: ignore[no-any-return]
    return sa.cast(stored, sa.String).icontains(word, autoescape=True)


def _half_months(word: str) -> list[int]:
    every = (HalfMonth.of(year, month, half) for year in YEARS for month in range(1, 13) for half in (1, 2))
    return [each.ordinal for each in every if word in each.label.lower()]


# Values -----------------------------------------------------------------------------------------------------------


def units(form: FormRef, half_month: int | None, below: str | None, text: str, now: int | None = None) -> Query:
    """The codes of the units that `form` asks, in their order; `half_month` is None for targets, which are those of the
    units that exist in the half month `now` (ordinal), the last one that was opened.

    A word stands in the code or name of the unit, in the name of its county or township, or is one of its values.
    """
    query = sa.select(_UNIT.code).where(_UNIT.level == form.level).order_by(_UNIT.code)
    if form.units != "all" and (half_month or now):
        query = query.where(holds_where(_UNIT, form.units, half_month or now))
    elif form.units != "all":
        query = query.where(_UNIT[form.units])
    if at := half_month or now:
        query = query.where(
            sa.func.coalesce(_UNIT.valid_from, 0) <= at,
            sa.func.coalesce(_UNIT.valid_to, at) >= at,
        )
    if below:
        query = query.where(_at_or_below(sa.select(_UNIT.id).where(_UNIT.code == below)))
    return query.where(*(_unit_holds(form, half_month, word) for word in _words(text)))


def _at_or_below(ancestors: sa.Select[tuple[int]]) -> Condition:
    below: Condition = _UNIT.id.in_(sa.select(_ANCESTRY.unit_id).where(_ANCESTRY.ancestor_id.in_(ancestors)))
    return below


def _unit_holds(form: FormRef, half_month: int | None, word: str) -> Condition:
    above = sa.alias(Unit.__table__).c
    named = [above.name.icontains(word, autoescape=True), above.name_en.icontains(word, autoescape=True)]
    places = sa.select(above.id).where(above.level.in_(LEVELS[1:3]), sa.or_(*named))
    own = (_UNIT[name].icontains(word, autoescape=True) for name in ("code", "name", "name_en"))
    return sa.or_(*own, _at_or_below(places), *_has_value(form, half_month, word))


def _has_value(form: FormRef, half_month: int | None, word: str) -> list[Condition]:
    """A word that is a number also finds the units that have exactly this value."""
    number = word.replace(",", "")
    if not NUMBER.fullmatch(number):
        return []
    values = (Observation if half_month else Target).__table__.c
    same = [
        sa.and_(values.indicator_id == indicator.id, values.value == steps)
        for indicator in form.indicators
        if (steps := _steps(number, indicator)) is not None
    ]
    having = sa.select(values.unit_id).where(sa.or_(sa.false(), *same))
    return [_UNIT.id.in_(having.where(values.half_month == half_month) if half_month else having)]


def _steps(number: str, indicator: Indicator) -> int | None:
    steps = Decimal(number).scaleb(indicator.decimals)
    return int(steps) if steps == int(steps) else None
