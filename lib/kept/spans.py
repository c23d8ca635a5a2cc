"""Units over time: from when to when each exists, who takes over from it, and what both must hold to."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from lib.kept.changes import Change
from lib.kept.tables import TABLES
from lib.kept.units import UnitRef, level_word
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _


class Fault(NamedTuple):
    """What a unit must not say: its code, the field, and the mend."""

    code: str
    field: str
    mend: str


UnitsInTime = Mapping[str, UnitRef]
_VALID_TO = TABLES["unit"].column("valid_to")
_FIELDS = ("parent_code", "level", "valid_from", "valid_to", "successor_code")
SAID = ("name", *_FIELDS)  # what is said of a unit in time, and how it is called then
_NEW = UnitRef(0, "", "", "", "", "", None, None, None, monitoring_point=False, report_pilot=False)  # not kept yet


def touching(changes: Iterable[Change]) -> list[Change]:
    """Those changes that bring or take a unit, move it in time, or say who takes over from it."""
    return [one for one in changes if one.table == "unit" and (not one.field or one.field in _FIELDS)]


def after(known: UnitsInTime, changes: Iterable[Change]) -> dict[str, UnitRef]:
    """Every unit as it will be after these changes."""
    units = dict(known)
    for change in changes:
        code = str(change.key[0])
        if change.field in SAID and code in units:
            units[code] = replace(units[code], **{change.field: change.after})
        elif not change.field and change.after is None:
            units.pop(code, None)
        elif not change.field:
            units[code] = replace(_NEW, code=code, **{name: change.after.get(name) for name in SAID})
    return units


def faults(units: UnitsInTime, changed: Collection[str]) -> Iterator[Fault]:
    """What does not hold of the units `changed` and of those that hang together with them."""
    below: dict[str | None, list[UnitRef]] = {}
    for unit in units.values():
        below.setdefault(unit.parent_code, []).append(unit)
        if unit.successor_code and {unit.code, unit.successor_code} & set(changed):
            yield from _of_successor(units, unit)
    for code in changed:
        if code in units:
            yield from _of_parent(units, units[code])
            yield from (
                _goes_on(units[code], child) for child in below.get(code, ()) if not _within(child, units[code])
            )


def _of_successor(units: UnitsInTime, unit: UnitRef) -> Iterator[Fault]:
    """What does not hold of a unit and the one that takes over from it; the first fault alone."""
    heir = units.get(unit.successor_code or "")
    if mend := _mend(units, unit, heir):
        yield Fault(unit.code, "successor_code", mend)


def _mend(units: UnitsInTime, unit: UnitRef, heir: UnitRef | None) -> str:
    if heir is None:
        return _("There is no unit {code} to take over; write the code of one").format(code=unit.successor_code)
    if unit.valid_to is None:
        mend, title = _("Another can take over only from a unit that ends; fill in “{column}” too"), _VALID_TO.title
        return mend.format(column=_(title))
    if heir.level != unit.level:
        mend = _("{unit} is of another level; a unit of the level {level} takes over from this one")
        return mend.format(unit=heir.name, level=level_word(unit.level))
    if _leads_back(units, unit):
        return _("{unit} leads back to this unit; name one that goes on").format(unit=heir.name)
    if heir.valid_to is not None and heir.valid_to <= unit.valid_to:
        mend = _("{unit} itself ends with {half_month}; name a unit that exists longer than this one")
        return mend.format(unit=heir.name, half_month=HalfMonth(heir.valid_to).label)
    if not heir.exists_in(unit.valid_to + 1):
        mend = _("{unit} does not exist in {half_month}, when it is to take over; let it begin with it")
        return mend.format(unit=heir.name, half_month=HalfMonth(unit.valid_to + 1).label)
    return ""


def _leads_back(units: UnitsInTime, unit: UnitRef) -> bool:
    """Whether who follows whom leads in a circle."""
    met, at = {unit.code}, units.get(unit.successor_code or "")
    while at is not None and at.code not in met:
        met.add(at.code)
        at = units.get(at.successor_code or "")
    return at is not None


def _of_parent(units: UnitsInTime, unit: UnitRef) -> Iterator[Fault]:
    above = units.get(unit.parent_code or "")
    if above is not None and not _within(unit, above):
        mend = _("{unit} above it does not exist all that time; let this one begin and end within it")
        yield Fault(unit.code, "parent_code", mend.format(unit=above.name))


def _goes_on(unit: UnitRef, child: UnitRef) -> Fault:
    mend = _("{unit} below it exists beyond that; end or move the units below first, or in the same act")
    late = child.valid_to is None or (unit.valid_to is not None and child.valid_to > unit.valid_to)
    field = "valid_to" if unit.valid_to is not None and late else "valid_from"
    return Fault(unit.code, field, mend.format(unit=child.name))


def _within(unit: UnitRef, above: UnitRef) -> bool:
    begins = (unit.valid_from or 0) >= (above.valid_from or 0)
    return begins and (above.valid_to is None or (unit.valid_to is not None and unit.valid_to <= above.valid_to))


def why_absent(units: UnitsInTime, unit: UnitRef, half_month: int) -> str:
    """Why a unit has no values in a half month in which it does not exist, with the one that took over from it."""
    if unit.valid_to is None or half_month <= unit.valid_to:
        begins = HalfMonth(unit.valid_from or half_month).label
        return _("{unit} exists only from {half_month} on").format(unit=unit.name, half_month=begins)
    since, heir = HalfMonth(unit.valid_to + 1).label, _heir(units, unit, half_month)
    if heir is None:
        mend = _("{code} {unit} does not exist any more since {half_month}; leave it out")
        return mend.format(code=unit.code, unit=unit.name, half_month=since)
    mend = _("{code} {unit} is part of {heir} ({new}) since {half_month}; use the new code")
    return mend.format(code=unit.code, unit=unit.name, half_month=since, heir=heir.name, new=heir.code)


def _heir(units: UnitsInTime, unit: UnitRef, half_month: int) -> UnitRef | None:
    """Who stands for the unit in that half month: its successor, or the successor of that."""
    for _step in units:  # no more steps than there are units: a circle ends too
        heir = units.get(unit.successor_code or "")
        if heir is None or heir.exists_in(half_month):
            return heir
        unit = heir
    return None
