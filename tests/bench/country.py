"""Measure 9: the villages of the country in one database: its queries, a county's save, nine counties at once.

Only when it is named: it takes tens of minutes, and 12 GB of PostgreSQL.
"""

from functools import partial
from pathlib import Path

from tests.bench import scale, scaled, stores
from tests.bench.table import Row, seconds, shown


def measure(folder: Path) -> list[Row]:
    """No pages are shown: what they do beside these queries does not grow with the villages (see scale)."""
    engine = stores.copy(folder, "country")
    built = seconds(partial(scaled.grow, engine, scaled.COUNTRY))
    known = stores.reference(engine)
    said = f"{scale.counted_of(known)}, {scaled.size_of(engine) / 1e6:,.0f} MB, built in {built:.0f} s"
    together = scale.together(engine, known, scaled.COUNTRY)
    taken = scale.queries(engine) | scale.saves(engine, known)
    engine.dispose()
    rows = [Row(name, "", f"{shown(one.seconds)}{scale.against(one)}") for name, one in taken.items()]
    return [Row("country: data", f"{scaled.COUNTRY.times} ×", said), *rows, together]
