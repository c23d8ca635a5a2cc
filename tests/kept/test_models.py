"""The schema: what Alembic builds is what the models say."""

import importlib
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lib.kept import models, store
from lib.kept.models import Base
from lib.kept.tables import TABLES


def test_schema_of_the_newest_revision_equals_the_models(empty):
    with store.reading(empty) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.sqlite
def test_tables_without_rowid_are_so_in_the_database(empty):
    declared = {table.name for table in Base.metadata.tables.values() if not table.dialect_kwargs["sqlite_with_rowid"]}
    with store.reading(empty) as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
        assert set(rows.scalars()) == declared
    assert {"observation", "rollup", "task_rollup", "unit_rollup"} <= declared


def test_revisions_form_one_line():
    config = Config()
    config.set_main_option("script_location", str(store.MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    assert store.schema.newest() == script.get_current_head()  # told from the names of the files alone


def test_hot_reload_of_the_models_does_not_redefine_their_tables(monkeypatch):
    """Streamlit runs changed modules again in the same process."""
    for name in [name for name in sys.modules if name == "lib.kept.models" or name.startswith("lib.kept.models.")]:
        monkeypatch.delitem(sys.modules, name)
    again = importlib.import_module("lib.kept.models")
    assert again.Base is not models.Base
    assert again.Base.metadata.tables.keys() == models.Base.metadata.tables.keys()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_columns_that_people_fill_in_are_fields_of_the_model(table):
    fields = table.model.__table__.c.keys()
    assert {column.name for column in table.columns} <= set(fields)
    assert set(table.key) <= set(fields)


@pytest.mark.parametrize("text", ["0.1", "12345678901234567890.123456", "-7", "1E+3", "100.0"])
def test_exact_number_comes_back_digit_by_digit(empty, text):
    from decimal import Decimal

    number = models.ExactNumber()
    kept = number.process_bind_param(Decimal(text), empty.dialect)
    assert number.process_result_value(kept, empty.dialect) == Decimal(text)
    assert "E" not in kept


def test_schema_has_a_note_of_what_every_table_is_for():
    mapped = [mapper.class_ for mapper in Base._sa_registry.mappers]
    assert len(mapped) == len(Base.metadata.tables)
    assert all(each.__doc__ for each in mapped)


def test_foreign_keys_are_watched(small):
    with pytest.raises(sa.exc.IntegrityError), store.writing(small.engine) as connection:
        connection.exec_driver_sql("UPDATE unit SET parent_code = 'nobody' WHERE code = '522301'")
