"""核实·规范试点: pilot villages against all others over time, and the on-site meetings and visits there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.pilots import Ahead, ahead, measured_by, pilots_in, visits_until
from lib.kept.models import Pilot, PilotMatter
from lib.kept.reference import Reference
from lib.kept.touched import of_its_half_month
from lib.show import blocks, charts
from lib.show.blocks import Block, Card, Chart, Finding
from lib.show.boards.words import counted, day, indicator_name, unit_name
from lib.show.charts import Lines
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import difference, in_sentence


@dataclass(frozen=True)
class PilotsBoard:
    """A curve for each matter of the pilots, where they are, and the visits."""

    boards: Block
    rules: Block
    places: Block
    visits: Block


@of_its_half_month
def pilots_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> PilotsBoard:
    """The pilots of one half month."""
    pilots = pilots_in(connection, half_month)
    boards, rules = (_over_time(connection, reference, half_month, matter, pilots) for matter in PilotMatter)
    return PilotsBoard(boards, rules, _places(reference, pilots), _visits(connection, reference, half_month))


def _over_time(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, matter: PilotMatter, pilots: Sequence[Pilot]
) -> Block:
    codes = [pilot.unit_code for pilot in pilots if pilot.matter is matter]
    if not codes or not measured_by(reference, matter):
        title = _("No pilot for {matter}").format(matter=matter.word)
        return Block(Finding(title), blocks.empty(_("Nothing to compare"), _name_them()))
    shown = ahead(connection, reference, half_month, matter, codes)
    points = [(month, *both) for month, both in shown.over_time.items()]
    lines = Lines(_("Pilots"), _("Other villages"), _("Other villages"))
    spec = charts.curve(points, unit="%", decimals=1, lines=lines)
    return Block(_finding(reference, shown), chart=Chart(spec, matter.word))


def _name_them() -> str:
    return _("Name them in the table of pilot villages, with their first half month")


def _finding(reference: Reference, shown: Ahead) -> Finding:
    # the last of the half months shown; before the first one was opened there is none
    pilots, others = ([*shown.over_time.values()] or [(None, None)])[-1]
    matter = shown.matter.word
    title = _("Pilots for {matter}: nothing to compare yet").format(matter=matter)
    if pilots is not None and others is not None:
        title = _compared(matter, difference(pilots, others))
    second = _("{pilots} against {others} other villages; {indicator}, of what is to be cleared").format(
        pilots=counted("village", shown.pilots),
        others=f"{shown.others:,}",
        indicator=indicator_name(reference, measured_by(reference, shown.matter)),
    )
    return Finding(title, second, _card())


def _compared(matter: str, points: Decimal) -> str:
    if not points:
        return _("Pilots for {matter} are as far as the others").format(matter=matter)
    text = _("Pilots for {matter} are {points} ahead") if points > 0 else _("Pilots for {matter} are {points} behind")
    return text.format(matter=matter, points=in_sentence(abs(points), _("points"), 1))


def _card() -> Card:
    return Card(
        _("Pilots against others"),
        (
            (_("Definition"), _("What was cleared over what is to be cleared, each village up to its own target")),
            (_("Pilots"), _("The villages that are pilots in this half month, before they were pilots as well")),
            (_("Please note"), _("Pilots were chosen, not drawn: they may have been ahead before")),
        ),
    )


def _places(reference: Reference, pilots: Sequence[Pilot]) -> Block:
    """How many pilots each county has."""
    count = Counter((reference.units[pilot.unit_code].county_code or "", pilot.matter) for pilot in pilots)
    counties = sorted({county for county, _matter in count if county})
    rows = [
        (unit_name(reference.units[code]), *(count[code, matter] or None for matter in PilotMatter))
        for code in counties
    ]
    title = _("Pilots in {counties}").format(counties=counted("county", len(counties)))
    headers = (_("County"), *(matter.word for matter in PilotMatter))
    below = (
        blocks.table(headers, rows, {1, 2}) if rows else blocks.empty(_("No pilot in this half month"), _name_them())
    )
    return Block(Finding(title, _("Villages by matter")), below)


def _visits(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> Block:
    """The last on-site meetings and visits of the guidance group."""
    rows = [
        (
            day(visit.held_on), visit.kind.word, unit_name(reference.units[visit.unit_code]),
            blocks.bold(visit.topic), visit.held_by, visit.people,
        )
        for visit in visits_until(connection, half_month)
    ]  # fmt: skip
    headers = (_("Day"), _("Kind"), _("Village"), _("Topic"), _("Held by"), _("People present"))
    title = _("{count} visits and on-site meetings").format(count=len(rows))
    how = _("Enter them in the table of visits and on-site meetings")
    below = blocks.table(headers, rows, {5}) if rows else blocks.empty(_("No visit yet"), how)
    return Block(Finding(title, _("The last up to {half_month}").format(half_month=half_month.label)), below)
