"""监测点·督查计划: the annual plan of inspections: what comes, who sends it, and what was held outside the plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.kept.models import Inspection
from lib.kept.reference import Reference
from lib.review.inspections import AnnualPlan, annual_plan
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.words import department_name, unit_name
from lib.show.charts import Measured
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import of_all

SENDERS = 10  # departments in the chart
AHEAD = 15  # of what comes so many are listed


@dataclass(frozen=True)
class PlanBoard:
    """The plan of one year."""

    lead: Markup
    comes: Block
    senders: Block
    outside: Block


def plan_board(connection: sa.Connection, reference: Reference, year: int) -> PlanBoard:
    """The board of the annual plan of `year`."""
    plan = annual_plan(connection, year)
    planned = _("The plan of {year} has {planned} inspections: {held} held, ").format(
        year=year, planned=plan.planned, held=len(plan.held)
    )
    outside = _("{count} were held outside it").format(count=len(plan.outside))
    return PlanBoard(
        lead=blocks.lead([(planned, False), (outside, bool(plan.outside))]),
        comes=_comes(reference, plan),
        senders=_senders(reference, plan),
        outside=_outside(reference, plan.outside),
    )


def _comes(reference: Reference, plan: AnnualPlan) -> Block:
    """What is past its day and not held first, then what lies ahead."""
    if not (plan.late or plan.comes):
        return Block(Finding(_("Nothing of the plan is left"), ""), blocks.table((), []))
    title = _("{count} are still to come").format(count=len(plan.comes))
    if plan.late:
        title = _("{late} are past their day and not held, {count} are still to come").format(
            late=len(plan.late), count=len(plan.comes)
        )
    rows: list[tuple[Markup | str, Markup, str, str]] = [
        (blocks.note_pill(str(inspection.planned_on), Light.BEHIND), *_cells(reference, inspection))
        for inspection in plan.late
    ]
    rows += [(str(inspection.planned_on), *_cells(reference, inspection)) for inspection in plan.comes[:AHEAD]]
    more = len(plan.comes) - AHEAD
    second = _("The next {shown}; {more} more later in the year").format(shown=AHEAD, more=more) if more > 0 else ""
    headers = (_("Planned for"), _("Title"), _("Department"), _("County"))
    return Block(Finding(title, second), blocks.table(headers, rows))


def _cells(reference: Reference, inspection: Inspection) -> tuple[Markup, str, str]:
    """Title with its kind, who sends it, and where."""
    title = blocks.join(blocks.bold(inspection.title), blocks.element("span", "by-second", f" {inspection.kind.word}"))
    unit = reference.units.get(inspection.county_code or "")
    return title, department_name(reference, inspection.department_code), unit_name(unit) if unit else _("All counties")


def _senders(reference: Reference, plan: AnnualPlan) -> Block:
    """The departments by how many inspections they plan and held outside the plan, most first."""
    planned = Counter(inspection.department_code for inspection in (*plan.held, *plan.late, *plan.comes))
    outside = Counter(inspection.department_code for inspection in plan.outside)
    held = Counter(inspection.department_code for inspection in plan.held)
    order = sorted(planned | outside, key=lambda code: (-planned[code] - outside[code], code))
    if not order:
        return Block(Finding(_("No inspection is planned or held"), ""))
    first = order[0]
    title = _("{department} has most: {planned} planned, {outside} outside the plan").format(
        department=department_name(reference, first), planned=planned[first], outside=outside[first]
    )
    label = _("held {held}　outside {outside}")
    rows = (
        Measured(
            code,
            department_name(reference, code),
            planned[code] + outside[code],
            label.format(held=of_all(held[code], planned[code]), outside=outside[code]),
        )
        for code in order[:SENDERS]
    )
    second = _("Inspections of the year by department; behind the bar: held of planned, and outside the plan")
    return Block(Finding(title, second), chart=Chart(charts.bars(rows), _("inspections by department")))


def _outside(reference: Reference, inspections: Sequence[Inspection]) -> Block:
    if not inspections:
        return Block(Finding(_("Nothing was held outside the plan"), ""))
    title = _("{count} outside the plan").format(count=len(inspections))
    rows = [
        (str(inspection.held_on or inspection.planned_on), *_cells(reference, inspection), inspection.basis)
        for inspection in reversed(inspections)
    ]
    headers = (_("Held on"), _("Title"), _("Department"), _("County"), _("Grounds"))
    return Block(Finding(title, _("Latest first")), blocks.table(headers, rows))
