"""One measure over the half months: its curve against what is expected, and what each half month brought."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from lib import blocks, charts
from lib.blocks import Markup
from lib.boards.scene import Scene
from lib.boards.words import card
from lib.half_months import HalfMonth
from lib.language import gettext as _
from lib.language import named
from lib.lights import Light
from lib.queries import IndicatorRow
from lib.series import expected_share
from lib.wording import change, in_sentence, of_all, percent

Spec = dict[str, Any]


def curve_title(scene: Scene) -> str:
    figure = scene.figure
    if figure.value is None:
        return _("{name}: nothing reported yet").format(name=figure.name)
    said = {"name": figure.name, "value": in_sentence(figure.value, figure.unit, figure.decimals)}
    if scene.goal is not None:
        left = in_sentence(scene.goal - figure.value, _("percentage points"), figure.decimals)
        text = (
            _("{name} {value}, goal reached") if figure.value >= scene.goal else _("{name} {value}, {left} to the goal")
        )
        return text.format(left=left, **said)
    if figure.part is None or figure.whole is None:
        return _("{name} {value}").format(**said)
    left = in_sentence(figure.whole - figure.part, figure.unit, figure.decimals)
    text = (
        _("{name} {value}, target reached")
        if figure.part >= figure.whole
        else _("{name} {value}, {left} to the target")
    )
    return text.format(left=left, **said)


def curve_second(scene: Scene) -> str:
    """Where it stands, the change since the last half month, and who is not in it."""
    figure = scene.figure
    parts = []
    if figure.light and figure.expected is not None:
        state = f"{figure.light.symbol} {figure.light.word}"
        due = _("due {percent}").format(percent=percent(figure.expected))
        parts.append(f"{state} {percent(figure.percent)}" + ("" if figure.light is Light.DONE else f" {due}"))
    if figure.value is not None:
        parts.append(f"{change(figure.change, figure.unit, figure.decimals)} " + _("on last half month"))
    if figure.reported and figure.reported[0] < figure.reported[1]:
        parts.append(_("{reported} counties in").format(reported=of_all(*figure.reported)))
    return _("; ").join(part.strip() for part in parts)


def curve(scene: Scene) -> Spec:
    history = scene.history[scene.measure.code]
    target = _target(scene, history)
    rows = []
    for month in scene.months:
        share = expected_share(scene.task, month)
        expected = None if share is None or target is None else float(target) * share / 100
        rows.append((month.ordinal, _drawn(scene, history, month), expected))
    frame = pd.DataFrame(rows, columns=["half_month", "actual", "expected"])
    figure = scene.figure
    goal = None if target is None else float(target)
    return charts.spec(charts.curve(frame, unit=figure.unit, target=goal, decimals=figure.decimals))


def _target(scene: Scene, history: dict[HalfMonth, IndicatorRow]) -> Decimal | None:
    """The goal, or what all units are to reach, as the last whole half month knows it."""
    if scene.goal is not None:
        return scene.goal
    whole = [row.whole for month, row in sorted(history.items()) if _drawn(scene, history, month) is not None]
    return next((one for one in reversed(whole) if one), None)


def _drawn(scene: Scene, history: dict[HalfMonth, IndicatorRow], month: HalfMonth) -> float | None:
    """The value; none while counties are missing in a half month in collection: the curve would seem to fall."""
    row, before = history.get(month), history.get(month.next(-1))
    if row is None or row.value is None:
        return None
    is_partial = scene.register.states[month.ordinal] == "open" and before is not None and row.n < before.n
    return None if is_partial else float(row.value)


# What the half month brought ------------------------------------------------------------------------------------


def _steps(scene: Scene) -> list[Decimal | None]:
    """What each half month added; where less is better and nothing is counted up, what it took away."""
    code = scene.measure.codes[0]
    indicator, rows = scene.indicators[code], scene.history[code]
    sign = -1 if indicator.direction == "down" and not indicator.cumulative else 1
    found = [rows[month].change if month in rows else None for month in scene.months]
    return [None if step is None else sign * step for step in found]


def new_finding(scene: Scene) -> Markup:
    steps, indicator = _steps(scene), scene.indicators[scene.measure.codes[0]]
    unit = named(indicator.unit, indicator.unit_en)
    second = {
        "mechanisms_now": _("Mechanisms cut in each half month ({unit})"),
        "inspections_this_year": _("Inspections held in each half month ({unit})"),
    }.get(indicator.code, _("New in each half month ({unit}), over units that reported in both"))
    last = steps[-1] if steps else None
    if last is None:
        return blocks.finding(_("No half month before to compare with"), second.format(unit=unit))
    title = _("This half month {value}").format(value=in_sentence(last, unit, indicator.decimals)) + _pace(steps)
    return blocks.finding(title, second.format(unit=unit))


def _pace(steps: Sequence[Decimal | None]) -> str:
    """，连续 3 期放缓: how many half months in a row brought less, or more, than the one before."""
    known = [step for step in steps if step is not None]
    pairs = list(zip(known, known[1:], strict=False))[::-1]
    slower = next((at for at, (before, now) in enumerate(pairs) if now >= before), len(pairs))
    faster = next((at for at, (before, now) in enumerate(pairs) if now <= before), len(pairs))
    if slower >= 2:
        return _(", less for {count} half months in a row").format(count=slower)
    return _(", more for {count} half months in a row").format(count=faster) if faster >= 2 else ""


def new(scene: Scene) -> Spec:
    indicator = scene.indicators[scene.measure.codes[0]]
    steps = [None if step is None else float(step) for step in _steps(scene)]
    frame = pd.DataFrame({"half_month": [month.ordinal for month in scene.months], "value": steps})
    unit = named(indicator.unit, indicator.unit_en)
    return charts.spec(charts.new_per_half_month(frame, unit=unit, decimals=indicator.decimals))


