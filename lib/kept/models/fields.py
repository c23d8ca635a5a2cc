"""A field declared once: its column in the database, and beside it what people see and may write of it.

Each helper returns SQLModel's own Field, with a Column in the column's `info`; lib.kept.tables reads them together.
"""

from decimal import Decimal
from typing import Any

from pydantic_core import PydanticUndefined
from sqlmodel import Field

from lib.kept.models.base import Choice, ExactNumber
from lib.kept.models.described import Column
from lib.words.states import State

DESCRIBED = "described"  # the key in a column's `info`


def column(
    title: str,
    *aliases: str,
    default: Any = PydanticUndefined,
    at_least: int | None = None,
    at_most: int | None = None,
    draft_only: bool = False,
    also_told: dict[str, Any] | None = None,
    server_default: Any = None,
    **options: Any,
) -> Any:
    """A field that people fill in; without a `default` it must be. Its kind follows from the annotation.

    `also_told` is what else its Column tells, `options` what SQLModel's Field takes; `server_default` is what rows that
    stood there before the column got.
    """
    limits = {"minimum": _decimal(at_least), "maximum": _decimal(at_most)}
    told: dict[str, Any] = {"kind": "", "aliases": aliases, "draft_only": draft_only} | limits | (also_told or {})
    in_database = {"info": {DESCRIBED: Column("", title, **told)}, "server_default": server_default}
    return Field(default=default, sa_column_kwargs=in_database, **options)


def _decimal(limit: int | None) -> Decimal | None:
    return None if limit is None else Decimal(limit)


def code(title: str, *aliases: str, **options: Any) -> Any:
    """The field that names the record: the table's primary key, unless it is only `unique`."""
    return column(title, *aliases, primary_key=not options.get("unique"), **options)


def optional(title: str, *aliases: str, **told: Any) -> Any:
    """A field that may stay blank: None then."""
    return column(title, *aliases, default=None, **told)


def text(title: str, *aliases: str, longest: int | None = None, **told: Any) -> Any:
    """A text that may stay blank, of at most so many characters."""
    return column(title, *aliases, default="", also_told={"longest": longest}, **told)


def flag(title: str, *aliases: str, **told: Any) -> Any:
    """Yes or no; blank is no."""
    return column(title, *aliases, default=False, **told)


def number(title: str, *, decimals: int | None = None, **told: Any) -> Any:
    """An exact number, of so many `decimals` at most."""
    return column(title, also_told={"decimals": decimals}, sa_type=ExactNumber, **told)


def half_month(title: str = "Half month", *, by_day: bool = False, begun: bool = False, **told: Any) -> Any:
    """The ordinal of a half month; `begun` refuses one that is still to come."""
    return column(title, also_told={"kind": "half_month", "by_day": by_day, "begun": begun}, **told)


def choice(title: str, choices: type[State], *aliases: str, **told: Any) -> Any:
    """One of `choices`, which a record read as its model holds as such."""
    return column(title, *aliases, also_told=_chosen(choices), sa_type=Choice(choices), **told)


def choice_as_text(title: str, choices: type[State], *aliases: str, **told: Any) -> Any:
    """One of `choices`, read as plain text: for tables of which a hundred thousand rows are read at once."""
    return column(title, *aliases, also_told=_chosen(choices), **told)


def _chosen(choices: type[State]) -> dict[str, Any]:
    return {"kind": "choice", "choices": tuple(choices)}


def reference(title: str, refers: str, *aliases: str, held: bool = True, level: str = "", **told: Any) -> Any:
    """The code of a record of the table `refers`; `held` says whether the database watches that it is there, `level`
    of which level a unit must be."""
    options: dict[str, Any] = {"foreign_key": f"{refers}.code"} if held else {}
    return column(title, *aliases, also_told={"kind": "reference", "refers": refers, "level": level}, **options, **told)
