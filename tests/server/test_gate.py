"""The gate over HTTP: signing in and out, forms of strangers, addresses that do not exist, and the headers."""

import re
from functools import cache
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.kept import store
from lib.kept.store import sqlite
from lib.ledger import accounts
from lib.ledger.access import GUEST, actor_of, engineer, reads_with
from lib.ledger.accounts.passwords import hasher
from lib.server import api, gate
from lib.server.gate import signing
from lib.server.gate.headers import page, policy
from lib.server.gate.throttle import BY_ADDRESS, BY_NAME, BY_PAIR, MINUTES, Throttle
from tests.conftest import sign_in as give_sign_in
from tests.conftest import sql

PASSWORD = "望谟县七月的清理表"


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("figures")
    await websocket.close()


async def anything(_request) -> PlainTextResponse:
    return PlainTextResponse("figures")


STREAMLITS = ("/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/host-config", "/_stcore/health", "/media/x.csv",
              "/_stcore/upload_file/1/2", "/component/x", "/auth/login", "/static/a.js", "/healthz")  # fmt: skip


@cache
def kept_hash() -> str:
    """The hash of PASSWORD, made once."""
    return hasher.hash(PASSWORD)


@pytest.fixture
def browser(small, monkeypatch):
    """A browser before the gate, behind which every address of Streamlit would answer; a clerk has an account."""
    monkeypatch.setattr(store, "engine", lambda: small.engine)
    monkeypatch.setattr(signing, "throttle", Throttle())
    give_sign_in(small.engine, "望谟县 王五", "reporter", "522326", login="wangmo")
    with store.writing(small.engine) as connection:
        sql(connection, "UPDATE account SET password_hash = ?", kept_hash())
        connection.exec_driver_sql("DELETE FROM session")
    behind = [Route(path, anything, methods=["GET", "PUT", "POST", "DELETE"]) for path in STREAMLITS]
    app = Starlette(
        routes=[*gate.routes(), *api.routes(), *behind, WebSocketRoute("/_stcore/stream", echo)],
        middleware=[
            Middleware(gate.Headers),
            Middleware(gate.Guard, pages={"progress", "upload"}, programs={api.ROOT: api.refused}),
        ],
    )
    with TestClient(
        app, base_url="http://banyue.test", headers={"accept": "text/html"}, follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def closed(decide):
    """access.view = "signed-in"."""
    decide(access={"view": "signed-in"})


def mark(answer) -> str:
    return re.search(r'name="mark" value="(\w+)"', answer.text).group(1)


def sign_in(client, password: str = PASSWORD, login: str = "wangmo", to: str = "/", **more):
    form = client.get("/sign-in", params={"next": to})
    fields = {"login": login, "password": password, "next": to, "mark": mark(form)} if form.status_code == 200 else {}
    return client.post("/sign-in", data=fields | more)


# Signing in -----------------------------------------------------------------------------------------------------


def test_right_password_gives_a_session_that_script_and_strangers_cannot_have(browser):
    answer = sign_in(browser, to="/progress?unit=522326")
    assert (answer.status_code, answer.headers["location"]) == (303, "/progress?unit=522326")
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("by_session="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    assert len(browser.cookies["by_session"]) == 43  # 256 bits


def test_under_tls_the_cookie_is_for_this_host_and_tls_alone(browser):
    browser.base_url = "https://banyue.test"
    answer = sign_in(browser)
    cookie = next(each for each in answer.headers.get_list("set-cookie") if "by_session=" in each)
    assert cookie.startswith("__Host-by_session=") and "Secure" in cookie and "Path=/" in cookie


def test_wrong_password_and_unknown_name_get_the_same_answer(browser):
    wrong, unknown = sign_in(browser, "falsch falsch"), sign_in(browser, PASSWORD, login="niemand")
    assert wrong.status_code == unknown.status_code == 401
    texts = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (wrong, unknown)]
    assert texts[0] == texts[1] and "账号或密码不对" in texts[0]


def test_session_is_another_after_each_sign_in(browser):
    sign_in(browser)
    first = browser.cookies["by_session"]
    browser.cookies.delete("by_session")
    sign_in(browser)
    assert browser.cookies["by_session"] != first


def test_one_time_password_leads_to_a_new_one_and_then_back(browser, small):
    issued = accounts.reset(small.engine, "wangmo", engineer("x"))
    answer = sign_in(browser, issued.password, to="/upload")
    assert answer.headers["location"] == "/password?next=%2Fupload"
    form = browser.get(answer.headers["location"])
    assert "现在的密码" not in form.text
    fields = {"new": "新的密码要记得住", "again": "新的密码要记得住", "next": "/upload", "mark": mark(form)}
    weak = browser.post("/password", data=fields | {"new": "12345678", "again": "12345678"})
    assert weak.status_code == 422 and "太常见" in weak.text
    answer = browser.post("/password", data=fields | {"mark": mark(weak)})
    assert answer.headers["location"] == "/upload"
    assert accounts.authenticate(small.engine, "wangmo", "新的密码要记得住")


def test_signing_out_takes_a_form_and_ends_the_session(browser, small):
    sign_in(browser)
    token = browser.cookies["by_session"]
    assert browser.get("/sign-out").status_code == 200 and accounts.entered_by(small.engine, token)
    answer = browser.post("/sign-out", data={"mark": mark(browser.get("/sign-out"))})
    assert answer.status_code == 303 and accounts.entered_by(small.engine, token) is None


def test_english_form_for_who_asks_in_english(browser):
    assert "Sign in" in browser.get("/sign-in?language=English").text
    assert 'lang="zh-CN"' in browser.get("/sign-in").text


# Strangers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoil", [
    pytest.param({"mark": ""}, id="no mark"),
    pytest.param({"mark": "0" * 64}, id="made up"),
])  # fmt: skip
def test_form_that_is_not_ours_does_nothing(browser, spoil):
    answer = sign_in(browser, **spoil)
    assert answer.status_code == 403 and "表单已失效" in answer.text and "by_session" not in browser.cookies


def test_form_sent_from_another_site_does_nothing(browser):
    form = browser.get("/sign-in")
    fields = {"login": "wangmo", "password": PASSWORD, "mark": mark(form)}
    for origin in ("https://evil.example", "null", "http://banyue.test.evil.example"):
        assert browser.post("/sign-in", data=fields, headers={"origin": origin}).status_code == 403
    assert browser.post("/sign-in", data=fields, headers={"origin": "http://banyue.test"}).status_code == 303


def test_form_of_a_megabyte_is_not_read(browser):
    assert browser.post("/sign-in", data={"login": "x" * 1_000_000}).status_code == 403


@pytest.mark.parametrize("to", [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/%0d%0aSet-Cookie:x", "http:evil.example", "///evil.example", "/sign-in?next=/sign-in", "/\tevil",
    " //evil.example", "",
])  # fmt: skip
def test_next_leads_nowhere_but_within_the_site(browser, to):
    location = sign_in(browser, to=to).headers["location"]
    assert location == "/" or (location.startswith("/%") and "\r" not in location and "\n" not in location)


def test_name_and_address_are_shown_as_text(browser):
    evil = '"><script>alert(1)</script>'
    answer = sign_in(browser, "falsch falsch", login=evil, to="/progress?x=" + evil)
    assert "<script>alert" not in answer.text and evil in unescape(answer.text)


# Bounded tries --------------------------------------------------------------------------------------------------


@pytest.fixture
def clock():
    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    return Clock()


def test_tries_of_one_name_from_one_address_are_bounded_and_forgotten(clock):
    throttle = Throttle(clock)
    for _try in range(BY_PAIR):
        assert throttle.minutes_to_wait("office", "10.0.0.9") == 0
        throttle.failed("office", "10.0.0.9")
    assert throttle.minutes_to_wait("office", "10.0.0.9") == MINUTES
    clock.now += MINUTES * 60 + 1
    assert throttle.minutes_to_wait("office", "10.0.0.9") == 0


def test_stranger_does_not_lock_the_owner_out(clock):
    throttle = Throttle(clock)
    throttle.passed("office", "10.0.0.1")
    for stranger in range(BY_NAME * 2):
        throttle.failed("office", f"10.1.{stranger}.1")
    assert throttle.minutes_to_wait("office", "10.9.9.9") > 0  # strangers are many: no new address for a while
    assert throttle.minutes_to_wait("office", "10.0.0.1") == 0  # the owner's own place is open
    assert throttle.minutes_to_wait("wangmo", "10.9.9.9") == 0  # and so is every other name


def test_one_address_cannot_try_name_after_name(clock):
    throttle = Throttle(clock)
    for number in range(BY_ADDRESS):
        throttle.failed(f"name{number}", "2001:db8::1")
    assert throttle.minutes_to_wait("another", "2001:db8::ffff") > 0  # the same /64
    assert throttle.minutes_to_wait("another", "2001:db8:1::1") == 0


def test_right_password_is_not_even_tried_while_it_is_bounded(browser):
    for _try in range(BY_PAIR):
        sign_in(browser, "falsch falsch")
    answer = sign_in(browser)
    assert answer.status_code == 429 and f"请 {MINUTES} 分钟后再试" in answer.text


# What is behind -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [
    "/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent", "/component/x", "/auth/login", "/nowhere",
    "/progress/more", "/_stcore/script-health-check", "/app/static/x", "/..%2fconfig.toml",
    "/api", "/api/v2", "/api/v1x",
])  # fmt: skip
def test_address_that_is_not_used_does_not_exist(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404 and "没有这个页面" in answer.text and "figures" not in answer.text


def test_pages_are_streamlits_own_in_our_language(browser):
    for path in ("/", "/progress", "/upload"):
        text = browser.get(path).text
        assert '<html lang="zh-CN">' in text and "<title>半月调度台</title>" in text and "agent" not in text


def test_upload_needs_somebody_who_reports(browser, small):
    address = "/_stcore/upload_file/1/2"
    assert browser.put(address).status_code == 403
    sign_in(browser)
    assert browser.put(address).text == "figures"
    with small.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'viewer', unit_code = NULL")
    assert browser.put(address).status_code == 403


def test_in_signed_in_mode_nothing_is_seen_without_a_sign_in(browser, closed):
    for path in ("/", "/progress?unit=522326", "/media/x.csv", "/_stcore/host-config", "/nowhere"):
        answer = browser.get(path)
        assert "figures" not in answer.text and answer.status_code in (303, 404), path
    assert browser.get("/progress?unit=522326").headers["location"] == "/sign-in?next=%2Fprogress%3Funit%3D522326"
    assert browser.get("/media/x.csv", headers={"accept": "*/*"}).status_code == 401
    for path in ("/api/v1", "/api/v1/values", "/api/v1/nowhere"):
        assert browser.get(path).status_code == 401, path  # a program could do nothing with a form
    for path in ("/_stcore/stream", "/api/v1"):
        with pytest.raises(WebSocketDisconnect), browser.websocket_connect(path) as stream:
            stream.receive_text()
    for path in ("/_stcore/health", "/healthz", "/static/a.js"):
        assert browser.get(path).status_code == 200


def test_program_reads_with_the_token_of_an_account_until_that_ends_and_saves_nothing(browser, closed, small):
    office = engineer("联席办")
    token = accounts.give_token(small.engine, "wangmo", office)
    shown = {"authorization": f"Bearer {token}"}

    def status(path: str = "/api/v1/units") -> int:
        return browser.get(path, headers=shown).status_code

    assert (status(), status("/progress"), status("/media/x.csv")) == (200, 303, 303)
    assert browser.put("/_stcore/upload_file/1/2", headers=shown).status_code == 303  # to the sign-in
    assert small.one("SELECT COUNT(*) FROM account WHERE token_hash = ?", token) == 0
    with store.reading(small.engine) as connection:
        assert actor_of(connection, reads_with(connection, token)) == GUEST
    for end in (
        lambda: accounts.give_token(small.engine, "wangmo", office),
        lambda: accounts.take_token(small.engine, "wangmo", office),
        lambda: accounts.reset(small.engine, "wangmo", office),
        lambda: accounts.set_disabled(small.engine, "wangmo", True, office),
    ):
        end()
        assert status() == 401
        shown["authorization"] = f"Bearer {accounts.give_token(small.engine, 'wangmo', office)}"
    assert status() == 401  # disabled
    accounts.set_disabled(small.engine, "wangmo", False, office)
    assert status() == 200


def test_in_signed_in_mode_a_session_opens_all_and_its_end_shuts_it(browser, closed):
    sign_in(browser)
    assert browser.get("/media/x.csv").text == "figures" and browser.get("/api/v1/units").status_code == 200
    cookie = {"cookie": f"by_session={browser.cookies['by_session']}"}  # the test client knows another host here
    with browser.websocket_connect("/_stcore/stream", headers=cookie) as stream:
        assert stream.receive_text() == "figures"
    browser.post("/sign-out", data={"mark": mark(browser.get("/sign-out"))})
    assert browser.get("/media/x.csv").status_code == 303 and browser.get("/api/v1/units").status_code == 401


def test_websocket_is_open_to_guests_in_open_mode(browser):
    with browser.websocket_connect("/_stcore/stream") as stream:
        assert stream.receive_text() == "figures"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://banyue.test:8080", "http://localhost", "null"])
def test_websocket_of_another_sites_page_is_refused(browser, origin):
    sign_in(browser)
    with (
        pytest.raises(WebSocketDisconnect),
        browser.websocket_connect("/_stcore/stream", headers={"origin": origin}) as stream,
    ):
        stream.receive_text()


def test_websocket_of_our_own_page_is_open(browser):
    own = {"origin": "http://banyue.test", "host": "banyue.test"}
    with browser.websocket_connect("/_stcore/stream", headers=own) as stream:
        assert stream.receive_text() == "figures"


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/nowhere", "/healthz", "/_stcore/metrics", "/static/a.js", "/api/v1"]
)
def test_every_answer_carries_the_headers(browser, path):
    headers = browser.get(path).headers
    assert headers["content-security-policy"] == policy()
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert headers["referrer-policy"] == "same-origin" and "camera=()" in headers["permissions-policy"]


def test_policy_allows_no_other_host_and_no_script_but_the_one_in_the_page():
    assert "unsafe-eval" not in policy() and "http:" not in policy() and "*" not in policy()
    scripts = re.search(r"script-src ([^;]*)", policy()).group(1)
    assert "unsafe-inline" not in scripts and scripts.count("sha256-") == len(re.findall(r"<script>", page()))


def test_size_of_the_page_is_decided_before_streamlit_draws_the_first_grid():
    size, ours, streamlits = (page().index(text) for text in ("font-size: 20px", "/page.js", "./static/js/index"))
    assert size < ours < streamlits


@pytest.mark.sqlite  # one writer at a time: on PostgreSQL see test_postgresql.py
def test_database_in_trouble_is_told_in_a_sentence(browser, small, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    small.engine.dispose()  # a connection takes it when it is made
    holder = small.engine.raw_connection()
    holder.execute("BEGIN EXCLUSIVE")
    try:
        answer = sign_in(browser)
        assert answer.status_code == 503 and "数据库" in answer.text
    finally:
        holder.rollback()
        holder.close()
