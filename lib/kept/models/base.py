"""What all tables share: an own registry, exact numbers, and the names of the levels."""

from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

LEVELS = ("prefecture", "county", "township", "village")

WITHOUT_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


class Base(SQLModel, registry=registry()):
    """An own registry: a hot reload of the module does not redefine the tables."""

    __tablename__: ClassVar[Any]
    __table__: ClassVar[sa.Table]


class ExactNumber(sa.TypeDecorator[Decimal]):
    """A Decimal kept as text: the same digits come back on SQLite and on PostgreSQL."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        return None if value is None else Decimal(value)
