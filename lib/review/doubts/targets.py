"""How targets are reached: a whole township when due, a jump that nobody around makes, nothing and then all."""

import numpy as np
import sqlalchemy as sa

from lib.review.doubts.cells import (
    SHARE_TO_CALL_USUAL,
    Cells,
    Doubts,
    Mask,
    Numbers,
    by_row,
    earlier,
    in_groups,
    in_steps,
    others_share,
)
from lib.review.doubts.chance import against
from lib.review.doubts.doubt import Doubt, DoubtedValue
from lib.review.doubts.rules import DUE, JUMPS, SILENT

ARRIVED = 2.0  # so rarely chance brings a whole township to its targets, in powers of ten
FEW = 4  # villages still short without which a township says nothing; others around without which a village does
LEAST = 5  # a smaller target is easily done in one half month
TENTHS = 10  # villages are compared with those elsewhere that were as far, by tenths of the target


def due(cells: Cells) -> Doubts:
    """A doubt for each township in which all that were short of targets reached them in the half month when due."""
    columns = _due_now(cells)
    values, before, targets = (table[:, columns] for table in (cells.values, cells.before, cells.targets))
    short = (before < targets) & ~np.isnan(values)
    reached = short & (values >= targets)
    towns = cells.townships
    # a township in which one is still short, or did not report, is not whole
    still = in_groups(towns, ~np.isnan(targets) & ~(values >= targets)) > 0
    whole = ~still & (in_groups(towns, short) >= FEW)
    powers = np.where(whole, in_groups(towns, _rarely(cells, short, reached, before, targets)), 0.0)
    for town in np.flatnonzero(powers.sum(axis=1) >= ARRIVED).tolist():
        at = np.flatnonzero(whole[town])
        rows = np.flatnonzero((towns == town) & short[:, at].any(axis=1))
        yield Doubt(
            rule=DUE,
            unit=cells.township(int(rows[0])),
            villages=cells.named(rows.tolist()),
            indicators=cells.listed(np.asarray(columns)[at].tolist()),
            count=int(short[rows][:, at].sum()),
            of=int(np.sum(towns == town)),
            usual=_elsewhere(cells, short[:, at], reached[:, at], int(rows[0])),
            score=float(powers[town].sum()),
        )


def _due_now(cells: Cells) -> list[int]:
    """The columns whose measure is due in this half month."""
    tasks = cells.reference.of(cells.half_month).schedules
    due_tasks = {code for code, task in tasks.items() if task.due == cells.half_month.ordinal}
    return [at for at, indicator in enumerate(cells.indicators) if indicator.code in due_tasks]


def _rarely(cells: Cells, short: Mask, reached: Mask, before: Numbers, targets: Numbers) -> Numbers:
    """Of each cell that was short, how rarely those elsewhere that were as far reached the target (−log10)."""
    powers = np.zeros(short.shape)
    for at in range(short.shape[1]):
        mine = np.flatnonzero(short[:, at])
        tenth = (TENTHS * np.maximum(before[mine, at], 0) / targets[mine, at]).astype(np.intp)
        town, arrived = cells.townships[mine] * TENTHS + tenth, reached[mine, at]
        outside = np.bincount(tenth, minlength=TENTHS)[tenth] - np.bincount(town)[town]
        there = np.bincount(tenth, arrived, TENTHS)[tenth] - np.bincount(town, arrived)[town]
        # one that arrived and one that did not more than there are: what nobody else did is rare, not impossible
        powers[mine, at] = against((there + 1) / (outside + 2))
    return powers


def _elsewhere(cells: Cells, short: Mask, reached: Mask, row: int) -> float:
    """The share of what was short that arrived in other townships."""
    outside = cells.townships != cells.townships[row]
    return float(reached[outside].sum() / max(short[outside].sum(), 1))


def steps_up(connection: sa.Connection, cells: Cells, jump: int, silent: int) -> Doubts:
    """Doubts of single villages: nothing for `silent` half months and then all; else a jump of `jump` % of the target.

    A small target is nobody's jump, and what more than a fifth of the villages around do as well is none either.
    """
    places = np.array([10**indicator.decimals for indicator in cells.indicators])
    arrived = (cells.values >= cells.targets) & (cells.targets >= LEAST * places)
    late = arrived & _silent(connection, cells, arrived, silent)
    with np.errstate(invalid="ignore", divide="ignore"):
        gain = (cells.values - cells.before) / cells.targets
    leap = ~np.isnan(gain) & (100 * gain >= jump)
    yield from _of_villages(cells, late, SILENT)
    yield from _of_villages(cells, arrived & leap & ~late & _alone(cells, leap, ~np.isnan(gain)), JUMPS)


def _alone(cells: Cells, doing: Mask, known: Mask) -> Mask:
    """Where few of the villages around do the same: of the township, of the county where the township has too few."""
    near = others_share(cells.townships, doing, known)
    far = others_share(cells.counties, doing, known)
    enough = in_groups(cells.townships, known)[cells.townships] > FEW
    alone: Mask = np.where(enough, near, far) <= SHARE_TO_CALL_USUAL
    return alone


def _silent(connection: sa.Connection, cells: Cells, arrived: Mask, silent: int) -> Mask:
    """Where nothing, 0 or a blank, was reported for so many half months, while most of the county reported.

    Nothing is expected before the measure begins, nor of a unit that did not exist.
    """
    quiet = arrived & _begun(cells, silent) & (np.isnan(cells.before) | (cells.before == 0))
    for back in range(1, silent + 1):
        columns = np.flatnonzero(quiet.any(axis=0)).tolist()
        if not columns:
            break
        then = earlier(connection, cells, back, columns)
        most = others_share(cells.counties, ~np.isnan(then), np.ones(then.shape, dtype=np.bool_)) >= 0.5
        quiet &= (np.isnan(then) | (then == 0)) & most
    usual = others_share(cells.counties, quiet, ~np.isnan(cells.values)) > SHARE_TO_CALL_USUAL
    late: Mask = quiet & ~usual
    return late


def _begun(cells: Cells, silent: int) -> Mask:
    """Whether unit and measure were there in all of these half months."""
    first = cells.half_month.ordinal - silent
    tasks = cells.reference.of(cells.half_month).schedules
    started = [each.code not in tasks or tasks[each.code].start <= first for each in cells.indicators]
    there = [unit.exists_in(first) for unit in cells.units]
    begun: Mask = np.outer(np.array(there, dtype=np.bool_), np.array(started, dtype=np.bool_))
    return begun


def _of_villages(cells: Cells, doubted: Mask, rule: str) -> Doubts:
    for row, columns in by_row(doubted):
        unit = cells.units[row].id
        shown = tuple(_cell(cells, row, column) for column in columns)
        gain = max((cell.value - (cell.before or 0)) / (cell.beside or 1) for cell in shown)
        yield Doubt(rule, unit, (unit,), cells.listed(columns), shown, count=len(columns), score=gain)


def _cell(cells: Cells, row: int, column: int) -> DoubtedValue:
    before, target = in_steps(cells.before[row, column]), in_steps(cells.targets[row, column])
    return DoubtedValue(cells.indicators[column].id, int(cells.values[row, column]), before, target)
