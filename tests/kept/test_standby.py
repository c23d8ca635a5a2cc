"""Which database a board is read from: the standby once it has what was shown or saved here, else the primary.

A SQLite file that is copied plays the standby: what it lacks, it lacks until the next copy. With two real servers of
PostgreSQL the same is tried in tests/reliability/test_standby.py.
"""

import sqlite3
from pathlib import Path

import pytest

import lib.kept.store.standby as module
from lib.kept import store
from lib.kept.store.newest import newest
from lib.kept.store.standby import PATIENCE, PAUSE, Standby
from lib.show.boards.backups import standby_trouble
from lib.words.settings import settings
from tests.conftest import record

pytestmark = pytest.mark.sqlite

VILLAGE = "522326101001"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    turned = Clock()
    monkeypatch.setattr(module, "time", turned)
    return turned


@pytest.fixture
def pair(small, tmp_path, clock):
    """The small store and its standby, which has all of it."""
    engine = store.connect(f"sqlite:///{tmp_path / 'standby.db'}")
    replay(small, engine)
    yield Standby(small.engine, engine)
    engine.dispose()


def replay(small, engine) -> None:
    """The standby comes to have what the primary has."""
    engine.dispose()
    with sqlite3.connect(small.engine.url.database) as source, sqlite3.connect(engine.url.database) as to:
        source.backup(to)


def read_from(pair: Standby) -> str:
    with pair.reading() as connection:
        return "standby" if connection.engine is pair.engine else "primary"


def test_board_is_read_from_a_standby_that_has_all(pair):
    assert read_from(pair) == "standby"
    assert pair.why == ""


def test_who_saved_reads_it_at_once_wherever_it_is(small, pair):
    small.save(small.change(VILLAGE, "boards_removed", 4))
    assert read_from(pair) == "primary"
    replay(small, pair.engine)
    assert read_from(pair) == "standby"
    with pair.reading() as connection:
        assert store.revision(connection) == newest(small.engine)


def test_what_was_taken_back_is_not_waited_for(small, pair):
    with pytest.raises(RuntimeError), store.writing(small.engine) as connection:
        store.raise_revision(connection)
        raise RuntimeError("the power failed")
    assert read_from(pair) == "standby"


def test_nobody_is_shown_less_than_was_shown_before(small, pair, tmp_path):
    """A save of another process is shown from the primary first, then never again without it."""
    with sqlite3.connect(small.engine.url.database) as other:
        other.execute("UPDATE revision SET number = number + 1")
    pair._not_before = 10**9
    assert read_from(pair) == "primary"
    pair._not_before = 0.0
    assert read_from(pair) == "primary"


def test_standby_that_stays_behind_is_named_and_used_again_once_it_is_not(small, pair, clock, caplog):
    small.save(small.change(VILLAGE, "boards_removed", 4))
    assert read_from(pair) == "primary" and pair.why == ""  # as for a moment after each save
    clock.now += PATIENCE + 1
    assert read_from(pair) == "primary"
    assert pair.why == "备机（database.read_url）落后，缺已保存的数据；各看板从主机读取"
    assert "缺已保存的数据" in standby_trouble(pair)
    assert pair.why in caplog.text
    replay(small, pair.engine)
    assert read_from(pair) == "standby"
    assert pair.why == "" and standby_trouble(pair) == standby_trouble(None) == ""


def test_standby_that_does_not_answer_is_named_and_left_alone_for_a_while(small, pair, clock):
    whole = Path(pair.engine.url.database).read_bytes()
    pair.engine.dispose()
    Path(pair.engine.url.database).write_bytes(b"no database" * 500)
    assert read_from(pair) == "primary"
    assert pair.why == "备机（database.read_url）没有应答；各看板从主机读取"
    pair.engine.dispose()
    Path(pair.engine.url.database).write_bytes(whole)
    assert read_from(pair) == "primary"
    clock.now += PAUSE + 1
    assert read_from(pair) == "standby" and pair.why == ""


def test_standby_of_another_database_is_named_and_not_used(small, pair):
    other = small.__class__(pair.engine, small.reference)  # a copy that goes its own way, as one that was restored does
    other.save(record("department", code="D99", name="另一家", name_en="Other"), actor="data/", loads=True)
    assert read_from(pair) == "primary"
    assert pair.why == "备机（database.read_url）是另一个数据库的，不使用；各看板从主机读取"


def test_standby_stays_in_use_while_the_primary_is_gone(small, pair, monkeypatch):
    assert read_from(pair) == "standby"
    small.engine.dispose()
    Path(small.engine.url.database).write_bytes(b"no database" * 500)
    assert read_from(pair) == "standby"


def test_without_the_setting_there_is_none(small):
    assert settings().database_read_url == ""
    assert store.standby_of(small.engine) is None


def test_address_with_two_hosts_leads_to_the_one_that_takes_saves():
    url = "postgresql+psycopg://banyue@/banyue?host=one:5432&host=two:5433&target_session_attrs=read-write"
    engine = store.connect(url)
    _arguments, given = engine.dialect.create_connect_args(engine.url)
    assert (given["host"], str(given["port"])) == ("one,two", "5432,5433")
    assert given["target_session_attrs"] == "read-write"
    engine.dispose()
