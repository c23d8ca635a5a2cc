"""The server's life: what it does before the first visitor, beside them, and when it ends."""

import asyncio
import logging

import pytest

import app
from lib.documents import kinds
from lib.kept import backup, logs, store
from lib.kept.backup import every_day
from lib.review import seed
from lib.server import warming
from lib.server.gate.protection import GUARDS
from lib.words.errors import Refusal

pytestmark = pytest.mark.sqlite  # the server backs up its file and keeps it from a restore


@pytest.fixture
def server(small, monkeypatch):
    """The server on the small store, without its console."""
    monkeypatch.setattr(store, "engine", lambda: small.engine)
    monkeypatch.setattr(seed, "load", lambda *_given, **_more: 0)
    monkeypatch.setattr(kinds, "check_texts", lambda *_given: None)  # names indicators that this store has not
    monkeypatch.setattr(logs, "set_up", lambda **_more: None)
    monkeypatch.setattr(every_day, "FIRST_LOOK", 0)
    monkeypatch.setattr(every_day, "LOOK_AGAIN", 0.05)
    return backup.database_file(small.engine)


async def until(condition) -> None:
    for _each in range(600):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


def test_server_makes_the_daily_backup_and_ends_with_one_whole_file(server, caplog):
    caplog.set_level(logging.INFO, logger="banyue")

    async def live() -> None:
        async with app.lifespan(app.app):
            await until(lambda: backup.kept(server))

    asyncio.run(live())
    assert [made.why for made in backup.kept(server)] == ["daily"]
    assert not backup.beside(server, "wal").exists()
    said = [record.message for record in caplog.records]
    assert any("the server has started on sqlite:" in text for text in said)
    assert said[-1] == "the server ends"


def test_failed_backup_leaves_the_server_running_and_is_tried_again(server, monkeypatch):
    tried = []

    def fail(*_given: object) -> None:
        tried.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(every_day, "back_up", fail)
    monkeypatch.setattr(every_day, "TRY_AGAIN", every_day.timedelta(0))

    async def live() -> None:
        async with app.lifespan(app.app):
            await until(lambda: len(tried) > 1)

    asyncio.run(live())
    assert backup.last_failure(server)


def test_while_the_server_lives_nobody_restores(server, small):
    async def live() -> None:
        async with app.lifespan(app.app):
            with pytest.raises(backup.place.StoreError), backup.out_of_use(small.engine):
                pass

    asyncio.run(live())
    with backup.out_of_use(small.engine):
        pass


def test_server_ends_with_the_sentence_on_a_damaged_database(server, small, monkeypatch, capsys):
    small.engine.dispose()
    server.write_bytes(b"\xffgarbage" * 5000)

    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(app.os, "_exit", end)

    async def live() -> None:
        async with app.lifespan(app.app):
            raise AssertionError("started")

    with pytest.raises(SystemExit, match="1"):
        asyncio.run(live())
    assert "已损坏" in capsys.readouterr().err


@pytest.mark.parametrize("option", GUARDS)
def test_server_does_not_start_with_a_guard_against_other_sites_switched_off(server, monkeypatch, capsys, option):
    ended: list[int] = []

    def end(code: int) -> None:
        ended.append(code)
        raise SystemExit(code)

    monkeypatch.setattr(app.os, "_exit", end)
    monkeypatch.setattr(app.st, "get_option", lambda name: name != option)

    async def live() -> None:
        async with app.lifespan(app.app):
            raise AssertionError("it started")

    with pytest.raises(SystemExit):
        asyncio.run(live())
    assert ended == [1]
    assert f"{option} 被关闭，任何网站都可以冒用访问者的身份操作" in capsys.readouterr().err


def test_server_ends_with_the_sentence_on_a_text_that_it_reads_beside_its_first_answers(server, monkeypatch, capsys):
    def refuse(_store: object) -> None:
        raise Refusal("a text names no indicator")

    ended: list[int] = []
    monkeypatch.setattr(kinds, "check_texts", refuse)
    monkeypatch.setattr(app.os, "_exit", ended.append)

    async def live() -> None:
        async with app.lifespan(app.app):
            pass

    asyncio.run(live())
    assert ended == [1]
    assert "a text names no indicator" in capsys.readouterr().err


def test_who_comes_right_after_a_start_waits_for_what_it_imports(monkeypatch):
    done: list[str] = []
    monkeypatch.setattr(warming, "PORT_FIRST", 0.05)
    warming.begin(lambda: done.append("imported"))
    warming.ready()
    assert done == ["imported"]
