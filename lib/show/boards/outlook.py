"""核实·预计: when each target is reached at this pace, at a unit and below it, and how right that was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

import sqlalchemy as sa

from lib.figures.forecast import Forecast, Outlook, forecasts
from lib.figures.hindsight import Tested, backtest
from lib.figures.pace import FEWEST, WITH_LIMITS
from lib.figures.progress import BELOW
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.show import blocks
from lib.show.blocks import Block, Card, Finding, Markup
from lib.show.boards.drilldown import way_to
from lib.show.boards.words import counted, indicator_name, names, unit_header, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.lights import Light
from lib.words.wording import MISSING, POINT, exact, listed, of_all, rounded, together

OUTLOOK_LIGHTS = {
    Outlook.FALLING: Light.FAR_BEHIND,
    Outlook.STANDING: Light.FAR_BEHIND,
    Outlook.FAR: Light.FAR_BEHIND,
    Outlook.LATE: Light.BEHIND,
    Outlook.OVERDUE: Light.BEHIND,
    Outlook.IN_TIME: Light.ON_SCHEDULE,
    Outlook.REACHED: Light.DONE,
}
SLACK = 6  # decimals of a pace; what a float has beyond them is noise, which rounding up would make a step of
MET = (Outlook.IN_TIME, Outlook.FORESEEN)  # reached in time at this pace, or reached where no day is set
UNFORESEEN = (Outlook.SHORT, Outlook.ANEW, Outlook.EARLY, Outlook.FEW, Outlook.UNKNOWN)
# in danger first, then what goes well, then what nothing is foreseen of
ORDER = (*OUTLOOK_LIGHTS, *(each for each in Outlook if each not in OUTLOOK_LIGHTS))


@dataclass(frozen=True)
class OutlookBoard:
    """Where each target leads, one of them at the units below, and what became of earlier forecasts.

    `codes` are the indicators that can be looked at below, by their names; `code` is the one that is.
    """

    path: Markup
    targets: Block
    below: Block
    tested: Block
    codes: Mapping[str, str]
    code: str


@of_its_half_month
def outlook_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit_code: str, code: str = ""
) -> OutlookBoard:
    """The board of a unit; below it `code`, or the target that is in most danger."""
    unit = reference.units.get(unit_code) or reference.top
    targets = ordered(forecasts(connection, reference, [unit], half_month))
    codes = [target.code for target in targets]
    chosen = code if code in codes else codes[0] if codes else ""
    units = reference.below(unit, half_month) if chosen else []
    below = forecasts(connection, reference, units, half_month, [chosen])
    hint = _("click a unit for its own targets")
    return OutlookBoard(
        path=way_to(reference, "verification", half_month, unit, hint, view="outlook"),
        targets=_targets(reference, targets, half_month),
        below=_below(reference, unit, ordered(below), half_month, chosen),
        tested=_tested(backtest(connection, reference, [unit], half_month)),
        codes={each: indicator_name(reference, each) for each in codes},
        code=chosen,
    )


def ordered(foreseen: Sequence[Forecast]) -> list[Forecast]:
    """Those in danger first, the furthest beyond their due half month before others; reached ones last but unknown."""
    return sorted(
        foreseen, key=lambda forecast: (ORDER.index(forecast.outlook), -_late(forecast), forecast.percent or 0)
    )


def _late(forecast: Forecast) -> int:
    return forecast.reached.ordinal - forecast.due.ordinal if forecast.reached and forecast.due else 0


def outlook_title(foreseen: Sequence[Forecast], half_month: HalfMonth) -> str:
    """照目前进度，2 项目标将错过期限；5 项已到期未达到; else that none will."""
    due = sum(forecast.is_past_due(half_month) for forecast in foreseen)
    missed = sum(forecast.outlook.worries and not forecast.is_past_due(half_month) for forecast in foreseen)
    parts = [
        _("At this pace {count} targets are missed").format(count=missed),
        _("{count} are due and not reached").format(count=due),
    ]
    if missed or due:
        return _("; ").join(part for part, some in zip(parts, (missed, due), strict=True) if some)
    if foreseen and all(forecast.outlook is Outlook.REACHED for forecast in foreseen):
        return _("All targets are reached")
    if not any(forecast.outlook in MET for forecast in foreseen):
        return _("No target can be foreseen yet")
    unknown = sum(forecast.outlook in UNFORESEEN for forecast in foreseen)
    more = _("; {count} cannot be foreseen yet").format(count=unknown) if unknown else ""
    return _("At this pace no target is missed") + more


def _targets(reference: Reference, targets: Sequence[Forecast], half_month: HalfMonth) -> Block:
    not_reached = [target for target in targets if target.outlook is not Outlook.REACHED]
    second = _("{reached} of {all} reached; between the slowest and the fastest half month so far").format(
        reached=len(targets) - len(not_reached), all=len(targets)
    )
    finding = Finding(outlook_title(targets, half_month), second, _card())
    if not not_reached:
        return Block(finding, blocks.empty(_("Nothing is left to foresee"), _("Reached targets stand on their boards")))
    rows = [(indicator_name(reference, target.code), *row_of(reference, target, half_month)) for target in not_reached]
    return Block(finding, blocks.wide_table(finding.title, (_("Indicator"), *heads()), rows, {1, 2, 6}))


def heads() -> tuple[str, ...]:
    """The heads of what `row_of` says."""
    return (
        _("Progress"), _("Pace now"), _("Target reached"), _("Between"), _("Due half month"), _("Needed pace"),
        _("Outlook"),
    )  # fmt: skip


def row_of(reference: Reference, forecast: Forecast, half_month: HalfMonth) -> tuple[object, ...]:
    """Progress, pace, when reached and between when, due, the pace needed, and the outlook in a word."""
    return (
        listed(forecast.percent),
        pace_words(reference, forecast, forecast.pace.slope if forecast.pace else None),
        month_words(forecast.reached, half_month) if forecast.outlook is not Outlook.HELD else MISSING,
        between(forecast, half_month),
        month_words(forecast.due, half_month),
        pace_needed(reference, forecast, forecast.needed),
        outlook_pill(forecast.outlook),
    )


def outlook_pill(outlook: Outlook) -> Markup:
    """▲ 逾期达到; what is not judged is plain grey."""
    light = OUTLOOK_LIGHTS.get(outlook)
    if light is None:
        return blocks.element("span", "by-pill by-nodata", outlook.word)
    return blocks.note_pill(outlook.word, light)


def pace_words(reference: Reference, forecast: Forecast, points: float | None) -> str:
    """So many points of progress in the indicator's own unit: 1,470块, 不到 1 名; of a share in points."""
    if points is None or forecast.per_point is None:
        return MISSING
    value, decimals, unit = _own(reference, forecast, points)
    if 0 < abs(value) < 1 and not decimals:
        return _("under 1 {unit}").format(unit=unit) if value > 0 else _("down under 1 {unit}").format(unit=unit)
    return together(rounded(value, decimals), unit, decimals)


def pace_needed(reference: Reference, forecast: Forecast, points: float | None) -> str:
    """The same of what is needed, rounded up: with less the target is missed."""
    if points is None or forecast.per_point is None:
        return MISSING
    value, decimals, unit = _own(reference, forecast, points)
    return together(value.quantize(Decimal(1).scaleb(-decimals), ROUND_CEILING), unit, decimals)


def _own(reference: Reference, forecast: Forecast, points: float) -> tuple[Decimal, int, str]:
    """Points of progress in the indicator's own unit, with its decimals."""
    indicator = reference.indicators[forecast.code]
    unit = named(indicator.unit, indicator.unit_en)
    decimals = POINT if indicator.rollup in ("ratio", "fall") else indicator.decimals
    value = round(Decimal(str(points)) * (forecast.per_point or 0), SLACK)
    return value, decimals, _("points") if unit == "%" else unit


def month_words(half_month: HalfMonth | None, now: HalfMonth) -> str:
    """7月下; of another year 2024年1月上, in English Jan/1 of 2024."""
    if half_month is None or half_month.year == now.year:
        return half_month.short if half_month else MISSING
    return _("{half_month} of {year}").format(half_month=half_month.short, year=half_month.year)


def between(forecast: Forecast, half_month: HalfMonth) -> str:
    """7月上–8月下, or from 7月上 on where the slowest half month leads nowhere; — without limits."""
    if forecast.earliest is None or forecast.outlook in (Outlook.HELD, Outlook.REACHED):
        return MISSING
    first = month_words(forecast.earliest, half_month)
    if forecast.latest is None:
        return _("{half_month} or later").format(half_month=first)
    return first if forecast.latest == forecast.earliest else f"{first}–{month_words(forecast.latest, half_month)}"


def _card() -> Card:
    """How what is foreseen is reckoned."""
    fastest = _("At the fastest and the slowest half month so far, from {count} on")
    return Card(
        _("What comes next"),
        (
            (_("Pace"), _("The median of the slopes between all comparable half months (Theil–Sen)")),
            (_("Comparable"), _("From the eve of the schedule on, enough units reported, within the year if yearly")),
            (_("Between"), fastest.format(count=WITH_LIMITS)),
            (_("Not foreseen"), _("With fewer than {count}, without a pace, or beyond two years").format(count=FEWEST)),
            (_("Please note"), _("A pace goes on as it was; nobody knows whether it will")),
        ),
    )


# Below the unit -------------------------------------------------------------------------------------------------


def _below(
    reference: Reference, unit: UnitRef, foreseen: Sequence[Forecast], half_month: HalfMonth, code: str
) -> Block:
    if not code or not foreseen:
        title = _("No figures for the units below")
        return Block(Finding(title), blocks.empty(title, _("Choose another indicator, or go up by the path above")))
    missed = [
        unit_name(forecast.unit)
        for forecast in foreseen
        if forecast.outlook.worries or forecast.is_past_due(half_month)
    ]
    name = indicator_name(reference, code)
    title = _("{name}: nothing can be foreseen yet").format(name=name)
    if missed:
        title = _("{name}: missed by {names}").format(name=name, names=names(missed))
    elif any(forecast.outlook in MET for forecast in foreseen) or all(
        forecast.outlook is Outlook.REACHED for forecast in foreseen
    ):
        title = _("{name}: no unit misses it at this pace").format(name=name)
    rows = [(unit_name(forecast.unit), *row_of(reference, forecast, half_month)) for forecast in foreseen]
    level = BELOW[unit.level]
    headers = (unit_header(level), *heads())
    return Block(Finding(title, counted(level, len(foreseen))), blocks.wide_table(title, headers, rows, {1, 2, 6}))


# What was foreseen, and what came -------------------------------------------------------------------------------


def _tested(tested: Sequence[Tested]) -> Block:
    if not tested:
        title = _("No earlier forecast to compare with")
        needs = _("A forecast needs {count} half months").format(count=FEWEST)
        return Block(Finding(title), blocks.empty(title, needs))
    last = tested[-1]
    title = _("Foreseen for {half_month}: {points} points off in the middle").format(
        half_month=last.half_month.short, points=exact(Decimal(str(last.miss)), POINT)
    )
    within, limited = sum(test.within for test in tested), sum(test.limited for test in tested)
    second = _("What each half month foresaw of the next; {within} between its limits").format(
        within=of_all(within, limited)
    )
    rows = [
        (
            test.half_month.short, test.indicators, exact(Decimal(str(test.miss)), POINT),
            of_all(test.within, test.limited) if test.limited else None, test.foreseen, test.reached, test.both,
        )
        for test in reversed(tested)
    ]  # fmt: skip
    headers = (
        _("Half month"), _("Targets"), _("Points off"), _("Between limits"), _("Foreseen reached"), _("Were reached"),
        _("As foreseen"),
    )  # fmt: skip
    return Block(Finding(title, second), blocks.wide_table(title, headers, rows, {1, 2, 3, 4, 5, 6}))
