"""The sheets of figures: the six, four levels, every unit's progress, indicators and their progress by county."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from lib.figures.coverage import Coverage, lacking
from lib.figures.figures import Figure
from lib.figures.progress import four_levels
from lib.figures.reading import ChildRow, by_child, figures
from lib.figures.rollups import IndicatorRow, UnitRow, units_at
from lib.kept import boards
from lib.kept.models import LEVELS, Board, Indicator
from lib.kept.reference import Reference, UnitRef, level_word
from lib.show.boards.empowerment_quadrant import Point, quadrant_points
from lib.show.boards.words import unit_header, unit_name
from lib.show.workbook.cells import BookCell, Column, Number, Sheet, light_cell, percent_cell
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.lights import Judgement, judge
from lib.words.wording import not_comparable, of_all, rounded

SHARE_DIGITS = 4
AT_ONCE = 10_000  # units; SQLite takes some 32,000 parameters in one query


class Source(NamedTuple):
    """What every sheet is read from."""

    connection: sa.Connection
    reference: Reference
    half_month: HalfMonth

    @property
    def top(self) -> UnitRef:
        return self.reference.top


# The overview and the four levels ---------------------------------------------------------------------------------


def overview_sheet(source: Source) -> Sheet:
    """The six figures of the overview."""
    codes = boards.headline(source.reference, source.half_month)
    shown = figures(source.connection, source.reference, source.top, source.half_month, codes)
    columns = (
        Column(_("Indicator")), Column(_("Value"), "number"), Column(_("Unit of measure")),
        Column(_("On last half month"), "number"), Column(_("Target or whole"), "number"),
        Column(_("Progress"), "percent"), Column(_("Expected"), "percent"), Column(_("State")),
        Column(_("Counties complete")),
    )  # fmt: skip
    return Sheet(_("Overview"), _("The six figures of the overview"), columns, list(map(_figure_row, shown)))


def _figure_row(figure: Figure) -> tuple[BookCell, ...]:
    return (
        figure.name, _number(figure.value, figure.decimals), figure.unit, _change(figure),
        _number(figure.whole, figure.decimals if figure.indicator.rollup == "sum" else 0), percent_cell(figure.percent),
        percent_cell(figure.expected), light_cell(figure.light, figure.overdue),
        of_all(*figure.reported) if figure.reported else None,
    )  # fmt: skip


def _change(figure: Figure) -> BookCell:
    """The change on the half month before; what begins anew with the year has none."""
    return not_comparable() if figure.anew and figure.value is not None else _number(figure.change, figure.decimals)


def _number(value: Decimal | None, decimals: int) -> Number | None:
    """A value with the decimals of its indicator; of a share, whose digits do not end, four are kept."""
    if value is None:
        return None
    digits = -int(value.as_tuple().exponent)
    return Number(value if digits <= SHARE_DIGITS else rounded(value, SHARE_DIGITS), decimals)


def levels_sheet(source: Source) -> Sheet:
    """Four-level progress: one row a level."""
    columns = (
        Column(_("Level")), Column(_("Tasks × units"), "number"), Column(_("Done"), "number"),
        Column(_("Progress"), "percent"), Column(_("Expected"), "percent"), Column(_("State")),
    )  # fmt: skip
    rows = [
        (
            level_word(level.level), level.pairs, level.done, percent_cell(level.percent), percent_cell(level.expected),
            light_cell(level.light),
        )
        for level in four_levels(source.connection, source.reference, source.top, source.half_month)
    ]  # fmt: skip
    return Sheet(_("Four levels"), _("Mean progress of all tasks of each level"), columns, rows)


def units_sheet(source: Source, level: str) -> Sheet:
    """The overall progress of every unit of a level, in the order of codes."""
    above = LEVELS[1 : LEVELS.index(level)]
    columns = (
        Column(_("Unit code")), *(Column(unit_header(each)) for each in (*above, level)),
        Column(_("Progress"), "percent"), Column(_("Expected"), "percent"), Column(_("Gap in points"), "number", 2),
        Column(_("On last half month in points"), "number", 2), Column(_("State")), Column(_("Tasks"), "number"),
        Column(_("Done"), "number"),
    )  # fmt: skip
    units = source.reference.at_level(level, source.half_month)
    known = {row.unit_id: row for row in _unit_rows(source, level, units)}
    few = lacking(source.connection, source.reference, units, source.half_month)
    rows = [_unit_row(source, unit, above, known.get(unit.id), few.get(unit.code)) for unit in units]
    said = _("Overall progress of every unit, with what the schedule expects")
    return Sheet(_("{level} progress").format(level=level_word(level)), said, columns, rows, fixed=len(above) + 2)


def _unit_rows(source: Source, level: str, units: Sequence[UnitRef]) -> list[UnitRow]:
    ids = [unit.id for unit in units]
    several = (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
    return [row for some in several for row in units_at(source.connection, some, level, [source.half_month])]


def _unit_row(
    source: Source, unit: UnitRef, above: Sequence[str], now: UnitRow | None, few: Coverage | None
) -> tuple[BookCell, ...]:
    """A unit that lacks too many cells to be judged says instead of its state what it rests on."""
    names = names_above(source, unit, above)
    if now is None:
        return (unit.code, *names, unit_name(unit), None, None, None, None, None, None, None)
    light = judge(now.percent, now.expected, source.reference.of(source.half_month).behind)
    change = None if now.change is None else _points(now.change)
    shares = percent_cell(now.percent), percent_cell(now.expected), _points(now.percent - now.expected)
    state = few.said if few else light_cell(light)
    return (unit.code, *names, unit_name(unit), *shares, change, state, now.tasks, now.done)


def names_above(source: Source, unit: UnitRef, above: Sequence[str]) -> list[str]:
    """The county and township in which a unit lies, of these levels; "" where it lies in none."""
    codes = {"county": unit.county_code, "township": unit.township_code}
    return [unit_name(source.reference.units[code]) if (code := codes[level]) else "" for level in above]


def _points(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))


# Indicators -------------------------------------------------------------------------------------------------------


def indicator_sheets(source: Source) -> list[Sheet]:
    """The clean-up's figures and those of the empowerments by county, and the progress of all that have a target."""
    supports = {item.indicator: item.group_code for item in boards.items(source.reference, Board.EMPOWERMENT)}
    listed = source.reference.indicators
    shown = figures(source.connection, source.reference, source.top, source.half_month, list(listed))
    below = _counties(source, listed)
    words = boards.words(source.reference, Board.EMPOWERMENT)
    cleanup = [("", figure) for figure in shown if figure.code not in supports]
    empowerment = [(words[supports[figure.code]], figure) for figure in shown if figure.code in supports]
    said = _("Value of each indicator in the prefecture and in each county")
    return [
        _matrix(source, _("Clean-up figures"), said, cleanup, below),
        _matrix(source, _("Empowerment figures"), said, empowerment, below),
        _progress(source, shown, below),
    ]


def _counties(source: Source, listed: Mapping[str, Indicator]) -> list[ChildRow]:
    codes = [code for code, indicator in listed.items() if indicator.level != "prefecture"]
    return by_child(source.connection, source.reference, source.top, source.half_month, codes)


def _matrix(
    source: Source, name: str, said: str, shown: Sequence[tuple[str, Figure]], below: Sequence[ChildRow]
) -> Sheet:
    grouped = any(group for group, _figure in shown)
    columns = (
        *([Column(_("Support"))] if grouped else []), Column(_("Indicator")), Column(_("Unit of measure")),
        Column(unit_name(source.top), "number"), Column(_("On last half month"), "number"),
        *(Column(unit_name(child.unit), "number") for child in below),
    )  # fmt: skip
    rows = [
        (
            *([group] if grouped else []), figure.name, figure.unit, _number(figure.value, figure.decimals),
            _change(figure), *(_number(child.value(figure.code), figure.decimals) for child in below),
        )
        for group, figure in shown
    ]  # fmt: skip
    return Sheet(name, said, columns, rows, fixed=3 if grouped else 2)


def _progress(source: Source, shown: Sequence[Figure], below: Sequence[ChildRow]) -> Sheet:
    """One row for each indicator with a schedule and each unit."""
    columns = (
        Column(_("Indicator")), Column(_("Unit of measure")), Column(_("Unit")), Column(_("Value"), "number"),
        Column(_("Reached"), "number"), Column(_("Target or whole"), "number"), Column(_("Progress"), "percent"),
        Column(_("Expected"), "percent"), Column(_("State")), Column(_("Units reported"), "number"),
    )  # fmt: skip
    tasks = source.reference.schedules
    rows: list[tuple[BookCell, ...]] = []
    for figure in (figure for figure in shown if figure.code in tasks):
        rows.append(
            _progress_row(
                figure, unit_name(source.top), figure, Judgement(figure.expected, figure.light, figure.overdue)
            )
        )
        for child in below:
            row = child.rows.get(figure.code)
            percent = row.percent if row else None
            judged = source.reference.judged_at(
                figure.code, child.unit, row.n if row else 0, percent, source.half_month
            )
            rows.append(_progress_row(figure, unit_name(child.unit), row, judged))
    said = _("Indicators with a schedule: value, target and light of the prefecture and of each county")
    return Sheet(_("Indicator progress"), said, columns, rows, fixed=3)


def _progress_row(
    figure: Figure, unit: str, row: Figure | IndicatorRow | None, judged: Judgement
) -> tuple[BookCell, ...]:
    expected = percent_cell(figure.expected)
    if row is None:
        return (figure.name, figure.unit, unit, None, None, None, None, expected, None, None)
    # of a ratio both parts are shown whole, whatever decimals it has itself
    places = figure.decimals if figure.indicator.rollup == "sum" else 0
    return (
        figure.name, figure.unit, unit, _number(row.value, figure.decimals), _number(row.part, places),
        _number(row.whole, places), percent_cell(row.percent), expected,
        light_cell(judged.light, judged.overdue), row.n,
    )  # fmt: skip


def quadrant_sheet(source: Source) -> Sheet:
    """Burden taken off and support given, by county."""
    columns = (
        Column(unit_header("county")), Column(_("Burden items gone (%)"), "percent"),
        Column(_("Support a village (yuan)"), "number"),
    )  # fmt: skip
    points = quadrant_points(source.connection, source.reference, source.half_month)
    said = _("Share of what was found that is gone, and support a village since the start of the year")
    return Sheet(_("Burden and support"), said, columns, list(map(_point_row, points)))


def _point_row(point: Point) -> tuple[BookCell, ...]:
    taken = None if point.taken is None else percent_cell(float(point.taken))
    return unit_name(point.unit), taken, _number(point.given, 0)


def definitions_sheet(source: Source) -> Sheet:
    """口径: what every indicator counts."""
    columns = tuple(
        map(
            Column,
            (_("Indicator code"), _("Indicator"), _("Unit of measure"), _("Level"), _("Definition"), _("Caveat"),
             _("Section of the article")),
        )
    )  # fmt: skip
    rows = [
        (
            indicator.code, named(indicator.name, indicator.name_en), named(indicator.unit, indicator.unit_en),
            level_word(indicator.level), named(indicator.definition, indicator.definition_en),
            named(indicator.caveat, indicator.caveat_en), indicator.section,
        )
        for indicator in source.reference.indicators.values()
    ]  # fmt: skip
    return Sheet(_("Definitions"), _("What every indicator counts"), columns, rows, fixed=2)
