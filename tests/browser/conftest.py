"""A real server on a copy of the demo, and a real browser in front of it that lets nothing pass unseen."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HARMLESS = re.compile(r"//[^/]+/\w+/_stcore/(health|host-config)$")

expect.set_options(timeout=20_000)  # many workers at once make a page slow


@dataclass(frozen=True)
class Server:
    url: str
    database: Path
    log: Path
    pid: int


@pytest.fixture(scope="module")
def server(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a copy of the demo; it must start without loading anything anew."""
    with serving(demo_file, tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="module")
def hostile_server(hostile_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a copy of the store whose every text is hostile."""
    with serving(hostile_file, tmp_path_factory.mktemp("server")) as server:
        yield server


@contextmanager
def serving(database: Path, folder: Path, **environment: str) -> Iterator[Server]:
    """`streamlit run app.py` on a copy of `database`."""
    shutil.copyfile(database, folder / "banyue.db")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{folder / 'banyue.db'}"} | environment
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        server = Server(f"http://localhost:{port}", folder / "banyue.db", folder / "server.log", process.pid)
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    for _tenth in range(300):
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5):
                return
        except OSError:
            assert process.poll() is None, server.log.read_text()
            time.sleep(0.1)
    raise TimeoutError(server.log.read_text())


@dataclass
class Watched:
    """A tab with what it asked of other hosts, what it complained about, and the dialogs that scripts opened."""

    page: Page
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser, server: Server) -> Watched:
    return _watched(browser, server)


@pytest.fixture
def hostile_tab(browser: Browser, hostile_server: Server) -> Watched:
    return _watched(browser, hostile_server)


@pytest.fixture
def colleague(browser: Browser, server: Server) -> Watched:
    """Somebody else's tab, with a session of its own."""
    return _watched(browser, server)


def _watched(browser: Browser, server: Server) -> Watched:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=server.url, locale="zh-CN")
    page.set_default_timeout(30_000)
    watched = Watched(page)
    page.on("request", lambda request: _note_host(watched, request.url, server.url))
    page.on("console", lambda said: _note_complaint(watched, said))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (watched.dialogs.append(dialog.message), dialog.dismiss()))
    return watched


def _note_host(watched: Watched, url: str, own: str) -> None:
    if not url.startswith((own, own.replace("http", "ws"), "data:", "blob:")):
        watched.elsewhere.append(url)


def _note_complaint(watched: Watched, said: ConsoleMessage) -> None:
    """Errors in the console, but for Streamlit's own: on a deep link it first looks for the server below the page."""
    url = said.location["url"]
    if said.type == "error" and not HARMLESS.search(url):
        watched.complaints.append(f"{url} {said.text}")
