"""Reminders as an office has them: real servers, whose minute loop comes to the hour of a due day by itself.

Takes some five minutes, since a server looks 90 seconds after its start and then once a minute. The same laws without
servers are held by tests/server/test_reminders.py.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.kept import store
from lib.ledger import accounts
from lib.ledger.access import engineer
from lib.words.settings import CONFIG
from tests.bench.server import PARTS, copy_project
from tests.browser.conftest import Server, serving
from tests.conftest import opened
from tests.reliability.test_collecting import prefecture
from tests.server.hosts import a_mail_host, a_mute_host, a_robot
from tests.visitor import Visitor

pytestmark = [pytest.mark.long, pytest.mark.sqlite]

DUE = "2023-07-19"  # of the first half of July, a Wednesday
PATIENCE = 420  # seconds: a look each minute, on a machine that does much else


@dataclass
class Office:
    """An office's own project and server."""

    server: Server

    def rows(self) -> list[tuple[str, int, str]]:
        with opened(self.server.database) as engine, store.reading(engine) as connection:
            rows = connection.exec_driver_sql("SELECT state, tries, answer FROM reminder ORDER BY id")
            return [tuple(row) for row in rows]

    def half_an_hour_passes(self) -> None:
        with opened(self.server.database) as engine, store.writing(engine) as connection:
            connection.exec_driver_sql("UPDATE reminder SET at = datetime(at, '-31 minutes')")

    def page(self, name: str, query: str = "") -> str:
        token = self.server.sign_in("联席办 李四")
        with Visitor(self.server.port, name, query, token=token, strict=not query) as visitor:  # 管理 shows a banner
            return visitor.text


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, which all offices share: an edit meanwhile must not mix two versions."""
    folder = tmp_path_factory.mktemp("program")
    copy_project(folder)
    return folder / "project"


@contextmanager
def office(
    program: Path, folder: Path, database: Path, plan: dict[str, object], zone: str = "Asia/Shanghai"
) -> Iterator[Office]:
    """An office whose config.toml has reminders sent as `plan` says, on the due day."""
    project = folder / "project"
    project.mkdir(parents=True)
    for part in PARTS:
        if part not in ("app.py", "config.toml"):
            (project / part).symlink_to(program / part)
    shutil.copy(program / "app.py", project)
    before, heading, reminding = CONFIG.read_text(encoding="utf-8").partition("[reminders]")
    before = re.sub("^today = .*$", f"today = {DUE}", before, flags=re.MULTILINE)
    before = re.sub("^timezone = .*$", f'timezone = "{zone}"', before, flags=re.MULTILINE)
    for key, value in ({"send": True, "at": "00:00"} | plan).items():
        written = value if key == "robots" else json.dumps(value)
        reminding = re.sub(f"^{key} = .*$", f"{key} = {written}", reminding, count=1, flags=re.MULTILINE)
    (project / "config.toml").write_text(before + heading + reminding, encoding="utf-8")
    with serving(database, folder, project) as server:
        yield Office(server)


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> Path:
    """An office's own data: a county with one village, which has not reported, and a clerk with a mail address."""
    file = tmp_path / "office.db"
    shutil.copyfile(empty_file, file)
    prefecture(file, "5223", 4)
    with opened(file) as engine:
        values = {"login": "zhang", "name": "张三", "role": "reporter", "unit_code": "522301", "mail": "zhang@gz.cn"}
        accounts.create(engine, values, engineer("王工"))
    return file


def remind_now(server: Server) -> str:
    """What the command says in a process of its own."""
    environment = os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{server.database}"}
    command = [sys.executable, "-m", "lib", "remind"]
    done = subprocess.run(command, cwd=server.project, env=environment, capture_output=True, timeout=120)
    return (done.stdout + done.stderr).decode("utf-8-sig")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.5)


def coming_hour() -> tuple[datetime, str]:
    """A full minute some three minutes from now, and a time zone in which that is the same day."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    zone = "Asia/Shanghai" if now.hour < 23 else "Etc/UTC"
    at = datetime.now(ZoneInfo(zone)) + timedelta(minutes=4)
    return at.replace(second=0, microsecond=0), zone


def test_mail_and_robot_are_told_once_when_the_hour_comes_by_two_servers_and_a_command(program, database, tmp_path):
    at, zone = coming_hour()
    with ExitStack() as open_:
        mails, (address, told) = open_.enter_context(a_mail_host("starttls")), open_.enter_context(a_robot())
        plan = mails.plan | {
            "at": f"{at:%H:%M}", "mail_user": "office", "mail_password": "right",
            "robots": f'[{{ kind = "wecom", address = "{address}" }}]',
        }  # fmt: skip
        one = open_.enter_context(office(program, tmp_path / "one", database, plan, zone))
        other = Server(free_port(), one.server.database, tmp_path / "other.log", one.server.project)
        other.start()
        open_.callback(other.end)
        assert "还没有发过催报" in one.page("admin", "view=reminders")
        while datetime.now(at.tzinfo) < at:
            assert (mails.taken, told) == ([], [])
            time.sleep(1)
        until(lambda: bool(mails.taken and told), "nothing came")
        time.sleep(75)  # both have looked once more
        [(to, mail)] = mails.taken
        assert to == "zhang@gz.cn" and "Content-Type: text/plain" in mail
        assert len(told) == 1 and told[0].startswith("522301：2023年7月上半月")
        assert [row[:2] for row in one.rows()] == [("sent", 1), ("sent", 1)]
        assert "发出 0 条" in remind_now(one.server)
        assert len(mails.taken) == len(told) == 1
        shown = one.page("admin", "view=reminders")
        assert (
            "催报 2 条" in shown
            and "zhang@gz.cn" in shown
            and "企业微信 127.0.0.1" in shown
            and "邮件 zhang@gz.cn" in shown
        )
        assert "Traceback" not in one.server.log.read_text()


def test_host_that_is_mute_refuses_or_is_not_trusted_is_said_and_tried_again_once(program, database, tmp_path):
    with ExitStack() as open_:
        mails, mute = open_.enter_context(a_mail_host("starttls")), open_.enter_context(a_mute_host())
        plans = {
            "没有应答：超时没有回应": mute,
            "邮件服务器拒绝登录（535 wrong password）": mails.plan | {
                "mail_user": "office", "mail_password": "wrong"},
            "请把签发机构的证书文件写进 mail_ca": mails.plan | {"mail_ca": ""},
        }  # fmt: skip
        offices = {
            said: open_.enter_context(office(program, tmp_path / str(at), database, plan))
            for at, (said, plan) in enumerate(plans.items())
        }
        waiting = offices["没有应答：超时没有回应"]
        until(lambda: bool(waiting.rows()), "nothing was begun")
        assert "已报 0／1 县" in waiting.page("")  # while the host says nothing
        for tries in (1, 2, 2):
            for said, one in offices.items():
                until(lambda one=one, tries=tries: one.rows() and one.rows()[0][:2] == ("failed", tries), said)
                assert said in one.rows()[0][2]
                shown = one.page("admin", "view=reminders")
                assert said in shown and "有 1 条催报没有发出" in shown
                one.half_an_hour_passes()
            time.sleep(75 if tries == 2 else 0)  # a third time nobody tries
        assert [one.rows()[0][:2] for one in offices.values()] == [("failed", 2)] * 3
        assert mails.taken == []
