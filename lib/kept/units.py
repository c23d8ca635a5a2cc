"""Units as everything else reads them: each with the township and county it belongs to, and when its marks hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lib.kept.marks import TIMES, holds, within
from lib.kept.store import all_rows
from lib.words.language import gettext as _


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit with the codes of the township and county it belongs to (its own code at its own level)."""

    id: int
    code: str
    name: str
    name_en: str
    level: str
    kind: str
    parent_code: str | None
    township_code: str | None
    county_code: str | None
    monitoring_point: bool
    report_pilot: bool
    valid_from: int | None = None
    valid_to: int | None = None
    successor_code: str | None = None
    monitored_from: int | None = None
    monitored_to: int | None = None
    pilot_from: int | None = None
    pilot_to: int | None = None

    def carries(self, mark: str, half_month: int | None = None) -> bool:
        """Whether the mark (monitoring_point or report_pilot) holds in the half month of this ordinal; None: ever."""
        flag, first, last = (getattr(self, name) for name in (mark, *TIMES[mark]))
        return bool(flag) or last is not None if half_month is None else holds(flag, first, last, half_month)

    def exists_in(self, half_month: int) -> bool:
        """Whether the unit exists in the half month of this ordinal."""
        return within(half_month, self.valid_from, self.valid_to)


def unit_refs(connection: sa.Connection) -> dict[str, UnitRef]:
    """Every unit by code; rows as the driver gives them, since there are a hundred times more units than all else."""
    # by their places in _UNIT: 1 is the code, 4 the level, 6 the code of the unit above
    rows = {row[1]: row for row in all_rows(connection, f"SELECT {_UNIT} FROM unit ORDER BY code")}
    above: dict[str | None, dict[str, str]] = {None: {}}  # walked once for each parent, not for each of its villages
    for parent in {row[6] for row in rows.values()} - {None}:
        above[parent] = _levels_above(rows.get(parent), rows.get)
    return {code: _unit_ref(row, above[row[6]]) for code, row in rows.items()}


_UNIT = (
    "id, code, name, name_en, level, kind, parent_code, monitoring_point, report_pilot, valid_from, valid_to,"
    " successor_code, monitored_from, monitored_to, pilot_from, pilot_to"
)


def _levels_above(row: Any, find: Callable[[str], Any]) -> dict[str, str]:
    """The code at each level from this unit upwards; a unit met twice ends the walk, so a loop cannot hang it."""
    codes: dict[str, str] = {}
    while row is not None and row[4] not in codes:
        codes[row[4]] = row[1]
        row = find(row[6]) if row[6] else None
    return codes


def _unit_ref(row: Any, above: Mapping[str, str]) -> UnitRef:
    number, code, name, name_en, level, kind, parent, monitored, pilot, *times = row
    township = code if level == "township" else above.get("township")
    county = code if level == "county" else above.get("county")
    return UnitRef(
        number, code, name, name_en, level, kind, parent, township, county, bool(monitored), bool(pilot), *times
    )


def level_word(level: str) -> str:
    """州级, 县级, 乡级, 村级."""
    return {
        "prefecture": _("Prefecture"),
        "county": _("Counties"),
        "township": _("Townships"),
        "village": _("Villages"),
    }[level]
