"""Every table that people load, edit and download, as its model declares it: reader, grid, template and export follow.

A model that has `__described__` is such a table; its columns are the fields that tell their title.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, get_args

import sqlalchemy as sa

from lib.kept.models import attachments, catalogues, collected, registers, values, verification
from lib.kept.models.base import Base
from lib.kept.models.described import Column, Described, Rule
from lib.kept.models.fields import DESCRIBED

__all__ = ["TABLES", "Column", "Rule", "Table"]

_KINDS = {str: "text", int: "integer", Decimal: "number", bool: "yes_no", date: "date"}


@dataclass(frozen=True, kw_only=True)
class Table(Described):
    """A table: its model, its columns, and as `key` the names of those that tell its records apart."""

    name: str
    model: type[Base]
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def blank(self) -> dict[str, Any]:
        """A record with nothing in it: each field as the model has it by default, None where it must be said."""
        fields = {column.name: self.model.model_fields[column.name] for column in self.columns}
        return {name: None if field.is_required() else field.default for name, field in fields.items()}

    def column(self, name: str) -> Column:
        """The column of this field name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]


def table_of(model: type[Base], described: Described) -> Table:
    """The table that a model declares."""
    columns = [column for column in model.__table__.c if DESCRIBED in column.info]
    # where a number of the database's own is the primary key, the code is unique beside it
    key = [column.name for column in columns if column.primary_key] or [c.name for c in columns if c.unique]
    return Table(
        name=model.__table__.name,
        model=model,
        columns=tuple(_column(model, column) for column in columns),
        key=tuple(key),
        **vars(described),
    )


def _column(model: type[Base], column: sa.Column[Any]) -> Column:
    """What a field tells, with what follows from its name, its annotation and its default."""
    field = model.model_fields[column.name]
    told: Column = column.info[DESCRIBED]
    kind = told.kind or _KINDS[_without_none(field.annotation)]
    return replace(told, name=column.name, kind=kind, required=field.is_required())


def _without_none(annotation: Any) -> Any:
    return get_args(annotation)[0] if isinstance(annotation, UnionType) else annotation


_MODULES = (catalogues, values, registers, verification, attachments, collected)


def _described() -> list[Table]:
    """The tables of the models in the order in which they are declared: what others refer to comes first."""
    models = [each for module in _MODULES for each in vars(module).values()]
    return [
        table_of(model, model.__described__)
        for model in models
        if isinstance(model, type) and issubclass(model, Base) and model.__described__
    ]


TABLES: dict[str, Table] = {table.name: table for table in _described()}
