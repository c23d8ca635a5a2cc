"""Reminders that are sent: to whom, what, by which robot or mail host, never twice a day, and nothing unless set.

The servers answer as the robots do: a refusal comes with HTTP 200, and only its code says so.
"""

import base64
import hashlib
import hmac
import json
import logging
import socketserver
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from lib.kept import backup, store
from lib.kept.locks import locked
from lib.kept.models import Delivery, Reminder
from lib.kept.reference import read_reference
from lib.ledger import accounts
from lib.ledger.access import engineer
from lib.server import reminders
from lib.server.commands import remind
from lib.server.reminders import robots, sending
from lib.server.reminders.robots import NotSent, message, pieces, tell, understood
from lib.show.boards import reminders as texts
from lib.show.boards.sent import reminder_trouble, sent_board
from lib.words import language
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.kept_sentences import as_read
from lib.words.reminding import Reminders, Robot
from lib.words.settings import settings
from tests.conftest import record
from tests.server.hosts import a_mail_host, serving

ENGINEER = engineer("王工")
KEY = "SECRETsecret0123456789"
DUE = date(2023, 7, 19)  # of the first half of July


@pytest.fixture
def robot_host() -> Iterator[tuple[str, list[dict]]]:
    """The address of a host of all three robots, and the messages that it took."""
    taken: list[dict] = []

    class Host(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            where = urlsplit(self.path)
            answer = ANSWERS[where.path.split("/")[1]](parse_qs(where.query), body)
            if not (answer.get("errcode") or answer.get("code")):
                taken.append(body)
            said = json.dumps(answer).encode()
            self.send_response(302 if where.path.startswith("/elsewhere") else 200)
            self.send_header("Location", "/wecom/send?key=right")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_given: object) -> None:
            """Quiet."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Host)) as port:
        yield f"http://127.0.0.1:{port}", taken


def wecom(query: dict, body: dict) -> dict:
    if query.get("key") != ["right"]:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}
    if len(body["text"]["content"].encode()) > 2048:
        return {"errcode": 45002, "errmsg": "content size out of limit"}
    return {"errcode": 0, "errmsg": "ok"}


def dingtalk(query: dict, body: dict) -> dict:
    at = query.get("timestamp", ["0"])[0]
    if abs(time.time() * 1000 - int(at)) > 3_600_000 or query["sign"] != [signature(KEY, f"{at}\n{KEY}")]:
        return {"errcode": 310000, "errmsg": "sign not match"}
    return {"errcode": 0, "errmsg": "ok"} if body["msgtype"] == "text" else {"errcode": 400, "errmsg": "no text"}


def feishu(_query: dict, body: dict) -> dict:
    if abs(time.time() - int(body["timestamp"])) > 3600 or body["sign"] != signature(f"{body['timestamp']}\n{KEY}", ""):
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}


ANSWERS: dict[str, Callable[[dict, dict], dict]] = {
    "wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "elsewhere": lambda _query, _body: {"errcode": 1},
}  # fmt: skip


def signature(key: str, said: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), said.encode(), hashlib.sha256).digest()).decode()


def robot(kind: str, address: str, key: str = KEY, **more: object) -> Robot:
    return Robot(kind=kind, address=address, secret="" if kind == "wecom" else key, **more)


# The robots -------------------------------------------------------------------------------------------------------


PATHS = [("wecom", "/wecom/send?key=right"), ("dingtalk", "/dingtalk/send?access_token=x"), ("feishu", "/feishu/x")]


@pytest.mark.parametrize("kind, path", PATHS)
def test_robot_takes_what_is_signed_and_refuses_with_http_200_what_is_not(robot_host, kind, path):
    host, taken = robot_host
    assert tell(robot(kind, host + path), "望谟县：村级清理表未报+/=&").startswith("0")
    (body,) = taken
    assert "望谟县：村级清理表未报+/=&" in (body.get("text") or body["content"]).values()
    wrong = robot(kind, host + path.replace("right", "wrong"), "another secret")
    with pytest.raises(NotSent, match="93000 invalid|310000 sign not match|19021 sign match fail"):
        tell(wrong, "望谟县")
    assert len(taken) == 1


def test_signatures_are_those_of_the_makers_examples():
    at, key = 1577262236.757, "this is secret"
    address, _body = message(robot("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=x", key), "x", at)
    assert parse_qs(urlsplit(address).query)["timestamp"] == ["1577262236757"]
    assert address.count("%25") == 0  # encoded once
    address, body = message(robot("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/x", "demo"), "x", 1599360473)
    assert (body["timestamp"], body["sign"]) == ("1599360473", signature("1599360473\ndemo", ""))
    assert message(Robot(kind="feishu", address="https://a.cn/x"), "x", at)[1] == {
        "msg_type": "text",
        "content": {"text": "x"},
    }


def test_long_text_is_cut_by_bytes_after_a_line_and_never_within_a_character(robot_host):
    host, taken = robot_host
    lines = [f"第{number}县：" + "村级清理表尚缺 165 个村(社区)" * 3 for number in range(40)]
    tell(robot("wecom", f"{host}/wecom/send?key=right"), "\n".join(lines))
    said = [body["text"]["content"] for body in taken]
    assert len(said) > 2 and max(len(each.encode()) for each in said) <= 2048
    assert "\n".join(said).split("\n") == lines
    long = "望" * 1000 + "a" + "谟" * 1000  # one line
    cut = list(pieces(long, 2048))
    assert "".join(cut) == long and max(len(each.encode()) for each in cut) <= 2048


@pytest.mark.parametrize(
    "answer, said",
    [
        (b'{"errcode": 45009, "errmsg": "api freq out of limit"}', "45009 api freq"),
        (b'{"code": 9499, "msg": "Bad Request"}', "9499 Bad Request"),
        (b'{"ok": true}', "不是机器人的应答"),
        (b"<html>sign in</html>", "不是机器人的应答"),
        (b"[]", "不是机器人的应答"),
    ],
)
def test_only_code_nought_means_sent(answer, said):
    with pytest.raises(NotSent, match=said):
        understood(answer)


def test_robot_that_leads_elsewhere_is_not_followed(robot_host):
    host, taken = robot_host
    with pytest.raises(NotSent, match="HTTP 302"):
        tell(robot("wecom", f"{host}/elsewhere?key=right"), "望谟县")
    assert taken == []


def test_secrets_come_from_the_environment_and_stand_in_no_answer(robot_host, monkeypatch):
    host, _taken = robot_host
    from_environment = Robot(kind="wecom", address="env:BANYUE_ROBOT")
    with pytest.raises(NotSent, match="环境变量"):
        tell(from_environment, "望谟县")
    monkeypatch.setenv("BANYUE_ROBOT", f"{host}/wecom/send?key=right")
    tell(from_environment, "望谟县")
    secretive = robot("wecom", "https://a.cn/send?key=0123456789")
    assert robots._without_secrets(secretive, "no 0123456789") == "no …"
    assert KEY not in repr(robot("feishu", host + "/x")) and host not in repr(from_environment)
    assert "0123456789" not in sending.name_of(secretive) and "a.cn" in sending.name_of(secretive)


@pytest.mark.parametrize("written", [
    "http://127.0.0.1:1/send?key=0123456789 x", "http://[bad/send?key=0123456789", "http://127.0.0.1:x/?key=0123456789",
    "http://127.0.0.1:1/发送?key=0123456789", "no address 0123456789",
])  # fmt: skip
def test_address_that_is_none_is_said_without_the_key_in_it(small, group, monkeypatch, caplog, written):
    monkeypatch.setenv("BANYUE_ROBOT", written)
    group(robots=(Robot(kind="wecom", address="env:BANYUE_ROBOT"),))
    reminders.send(small.engine)
    assert "不是机器人的地址" in as_read(kept(small)[0][4])
    assert "0123456789" not in caplog.text + str(kept(small)) and "Traceback" not in caplog.text


NONSENSE = {
    b"garbage\r\n\r\n": "回应的不是网页服务", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{": "不是机器人的应答",
    b"": "连接中断", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n": "回应的不是网页服务",
}  # fmt: skip


@pytest.mark.parametrize("said", NONSENSE)
def test_host_that_speaks_no_http_is_a_reminder_that_was_not_sent(said):
    class Host(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            self.request.sendall(said)

    with serving(socketserver.TCPServer(("127.0.0.1", 0), Host)) as port, pytest.raises(NotSent, match=NONSENSE[said]):
        tell(Robot(kind="wecom", address=f"http://127.0.0.1:{port}/send?key=x"), "望谟县")


# Mail -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def mail_host() -> Iterator[tuple[Reminders, list[tuple[str, str]]]]:
    """A mail host with TLS as the plan of reminders, and the mails that it took: to whom, and what."""
    with a_mail_host() as host:
        yield Reminders(send=True, **host.plan), host.taken


@pytest.mark.parametrize("security", ["starttls", "plain"])
def test_mail_goes_out_encrypted_or_not_at_all(small, decide, security):
    clerk(small, "522326", "wangmo@gz.cn")
    with a_mail_host(security) as host:
        decide(reminders={"send": True} | host.plan, calendar={"today": DUE})
        reminders.send(small.engine)
    [(_target, _units, state, _tries, answer)] = kept(small)
    if security == "starttls":
        assert state == "sent" and [to for to, _mail in host.taken] == ["wangmo@gz.cn"]
    else:
        assert state == "failed" and host.taken == [] and "不提供加密或登录" in as_read(answer)


def clerk(small, code: str, mail: str, **more: object) -> None:
    values = {"login": mail.partition("@")[0], "name": f"{code} {mail}", "role": "reporter", "unit_code": code}
    accounts.create(small.engine, values | {"mail": mail} | more, ENGINEER)


def kept(small) -> list[tuple]:
    return small.all("SELECT target, units, state, tries, answer FROM reminder ORDER BY id")


def test_each_recipient_gets_one_mail_and_one_refused_stops_no_other(small, decide, mail_host):
    plan, taken = mail_host
    decide(reminders=dict(plan), calendar={"today": DUE})
    clerk(small, "522301", "nobody@xingyi.cn")
    clerk(small, "522326", "wangmo@gz.cn")
    clerk(small, "522326", "second@gz.cn")
    reminders.send(small.engine)
    assert [to for to, _mail in taken] == ["second@gz.cn", "wangmo@gz.cn"]
    assert all(to not in mail.replace(f"To: {to}", "") for to, mail in taken)
    states = {target: (units, state, as_read(answer)) for target, units, state, _tries, answer in kept(small)}
    assert states["mail nobody@xingyi.cn"] == ("522301", "failed", "邮件服务器不收这个地址：550 no such user")
    assert states["mail wangmo@gz.cn"][:2] == ("522326", "sent")


def test_password_is_tried_and_its_refusal_said_without_it(small, decide, mail_host, caplog):
    plan, taken = mail_host
    clerk(small, "522326", "wangmo@gz.cn")
    with caplog.at_level(logging.INFO):
        decide(
            reminders=dict(plan) | {"mail_user": "wrong", "mail_password": "wrong-password"}, calendar={"today": DUE}
        )
        reminders.send(small.engine)
    assert taken == [] and kept(small)[0][2] == "failed"
    assert "邮件服务器拒绝登录（535 wrong password）；请核对" in as_read(kept(small)[0][4])
    assert "wrong-password" not in caplog.text + str(kept(small))


def test_host_with_a_certificate_that_nobody_vouches_for_gets_no_mail(small, decide, mail_host):
    plan, taken = mail_host
    decide(reminders=dict(plan) | {"mail_ca": ""}, calendar={"today": DUE})
    clerk(small, "522326", "wangmo@gz.cn")
    reminders.send(small.engine)
    assert taken == [] and "请把签发机构的证书文件写进 mail_ca" in as_read(kept(small)[0][4])


# Who is reminded, and when --------------------------------------------------------------------------------------------


@pytest.fixture
def group(robot_host, decide):
    """group(day) sends by a robot for all, on that day; what it took."""
    host, taken = robot_host

    def decided(day: date = DUE, **more: object) -> list[dict]:
        plan = {"send": True, "at": "00:00", "robots": (robot("wecom", f"{host}/wecom/send?key=right"),)}
        decide(reminders=plan | more, calendar={"today": day})
        return taken

    return decided


@pytest.mark.parametrize(
    "day, sent",
    [
        pytest.param(DUE - timedelta(days=1), 0, id="the day before"),
        pytest.param(DUE, 1, id="the due day"),
        pytest.param(DUE + timedelta(days=1), 1, id="the day after"),
        pytest.param(date(2023, 7, 22), 0, id="a Saturday"),
    ],
)
def test_reminded_on_the_due_day_and_the_working_days_after_it(small, group, day, sent):
    taken = group(day)
    assert len(reminders.send(small.engine)) == len(taken) == sent


def test_what_is_missing_is_said_by_form_with_villages_and_cells(small, group):
    taken = group()
    june = [small.change(unit, code, 3) for unit in ("522326101001", "522326101002") for code in (
        "boards_removed", "boards_outside", "signs_outside", "mechanisms_last_year", "mechanisms_now")]  # fmt: skip
    small.save(*june)
    reminders.send(small.engine)
    said = taken[0]["text"]["content"].split("\n")
    assert said[1].startswith("望谟县：2023年7月上半月县级赋能表未报；村级清理表尚缺 2 个村(社区)，请于7月19日前报送")
    assert said[0].startswith("兴义市：")


def test_who_reported_is_not_reminded_and_a_department_that_did_not_is(small):
    small.save(record("department", code="D1", name="州民政局", lead=True), record("form", code="task_progress",
               name="任务进展表", level="prefecture", units="all"), kind="edit")  # fmt: skip
    with store.writing(small.engine) as connection:
        connection.exec_driver_sql("UPDATE task SET department_code = 'D1' WHERE level = 'prefecture'")
    assert [one.code for one in told(small)] == ["522301", "522326", "D1"]
    assert told(small)[-1].text.startswith("州民政局：2023年7月上半月任务进展表尚缺 1 项任务")
    small.save(record("task_progress", half_month=HalfMonth.parse("2023-07-1").ordinal, task_code="03",
                      unit_code="5223", percent=50, carried=False))  # fmt: skip
    assert [one.code for one in told(small)] == ["522301", "522326"]


def told(small) -> list[texts.ReminderText]:
    with store.reading(small.engine) as connection:
        return texts.reminders(connection, read_reference(connection), HalfMonth.parse("2023-07-1"))


def test_robot_of_one_county_is_told_of_it_alone(small, decide, robot_host):
    host, taken = robot_host
    two = (robot("wecom", f"{host}/wecom/send?key=right", units=("522326",)),
           robot("feishu", f"{host}/feishu/hook", units=("522301",)))  # fmt: skip
    decide(reminders={"send": True, "robots": two}, calendar={"today": DUE})
    reminders.send(small.engine)
    assert taken[0]["text"]["content"].startswith("望谟县") and "\n" not in taken[0]["text"]["content"]
    assert taken[1]["content"]["text"].startswith("兴义市")
    with store.reading(small.engine) as connection:
        assert reminders.unreached(connection) == []


# Never twice, and never unless set ----------------------------------------------------------------------------------


def test_nothing_is_sent_twice_a_day_also_after_a_restart_or_by_two_processes(small, group):
    taken = group()
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda _each: reminders.send(small.engine), range(4)))
    reminders.send(small.engine)
    assert len(taken) == 1
    group(DUE + timedelta(days=1))
    assert len(reminders.send(small.engine)) == 1


@pytest.mark.sqlite  # on PostgreSQL the row alone decides
def test_while_one_process_sends_no_other_does(small, group):
    taken = group()
    with locked(backup.beside(backup.database_file(small.engine), "reminders-lock")) as other:
        assert other
        sending.send_when_due(small.engine)
    assert taken == []
    sending.send_when_due(small.engine)
    assert len(taken) == 1


def test_what_was_on_its_way_when_the_program_ended_is_not_sent_again(small, group, monkeypatch):
    taken = group()
    monkeypatch.setattr(sending, "tell", lambda *_given: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        reminders.send(small.engine)
    monkeypatch.undo()
    reminders.send(small.engine)
    assert taken == [] and kept(small)[0][2:4] == ("sending", 1)


def test_address_that_does_not_answer_is_tried_once_more_after_half_an_hour(small, decide, group):
    group(robots=(robot("wecom", "http://127.0.0.1:1/send?key=right"),))
    for minutes, tries in ((0, 1), (10, 1), (31, 2), (100, 2)):
        with store.writing(small.engine) as connection:
            connection.execute(sa.update(Reminder).values(at=store.moment() - timedelta(minutes=minutes)))
        reminders.send(small.engine)
        assert [row[2:4] for row in kept(small)] == [("failed", tries)]
    with store.reading(small.engine) as connection:
        failed = reminders.not_arrived(connection)
        assert "2023-07-19 有 1 条催报没有发出" in reminder_trouble(failed)
    assert "没有应答：这个端口没有程序在运行" in reminder_trouble(failed)
    assert "没有应答：这个端口没有程序在运行" in str(sent_board(failed, small.reference, demo=False))
    language.use("en")
    assert "No answer: nothing listens at this port" in reminder_trouble(failed)


def test_answer_that_an_earlier_version_kept_as_a_sentence_is_still_read(small, group):
    group()
    reminders.send(small.engine)
    with store.writing(small.engine) as connection:
        connection.execute(sa.update(Reminder).values(answer="邮件服务器已接收"))
    with store.reading(small.engine) as connection:
        board = sent_board(reminders.sent_lately(connection), small.reference, demo=False)
    assert "邮件服务器已接收" in str(board)


@pytest.mark.parametrize("how", ["off", "demo", "early"])
def test_nothing_is_sent_unless_the_office_set_it(small, group, monkeypatch, how):
    taken = group(send=how != "off", at="23:59" if how == "early" else "00:00")
    if how == "demo":
        monkeypatch.setattr(sending, "is_demo", lambda _connection: True)
    monkeypatch.setattr(type(settings()), "now", lambda _self: datetime(2023, 7, 19, 12))
    sending.send_when_due(small.engine)
    assert taken == [] and kept(small) == []


def test_bug_in_one_is_loud_and_stops_no_other(small, decide, robot_host, monkeypatch, caplog):
    host, taken = robot_host
    two = (robot("feishu", f"{host}/feishu/hook"), robot("wecom", f"{host}/wecom/send?key=right"))
    decide(reminders={"send": True, "robots": two}, calendar={"today": DUE})
    monkeypatch.setattr(robots, "_signature", lambda *_given: 1 / 0)
    reminders.send(small.engine)
    assert [row[2] for row in kept(small)] == [Delivery.FAILED, Delivery.SENT] and len(taken) == 1
    assert "FAILED by a bug" in caplog.text


# What is seen -------------------------------------------------------------------------------------------------------


def test_command_shows_what_would_go_out_and_sends_it_once(small, group, monkeypatch, capsys):
    monkeypatch.setattr(remind, "ready", lambda: small.engine)
    taken = group(send=False)
    remind.run(Namespace(dry_run=True))
    said = capsys.readouterr().out
    assert "wecom 127.0.0.1" in said and "望谟县：2023年7月上半月" in said and "right" not in said
    assert "今天会发 1 条催报；现在没有发送" in said and "reminders.send 是 false" in said
    with pytest.raises(Refusal, match=r"reminders\.send 是 false"):
        remind.run(Namespace(dry_run=False))
    group()
    remind.run(Namespace(dry_run=False))
    remind.run(Namespace(dry_run=False))
    assert "发出 1 条" in capsys.readouterr().out and len(taken) == 1


def test_what_was_sent_is_listed_with_the_answer_and_without_secrets(small, group):
    group()
    reminders.send(small.engine)
    with store.reading(small.engine) as connection:
        found = reminders.sent_lately(connection)
    board = str(sent_board(found, small.reference, demo=False))
    for part in ("催报 1 条", "2023-07-19", "兴义市、望谟县", "已发", "0 ok", "企业微信 127.0.0.1"):
        assert part in board
    assert "right" not in board
    assert "演示数据" in str(sent_board([], small.reference, demo=True))
