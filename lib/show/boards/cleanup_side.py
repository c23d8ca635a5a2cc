"""The third column of the clean-up: what each measure has of its own (the standard 4 + 2, found and left, the plan)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sa

from lib.figures.figures import figures
from lib.figures.series import ChildRow, by_child, spread
from lib.kept.register import Register, UnitRef
from lib.show import blocks, charts
from lib.show.boards.below import within
from lib.show.boards.cleanup_own import Own, Side, bars, children_table, each_of, less, number
from lib.show.boards.words import card
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.wording import exact, in_sentence, percent, rounded, together

CERTIFICATES = "certificates_standardised"


def side(connection: sa.Connection, register: Register, unit: UnitRef, half_month: HalfMonth, measure: str) -> Side:
    """What stands beside the curve and the ranking of a measure."""
    codes, make = SIDES[measure]
    own = Own(
        connection,
        unit,
        half_month,
        {figure.code: figure for figure in figures(connection, register, unit, half_month, codes)},
        by_child(connection, register, unit, half_month, codes),
    )
    if own.figures[codes[0]].value is None:
        return Side(blocks.finding(own.figures[codes[0]].name, _("Nothing reported yet")))
    return make(own)


def _mechanisms(own: Own) -> Side:
    before, now = "mechanisms_last_year", "mechanisms_now"
    title = _("From {before} last year to {now}").format(before=own.said(before), now=own.said(now))
    each = each_of(own.total(now), own.figures[now].n)
    second = _("Work mechanisms in villages; {each} a village remain").format(each=exact(each, 1))
    rows = children_table(
        own,
        (_("Last year"), _("Now"), _("A village")),
        lambda child: (
            number(child.value(before)),
            number(child.value(now)),
            exact(each_of(child.value(now), child.rows[now].n if now in child.rows else 0), 1),
        ),
    )
    return Side(blocks.join(blocks.finding(title, second, card(own.figures[now], own.half_month)), rows))


def _standard(own: Own) -> Side:
    """达标村: how many villages keep the standard 4 + 2, by unit."""
    code = "boards_standard_villages"
    figure = own.figures[code]
    title = _("{done} villages at the standard, {left} not yet").format(
        done=exact(figure.part), left=exact(less(figure.whole, figure.part))
    )
    second = _("At most 4 boards and 2 signs outside (%); found {found}, {outside} outside now").format(
        found=own.said("boards_found"), outside=own.said("boards_outside")
    )
    finding = blocks.finding(title, second, card(figure, own.half_month))
    return Side(finding, _share_bars(own, code) if own.children else None)


def _share_bars(own: Own, code: str) -> dict[str, Any]:
    rows = []
    for child in own.children:
        row = child.rows.get(code)
        left = None if row is None else less(row.whole, row.part)
        label = percent(row.percent if row else None)
        if left is not None:
            label += "\u3000" + _("{count} short").format(count=exact(left))
        rows.append((child.unit.code, within(child.unit, own.unit), row.percent if row else None, label))
    return bars(rows)


def _found(found: str, removed: str) -> Callable[[Own], Side]:
    """排查、清理、剩余 by unit."""

    def make(own: Own) -> Side:
        figure = own.figures[removed]
        left = less(own.total(found), own.total(removed))
        title = _("{found} found, {left} still there").format(
            found=own.said(found), left=in_sentence(left, figure.unit, figure.decimals)
        )
        second = _("Found, removed and left ({unit}), those that may stay included").format(unit=figure.unit)
        rows = children_table(
            own,
            (_("Found at survey"), _("Removed since"), _("Still there")),
            lambda child: (
                number(child.value(found)),
                number(child.value(removed)),
                number(less(child.value(found), child.value(removed))),
            ),
        )
        return Side(blocks.join(blocks.finding(title, second, card(own.figures[found], own.half_month)), rows))

    return make


def _outside(own: Own) -> Side:
    """Boards found, removed and outside now, and the signs."""
    found, removed, now, signs = "boards_found", "boards_removed", "boards_outside", "signs_outside"
    title = _("{boards} and {signs} outside now").format(
        boards=own.said(now), signs=in_sentence(own.total(signs), own.figures[signs].unit)
    )
    second = _("Boards found, removed, outside now, and signs; the standard allows 4 + 2 a village")
    rows = children_table(
        own,
        (_("Found at survey"), _("Removed since"), _("Outside"), _("Signs")),
        lambda child: tuple(number(child.value(code)) for code in (found, removed, now, signs)),
    )
    return Side(blocks.join(blocks.finding(title, second, card(own.figures[now], own.half_month)), rows))


def _certificates(own: Own) -> Side:
    """How many villages issue how many of the ten kinds on the template."""
    figure = own.figures[CERTIFICATES]
    counts = spread(own.connection, own.unit, own.half_month, figure.indicator)
    all_kinds = max(counts, default=Decimal(0))
    title = _("{count} villages have all {kinds}").format(
        count=f"{counts.get(all_kinds, 0):,}", kinds=in_sentence(all_kinds, figure.unit)
    )
    second = _("The {every} villages by kinds standardised; {each} kinds a village").format(
        every=f"{figure.n:,}", each=exact(each_of(figure.value, figure.n), 1)
    )
    rows = [(exact(kinds), together(kinds, figure.unit), count) for kinds, count in counts.items()]
    frame = pd.DataFrame(
        [(code, name, float(count), f"{count:,}") for code, name, count in rows],
        columns=["unit_code", "unit", "value", "label"],
    )
    return Side(blocks.finding(title, second, card(figure, own.half_month)), charts.spec(charts.bars(frame)))


def _per_village(code: str) -> Callable[[Own], Side]:
    """How many each reporting village has cleared, by unit."""

    def make(own: Own) -> Side:
        figure = own.figures[code]
        each = each_of(figure.value, figure.n)
        title = _("{each} a village on average").format(each=in_sentence(each, figure.unit, 1))
        second = _("{name} over the {count} villages that reported").format(name=figure.name, count=f"{figure.n:,}")
        rows = []
        for child in own.children:
            row = child.rows.get(code)
            mean = each_of(row.value, row.n) if row else None
            label = together(mean, figure.unit, 1)
            if row and row.n > 1:
                label += "\u3000" + _("{count} villages").format(count=f"{row.n:,}")
            rows.append((child.unit.code, within(child.unit, own.unit), None if mean is None else float(mean), label))
        return Side(blocks.finding(title, second), bars(rows) if rows else None)

    return make


def _one_table(own: Own) -> Side:
    figure = own.figures["one_table_done"]
    left = figure.n - int(figure.value or 0)
    title = _("All {count} villages have filled it in").format(count=f"{figure.n:,}")
    if left:
        title = _("{left} of {count} villages have not filled it in").format(left=f"{left:,}", count=f"{figure.n:,}")
    rows = children_table(
        own,
        (_("Filled in"), _("Not yet")),
        lambda child: _done_and_left(child, "one_table_done"),
    )
    second = _("Main form of the provincial village data platform, by villages")
    return Side(blocks.join(blocks.finding(title, second, card(figure, own.half_month)), rows))


def _done_and_left(child: ChildRow, code: str) -> tuple[str | None, str | None]:
    row = child.rows.get(code)
    if row is None or row.value is None:
        return None, None
    return exact(row.value), exact(row.n - row.value)


def _inspections(own: Own) -> Side:
    """Held this year against last year and against the annual plan, and what was held outside it."""
    codes = ("inspections_last_year", "inspections_this_year", "inspections_planned", "inspections_outside_plan")
    held, outside = own.figures["inspections_this_year"], own.figures["inspections_outside_plan"]
    title = _("{held} held, {outside} of them outside the plan").format(
        held=own.said(held.code), outside=own.said(outside.code)
    )
    planned = own.total("inspections_planned")
    share = None if not planned or held.value is None else float(rounded(held.value / planned * 100, 1))
    second = _("{last} in the same time last year; {percent} of the year's plan of {planned}").format(
        last=own.said(codes[0]), percent=percent(share), planned=own.said("inspections_planned")
    )
    rows = children_table(
        own,
        (_("Last year"), _("This year"), _("Planned"), _("Outside plan")),
        lambda child: tuple(number(child.value(code)) for code in codes),
    )
    return Side(blocks.join(blocks.finding(title, second, card(outside, own.half_month)), rows))


BOARDS = ("boards_found", "boards_removed", "boards_outside", "signs_outside")
SIDES: dict[str, tuple[tuple[str, ...], Callable[[Own], Side]]] = {
    "mechanisms_cut_pct": (("mechanisms_now", "mechanisms_last_year"), _mechanisms),
    "boards_removed": (("boards_standard_villages", *BOARDS), _standard),
    "wall_posters_removed": (
        ("wall_posters_removed", "wall_posters_found"), _found("wall_posters_found", "wall_posters_removed"),
    ),
    "boards_standard_villages": (BOARDS, _outside),
    CERTIFICATES: ((CERTIFICATES,), _certificates),
    "reports_cleared": (("reports_cleared",), _per_village("reports_cleared")),
    "indicators_cleared": (("indicators_cleared",), _per_village("indicators_cleared")),
    "apps_and_groups_cleared": (("apps_and_groups_cleared",), _per_village("apps_and_groups_cleared")),
    "one_table_main_form_pct": (("one_table_done",), _one_table),
    "inspections_cut_pct": (
        ("inspections_this_year", "inspections_last_year", "inspections_planned", "inspections_outside_plan"),
        _inspections,
    ),
}  # fmt: skip
