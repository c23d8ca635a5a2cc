"""The quadrant: burden taken off × support given, by county."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

import sqlalchemy as sa

from lib.figures.reading import ChildRow, by_child
from lib.kept import boards
from lib.kept.models import Board, BoardItem
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Spec
from lib.show.boards.words import all_names, indicator_name, names, unit_header, unit_name
from lib.show.charts import Circle, Side
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import percent, together

LOW_IN_BOTH = 2  # the place of that corner in the words of the four
# The groups of this board: what is taken off villages (each out of its total), and what they are given, in yuan.
BURDEN, MONEY = "burden", "money"


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
    burden = [item for item in boards.items(reference, Board.QUADRANT, BURDEN) if item.total]
    money = boards.codes(reference, Board.QUADRANT, MONEY)
    codes = {*money, *(code for item in burden for code in (item.indicator, item.total or ""))}
    villages = Counter(unit.county_code for unit in reference.at_level("village", half_month))
    children = by_child(connection, reference, top, half_month, codes)
    return [
        Point(child.unit, _taken(reference, child, burden), _given(child, money, villages[child.unit.code]))
        for child in children
    ]


def _taken(reference: Reference, child: ChildRow, burden: Sequence[BoardItem]) -> Decimal | None:
    """Of what was found, the part that is gone; missing where a part of it is missing.

    Of an indicator of which less is better, what is gone is what its total has more; another counts what is gone.
    """
    parts = [(child.value(item.total or ""), child.value(item.indicator), item.indicator) for item in burden]
    known = [(total, value, code) for total, value, code in parts if total is not None and value is not None]
    total_before = sum((total for total, _value, _code in known), Decimal(0))
    if len(known) < len(parts) or not total_before:
        return None
    standing = {code for _total, _value, code in known if reference.indicators[code].direction == "down"}
    gone = (total - value if code in standing else value for total, value, code in known)
    return sum(gone, Decimal(0)) / total_before * 100


def _given(child: ChildRow, money: Sequence[str], villages: int) -> Decimal | None:
    yuan = _sum(child, money)
    # where no indicator is declared the sum is 0, which nobody reported
    return None if yuan is None or not villages or not money else yuan / villages


def _sum(child: ChildRow, codes: Sequence[str]) -> Decimal | None:
    values = [value for code in codes if (value := child.value(code)) is not None]
    return sum(values, Decimal(0)) if len(values) == len(codes) else None


def _chart(points: Sequence[Point]) -> Spec:
    circles = (
        Circle(
            point.unit.code,
            unit_name(point.unit),
            _float(point.taken),
            _float(point.given),
            *_texts(point),
            marked=_corner(point, points) == LOW_IN_BOTH,
        )
        for point in points
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
    whole = [(other.taken, other.given) for other in points if other.taken is not None and other.given is not None]
    more_taken = point.taken >= median(taken for taken, _given in whole)
    more_given = point.given >= median(given for _taken, given in whole)
    return (0 if more_given else 2) + more_taken


def _finding(reference: Reference, points: Sequence[Point]) -> Finding:
    low = [unit_name(point.unit) for point in points if _corner(point, points) == LOW_IN_BOTH]
    title = _("{names}: less taken off and less given").format(names=names(low))
    if all(_corner(point, points) is None for point in points):
        title = _("Nothing reported yet")
    elif not low:
        title = _("No county is low in both")
    hint = _("; click a circle to open the county")
    return Finding(title, _("Dashed: median of the counties"), _card(reference), hint)


def _card(reference: Reference) -> blocks.Card:
    burden, money = (boards.items(reference, Board.QUADRANT, group) for group in (BURDEN, MONEY))
    given = _listed(reference, [item.indicator for item in money])
    totals = _listed(reference, [item.total for item in burden if item.total])
    not_in_it = [note for item in money if (note := named(item.note, item.note_en))]
    return blocks.Card(
        _("Burden taken off and support given"),
        (
            (_("Burden taken off"), _("What is gone of what there was, all of it together")),
            (_("Denominator"), _("{names}; what may stay included").format(names=totals)),
            (_("Support given"), _("{names}, since the start of the year, over all villages").format(names=given)),
            *((_("Not in it"), note) for note in not_in_it),
            (_("Missing"), _("A county in which a part is missing is left out")),
            (_("Median"), _("It only compares counties: half of them always lie below it")),
        ),
    )


def _listed(reference: Reference, codes: Sequence[str]) -> str:
    return all_names(indicator_name(reference, code) for code in codes)


def _table(points: Sequence[Point]) -> Block:
    """The numbers behind the circles, least burden taken off first."""
    ordered = sorted(points, key=lambda point: (point.taken is None, point.taken or 0, point.unit.code))
    corners: dict[int | None, str | None] = {None: None, **dict(enumerate(_corner_words()))}
    rows = [(unit_name(point.unit), *_texts(point), corners[_corner(point, points)]) for point in ordered]
    headers = (unit_header("county"), _("Burden taken off"), _("Support given"), _("Against the median"))
    title = _("Nothing reported yet")
    if ordered and ordered[0].taken is not None:
        title = _("{name}: least burden taken off").format(name=unit_name(ordered[0].unit))
    second = _("Share of burden items gone, support a village")
    return Block(Finding(title, second), blocks.table(headers, rows, {1, 2}))
