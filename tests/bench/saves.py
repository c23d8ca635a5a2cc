"""Measure 2: saving one half month of all villages, and of one county, with a change in every cell."""

from pathlib import Path

import sqlalchemy as sa

from lib.kept.reference import UnitRef
from tests.bench import stores
from tests.bench.table import Row, seconds, spread

SAVES = 7
COUNTY = "522301"  # 兴义市, the county with most villages


def measure(folder: Path) -> list[Row]:
    """Each save raises every value, so that no cell is unchanged; the roll-ups are part of the save."""
    engine = stores.copy(folder, "saves")
    known = stores.reference(engine)
    every, county = stores.villages(known), stores.villages(known, COUNTY)
    rows = [
        _row(engine, "save, all villages", every, 10, "aim < 500 ms"),
        _row(engine, "save, all villages", every, 12),
        _row(engine, "save, one county", county, 12),
        _row(engine, "save, one village", county[:1], 12),
    ]
    engine.dispose()
    return rows


def _row(engine: sa.Engine, what: str, units: list[UnitRef], width: int, against: str = "") -> Row:
    indicators = stores.village_indicators(stores.reference(engine))[:width]
    taken = []
    for _each in range(SAVES + 1):
        changes = stores.raised(engine, units, indicators)
        taken.append(seconds(lambda changes=changes: stores.put(engine, changes)))  # type: ignore[misc]
    # the first fills cells that were missing; all others change what is there
    return Row(what, f"{len(units):,} × {width} cells", spread(taken[1:]), against)
