"""A county that a file names around its table, where its rows name their units by nothing but their names."""

from collections.abc import Iterator
from dataclasses import replace

from lib.intake.checks.layout import Layout
from lib.intake.checks.named_months import around
from lib.intake.checks.problems import Problem
from lib.intake.checks.units import stem
from lib.intake.checks.wanted import Reported, WantedValues
from lib.intake.sheets import Sheet
from lib.kept.reference import Reference, UnitRef
from lib.words.language import gettext as _

TOLD = {"unit_code", "county"}
"""Columns by which each row says itself where it belongs."""
FEW = 3
"""Up to so many rows each is told by itself."""


def another_county(sheet: Sheet, layout: Layout, reference: Reference, wanted: Reported) -> Problem | None:
    """The one sentence about a table of another county: two of them have villages of one name, which would be taken.

    Whoever names their own county too (兴义市对口帮扶望谟县) means that.
    """
    own = _county_of(reference, wanted.scope)
    if own is None or TOLD & {*layout.roles}:
        return None
    texts = [*around(sheet, layout), (_("the name of the file"), sheet.file_name.rpartition(".")[0])]
    if any(stem(own.name) in text for _where, text in texts):
        return None
    for where, text, found in _named(reference, texts):
        mend = _("{where} says {found}, here {county} is reported; choose the file of {county}, or correct it there")
        mend = mend.format(where=where[:1].upper() + where[1:], found=found.name, county=own.name)
        return Problem(text=text, mend=mend, kind="other_county")
    return None


def instead_of_rows(problems: list[Problem], reference: Reference, wanted: WantedValues) -> list[Problem]:
    """One sentence instead of one for each row, where none of several is of a unit that one reports for."""
    own = reference.units.get(wanted.scope or "")
    if own is None or len(problems) < FEW or any(problem.kind != "out_of_scope" for problem in problems):
        return problems
    mend = _("No row is of a unit of {county}, see row {row}; choose the file of {county}")
    mend = mend.format(county=own.name, row=problems[0].place)
    return [replace(problems[0], row=None, mend=mend, kind="other_county")]


def _county_of(reference: Reference, scope: str | None) -> UnitRef | None:
    unit = reference.units.get(scope or "")
    if unit is None or unit.level == "prefecture":
        return None
    return unit if unit.level == "county" else reference.units.get(unit.county_code or "")


def _named(reference: Reference, texts: list[tuple[str, str]]) -> Iterator[tuple[str, str, UnitRef]]:
    for where, text in texts:
        yield from ((where, text, county) for county in reference.of_level.get("county", ()) if county.name in text)
