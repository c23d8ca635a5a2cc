"""What all tables share: an own registry, how they are described, exact numbers, and choices."""

from decimal import Decimal
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from lib.kept.models.choices import Level
from lib.kept.models.described import Described
from lib.words.states import State

LEVELS = tuple(level.value for level in Level)

# rows of whole numbers under a key of whole numbers: they lie in the key itself, not once more beside an index of it
WITHOUT_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


class Base(SQLModel, registry=registry()):
    """An own registry: a hot reload of the module does not redefine the tables."""

    __tablename__: ClassVar[Any]
    __table__: ClassVar[sa.Table]
    __described__: ClassVar[Described | None] = None

    def as_record(self) -> dict[str, Any]:
        """Its fields with their values, as a change of the ledger holds a whole record."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def changed(self, **values: Any) -> Self:
        """Another record, equal to this one but for these values. The database knows nothing of it."""
        return type(self)(**self.as_record() | values)


class ExactNumber(sa.TypeDecorator[Decimal]):
    """A Decimal kept as text: the same digits come back on SQLite and on PostgreSQL."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Choice(sa.TypeDecorator[State]):
    """One of the values of an enumeration, kept as text; a blank stays blank."""

    impl = sa.String
    cache_ok = True

    def __init__(self, choices: type[State] = State) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        return self.choices(value) if value else value
