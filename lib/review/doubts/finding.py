"""All doubts of a half month."""

from collections.abc import Iterator

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.review.doubts.again import again, again_alone
from lib.review.doubts.alike import alike
from lib.review.doubts.cells import Cells, read
from lib.review.doubts.digits import digits
from lib.review.doubts.doubt import Doubt
from lib.review.doubts.odd import broken, outliers
from lib.review.doubts.rules import RULES
from lib.review.doubts.targets import due, steps_up
from lib.words.half_months import HalfMonth
from lib.words.settings import settings


def doubts(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> list[Doubt]:
    """What is doubtful among the values of a half month, rule by rule, the least likely first.

    Of the rules in `doubts.rules` of config.toml; nothing where nobody reported.
    """
    wanted = settings().doubts.rules
    villages, counties = (read(connection, reference, half_month, level) for level in ("village", "county"))
    every = [*_of_villages(connection, villages), *_of_counties(connection, counties)]
    order = list(RULES)
    mine = [doubt for doubt in every if doubt.rule in wanted]
    code = {unit.id: unit.code for unit in reference.units.values()}
    return sorted(mine, key=lambda doubt: (order.index(doubt.rule), -doubt.score, code[doubt.unit], doubt.indicators))


def _of_villages(connection: sa.Connection, cells: Cells) -> Iterator[Doubt]:
    if not cells.units:
        return
    given = settings().doubts
    yield from alike(cells, given.alike)
    yield from due(cells)
    yield from steps_up(connection, cells, given.jump, given.silent)
    yield from digits(cells)
    yield from broken(connection, cells)
    yield from again(cells)
    yield from outliers(cells)


def _of_counties(connection: sa.Connection, cells: Cells) -> Iterator[Doubt]:
    """What counties report themselves; they are too few to be compared by any other rule."""
    if cells.units:
        yield from broken(connection, cells)
        yield from again_alone(cells)
        yield from outliers(cells)
