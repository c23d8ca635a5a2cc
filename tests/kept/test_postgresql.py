"""What PostgreSQL alone does: locks by half month, one view a reader, plain sentences, and an upgrade after a dump."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
import sqlalchemy as sa

from lib.kept import store
from lib.kept.store.postgresql import OURS
from lib.words.errors import StoreError
from tests.conftest import VILLAGES, head, opened_at, sign_in

pytestmark = pytest.mark.postgresql

JULY = "2023-07-1"


def impatient(engine: sa.Engine) -> sa.Engine:
    """The same database for somebody who waits a twentieth of a second."""
    hasty = store.connect(str(engine.url))
    sa.event.listen(hasty, "connect", lambda raw, _record: raw.execute("SET lock_timeout = 50"))
    sa.event.listen(hasty, "connect", lambda raw, _record: raw.commit())
    return hasty


def test_texts_are_in_the_order_of_their_code_points_whatever_the_database_says(empty):
    with store.reading(empty) as connection:
        rows = connection.exec_driver_sql(
            "SELECT table_name, column_name, collation_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN ('character varying', 'text')"
        ).all()
    assert len(rows) > 50
    assert {collation for table, _column, collation in rows if table != "alembic_version"} == {"C"}


def test_what_other_programs_keep_in_the_schema_is_left_as_it_is(postgresql):
    """pg_stat_statements, the most usual extension, brings a view with texts: the first start ended in a traceback."""
    with opened_at(postgresql.create("beside_others")) as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE VIEW statements AS SELECT 'SELECT 1'::text AS query")
            connection.exec_driver_sql('CREATE TABLE notes (text VARCHAR COLLATE "POSIX")')
        store.migrate(engine)
        with store.reading(engine) as connection:
            query = "SELECT collation_name FROM information_schema.columns WHERE table_name = 'notes'"
            assert connection.exec_driver_sql(query).scalars().all() == ["POSIX"]


# Writers ----------------------------------------------------------------------------------------------------------


@contextmanager
def holding(engine: sa.Engine, half_months: list[int] | None) -> Iterator[None]:
    """Somebody who writes to these half months (None: to anything) as long as the block lasts."""
    there, go = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing(engine, half_months):
            there.set()
            go.wait(30)

    somebody = threading.Thread(target=hold)
    somebody.start()
    try:
        assert there.wait(10)
        yield
    finally:
        go.set()
        somebody.join()


@pytest.mark.parametrize(
    "held, waits",
    [
        pytest.param(0, True, id="the same half month"),
        pytest.param(1, True, id="the one after it, whose changes are counted against it"),
        pytest.param(7, False, id="another half month"),
        pytest.param(None, True, id="a catalogue"),
    ],
)
def test_save_waits_for_whoever_writes_to_what_it_may_change(small, held, waits):
    ordinal = small.key(JULY, VILLAGES[0], "boards_removed")[0]
    mine = type(small)(impatient(small.engine), small.reference)
    said = pytest.raises(StoreError, match=r"30 秒.*没有保存任何数据") if waits else nullcontext()
    with holding(small.engine, None if held is None else [ordinal + held]), said:
        mine.save(small.change(VILLAGES[0], "boards_removed", 4))
    mine.engine.dispose()
    assert small.value(VILLAGES[0], "boards_removed") == (None if waits else 4)


def test_signing_in_waits_for_no_save(small):
    sign_in(small.engine)
    mine = impatient(small.engine)
    with holding(small.engine, [48564]), store.writing(mine, half_months=()) as connection:
        assert connection.exec_driver_sql("DELETE FROM session").rowcount == 1
    mine.dispose()
    assert small.one("SELECT COUNT(*) FROM session") == 0


def test_locks_go_with_the_transaction(small):
    with pytest.raises(RuntimeError), store.writing(small.engine):
        raise RuntimeError("the page ended")
    with store.reading(small.engine) as connection:
        # the view shows the locks of every database of the server, where other tests work at the same time
        of_ours = "classid = :ours AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        held = connection.execute(sa.text(f"SELECT COUNT(*) FROM pg_locks WHERE {of_ours}"), {"ours": OURS})
        assert held.scalar_one() == 0


def test_reader_cannot_write(small):
    with pytest.raises(sa.exc.InternalError, match="read-only"), store.reading(small.engine) as connection:
        connection.exec_driver_sql("DELETE FROM session")


def test_sums_come_back_as_whole_numbers(small):
    total = small.one("SELECT SUM(value) FROM observation")
    assert isinstance(total, int)
    assert isinstance(small.one("SELECT CAST(5 AS NUMERIC) / 2"), object)
    assert float(small.one("SELECT CAST(5 AS NUMERIC) / 2")) == 2.5


# Sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state, said",
    [
        ("55P03", "30 秒"),
        ("57014", "30 秒"),
        ("53100", "磁盘"),
        ("53300", "连接"),
        ("40001", "同一时刻"),
        ("40P01", "同一时刻"),
        ("XX001", "备份"),
    ],
)
def test_trouble_of_the_server_is_a_sentence(empty, state, said):
    with pytest.raises(StoreError, match=said), store.writing(empty) as connection:
        connection.exec_driver_sql(f"DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{state}'; END $$")


def test_statement_that_hangs_is_ended_with_a_sentence(empty):
    with pytest.raises(StoreError, match="30 秒"), store.writing(empty) as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 50")
        connection.exec_driver_sql("SELECT pg_sleep(5)")


def test_bug_is_no_trouble_of_the_server(empty):
    with pytest.raises(sa.exc.ProgrammingError, match="no_table"), store.reading(empty) as connection:
        connection.exec_driver_sql("SELECT * FROM no_table")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nobody.invalid:5432"])
def test_server_that_does_not_answer_is_named_without_the_password(address, caplog):
    engine = store.connect(f"postgresql+psycopg://banyue:s3cret@{address}/banyue")
    with pytest.raises(StoreError) as silent, store.reading(engine):
        pass
    assert "database.url" in str(silent.value) and address.partition(":")[0] in str(silent.value)
    assert "s3cret" not in str(silent.value) + caplog.text


def test_database_that_is_not_there_is_named(postgresql, on):
    engine = store.connect(postgresql.url("not_there"))
    with pytest.raises(StoreError, match="not_there"), store.writing(engine):
        pass


def test_next_reader_works_after_the_server_ended_its_connections(empty):
    with store.reading(empty) as connection:
        before = store.revision(connection)
    with opened_at(str(empty.url)) as other, store.writing(other) as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with store.reading(empty) as connection:
        assert store.revision(connection) == before


@pytest.mark.parametrize("url", ["mysql://a:s3cret@host/db", "postgresql://a:s3cret@host:port/db", "s3cret"])
def test_address_that_is_none_is_refused_without_its_password(url):
    with pytest.raises(StoreError, match="database.url") as refused:
        store.connect(url)
    assert "s3cret" not in str(refused.value)


def test_address_in_the_log_has_no_password():
    engine = store.connect("postgresql://banyue:s3cret@host/db?password=s3cret&sslmode=require")
    assert "s3cret" not in store.address_of(engine)
    assert "sslmode=require" in store.address_of(engine)


# Schema -----------------------------------------------------------------------------------------------------------


def schema(engine: sa.Engine) -> tuple[str, list[str]]:
    with store.reading(engine) as connection:
        at = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        tables = sa.inspect(connection).get_table_names()
    return at, [table for table in ("more", "still_more") if table in tables]


def test_schema_is_upgraded_only_after_a_dump(small, newer):
    before = small.all("SELECT * FROM observation")
    newer()
    with pytest.raises(StoreError) as refused:
        store.migrate(small.engine)
    assert "pg_dump" in str(refused.value) and "python -m lib upgrade --dumped" in str(refused.value)
    assert schema(small.engine)[1] == []
    store.migrate(small.engine, backed_up=True)
    assert schema(small.engine) == ("test2", ["more", "still_more"])
    assert small.all("SELECT * FROM observation") == before


def test_upgrade_that_fails_leaves_the_old_schema(small, newer):
    newer("raise RuntimeError('the power failed')")
    with pytest.raises(RuntimeError):
        store.migrate(small.engine, backed_up=True)
    assert schema(small.engine) == (head(), [])


def test_two_processes_may_make_the_schema_at_once(postgresql, on):
    url, failed = postgresql.copy("template1"), []

    def start() -> None:
        with opened_at(url) as engine:
            try:
                with store.one_process(engine):
                    store.migrate(engine)
            except BaseException as error:  # whatever a thread raises is lost otherwise
                failed.append(error)

    threads = [threading.Thread(target=start) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened_at(url) as engine:
        assert schema(engine) == (head(), [])
    postgresql.drop(url)
    assert failed == []
