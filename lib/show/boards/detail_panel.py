"""The third column of the clean-up: what each measure has of its own (the standard 4 + 2, found and left, the plan)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from lib.figures.figures import Figure
from lib.figures.reading import ChildRow
from lib.figures.villages import spread
from lib.kept.models import BoardItem, Detail
from lib.kept.reference import Reference
from lib.show import blocks, charts
from lib.show.blocks import Block, Chart, Finding, Markup
from lib.show.boards.comparison import UnitBar, most_first
from lib.show.boards.context import IndicatorContext
from lib.show.boards.words import card, unit_header, within
from lib.show.charts import Measured
from lib.show.charts.base import GAP
from lib.words.language import gettext as _
from lib.words.wording import alike, exact, in_sentence, listed, percent, rounded, together


@dataclass(frozen=True)
class Panel:
    """What a detail is made from: what was read of the measure, and the units below by the indicators `codes`, which
    stand in the order of its kind."""

    context: IndicatorContext
    children: list[ChildRow]
    codes: tuple[str, ...]

    def total(self, code: str) -> Decimal | None:
        """The unit's own value."""
        return self.context.figures[code].value

    def words(self, *codes: str) -> list[str]:
        """Figures that a sentence says side by side, with their unit."""
        return _side_by_side(self.context.figures[codes[0]], [self.total(code) for code in codes])

    def finding(self, title: str, second: str, code: str) -> Finding:
        """A finding with the definition of the figure on which it rests."""
        return Finding(title, second, card(self.context.figures[code], self.context.half_month))

    def table(self, headers: Sequence[str], cells: Callable[[ChildRow], Sequence[object]]) -> Markup:
        """A row for each unit below; nothing where there is none that reports."""
        if not self.children:
            return Markup("")
        rows = [(within(child.unit, self.context.unit), *cells(child)) for child in self.children]
        head = unit_header(self.children[0].unit.level)
        return blocks.table([head, *headers], rows, set(range(1, len(headers) + 1)))

    def bars(self, measured: Callable[[ChildRow], tuple[Decimal | float | None, str]]) -> Chart | None:
        """A bar for each unit below, with its value and words; none where there is none that reports."""
        bars = [UnitBar(child.unit, within(child.unit, self.context.unit), *measured(child)) for child in self.children]
        return Chart(most_first(bars), _("in detail")) if bars else None


def detail(context: IndicatorContext) -> Block:
    """What stands beside the curve and the ranking of a measure; `context` has read the indicators of its detail."""
    make, codes = _detail(context.reference, context.measure)
    panel = Panel(context, context.children_of(codes), codes)
    if panel.total(codes[0]) is None:
        return Block(Finding(panel.context.figures[codes[0]].name, _("Nothing reported yet")))
    return make(panel)


def read_by_detail(reference: Reference, measure: BoardItem) -> tuple[str, ...]:
    """The indicators from which the detail of a measure is made."""
    return _detail(reference, measure)[1]


def _less(upper: Decimal | None, lower: Decimal | None) -> Decimal | None:
    """The difference; missing where either is."""
    return None if upper is None or lower is None else upper - lower


def _number(value: Decimal | None) -> str | None:
    """A cell of a table: in full, None for what is missing."""
    return None if value is None else exact(value, 0)


def _numbers(child: ChildRow, codes: Sequence[str]) -> list[str | None]:
    return [_number(child.value(code)) for code in codes]


def _side_by_side(figure: Figure, values: Sequence[Decimal | None]) -> list[str]:
    """Amounts of one sentence in the figure's unit, all in 万 or none; where one is missing each as it is."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return [in_sentence(value, figure.unit, figure.decimals) for value in values]
    return alike(known, figure.unit, figure.decimals)


def _each_of(value: Decimal | None, count: int) -> Decimal | None:
    """The mean over `count` villages; missing where none reported."""
    return None if value is None or not count else value / count


# The measures ---------------------------------------------------------------------------------------------------


def _mechanisms(panel: Panel) -> Block:
    now, before = panel.codes
    earlier, later = panel.words(before, now)
    title = _("From {before} last year to {now}").format(before=earlier, now=later)
    each = _each_of(panel.total(now), panel.context.figures[now].n)
    second = _("Work mechanisms in villages; {each} a village remain").format(each=exact(each, 1))

    def cells(child: ChildRow) -> Sequence[object]:
        villages = child.rows[now].n if now in child.rows else 0
        return (*_numbers(child, (before, now)), exact(_each_of(child.value(now), villages), 1))

    below = panel.table((_("Last year"), _("Now"), _("A village")), cells)
    return Block(panel.finding(title, second, now), below)


def _standard(panel: Panel) -> Block:
    """达标村: how many villages keep the standard 4 + 2, by unit."""
    code, at_survey, now = panel.codes
    figure = panel.context.figures[code]
    title = _("{done} villages at the standard, {left} not yet").format(
        done=exact(figure.part), left=exact(_less(figure.whole, figure.part))
    )
    found, outside = panel.words(at_survey, now)
    second = _("At most 4 boards and 2 signs outside (%); found {found}, {outside} outside now").format(
        found=found, outside=outside
    )

    def share(child: ChildRow) -> tuple[float | None, str]:
        row = child.rows.get(code)
        if row is None:
            return None, listed(None)
        left = _less(row.whole, row.part)
        short = "" if left is None else GAP + _("{count} short").format(count=exact(left))
        return row.percent, listed(row.percent) + short

    return Block(panel.finding(title, second, code), chart=panel.bars(share))


def _found_and_left(panel: Panel) -> Block:
    """排查、清理、剩余 by unit."""
    removed, found = panel.codes
    figure = panel.context.figures[removed]
    left = _less(panel.total(found), panel.total(removed))
    surveyed, rest = _side_by_side(figure, [panel.total(found), left])
    title = _("{found} found, {left} still there").format(found=surveyed, left=rest)
    second = _("Found, removed and left ({unit}), those that may stay included").format(unit=figure.unit)
    below = panel.table(
        (_("Found at survey"), _("Removed since"), _("Still there")),
        lambda child: (*_numbers(child, (found, removed)), _number(_less(child.value(found), child.value(removed)))),
    )
    return Block(panel.finding(title, second, found), below)


def _outside(panel: Panel) -> Block:
    """Boards found, removed and outside now, and the signs."""
    [outside], [signs] = (panel.words(code) for code in panel.codes[2:])  # each in its own unit
    title = _("{boards} and {signs} outside now").format(boards=outside, signs=signs)
    second = _("Boards found, removed, outside now, and signs; the standard allows 4 + 2 a village")
    headers = (_("Found at survey"), _("Removed since"), _("Outside"), _("Signs"))
    below = panel.table(headers, lambda child: _numbers(child, panel.codes))
    return Block(panel.finding(title, second, panel.codes[2]), below)


def _certificates(panel: Panel) -> Block:
    """How many villages issue how many of the ten kinds on the template."""
    [code] = panel.codes
    figure = panel.context.figures[code]
    context = panel.context
    counts = spread(context.connection, context.unit, context.half_month, figure.indicator)
    all_kinds = max(counts, default=Decimal(0))  # as many as any village has: no table says how many kinds there are
    title = _("{count} villages have all {kinds}").format(
        count=f"{counts.get(all_kinds, 0):,}", kinds=in_sentence(all_kinds, figure.unit)
    )
    second = _("The {every} villages by kinds standardised; {each} kinds a village").format(
        every=f"{figure.n:,}", each=exact(_each_of(figure.value, figure.n), 1)
    )
    rows = (
        Measured(exact(kinds), together(kinds, figure.unit), float(count), f"{count:,}")
        for kinds, count in counts.items()
    )
    return Block(panel.finding(title, second, code), chart=Chart(charts.bars(rows), _("in detail")))


def _per_village(panel: Panel) -> Block:
    """How many each reporting village has, by unit."""
    [code] = panel.codes
    figure = panel.context.figures[code]
    each = _each_of(figure.value, figure.n)
    title = _("{each} a village on average").format(each=in_sentence(each, figure.unit, 1))
    second = _("{name} over the {count} villages that reported").format(name=figure.name, count=f"{figure.n:,}")

    def mean(child: ChildRow) -> tuple[Decimal | None, str]:
        row = child.rows.get(code)
        value = _each_of(row.value, row.n) if row else None
        villages = GAP + _("{count} villages").format(count=f"{row.n:,}") if row and row.n > 1 else ""
        return value, together(value, figure.unit, 1) + villages

    return Block(Finding(title, second), chart=panel.bars(mean))


def _by_unit(panel: Panel) -> Block:
    """The value of each unit below: what every indicator has."""
    [code] = panel.codes
    figure = panel.context.figures[code]
    title = _("{name} {value}").format(name=figure.name, value=in_sentence(figure.value, figure.unit, figure.decimals))
    second = _("{name} of each unit ({unit})").format(name=figure.name, unit=figure.unit)

    def value(child: ChildRow) -> tuple[Decimal | None, str]:
        return child.value(code), together(child.value(code), figure.unit, figure.decimals)

    return Block(panel.finding(title, second, code), chart=panel.bars(value))


def _one_table(panel: Panel) -> Block:
    [code] = panel.codes
    figure = panel.context.figures[code]
    left = figure.n - int(figure.value or 0)
    title = _("All {count} villages have filled it in").format(count=f"{figure.n:,}")
    if left:
        title = _("{left} of {count} villages have not filled it in").format(left=f"{left:,}", count=f"{figure.n:,}")
    second = _("Main form of the provincial village data platform, by villages")
    below = panel.table((_("Filled in"), _("Not yet")), partial(_done_and_left, code))
    return Block(panel.finding(title, second, code), below)


def _done_and_left(code: str, child: ChildRow) -> tuple[str | None, str | None]:
    row = child.rows.get(code)
    if row is None or row.value is None:
        return None, None
    return exact(row.value), exact(row.n - row.value)


def _inspections(panel: Panel) -> Block:
    """Held this year against last year and against the annual plan, and what was held outside it."""
    held, last, planned, outside = panel.codes
    total, beside = panel.words(held, outside)
    title = _("{held} held, {outside} of them outside the plan").format(held=total, outside=beside)
    plan, done = panel.total(planned), panel.total(held)
    share = None if not plan or done is None else float(rounded(done / plan * 100, 1))
    before, whole = panel.words(last, planned)
    second = _("{last} in the same time last year; {percent} of the year's plan of {planned}").format(
        last=before, percent=percent(share), planned=whole
    )
    headers = (_("Last year"), _("This year"), _("Planned"), _("Outside plan"))
    return Block(
        panel.finding(title, second, outside),
        panel.table(headers, lambda child: _numbers(child, (last, held, planned, outside))),
    )


# Which kind reads what, in the order in which its function takes it; without the first there is nothing to say.
Reads = Callable[[BoardItem, tuple[str, ...]], tuple[str | None, ...]]
DETAILS: dict[str, tuple[Callable[[Panel], Block], Reads]] = {
    Detail.EACH: (_per_village, lambda measure, _parts: (measure.indicator,)),
    Detail.FOUND: (_found_and_left, lambda measure, _parts: (measure.indicator, measure.total)),
    Detail.KINDS: (_certificates, lambda measure, _parts: (measure.indicator,)),
    Detail.MECHANISMS: (_mechanisms, lambda _measure, parts: _two(parts)),
    Detail.STANDARD: (_standard, lambda measure, _parts: (measure.standard, measure.total, measure.back)),
    Detail.OUTSIDE: (_outside, lambda measure, parts: (measure.total, measure.removed, *_two(parts))),
    Detail.ONE_TABLE: (_one_table, lambda measure, _parts: (measure.left,)),
    Detail.PLAN: (_inspections, lambda measure, parts: (*_two(parts), measure.total, measure.back)),
}


def _two(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The two indicators from which one follows; blank where it follows from another number of them."""
    return parts if len(parts) == 2 else ("", "")


def _detail(reference: Reference, measure: BoardItem) -> tuple[Callable[[Panel], Block], tuple[str, ...]]:
    """What makes the detail, and the indicators that it reads.

    Where none was declared, or what it needs is not named, the mean of the villages stands there, else each unit's
    value.
    """
    indicator = reference.indicators[measure.indicator]
    of_villages = indicator.level == "village" and indicator.rollup == "sum"
    if measure.detail in DETAILS and (of_villages or measure.detail not in (Detail.EACH, Detail.KINDS)):
        make, reads = DETAILS[measure.detail]
        if all(codes := reads(measure, indicator.parts)):
            return make, tuple(filter(None, codes))  # none is blank by now; this says so to the type checker
    return (_per_village if of_villages else _by_unit), (measure.indicator,)
