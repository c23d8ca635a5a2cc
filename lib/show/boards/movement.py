"""核实·名次变化: who moved up or down and by what, which lights turned, and which figures moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from lib.figures.forecast import targeted
from lib.figures.movement import Brought, Movement, Turned, compared_lights, moves, turns
from lib.figures.progress import BELOW
from lib.figures.reading import figures, histories
from lib.kept.models import Task
from lib.kept.reference import Reference, UnitRef
from lib.kept.touched import of_its_half_month
from lib.show import blocks
from lib.show.blocks import Block, Card, Finding, Markup
from lib.show.boards.drilldown import unit_shown, way_to
from lib.show.boards.words import names, rests_on_words, unit_header, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.wording import POINT, READS_AS_ZERO, change, difference, exact, listed, signed, together

MOST_LISTED = 10  # lights that turned, and figures; of these the first and the last
REASONS = 2  # tasks that a move is explained by


@dataclass(frozen=True)
class MovementBoard:
    """What changed since the last half month, in one page."""

    path: Markup
    moves: Block
    lights: Block
    figures: Block


@of_its_half_month
def movement_board(
    connection: sa.Connection, reference: Reference, half_month: HalfMonth, unit_code: str
) -> MovementBoard:
    """The board of a unit, of a village that of its township."""
    unit = unit_shown(reference, unit_code)
    hint = _("click a unit for what changed there")
    return MovementBoard(
        path=way_to(reference, "verification", half_month, unit, hint, view="movement"),
        moves=_moves(unit, moves(connection, reference, unit, half_month), reference.units.get(unit_code, unit)),
        lights=_lights(compared_lights(connection, reference, unit, half_month)),
        figures=_figures(connection, reference, unit, half_month),
    )


def movement_title(moved: Sequence[Movement], listed: Callable[[Sequence[str]], str] = names) -> str:
    """安龙县、义龙新区上升；兴义市、贞丰县下降; else that every place stayed, or that nothing compares."""
    if not any(move.place for move in moved):
        return _("No place compares with the last half month")
    up, down = ([unit_name(move.progress.unit) for move in moved if sign * move.up > 0] for sign in (1, -1))
    parts = [
        _("{names} up").format(names=listed(up)) if up else "",
        _("{names} down").format(names=listed(down)) if down else "",
    ]
    return _("; ").join(filter(None, parts)) or _("Every place stayed as it was")


def movement_second() -> str:
    """How the table is to be read."""
    return _("Like for like; who improved most first; by what: points a task brought, beside the mean of all")


def _moves(unit: UnitRef, moved: Sequence[Movement], chosen: UnitRef) -> Block:
    """Of the units below; a village that was chosen stands out among those of its township."""
    second = movement_second()
    if chosen is not unit:
        beside = _("{village} among the villages of {township}. ")
        second = beside.format(village=unit_name(chosen), township=unit_name(unit)) + second
    finding = Finding(movement_title(moved), second, _card())
    if not moved:
        return Block(finding, blocks.empty(_("No units to compare here"), _("Go up by the path above")))
    headers = (unit_header(BELOW[unit.level]), _("Rank"), _("Moved"), _("Progress"), _("Points"), _("By what"))
    units = [(move, move.progress.unit) for move in moved]
    rows = [
        (blocks.bold(unit_name(below)) if below.code == chosen.code else unit_name(below), *row_of(move, reasons(move)))
        for move, below in units
    ]
    return Block(finding, blocks.table(headers, rows, {1, 3, 4}))


def row_of(move: Movement, why: str | None) -> tuple[object, ...]:
    """Place, how many places up or down, progress, points on the last half month, and by what."""
    points = None if move.progress.change is None else signed(move.progress.change, POINT)
    moved = blocks.bold(arrow(move.up)) if move.place else rests_on_words(move.progress) or None
    return move.place, moved, listed(move.progress.percent), points, why if move.place else None


def arrow(up: int) -> str:
    """↑ 2, ↓ 1 or →: places since the last half month."""
    return "→" if not up else f"{'↑' if up > 0 else '↓'} {abs(up)}"


def reasons(move: Movement, most: int = REASONS) -> str:
    """村务公开 +0.6（比平均多 0.2）; …: what lifted (or lowered) it, and where others rose more, what it lacks on them.

    "" for a unit that stayed as it was; one that is complete lacks nothing.
    """
    change = move.progress.change or 0
    if abs(change) < READS_AS_ZERO:
        return ""
    way = 1 if change > 0 else -1
    ordered = sorted(move.by, key=lambda each: -way * each.beyond)
    named_tasks = [each for each in ordered if each.points * way > 0][:most]
    lags = sum(each.beyond for each in move.by) < 0 < way and (move.progress.percent or 0) < 100
    if lags and most > 1 and ordered[-1] not in named_tasks:
        named_tasks = [*named_tasks[: most - 1], ordered[-1]]
    return _("; ").join(map(_reason, named_tasks))


def _reason(brought: Brought) -> str:
    text = _("{task} {points} ({beyond} less than the mean)")
    if brought.beyond > 0:
        text = _("{task} {points} ({beyond} more than the mean)")
    beyond = exact(Decimal(str(abs(brought.beyond))), POINT)
    return text.format(task=_name(brought.task), points=signed(brought.points, POINT), beyond=beyond)


def _name(task: Task) -> str:
    return named(task.name, task.name_en)


def _card() -> Card:
    return Card(
        _("Rank and movement"),
        (
            (_("Definition"), _("Places among the units that compare, now and by where the same tasks stood before")),
            (
                _("By what"),
                _("Points that a task brought, and how many more or less than the mean of all"),
            ),
            (_("Missing"), _("Who did not report enough in both half months is not compared")),
        ),
    )


# Lights and figures ---------------------------------------------------------------------------------------------


def _lights(compared: Sequence[Turned]) -> Block:
    if not compared:
        nothing = _("No light compares with the last half month")
        return Block(
            Finding(nothing), blocks.empty(nothing, _("A light compares where as many units reported in both"))
        )
    turned = turns(compared)
    worse = [_name(turn.task) for turn in turned if turn.is_worse]
    title = _("{worse} tasks fell back, {better} came forward").format(
        worse=len(worse), better=len(turned) - len(worse)
    )
    if not turned:
        nothing = _("No light of a task that compares turned since the last half month")
        return Block(Finding(nothing), blocks.empty(nothing, _("Each task stands as on the page Progress")))
    rows = [
        (
            f"{turn.task.code} {_name(turn.task)}",
            blocks.pill(turn.before.light, turn.before.overdue),
            blocks.pill(turn.now.light, turn.now.overdue),
            f"{listed(turn.before.percent)} → {listed(turn.now.percent)}",
        )
        for turn in turned[:MOST_LISTED]
    ]
    headers = (_("Task"), _("Before"), _("Now"), _("Progress"))
    more = _("; {count} more not listed").format(count=len(turned) - MOST_LISTED) if len(turned) > MOST_LISTED else ""
    second = _("Lights that turned, of tasks known of as many units in both; those that fell back first") + more
    return Block(Finding(title, second), blocks.table(headers, rows, {3}))


def _figures(connection: sa.Connection, reference: Reference, unit: UnitRef, half_month: HalfMonth) -> Block:
    codes = targeted(reference)
    shown = figures(connection, reference, unit, half_month, codes)
    before = histories(connection, reference, [unit], half_month, codes)[unit.code]
    rows: list[tuple[Decimal, tuple[object, ...]]] = []
    for figure in shown:
        was = before[figure.code].get(half_month.next(-1))
        if figure.percent is None or figure.change is None or was is None or was.percent is None or figure.n != was.n:
            continue  # of other units than then it would be no change
        points = difference(figure.percent, was.percent)
        cells = (
            figure.name,
            together(figure.value, figure.unit, figure.decimals),
            change(figure.change, figure.unit, figure.decimals),
            listed(figure.percent),
            signed(points, POINT),
        )
        rows.append((points, cells))
    rows.sort(key=lambda row: -row[0])
    return Block(_figures_finding(rows), _figures_table([cells for _points, cells in rows]))


def _figures_finding(rows: Sequence[tuple[Decimal, tuple[object, ...]]]) -> Finding:
    if not rows:
        return Finding(_("No figure compares with the last half month"))
    title = _("{name} gained most towards its target: {points} points")
    points, cells = rows[0]
    second = _("Figures with a target that as many units reported in both; most gained first")
    return Finding(title.format(name=cells[0], points=signed(points, POINT)), second)


def _figures_table(rows: Sequence[tuple[object, ...]]) -> Markup:
    """The first and the last of many."""
    if not rows:
        anew = _("What begins anew with the year has no change in its first half month")
        return blocks.empty(_("Nothing to compare"), anew)
    half = MOST_LISTED // 2
    shown = rows if len(rows) <= MOST_LISTED else [*rows[:half], *rows[-half:]]
    headers = (_("Indicator"), _("Value"), _("Since last half month"), _("Progress"), _("Points"))
    return blocks.table(headers, shown, {1, 3, 4})
