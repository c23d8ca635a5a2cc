"""The log: one line for an event, no secret in it, and no text of a user that could pass for a line."""

import logging
import multiprocessing
import re
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from _pytest.logging import LogCaptureHandler

from lib.kept import logs, store
from lib.ledger.access import engineer
from lib.ledger.door import Act, save_within
from lib.words import set_by_office
from lib.words.errors import Conflict, StoreError
from lib.words.settings import ROOT
from tests.conftest import VILLAGES, sql

LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0800 [A-Z]+ \d+ ")


@pytest.fixture
def log_file(tmp_path, monkeypatch):
    """A log of this test's own; its handlers are taken away again."""
    file = tmp_path / "logs" / "banyue.log"
    monkeypatch.setenv("BANYUE_LOG_FILE", str(file))
    had = {each: list(each.handlers) for each in (logging.getLogger(), *logs._keeping_to_themselves())}
    logs.set_up()
    yield file
    for each, handlers in had.items():
        for handler in set(each.handlers) - set(handlers):
            each.removeHandler(handler)
            handler.close()


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def test_line_waits_for_no_line_that_the_settings_write(log_file):
    """What the office set and no longer agrees is said in the log; to ask for it amid a line would wait for ever."""
    set_by_office.put({"lights.behind": "x"})
    writer = Thread(target=logging.getLogger("banyue").info, args=("saved",), daemon=True)
    writer.start()
    writer.join(20)
    set_by_office.put({})
    assert not writer.is_alive() and lines(log_file)[-1].endswith("saved")


# No secrets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, secret",
    [
        pytest.param("password=hunter2 for office", "hunter2", id="password"),
        pytest.param("new_password: 'two words'", "two words", id="quoted, with a blank"),
        pytest.param('{"password": "a\\"b", "next": "/"}', "a\\", id="JSON"),
        pytest.param("密码：青山绿水7", "青山绿水7", id="Chinese"),
        pytest.param("一次性口令: 4711-0815", "4711-0815", id="one-time password"),
        pytest.param("GET /sign-in?token=abc123&next=/", "abc123", id="query of an address"),
        pytest.param("Cookie: banyue=s3cr3t; _streamlit_xsrf=2|aa|bb", "s3cr3t", id="cookie"),
        pytest.param("Cookie: banyue=s3cr3t; _streamlit_xsrf=2|aa|bb", "2|aa|bb", id="second cookie"),
        pytest.param("set-cookie: session=ggg; HttpOnly", "ggg", id="set-cookie"),
        pytest.param("headers {'authorization': 'Bearer q.w.e'}", "q.w.e", id="authorization"),
        pytest.param("csrf_token=zzz", "zzz", id="CSRF token"),
        pytest.param("session_id = 99ff", "99ff", id="session id"),
        pytest.param("postgresql+psycopg://office:geheim@db/banyue", "geheim", id="address of a database"),
        pytest.param("hash $argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "aGFzaA", id="hash of a password"),
        pytest.param("got Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaQ here", "Zm9vYmFyYmF6", id="bare token"),
    ],
)
def test_secret_is_hidden(text, secret):
    assert secret not in logs.clean(text)
    assert "[hidden]" in logs.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "saved no. 12: upload by 望谟县 张三, 9 changes, file 望谟县2023年7月上半月.csv",
        "backup: /srv/banyue/data/backups/banyue-20260301-023000.db made (daily), 51310592 bytes",
        "SHA-256 d09f6d44fe5fb288106c4140340421d3a588868cd7345c5d16e11912dfd59301",
        "the server has started on sqlite:////srv/banyue/data/banyue.db",
    ],
)
def test_what_is_no_secret_stays(text):
    assert logs.clean(text) == text


def test_secret_in_a_traceback_is_hidden(log_file):
    try:
        raise ValueError("cannot sign in with password=hunter2")
    except ValueError:
        logging.getLogger("banyue").exception("fault K7F2")
    text = log_file.read_text(encoding="utf-8")
    assert "fault K7F2" in text and "ValueError: cannot sign in" in text
    assert "hunter2" not in text


def test_error_of_the_database_does_not_tell_what_was_saved(small, log_file):
    values = ("".join(["ge", "heim"]),)  # a traceback shows this line
    with pytest.raises(Exception, match="hidden") as failed, store.writing(small.engine) as connection:
        sql(connection, "INSERT INTO no_table VALUES (?)", *values)
    logging.getLogger("banyue").error("fault", exc_info=failed.value)
    assert "no_table" in log_file.read_text(encoding="utf-8")
    assert "geheim" not in log_file.read_text(encoding="utf-8")


# No forged lines ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a\n2026-01-01 00:00:00+0800 INFO 1 signed in: office", id="line feed"),
        pytest.param("a\r2026-01-01 00:00:00+0800 INFO 1 signed in: office", id="carriage return"),
        pytest.param("a\u20282026-01-01 00:00:00+0800 INFO 1 x", id="line separator"),
        pytest.param("a\x852026-01-01 00:00:00+0800 INFO 1 x", id="next line"),
        pytest.param("a\x1b[2K\x1b[1Ahidden", id="escape of a terminal"),
        pytest.param("a\x00\x08b", id="null and backspace"),
        pytest.param("txt.\u202ecod", id="turned round"),
        pytest.param("a\ud800b", id="half a character"),
    ],
)
def test_text_of_a_user_stays_within_its_line(log_file, name):
    logging.getLogger("banyue").info("refused: %s", name)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LogCaptureHandler):
            handler.reset()  # half a character cannot travel from a worker in its report
    (line,) = lines(log_file)
    assert LINE.match(line) and line.isprintable()


def test_every_line_of_a_traceback_is_indented(log_file):
    try:
        raise ValueError("first\n2026-01-01 00:00:00+0800 INFO 1 signed in: office")
    except ValueError:
        logging.getLogger("banyue").exception("fault")
    head, *rest = lines(log_file)
    assert LINE.match(head)
    assert rest and all(line.startswith("    | ") for line in rest)


# What is in it --------------------------------------------------------------------------------------------------


def test_save_is_logged_with_number_person_and_file(small, log_file):
    receipt = small.save(small.change(VILLAGES[0], "boards_removed", 4), file_name="7月.csv")
    (line,) = lines(log_file)
    assert " INFO " in line
    said = (
        rf"saved no\. {receipt.batch}: upload by 望谟县 张三, 1 changes, code of the data [0-9a-f]{{12}}, file 7月\.csv"
    )
    assert re.search(f"{said}$", line)


@pytest.mark.postgresql
def test_row_that_postgresql_names_in_an_error_is_hidden(small, log_file):
    values = ("".join(["ge", "heim"]), b"")
    with pytest.raises(sa.exc.IntegrityError) as failed, store.writing(small.engine) as connection:
        for _twice in range(2):
            sql(connection, "INSERT INTO stored_file (sha256, content) VALUES (?, ?)", *values)
    logging.getLogger("banyue").error("fault", exc_info=failed.value)
    assert "stored_file_pkey" in log_file.read_text(encoding="utf-8")
    assert "geheim" not in log_file.read_text(encoding="utf-8")


def test_save_that_was_taken_back_is_not_logged(small, log_file):
    small.save(small.change(VILLAGES[0], "boards_removed", 4))
    with pytest.raises(Conflict):
        small.save(small.change(VILLAGES[0], "boards_removed", 5))
    with pytest.raises(RuntimeError), store.writing(small.engine) as connection:
        save_within(
            connection, Act(engineer("张三"), "edit"), [small.change(VILLAGES[0], "boards_removed", 6, before=4)]
        )
        raise RuntimeError("after the door, before the commit")
    assert sum("saved" in line for line in lines(log_file)) == 1


@pytest.mark.sqlite
def test_save_that_fails_in_the_commit_is_not_logged(small, log_file, monkeypatch):
    def full(*_given: object) -> None:
        raise sa.exc.DatabaseError("COMMIT", None, Exception("database or disk is full"))

    monkeypatch.setattr(small.engine.dialect, "do_commit", full)
    with pytest.raises(StoreError):
        small.save(small.change(VILLAGES[0], "boards_removed", 4))
    said = lines(log_file)
    assert not any("saved" in line for line in said)
    assert any("ERROR" in line and "disk is full" in line for line in said)


def test_other_loggers_are_heard_when_something_is_wrong(log_file):
    logging.getLogger("asyncio").warning("Task exception was never retrieved")
    logging.getLogger("uvicorn.access").info("GET / 200")
    (line,) = lines(log_file)
    assert "asyncio: Task exception" in line


def test_loggers_that_keep_to_themselves_are_heard_too(tmp_path, monkeypatch):
    """Streamlit's loggers hand nothing on to the root."""
    code = (
        "import logging, streamlit.logger\n"
        "from lib.kept import logs\n"
        "theirs = streamlit.logger.get_logger('streamlit.error_util')\n"
        "logs.set_up(server=True)\n"
        "theirs.error('Uncaught app execution')\n"
        "import threading\n"
        "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join()\n"
        "raise SystemError('the end')\n"
    )
    monkeypatch.setenv("BANYUE_LOG_FILE", str(tmp_path / "banyue.log"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
    text = (tmp_path / "banyue.log").read_text(encoding="utf-8")
    assert "ERROR" in text and "Uncaught app execution" in text
    assert "ZeroDivisionError" in text and "SystemError: the end" in text
    assert b"ZeroDivisionError" in done.stderr and b"SystemError: the end" in done.stderr


# One file -------------------------------------------------------------------------------------------------------


def test_setting_up_twice_writes_every_line_once(log_file):
    logs.set_up()
    logging.getLogger("banyue").info("once")
    assert len(lines(log_file)) == 1


def test_file_that_cannot_be_written_is_said_and_the_program_goes_on(tmp_path, monkeypatch, capsys):
    (tmp_path / "logs").write_text("no folder")
    monkeypatch.setenv("BANYUE_LOG_FILE", str(tmp_path / "logs" / "banyue.log"))
    logs.set_up()
    assert "没有写入日志" in capsys.readouterr().err


def write(number: int, count: int) -> None:
    logs.set_up()
    for each in range(count):
        logging.getLogger("banyue").info("process %s line %s %s", number, each, "x" * 200)


def test_several_processes_turn_the_file_over_and_lose_no_line(tmp_path, monkeypatch):
    file = tmp_path / "banyue.log"
    monkeypatch.setenv("BANYUE_LOG_FILE", str(file))
    monkeypatch.setattr(logs, "MEGABYTES", 0.008)
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=write, args=(number, 40)) for number in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    files = sorted(tmp_path.glob("banyue.log*"))
    said = [line for each in files if each.suffix != ".lock" for line in lines(each)]
    assert len(files) > 4
    assert len(said) == len(set(said)) == 4 * 40
    assert all(LINE.match(line) for line in said)
    assert max(each.stat().st_size for each in files) <= 8_000
