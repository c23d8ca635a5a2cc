"""A form on a page → one record: every field read as a cell of an upload would be, every mistake beside its field."""

from collections.abc import Mapping
from typing import Any

from lib.intake.checks import fields
from lib.intake.checks.problems import Mistake
from lib.kept.reference import Reference
from lib.kept.tables import Table
from lib.words.errors import Mistakes
from lib.words.language import gettext as _


def read_form(table: Table, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields in `typed`, blank ones as the model's default. Raises Mistakes naming each field."""
    values, mends = read_fields(table, typed)
    if mends:
        raise Mistakes(mends)
    return values


def read_fields(table: Table, typed: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the fields that can be read, and for each of the others how to mend it."""
    values: dict[str, Any] = {}
    mends: dict[str, str] = {}
    for name, text in typed.items():
        try:
            values[name] = _value(table, name, text)
        except Mistake as mistake:
            mends[name] = str(mistake)
    return values, mends


def _value(table: Table, name: str, text: Any) -> Any:
    column = table.column(name)
    found = fields.value(text, column, fields.spellings(column)) if text not in (None, "") else None
    if found is None and column.required:
        raise Mistake("required", _("This must not be blank"))
    return fields.default(table.model, name) if found is None else found


def read_units(reference: Reference, text: str) -> str:
    """The codes, parted by blanks, of the units that a text names by name or code. Raises Mistakes for unknown ones."""
    # of several that are called so the one that still exists is meant
    units = sorted(reference.units.values(), key=lambda unit: unit.valid_to is None)
    by_name = {name: unit.code for unit in units for name in (unit.name_en, unit.name)}
    named = [part.strip() for part in _parted(text) if part.strip()]
    codes = [part if part in reference.units else by_name.get(part, "") for part in named]
    if unknown := [part for part, code in zip(named, codes, strict=True) if not code]:
        mend = _("There is no unit {units}; write its full name or code, parted by 、")
        raise Mistakes({"units": mend.format(units=_(", ").join(unknown))})
    return " ".join(dict.fromkeys(codes))


def _parted(text: str) -> list[str]:
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return text.split("、")
