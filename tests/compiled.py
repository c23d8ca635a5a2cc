"""SQL is compiled once for all stores of a kind: each test has an engine of its own, which would compile it all anew.

SQLAlchemy keeps compiled SQL by engine and by dialect, so that engines share it where they share both. It took three
tenths of the tests' time.
"""

from typing import Any

import sqlalchemy as sa

FIRST: dict[str, tuple[Any, Any]] = {}


def share(engine: sa.Engine) -> sa.Engine:
    """This engine, with the dialect and the compiled SQL of the first engine of its kind."""
    name = engine.dialect.name
    if name not in FIRST:
        FIRST[name] = _of(engine)
    engine.dialect, engine._compiled_cache = FIRST[name]
    engine.pool._dialect = engine.dialect
    return engine


def _of(engine: sa.Engine) -> tuple[Any, Any]:
    """A dialect knows its database once it has connected; to connect would make a SQLite file that is not there yet."""
    first = sa.create_engine("sqlite://") if engine.dialect.name == "sqlite" else engine
    with first.connect():
        return first.dialect, first._compiled_cache
