"""One cell of a table → the value of its field, by the column's kind."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticUndefined

from lib.intake.checks import cells, numbers
from lib.intake.checks.problems import Mistake
from lib.intake.sheets import Cell
from lib.kept.models import Base
from lib.kept.reference import level_word
from lib.kept.tables import Column, Table
from lib.words.half_months import HalfMonth
from lib.words.language import chinese
from lib.words.language import gettext as _
from lib.words.settings import settings


def value(
    cell: Cell, column: Column, choices: Mapping[str, str], *, code: bool = False, meant: HalfMonth | None = None
) -> Any:
    """The value of `cell` in `column`, None when blank. `code` keeps every digit, `meant` is the half month that a mend
    names. Raises Mistake.
    """
    if code or column.kind == "reference":
        return cells.code(cell)
    if column.kind == "choice":
        return cells.choice(cell, choices, [column.word(choice) for choice in column.choices])
    if column.kind in ("integer", "number"):
        return _number(cell, column)
    if column.kind == "half_month":
        return _half_month(cell, column, meant)
    readers = {"yes_no": cells.yes_no, "date": cells.day}
    return readers[column.kind](cell) if column.kind in readers else _text(cell, column)


def _text(cell: Cell, column: Column) -> str | None:
    found = cells.text(cell)
    if found is not None and column.longest is not None and len(found) > column.longest:
        mend = _("It is {count} long; shorten it to {most} at most")
        raise Mistake("too_long", mend.format(count=len(found), most=column.longest))
    return found


def spellings(column: Column) -> dict[str, str]:
    """What may be written for each choice: the value itself, its Chinese word, and further spellings."""
    words = {chinese().get(choice, choice): choice for choice in column.choices}
    found = {choice: choice for choice in column.choices} | words | dict(column.spellings)
    return {spelling.lower(): choice for spelling, choice in found.items()}


def default(model: type[Base], name: str) -> Any:
    """What the field holds when nothing is said."""
    found = model.model_fields[name].default
    return None if found is PydanticUndefined else found


def unknown_code(code: str, known: Collection[str]) -> Mistake:
    """Why a code does not exist: zeros that a spreadsheet took off, or simply unknown."""
    padded = [other for other in known if other != code and other.lstrip("0") == code.lstrip("0")]
    if padded:
        return Mistake("lost_zeros", _("Zeros are lost; write {code} as text").format(code=padded[0]))
    return Mistake("unknown_code", _("This code does not exist; add it to its table first or correct it"))


def of_level(level: str) -> Mistake:
    """Why a unit is none that the cell takes."""
    return Mistake("wrong_level", _("Write the code of a unit of the level {level}").format(level=level_word(level)))


def out_of_order(table: Table, values: Mapping[str, Any]) -> Iterator[tuple[str, Mistake]]:
    """Days before those that must come first, and counts above those that hold them: each with its column's name."""
    for first, last in table.ordered:
        if _above(values[first], values[last]):
            mend = _("This must not be before “{column}”").format(column=_(table.column(first).title))
            yield last, Mistake("wrong_order", mend)
    for part, whole in table.within:
        if _above(values[part], values[whole]):
            mend = _("This must not be more than “{column}”").format(column=_(table.column(whole).title))
            yield part, Mistake("above_whole", mend)


def _above(part: Any, whole: Any) -> bool:
    return part is not None and whole is not None and bool(part > whole)


def is_percent(column: Column) -> bool:
    """Whether the column holds percents, which a table says by nothing but their limit."""
    return column.kind in ("integer", "number") and column.maximum == 100


def _half_month(cell: Cell, column: Column, meant: HalfMonth | None) -> int | None:
    found = cells.half_month(cell, by_day=column.by_day, example=meant)
    if column.begun and found is not None and found > HalfMonth.containing(settings().today).ordinal:
        raise Mistake("to_come", _("This half month is still to come; record what has happened"))
    return found


def _number(cell: Cell, column: Column) -> Decimal | int | None:
    decimals = 0 if column.kind == "integer" else column.decimals
    found = numbers.number(cell, decimals, percent=is_percent(column))
    if found is None:
        return None
    if column.minimum is not None and found < column.minimum:
        raise numbers.at_least(column.minimum)
    if column.maximum is not None and found > column.maximum:
        raise numbers.at_most(column.maximum)
    return int(found) if column.kind == "integer" else found
