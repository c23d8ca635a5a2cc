"""One answer's share of all rows, and the half months and units that it was asked for."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import TypeVar

from lib.figures.progress import BELOW
from lib.kept.reference import UnitRef
from lib.server.api.describe import Page, Source, Wanted
from lib.server.api.problems import Fault, ProblemDetails, bad, unknown
from lib.show.boards.status import data_status
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.settings import settings

Row = TypeVar("Row")

DEFAULT = 1_000  # rows of a page of JSON


def cut(wanted: Wanted, every: Iterable[Row], total: int) -> list[Row]:
    """The part of `every` that limit and offset ask for.

    A CSV has no place that says how many rows there were: without a limit it is whole, or refused.
    """
    most, offset = settings().sharing.max_rows, wanted.get("offset", 0)
    limit = wanted.get("limit")
    if limit is None and wanted["format"] == "csv":
        if total - offset > most:
            raise _too_many(total, most)
        limit = most
    return list(islice(every, offset, offset + (limit or min(DEFAULT, most))))


def page(wanted: Wanted, every: Collection[Row], half_months: Sequence[HalfMonth] = ()) -> Page:
    """The part of `every` row that is asked for."""
    return Page(cut(wanted, every, len(every)), len(every), half_months)


def _too_many(total: int, most: int) -> ProblemDetails:
    detail = _("There are {total} rows, more than the {most} of one answer.")
    detail = detail.format(total=f"{total:,}", most=f"{most:,}")
    return bad([Fault("limit", detail, _("Ask for fewer units or indicators, or page with limit and offset."))])


def half_months(source: Source, wanted: Wanted) -> list[HalfMonth]:
    """The half months that were asked for, in order; without a word the one that the boards open at."""
    status = data_status(source.connection, source.reference)
    if not status.started:
        return []
    given = wanted.get("half_month", (status.reviewed,))
    for half_month in given:
        if half_month not in status.all:
            raise unknown("half_month", str(half_month), _("/api/v1/half-months lists those that were opened."))
    return sorted(given)


def level_of(source: Source, wanted: Wanted) -> str:
    """The level of the units that are asked for: as given, else that of the unit, the one below the parent, county."""
    unit, parent = _unit(source, wanted, "unit"), _unit(source, wanted, "parent")
    below = BELOW.get(parent.level, "village") if parent else "county"
    return str(wanted.get("level") or (unit.level if unit else below))


def units(source: Source, wanted: Wanted) -> list[UnitRef]:
    """The units that are asked for by unit, parent and level, in code order."""
    unit, parent, level = _unit(source, wanted, "unit"), _unit(source, wanted, "parent"), wanted.get("level")
    within = source.reference.units.keys() if parent is None else source.reference.codes_below(parent.code)
    every = (source.reference.units[code] for code in sorted(within))
    return [each for each in every if level in (None, each.level) and unit in (None, each)]


def _unit(source: Source, wanted: Wanted, name: str) -> UnitRef | None:
    code = wanted.get(name)
    if code is None:
        return None
    if code not in source.reference.units:
        raise unknown(name, code, _("/api/v1/units lists all units."))
    return source.reference.units[code]


def forms(source: Source, wanted: Wanted) -> Sequence[str]:
    """The codes of the forms that were asked for."""
    return chosen(wanted, "form", source.reference.forms, _("/api/v1/forms lists all forms."))


def chosen(wanted: Wanted, name: str, known: Iterable[str], mend: str) -> Sequence[str]:
    """The codes that were asked for, in the order of `known`; all of them without a word. Raises ProblemDetails 404."""
    every = list(known)
    given = wanted.get(name)
    if given is None:
        return every
    for code in given:
        if code not in every:
            raise unknown(name, code, mend)
    return [code for code in every if code in given]
