"""The quadrant: burden taken off × support given, by county."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

import sqlalchemy as sa

from lib.figures.reading import ChildRow, by_child
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Spec
from lib.show.boards.empowerment_figures import FOUND, LEFT, MONEY, REMOVED
from lib.show.boards.words import indicator_name, names, unit_header, unit_name
from lib.show.charts import Circle, Side
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.wording import percent, together

LOW_IN_BOTH = 2  # the place of that corner in the words of the four


@dataclass(frozen=True)
class QuadrantBoard:
    """The chart under its finding, and its numbers as a table."""

    quadrant: Block
    table: Block


@dataclass(frozen=True)
class Point:
    """A county: the share (0–100) of burden items that are gone, and yuan of support a village; None where unknown."""

    unit: UnitRef
    taken: Decimal | None
    given: Decimal | None


@of_its_half_month
def quadrant_board(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> QuadrantBoard:
    """Every county of the prefecture; the quadrant compares counties, whatever unit stands in the address."""
    points = quadrant_points(connection, reference, half_month)
    chart = Chart(_chart(points), _("Burden and support"))
    return QuadrantBoard(Block(_finding(reference, points), chart=chart), _table(points))


def quadrant_points(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Point]:
    """Every county with what was taken off its villages and what they were given."""
    top = reference.top
    codes = (*FOUND, *REMOVED, LEFT, *MONEY)
    villages = Counter(
        unit.county_code for unit in reference.of_level.get("village", ()) if unit.exists_in(half_month.ordinal)
    )
    children = by_child(connection, reference, top, half_month, codes)
    return [Point(child.unit, _taken(child), _given(child, villages[child.unit.code])) for child in children]


def _taken(child: ChildRow) -> Decimal | None:
    """Of what was found, the part that is gone; missing where a part of it is missing."""
    found, gone = _sum(child, FOUND), _sum(child, REMOVED)
    before, now = child.value(FOUND[0]), child.value(LEFT)
    if not found or gone is None or before is None or now is None:
        return None
    return (gone + before - now) / found * 100


def _given(child: ChildRow, villages: int) -> Decimal | None:
    money = _sum(child, MONEY)
    return None if money is None or not villages else money / villages


def _sum(child: ChildRow, codes: Sequence[str]) -> Decimal | None:
    values = [value for code in codes if (value := child.value(code)) is not None]
    return sum(values, Decimal(0)) if len(values) == len(codes) else None


def _chart(points: Sequence[Point]) -> Spec:
    circles = (
        Circle(
            one.unit.code,
            unit_name(one.unit),
            _float(one.taken),
            _float(one.given),
            *_texts(one),
            marked=_corner(one, points) == LOW_IN_BOTH,
        )
        for one in points
    )
    taken = Side(_("Burden items gone (%)"), _("Burden taken off"))
    given = Side(_("Support a village (yuan)"), _("Support given"), charts.amounts_on_axis())
    return charts.quadrant(circles, taken, given, _corner_words())


def _texts(point: Point) -> tuple[str, str]:
    return percent(_float(point.taken), 1), together(point.given, _("yuan"))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _corner_words() -> tuple[str, str, str, str]:
    """Top left, top right, bottom left, bottom right."""
    return (
        _("less taken off, more given"),
        _("more taken off, more given"),
        _("less taken off, less given"),
        _("more taken off, less given"),
    )


def _corner(point: Point, points: Sequence[Point]) -> int | None:
    """The corner (a place in the words) in which a county lies; on the median counts as the better side."""
    if point.taken is None or point.given is None:
        return None
    whole = [(one.taken, one.given) for one in points if one.taken is not None and one.given is not None]
    more_taken = point.taken >= median(taken for taken, _given in whole)
    more_given = point.given >= median(given for _taken, given in whole)
    return (0 if more_given else 2) + more_taken


def _finding(reference: Reference, points: Sequence[Point]) -> Finding:
    low = [unit_name(one.unit) for one in points if _corner(one, points) == LOW_IN_BOTH]
    title = _("{names}: less taken off and less given").format(names=names(low))
    if all(_corner(one, points) is None for one in points):
        title = _("Nothing reported yet")
    elif not low:
        title = _("No county is low in both")
    hint = _("; click a circle to open the county")
    return Finding(title, _("Dashed: median of the counties"), _card(reference), hint)


def _card(reference: Reference) -> blocks.Card:
    money = ("、" if current() == "zh" else ", ").join(indicator_name(reference, code) for code in MONEY)
    return blocks.Card(
        _("Burden taken off and support given"),
        (
            (_("Burden taken off"), _("Mechanisms, boards and wall rules that are gone, over those there were")),
            (_("Denominator"), _("Mechanisms last year, boards found, wall rules found; what may stay included")),
            (_("Support given"), _("{names}, since the start of the year, over all villages").format(names=money)),
            (_("Not in it"), _("Labour pay, which comes from projects that are counted already")),
            (_("Missing"), _("A county in which a part is missing is left out")),
            (_("Median"), _("It only compares counties: half of them always lie below it")),
        ),
    )


def _table(points: Sequence[Point]) -> Block:
    """The numbers behind the circles, least burden taken off first."""
    ordered = sorted(points, key=lambda one: (one.taken is None, one.taken or 0, one.unit.code))
    corners: dict[int | None, str | None] = {None: None, **dict(enumerate(_corner_words()))}
    rows = [(unit_name(one.unit), *_texts(one), corners[_corner(one, points)]) for one in ordered]
    headers = (unit_header("county"), _("Burden taken off"), _("Support given"), _("Against the median"))
    title = _("Nothing reported yet")
    if ordered and ordered[0].taken is not None:
        title = _("{name}: least burden taken off").format(name=unit_name(ordered[0].unit))
    second = _("Share of burden items gone, support a village")
    return Block(Finding(title, second), blocks.table(headers, rows, {1, 2}))
