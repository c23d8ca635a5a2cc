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

from lib import store
from tests.conftest import opened, sign_in

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HARMLESS = re.compile(r"//[^/]+/\w+/_stcore/(health|host-config)$")

expect.set_options(timeout=20_000)  # many workers at once make a page slow


@dataclass(frozen=True)
class Server:
    url: str
    database: Path
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def sign_in(self, name: str, role: str = "office", **scope: str) -> str:
        """A session of this account (see tests.conftest.sign_in); its token."""
        with opened(self.database) as engine:
            return sign_in(engine, name, role, **scope)

    def saved(self) -> tuple[int, int]:
        """The revision and the number of the last batch: both stay as they are when nothing is saved."""
        with opened(self.database) as engine, store.reading(engine) as connection:
            return store.revision(connection), connection.exec_driver_sql("SELECT max(id) FROM batch").scalar_one()


@contextmanager
def serving(folder: Path, demo_file: Path, project: Path = ROOT) -> Iterator[Server]:
    """`streamlit run app.py` of this project on a copy of the demo; it must start without loading anything anew."""
    shutil.copyfile(demo_file, folder / "banyue.db")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{folder / 'banyue.db'}"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
        server = Server(f"http://localhost:{port}", folder / "banyue.db", folder / "server.log")
        _wait(server, process)
        yield server
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def server(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as it stands in the project."""
    with serving(tmp_path_factory.mktemp("server"), demo_file) as server:
        yield server


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
    """A tab with what it asked of other hosts and what it complained about."""

    page: Page
    server: Server
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, name: str, role: str = "office", **scope: str) -> None:
        """Be this account from the next address on (see tests.conftest.sign_in)."""
        token = self.server.sign_in(name, role, **scope)
        self.page.context.add_cookies([{"name": "by_session", "value": token, "url": self.server.url}])


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
def colleague(browser: Browser, server: Server) -> Watched:
    """Somebody else's tab, with a session of its own."""
    return _watched(browser, server)


def _watched(browser: Browser, server: Server) -> Watched:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=server.url, locale="zh-CN")
    page.set_default_timeout(30_000)
    watched = Watched(page, server)
    page.on("request", lambda request: _note_host(watched, request.url, server.url))
    page.on("console", lambda said: _note_complaint(watched, said))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    return watched


def _note_host(watched: Watched, url: str, own: str) -> None:
    if not url.startswith((own, own.replace("http", "ws"), "data:", "blob:")):
        watched.elsewhere.append(url)


def _note_complaint(watched: Watched, said: ConsoleMessage) -> None:
    """Errors in the console, but for Streamlit's own: on a deep link it first looks for the server below the page."""
    url = said.location["url"]
    if said.type == "error" and not HARMLESS.search(url):
        watched.complaints.append(f"{url} {said.text}")
