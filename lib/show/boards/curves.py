"""One measure over the half months: its curve against what is expected, and what each half month brought."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import gt, lt

from lib.kept.models import LEVELS, Detail, Indicator, Openness
from lib.show import charts
from lib.show.blocks import Block, Chart, Finding, Spec
from lib.show.boards.context import IndicatorContext
from lib.show.boards.words import card
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.lights import Light, said
from lib.words.wording import alike, change, in_sentence, of_all, percent

A_PACE = 2  # half months in a row; one that brought less than the one before is no pace yet


def curve(context: IndicatorContext) -> Block:
    """How far it has come, against the schedule and the last half month, over the half months."""
    finding = Finding(curve_title(context), _second(context), card(context.figure, context.half_month))
    return Block(finding, chart=None if context.is_silent else Chart(_curve(context), _("over time")))


def curve_title(context: IndicatorContext) -> str:
    """清理机构牌子 12,200 块，还差 937 块."""
    figure = context.figure
    if figure.value is None and LEVELS.index(figure.indicator.level) < LEVELS.index(context.unit.level):
        return _("{name} is not asked of this level").format(name=figure.name)
    if figure.value is None:
        return _("{name}: nothing reported yet").format(name=figure.name)
    known = {"name": figure.name, "value": in_sentence(figure.value, figure.unit, figure.decimals)}
    left = None
    if context.goal is not None:
        left = context.goal - figure.value
    elif context.has_target and figure.part is not None and figure.whole is not None:
        left = figure.whole - figure.part
    if left is None:
        return _("{name} {value}").format(**known)
    text = _("{name} {value}, target reached") if left <= 0 else _("{name} {value}, {left} to the target")
    if figure.unit == "%":
        # percents differ by points, so that the two amounts have no unit in common
        return text.format(left=in_sentence(left, _("points"), figure.decimals), **known)
    value, short = alike([figure.value, max(left, Decimal(0))], figure.unit, figure.decimals)
    return text.format(name=figure.name, value=value, left=short)


def _second(context: IndicatorContext) -> str:
    """Where it stands, the change since the last half month, and who is not in it."""
    figure = context.figure
    parts = []
    if figure.light and figure.expected is not None:
        state = f"{figure.light.symbol} {said(figure.light, figure.overdue)}"
        due = _("due {percent}").format(percent=percent(figure.expected))
        parts.append(f"{state} {percent(figure.percent)}" + ("" if figure.light is Light.DONE else f" {due}"))
    if figure.value is not None:
        moved = change(figure.change, figure.unit, figure.decimals, anew=figure.anew)
        parts.append(moved if figure.change is None else f"{moved} " + _("on last half month"))
    if figure.reported and figure.reported[0] < figure.reported[1]:
        parts.append(_("{reported} counties in").format(reported=of_all(*figure.reported)))
    return _("; ").join(part.strip() for part in parts)


def _curve(context: IndicatorContext) -> Spec:
    """The figure over the half months, with its target and what the schedule expects where there is one."""
    target = _target(context)
    points = []
    for month in context.months:
        share = context.reference.expected(context.task, month) if context.task else None
        expected = None if share is None or target is None else float(target) * share / 100
        points.append((month, drawn(context, month), expected))
    figure = context.figure
    goal = None if target is None else float(target)
    return charts.curve(points, unit=figure.unit, target=goal, decimals=figure.decimals)


def _target(context: IndicatorContext) -> Decimal | None:
    """The goal, or what all units are to reach, as the last whole half month knows it."""
    if context.goal is not None:
        return context.goal
    if not context.has_target:
        return None
    history = context.history[context.measure.indicator]
    whole = [row.whole for month, row in sorted(history.items()) if drawn(context, month) is not None]
    return next((total for total in reversed(whole) if total), None)


def drawn(context: IndicatorContext, month: HalfMonth) -> float | None:
    """The value; none while counties are missing in a half month in collection: the curve would seem to fall."""
    history = context.history[context.measure.indicator]
    row, before = history.get(month), history.get(month.next(-1))
    if row is None or row.value is None:
        return None
    if context.reference.states[month.ordinal] == Openness.OPEN and before is not None and row.n < before.n:
        return None if row.n < before.n - _ended(context, month) else float(row.value)
    return float(row.value)


def _ended(context: IndicatorContext, month: HalfMonth) -> int:
    """How many units that were asked in the half month before are asked no more, since they ended with it."""
    within = context.reference.codes_below(context.unit.code)
    level = context.figure.indicator.level
    return sum(
        unit.valid_to == month.ordinal - 1 and unit.code in within for unit in context.reference.of_level.get(level, ())
    )


# What the half month brought ------------------------------------------------------------------------------------


def _additions(context: IndicatorContext) -> list[Decimal | None]:
    """What each half month added; where less is better and nothing is counted up, what it took away."""
    indicator, rows = context.reference.indicators[context.new], context.history[context.new]
    # what should fall and is told as it stands (mechanisms left) brings something by falling
    sign = -1 if indicator.direction == "down" and not indicator.cumulative else 1
    steps = [rows[month].change if month in rows else None for month in context.months]
    return [None if step is None else sign * step for step in steps]


def new(context: IndicatorContext) -> Block | None:
    """What this half month brought, and whether that is less or more than the ones before."""
    return None if context.is_silent else Block(_new_finding(context), chart=Chart(_new(context), _("each half month")))


def _new_finding(context: IndicatorContext) -> Finding:
    code, detail = context.new, context.measure.detail
    additions, indicator = _additions(context), context.reference.indicators[code]
    unit = named(indicator.unit, indicator.unit_en)
    title, second = _new_words(indicator, detail)
    second = second.format(unit=_("points") if unit == "%" else unit)
    last = additions[-1] if additions else None
    if last is None:
        return Finding(_("No half month before to compare with"), second)
    size = in_sentence(abs(last), unit, indicator.decimals)
    text = _fallen(detail) if last < 0 else title
    words = text.format(value=size, change=change(last, unit, indicator.decimals).strip())
    rows = context.history[code]
    resting = [rows[month].n if month in rows else 0 for month in context.months]
    return Finding(words + (pace_words(additions, resting) if last > 0 else ""), second)


def _fallen(detail: str) -> str:
    """A fall is said as one: 本期减少 392 块, never 增加 −392 块."""
    if detail == Detail.MECHANISMS:
        return _("This half month {value} more than before, none cut")
    return _("This half month {value} less") if detail == Detail.PLAN else _("This half month {change}")


def _new_words(indicator: Indicator, detail: str) -> tuple[str, str]:
    """Title and second line: what is counted up is new, what stands at a day has changed."""
    if detail == Detail.MECHANISMS:
        return _("This half month {value} cut"), _("Mechanisms cut in each half month ({unit})")
    if detail == Detail.PLAN:
        return _("This half month {value} held"), _("Inspections held in each half month ({unit})")
    if indicator.cumulative or indicator.rollup == "count":
        return _("This half month {value} more"), _("New in each half month ({unit})")
    return _("This half month {change}"), _("Change in each half month ({unit})")


def pace_words(additions: Sequence[Decimal | None], resting: Sequence[int]) -> str:
    """，连续 3 期放缓: how many half months in a row, up to the last, brought less, or more, than the one before.

    `resting` is on how many units each rests: a county that does not report is no slower pace.
    """
    newest_first = list(zip(additions, resting, strict=True))[::-1]
    if (slower := _in_a_row(newest_first, lt)) >= A_PACE:
        return _(", less for {count} half months in a row").format(count=slower)
    if (faster := _in_a_row(newest_first, gt)) >= A_PACE:
        return _(", more for {count} half months in a row").format(count=faster)
    return ""


def _in_a_row(newest_first: Sequence[tuple[Decimal | None, int]], goes_on: Callable[[Decimal, Decimal], bool]) -> int:
    """How many half months differ from the one before in the same way, until one does not compare."""
    count = 0
    for (now, rests_on), (before, rested_on) in pairwise(newest_first):
        if now is None or before is None or rests_on != rested_on or not goes_on(now, before):
            break
        count += 1
    return count


def _new(context: IndicatorContext) -> Spec:
    """What each half month brought, as bars."""
    indicator = context.reference.indicators[context.new]
    numbers = [None if addition is None else float(addition) for addition in _additions(context)]
    unit = named(indicator.unit, indicator.unit_en)
    return charts.new_per_half_month(zip(context.months, numbers, strict=True), unit=unit, decimals=indicator.decimals)
