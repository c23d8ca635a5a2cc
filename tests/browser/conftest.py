"""A real server on a copy of the demo, and a real browser in front of it that lets nothing pass unseen.

Each worker starts both once, for all of these tests. They live for this folder alone, which is a package for that
reason: as long as Playwright runs, no other test could start an event loop.
"""

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from lib.kept import store
from tests.conftest import opened, sign_in

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# what moves is drawn again and again
VISITOR = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN", "reduced_motion": "reduce"}
HARMLESS = re.compile(r"//[^/]+/\w+/_stcore/(health|host-config)$")

expect.set_options(timeout=20_000)  # many workers at once make a page slow


@dataclass
class Server:
    """`streamlit run app.py` on a database of its own, at a port that it keeps when it is started again."""

    port: int
    database: Path
    log: Path
    project: Path = ROOT
    environment: dict[str, str] = field(default_factory=dict)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start and wait for the first answer; it must start without loading anything anew."""
        environment = os.environ | {"BANYUE_DATABASE_URL": f"sqlite:///{self.database}"} | self.environment
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(command, cwd=self.project, env=environment, stdout=log, stderr=log)
        for _tenth in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except OSError:
                assert self._process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def end(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(10)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def sign_in(self, name: str, role: str = "office", **scope: str) -> str:
        """A session of this account (see tests.conftest.sign_in); its token."""
        with opened(self.database) as engine:
            return sign_in(engine, name, role, **scope)

    def saved(self) -> tuple[int, int]:
        """The revision and the number of the last batch: both stay as they are when nothing is saved."""
        with opened(self.database) as engine, store.reading(engine) as connection:
            return store.revision(connection), connection.exec_driver_sql("SELECT max(id) FROM batch").scalar_one()


@contextmanager
def serving(database: Path, folder: Path, project: Path = ROOT, **environment: str) -> Iterator[Server]:
    """A server of `project` on a copy of `database`, which stands in `folder` with its log."""
    shutil.copyfile(database, folder / "banyue.db")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = Server(port, folder / "banyue.db", folder / "server.log", project, environment)
    try:
        server.start()
        yield server
    finally:
        server.end()


def copy(one: Path, other: Path, *, revision: int = 0) -> None:
    """All that a database holds into another, which a server may have open; at this revision, if one is given."""
    with closing(sqlite3.connect(one)) as given, closing(sqlite3.connect(other)) as taken:
        given.backup(taken)
        if revision:
            taken.execute("UPDATE revision SET number = ?", (revision,))
            taken.commit()


# Loaded by Python before the server: every socket that is connected, every name that is looked up, every program that
# is started is written down, whichever library does it.
LISTENER = """
import os, sys

ASKED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto",
         "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect",
         "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")

def listen(event, args):
    if event in ASKED:
        to = args[1] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else args[:1]
        os.write(log, f"{event} {to!r}\\n".encode("utf-8", "backslashreplace"))

log = os.open(os.environ["BANYUE_ASKED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.addaudithook(listen)
os.write(log, b"listening\\n")
"""


@pytest.fixture(scope="package")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of what the server asks; beside it the listener, for PYTHONPATH, and later what the start asked."""
    folder = tmp_path_factory.mktemp("listener")
    (folder / "sitecustomize.py").write_text(LISTENER, encoding="utf-8")
    return folder / "asked.log"


@pytest.fixture(scope="package")
def started(demo_file: Path, asked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as it stands in the project, and beside its database what that was after the start."""
    more = {"PYTHONPATH": str(asked.parent), "BANYUE_ASKED": str(asked)}
    with serving(demo_file, tmp_path_factory.mktemp("server"), **more) as server:
        shutil.copyfile(asked, asked.with_name("start.log"))
        copy(server.database, server.database.with_name("fresh.db"))
        yield server


@pytest.fixture(scope="module")
def server(started: Server) -> Server:
    """The dashboard on a demo that no other module has written to."""
    return holding(started, started.database.with_name("fresh.db"))


@pytest.fixture(scope="module")
def hostile_server(started: Server, hostile_file: Path) -> Server:
    """The same dashboard on a copy of the store whose every text is hostile."""
    return holding(started, hostile_file)


def holding(started: Server, database: Path) -> Server:
    """The one server of these tests, with what this database holds and nothing of what stood there before."""
    if not started.runs:
        started.start()
    revision, _batch = started.saved()
    shutil.rmtree(started.database.parent / "backups", ignore_errors=True)
    # a revision that no module had: boards that the server keeps are those of a revision
    copy(database, started.database, revision=revision + 1)
    return started


@dataclass
class Watched:
    """A tab with what it asked of other hosts, what it complained about, and the dialogs that scripts opened."""

    page: Page
    server: Server
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def sign_in(self, name: str, role: str = "office", **scope: str) -> None:
        """Be this account from the next address on (see tests.conftest.sign_in)."""
        token = self.server.sign_in(name, role, **scope)
        self.page.context.add_cookies([{"name": "by_session", "value": token, "url": self.server.url}])


@pytest.fixture(scope="package")
def browser(profile: BrowserContext) -> Browser:
    """One for all tests; each has tabs, cookies and a storage of its own (see Visitors)."""
    assert profile.browser
    return profile.browser


@pytest.fixture(scope="package")
def profile(started: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """The browser with a profile on the disk: only there it keeps compiled scripts, a third of what a page costs."""
    with sync_playwright() as playwright:
        folder = tmp_path_factory.mktemp("profile")
        here = {"executable_path": "/usr/bin/chromium", "args": CHROMIUM, "base_url": started.url}
        profile = playwright.chromium.launch_persistent_context(folder, **here, **VISITOR)
        yield profile
        profile.close()


@dataclass
class Visitors:
    """Who uses the browser: each comes with Streamlit's scripts in the cache, and nothing else."""

    contexts: dict[str, BrowserContext]

    @contextmanager
    def page(self, server: Server, who: str) -> Iterator[Page]:
        """A tab of this visitor, without cookies and without anything that a test before had stored."""
        context = self.contexts[who]
        page = context.new_page()
        stored = {"origin": server.url, "storageTypes": "local_storage,indexeddb,cache_storage,service_workers"}
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
        yield page
        for each in context.pages:
            each.close()
        context.clear_cookies()


@pytest.fixture(scope="package")
def visitors(profile: BrowserContext, browser: Browser, started: Server) -> Visitors:
    return Visitors({"somebody": profile, "colleague": browser.new_context(base_url=started.url, **VISITOR)})


@pytest.fixture
def tab(visitors: Visitors, server: Server) -> Iterator[Watched]:
    with _watched(visitors, server) as tab:
        yield tab


@pytest.fixture
def hostile_tab(visitors: Visitors, hostile_server: Server) -> Iterator[Watched]:
    """The office's, so that every page is open to it; its own name is hostile too."""
    with _watched(visitors, hostile_server) as tab:
        tab.sign_in("![x](http://evil.example/a.png) <img src=x onerror=alert(1)> :red[x]")
        yield tab


@pytest.fixture
def colleague(visitors: Visitors, server: Server) -> Iterator[Watched]:
    """Somebody else's tab, with a session of its own."""
    with _watched(visitors, server, "colleague") as tab:
        yield tab


@contextmanager
def _watched(visitors: Visitors, server: Server, who: str = "somebody") -> Iterator[Watched]:
    with visitors.page(server, who) as page:
        page.set_default_timeout(30_000)
        watched = Watched(page, server)
        page.on("request", lambda request: _note_host(watched, request.url, server.url))
        page.on("console", lambda said: _note_complaint(watched, said))
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (watched.dialogs.append(dialog.message), dialog.dismiss()))
        yield watched


def _note_host(watched: Watched, url: str, own: str) -> None:
    if not url.startswith((own, own.replace("http", "ws"), "data:", "blob:")):
        watched.elsewhere.append(url)


def _note_complaint(watched: Watched, said: ConsoleMessage) -> None:
    """Errors in the console, but for Streamlit's own: on a deep link it first looks for the server below the page."""
    url = said.location["url"]
    if said.type == "error" and not HARMLESS.search(url):
        watched.complaints.append(f"{url} {said.text}")
