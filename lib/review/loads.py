"""The load of admitted matters on villages: hours and forms a month, now and with one matter more."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lib.kept.models import Admission


@dataclass(frozen=True)
class Load:
    """Hours and forms a month on one village by matters in force, and how many matters they are."""

    unit_code: str
    matters: int
    hours: float
    forms: int


@dataclass(frozen=True)
class CountyLoad:
    """The villages of a county that carry matters in force: the sum of their hours, and the most on one of them."""

    county_code: str
    villages: int
    hours: float
    most_hours: float
    most_forms: int


# A matter reaches the villages that it names and those below the units that it names, each once. The names of all
# matters are given: to look for each of all villages in each text took seconds with a hundred thousand of them.
_REACHED = (
    "SELECT DISTINCT a.code AS admission, y.unit_id FROM admission a"
    " JOIN unit c ON c.code IN :named AND ' ' || a.units || ' ' LIKE '% ' || c.code || ' %'"
    " JOIN ancestry y ON y.ancestor_id = c.id"
)


def _named(connection: sa.Connection) -> list[str]:
    """The codes of the units that applications name."""
    texts = connection.exec_driver_sql("SELECT units FROM admission").scalars()
    return sorted({code for text in texts for code in text.split()})


_NAMED: sa.BindParameter[list[str]] = sa.bindparam("named", expanding=True)
_SUMS = "COALESCE(SUM(CAST(a.hours_month AS NUMERIC)), 0) AS hours, COALESCE(SUM(a.forms_month), 0) AS forms"


def loads_by_county(connection: sa.Connection) -> list[CountyLoad]:
    """The load of matters in force on villages, by county; the county with the most loaded village first."""
    rows = connection.execute(_BY_COUNTY, {"named": _named(connection)})
    return [CountyLoad(code, int(n), float(hours), float(most), int(forms)) for code, n, hours, most, forms in rows]


_BY_COUNTY = sa.text(
    "SELECT c.code, COUNT(*), SUM(l.hours), MAX(l.hours) AS most, MAX(l.forms) FROM"
    f" (SELECT v.id, {_SUMS} FROM ({_REACHED} WHERE a.state = 'in_force') r JOIN admission a ON a.code = r.admission"
    " JOIN unit v ON v.id = r.unit_id AND v.level = 'village' GROUP BY v.id) l"
    " JOIN ancestry up ON up.unit_id = l.id JOIN unit c ON c.id = up.ancestor_id AND c.level = 'county'"
    " GROUP BY c.code ORDER BY most DESC, c.code"
).bindparams(_NAMED)


def load_before_and_after(
    connection: sa.Connection, matter: Admission, limit: int
) -> tuple[int, list[tuple[Load, Load]]]:
    """How many villages an application names, and the most loaded of them without it and with it."""
    rows = connection.execute(_OF, {"code": matter.code, "limit": limit, "named": _named(connection)}).all()
    return (rows[0].villages if rows else 0), [(_load(row), _with(_load(row), matter)) for row in rows]


def _load(row: sa.Row[Any]) -> Load:
    return Load(row.code, int(row.matters), float(row.hours), int(row.forms))


def _with(load: Load, matter: Admission) -> Load:
    hours, forms = float(matter.hours_month or 0), matter.forms_month or 0
    return Load(load.unit_code, load.matters + 1, load.hours + hours, load.forms + forms)


_OF = sa.text(
    f"SELECT v.code, COUNT(a.code) AS matters, {_SUMS}, COUNT(*) OVER () AS villages"
    f" FROM ({_REACHED} WHERE a.code = :code) mine JOIN unit v ON v.id = mine.unit_id AND v.level = 'village'"
    f" LEFT JOIN ({_REACHED} WHERE a.state = 'in_force' AND a.code <> :code) r ON r.unit_id = v.id"
    " LEFT JOIN admission a ON a.code = r.admission"
    " GROUP BY v.code ORDER BY hours DESC, forms DESC, v.code LIMIT :limit"
).bindparams(_NAMED)
