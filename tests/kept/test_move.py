"""Moving to another database: all of it arrives as it was, or nothing is kept."""

import pytest
import sqlalchemy as sa

from lib.kept import store
from lib.kept.backup import in_use
from lib.kept.move import move
from lib.server.commands import main
from lib.server.commands.check import differences
from lib.words.errors import StoreError
from tests.conftest import VILLAGES, Small, opened, opened_at, sign_in

pytestmark = pytest.mark.sqlite  # the database that is left; where it goes is each test's own


@pytest.fixture
def target(postgresql):
    """An empty PostgreSQL."""
    url = postgresql.copy("template1")
    yield url
    postgresql.drop(url)


@pytest.fixture
def full(small) -> Small:
    """The small store with what is hard to copy: a file, a clerk, texts with every mark, days and exact numbers."""
    sign_in(small.engine, "望谟县 张三", role="reporter", unit="522326")
    change = small.change(VILLAGES[0], "boards_removed", 4)
    small.save(change, content=bytes(range(256)), file_name="七月\t上\\N.csv", note='一行\n"两行" %s ?')
    return small


def tables(engine: sa.Engine) -> list[str]:
    with store.reading(engine) as connection:
        return sa.inspect(connection).get_table_names()


def test_everything_arrives_and_the_office_works_on(full, target):
    with opened_at(target) as engine:
        moved = move(full.engine, engine)
        assert all(one.equal for one in moved)
        assert {one.table: one.before.rows for one in moved if one.before.rows}.items() >= {
            "unit": 12, "observation": 33, "account": 1, "session": 1, "stored_file": 1,
        }.items()  # fmt: skip
        there = Small(engine, full.reference)
        assert there.all("SELECT * FROM batch ORDER BY id")[-1][3:5] == ("upload", '一行\n"两行" %s ?')
        assert bytes(there.one("SELECT content FROM stored_file")) == bytes(range(256))
        last = there.one("SELECT MAX(id) FROM batch")
        receipt = there.save(full.change(VILLAGES[1], "boards_removed", 5))
        assert receipt.batch == last + 1  # numbers go on
        assert differences(engine) == []


def test_there_and_back_is_the_same(full, target, tmp_path):
    with opened_at(target) as engine, opened(tmp_path / "back.db") as back:
        there, again = move(full.engine, engine), None
        engine.dispose()
        again = move(engine, back)
        assert [one.before for one in there] == [one.after for one in again]
        assert differences(back) == []


def test_database_that_is_not_empty_is_left_as_it_is(full, target):
    with opened_at(target) as engine:
        with store.writing(engine) as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")
        with pytest.raises(StoreError, match="空"):
            move(full.engine, engine)
        assert tables(engine) == ["theirs"]


def test_nothing_is_kept_of_a_copy_that_differs(full, target, monkeypatch, capsys):
    """PostgreSQL cuts a name on its way in: the sums differ."""
    monkeypatch.setattr(store, "engine", lambda: full.engine)
    copy = store.postgresql._copy

    def cut(connection, into, rows):
        copy(connection, into, [row[:2] + ("别的",) + row[3:] for row in rows] if into.startswith('"unit"') else rows)

    monkeypatch.setattr(store.postgresql, "_copy", cut)
    assert main(["move", "--to", target]) == 1
    said = capsys.readouterr()
    assert "不一致" in said.out and "没有保留" in said.err
    with opened_at(target) as engine:
        assert tables(engine) == []


def test_command_prints_both_sums_and_the_line_to_change(full, target, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda: full.engine)
    with_password = target.replace("banyue@", "banyue:s3cret@")
    assert main(["move", "--to", with_password]) == 0
    said = capsys.readouterr().out
    assert said.count("一致") >= 30
    assert 'url = "postgresql+psycopg://banyue:***@' in said
    assert "s3cret" not in said


def test_database_that_a_server_uses_is_not_moved(full, target, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda: full.engine)
    with in_use(full.engine):
        assert main(["move", "--to", target]) == 1
    assert "停" in capsys.readouterr().err
    with opened_at(target) as engine:
        assert tables(engine) == []


def test_postgresql_that_somebody_uses_is_not_moved(full, target, tmp_path):
    with opened_at(target) as engine, opened_at(target) as server, opened(tmp_path / "back.db") as back:
        move(full.engine, engine)
        engine.dispose()
        with store.reading(server) as connection:
            store.revision(connection)
            with pytest.raises(StoreError, match="停止"):
                move(engine, back)
