"""Messages that no page of ours would send: a page only disables and hides, and whoever speaks the websocket's
language can press every button. Each forged act is shown to save when it comes from somebody who may do it.

What is disabled Streamlit itself does not press; what was enabled when the page was drawn only the ledger refuses. So
each act also comes from an account that lost its role, and from one whose sign-in ended, while its page was open.

The suite forges a grid, a form with each kind of field, and a clerk's button for another county; the other acts, made
of the same, are in the long run. tests/ledger/test_access.py holds every function that saves to the same law, without a
server.
"""

import json
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from lib.ledger import accounts
from tests.bench.server import copy_project
from tests.browser.conftest import Server, serving
from tests.conftest import opened
from tests.visitor import Visitor, pressed, typed

OFFICE, VIEWER, CLERK, DEMOTED = "联席办 李四", "督查室 郑六", "晴隆县 吴七", "联席办 钱二"
QINGLONG, PUAN, XINGYI = "522324", "522323", "522301"


@dataclass(frozen=True)
class Forged:
    """An act on a page: what is typed in the fields of these labels ("" is the first choice), and the button then."""

    page: str
    button: str
    query: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    grid: dict[str, Any] = field(default_factory=dict)  # the edit of the page's grid, sent in a message before

    def messages(self, source: Visitor) -> list[list[WidgetState]]:
        """The widgets of `source` with what is typed and pressed, a list for each message."""
        inputs = source.widgets("text_input", "selectbox", "text_area")
        filled = [typed(one, self.fields[one.label] or one.options[0]) for one in inputs if one.label in self.fields]
        filled += [day(one, self.fields[one.label]) for one in source.widgets("date_input") if one.label in self.fields]
        grids = source.widgets("dataframe")[-1:] if self.grid else []
        edits = [typed(one, json.dumps(self.grid | {"added_rows": [], "deleted_rows": []})) for one in grids]
        buttons = [pressed(one) for one in source.widgets("button") if one.label.startswith(self.button)]
        return [edits, [*edits, *filled, *buttons]] if edits else [[*filled, *buttons]]


def day(widget: Any, text: str) -> WidgetState:
    """A day in a date input."""
    state = WidgetState(id=widget.id)
    state.string_array_value.data.append(text)
    return state


EVENT = {
    "监测点": "", "日期": "2023-07-10", "类别": "", "事项标题": "伪造的会议", "来自哪个部门": "", "耗时（小时）": "2",
}  # fmt: skip
ACCOUNT = {"账号名": "forged", "单位和姓名": "伪造的账号", "角色": "查看"}
ACTS = [
    pytest.param(
        Forged("tables", "保存", grid={"edited_rows": {"0": {"village_service_centres": 3}}}), id="cell-of-a-table"
    ),
    pytest.param(Forged("monitoring", "记录", {"view": "record"}, EVENT), id="burden-event"),
    *(
        pytest.param(act, id=name, marks=pytest.mark.long)
        for name, act in {
            "nothing-changed": Forged("upload", "本期无变化", {"county": "晴隆县"}),
            "account": Forged("admin", "建立账号", {"view": "账号管理"}, ACCOUNT),
            "day-and-place": Forged("schedule", "保存会议信息", {"view": "meeting"}, {"地点": "伪造的地点"}),
            "close-the-meeting": Forged("schedule", "闭会锁定", {"view": "meeting"}, {"开会日期": "2023-07-16"}),
            "percent-of-a-task": Forged(
                "schedule", "保存进度", {"view": "tasks"}, grid={"edited_rows": {"0": {"percent": "3"}}}
            ),
            "self-review": Forged("schedule", "保存", {"view": "departments"}, {"备注": "伪造的备注"}),
            "application": Forged("lists", "存为草稿", {"view": "apply"}, {"事项": "伪造的事项", "申请部门名称": ""}),
            "accept-a-report": Forged("admin", "确认"),
        }.items()
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_only_an_account_that_may_saves(server: Server, act: Forged) -> None:
    with ExitStack() as open_:

        def opened_by(token: str) -> Visitor:
            query = urlencode(act.query)
            return open_.enter_context(Visitor(server.port, act.page, query, token=token, strict=False))

        office = opened_by(server.sign_in(OFFICE))
        assert any(one.label.startswith(act.button) for one in office.widgets("button"))
        before = server.saved()
        for visitor in (opened_by(""), opened_by(server.sign_in(VIEWER, "viewer"))):
            send(visitor, act.messages(office))  # the names of the widgets that the office sees
            send(visitor, act.messages(visitor))  # and those that this visitor sees, though they are disabled
            assert server.saved() == before
        account(server, DEMOTED, role="office")
        ended = server.sign_in(OFFICE)
        for visitor, lose in (
            (opened_by(server.sign_in(DEMOTED)), partial(account, server, DEMOTED, role="viewer")),
            (opened_by(ended), partial(end, server, ended)),
        ):
            *edits, press = act.messages(office)
            send(visitor, edits)
            lose()
            send(visitor, [press])
            assert server.saved() == before
        send(office, act.messages(office))
        assert server.saved() > before, office.text[-3000:]


def account(server: Server, name: str, **values: str) -> None:
    """Change an account that there is, behind the back of its open pages."""
    with sqlite3.connect(server.database) as connection:
        for field, value in values.items():
            connection.execute(f"UPDATE account SET {field} = ? WHERE name = ?", (value, name))
    connection.close()


def end(server: Server, token: str) -> None:
    with opened(server.database) as engine:
        accounts.end(engine, token)


def send(visitor: Visitor, messages: list[list[WidgetState]]) -> None:
    for states in messages:
        visitor.rerun(*states)


# Somebody who reports, but not for this ------------------------------------------------------------------------------


def kept(server: Server, *counties: str) -> list[tuple[Any, ...]]:
    """What counties reported in the half month in collection."""
    with sqlite3.connect(server.database) as connection:
        rows = connection.execute(
            "SELECT u.code, o.indicator_id, o.value FROM observation o JOIN unit u ON u.id = o.unit_id"
            f" WHERE o.half_month = 48564 AND substr(u.code, 1, 6) IN ({','.join('?' * len(counties))}) ORDER BY 1, 2",
            counties,
        ).fetchall()
    connection.close()
    return rows


@pytest.fixture
def clerk(server: Server) -> Iterator[Callable[..., Visitor]]:
    """clerk(page, **query) opens a page as the reporter of 晴隆县."""
    token = server.sign_in(CLERK, "reporter", unit=QINGLONG)
    with ExitStack() as open_:
        yield lambda page, **query: open_.enter_context(
            Visitor(server.port, page, urlencode(query), token=token, strict=False)
        )


def test_clerk_reports_for_no_other_county(server: Server, clerk: Callable[..., Visitor]) -> None:
    others = kept(server, PUAN, XINGYI)
    act = Forged("upload", "本期无变化", fields={"县(市、新区)": "普安县"})
    for visitor in (clerk("upload", county="普安县"), clerk("upload")):
        send(visitor, [[typed(visitor.widget("selectbox", "县"), "普安县")], *act.messages(visitor)])
    account(server, CLERK, unit_code=PUAN)
    moved = clerk("upload")
    account(server, CLERK, unit_code=QINGLONG)
    send(moved, act.messages(moved))
    assert kept(server, PUAN, XINGYI) == others
    own, before = clerk("upload", form="县级赋能表"), server.saved()
    send(own, Forged("upload", "本期无变化").messages(own))
    assert server.saved() > before, own.text


def test_clerk_edits_no_cell_of_another_county(server: Server, clerk: Callable[..., Visitor]) -> None:
    others = kept(server, PUAN, XINGYI)
    value = {"village_service_centres": "7"}
    named = {"unit_code": XINGYI, "unit_name": "兴义市"}  # over a row of one's own: refused, whoever does it
    own, foreign = clerk("tables"), clerk("tables")
    foreign.rerun(typed(foreign.widget("selectbox", "县"), "兴义市"))
    with Visitor(server.port, "tables", token=server.sign_in(OFFICE)) as office:
        save = [pressed(office.widget("button", "保存"))]
    for visitor, edit in ((foreign, named | value), (own, named | value), (clerk("tables"), value)):
        before = server.saved()
        send(visitor, [*Forged("tables", "保存", grid={"edited_rows": {"0": edit}}).messages(visitor), save])
        assert kept(server, PUAN, XINGYI) == others
        assert (server.saved() > before) is (edit is value), visitor.text


def test_hidden_page_stays_shut_for_who_knows_its_name(server: Server, clerk: Callable[..., Visitor]) -> None:
    act = Forged("admin", "确认")
    with (
        Visitor(server.port, "admin", token=server.sign_in(OFFICE)) as office,
        Visitor(server.port, strict=False) as guest,
    ):
        before = server.saved()
        for visitor, told in ((clerk(""), "没有这个页面"), (guest, "这个页面需要登录")):
            visitor.rerun(page_script_hash=office.page_hash)
            assert told in visitor.text and not visitor.widgets("button")
            send(visitor, act.messages(office))
            assert server.saved() == before and told in visitor.text


# Messages beside the pages -------------------------------------------------------------------------------------------


def test_messages_beside_the_pages_stop_nothing_and_tell_nothing(server: Server) -> None:
    before = server.saved()
    with Visitor(server.port, "schedule") as neighbour, Visitor(server.port, "schedule") as guest:
        whole = neighbour.text
        for name in ("clear_cache", "load_git_info", "set_run_on_save", "stop_script", "debug_shutdown_runtime"):
            guest.send(BackMsg(**{name: True}))
        guest.send(BackMsg(rerun_script=ClientState(fragment_id="forged", page_script_hash=guest.page_hash)))
        guest.rerun()
        guest.rerun()
        assert guest.text == whole and guest.told.isdisjoint({"git_info_changed", "page_profile"})
        neighbour.rerun()
        assert neighbour.text == whole
    assert server.saved() == before


def test_message_that_swells_is_not_taken(server: Server) -> None:
    """Messages come compressed: what counts is how large one is unpacked."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")]) as socket:
        socket.send(bytes(21_000_000))
        with pytest.raises(ConnectionClosed) as refused:
            socket.recv(timeout=30)
    assert refused.value.rcvd and refused.value.rcvd.code == 1009  # too big


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "https://127.0.0.1"])
def test_page_of_another_site_gets_no_connection(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        Visitor(server.port, token=server.sign_in(OFFICE), origin=origin)
    assert refused.value.response.status_code == 403
    with Visitor(server.port, origin=f"http://127.0.0.1:{server.port}") as own:
        assert own.text


def test_sign_in_that_ended_opens_nothing(server: Server) -> None:
    token = server.sign_in(OFFICE)
    with Visitor(server.port, "admin", token=token) as visitor:
        assert visitor.widgets("button")
        end(server, token)
        visitor.rerun()
        assert "您的登录已失效" in visitor.text and not visitor.widgets("button")
    with Visitor(server.port, "admin", token=token) as later:
        assert "这个页面需要登录" in later.text


# access.view = "signed-in" -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def closed(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that shows nothing at all without a sign-in."""
    folder = tmp_path_factory.mktemp("closed")
    copy_project(folder, left_out=())  # with what is compiled of it: to compile it anew takes seconds
    config = folder / "project" / "config.toml"
    text = config.read_text(encoding="utf-8")
    assert 'view = "open"' in text
    config.write_text(text.replace('view = "open"', 'view = "signed-in"'), encoding="utf-8")
    with serving(demo_file, folder, folder / "project") as server:
        yield server


def status(server: Server, path: str, method: str = "GET", token: str = "") -> int:
    """What an address answers to a program that follows no redirect to a form."""
    request = urllib.request.Request(f"{server.url}{path}", method=method, headers={"Cookie": f"by_session={token}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_without_a_sign_in_no_address_answers(closed: Server) -> None:
    stale = closed.sign_in(OFFICE)
    end(closed, stale)
    for token in ("", stale, "x" * 43):
        with pytest.raises(InvalidStatus) as refused:
            Visitor(closed.port, token=token)
        assert refused.value.response.status_code == 403
        for path in ("/", "/tables", "/media/0.csv", "/_stcore/host-config"):
            assert status(closed, path, token=token) == 401, path
        assert status(closed, "/_stcore/upload_file/a/b", "PUT", token) == 401


def test_page_whose_sign_in_ended_shows_and_hands_out_nothing_new(closed: Server) -> None:
    token = closed.sign_in(OFFICE)
    with Visitor(closed.port, "tables", token=token) as visitor:
        assert visitor.widgets("dataframe")
        file = visitor.widget("download_button", "下载 CSV").deferred_file_id
        assert status(closed, handed_out(visitor, file), token=token) == 200
        end(closed, token)
        assert status(closed, handed_out(visitor, file), token=token) == 401
        visitor.rerun()
        assert "您的登录已失效" in visitor.text and "演示数据" not in visitor.text
        assert not visitor.widgets("dataframe", "vega_lite_chart", "download_button", "selectbox")


def handed_out(visitor: Visitor, file: str) -> str:
    """Ask for a file as its button does; its address."""
    wish = BackMsg()
    wish.backend_operation_request.session_id = visitor.session
    wish.backend_operation_request.request_id = "1"
    wish.backend_operation_request.deferred_file.file_id = file
    visitor.send(wish)
    return str(visitor.answer("backend_operation_response").deferred_file.url)
