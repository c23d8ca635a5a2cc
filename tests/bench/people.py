"""Measure 6: what a sign-in costs, and fifty people at once: how long a click takes, and how much memory a session."""

import http.client
import random
import re
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa

from lib.ledger import accounts
from lib.ledger.access import engineer
from lib.ledger.accounts.passwords import hasher
from lib.words.language import gettext as _
from tests.bench import stores, views
from tests.bench.server import Server
from tests.bench.table import Row, repeated, shown, spread
from tests.visitor import Visitor, pressed

SIGN_INS = 8
SESSIONS, CLERKS = 50, 20
THINK = 5.0  # seconds between two clicks of one person, on average
LASTS = 45.0
PASSWORD = "ein Satz aus mehreren Woertern"


def measure(folder: Path) -> list[Row]:
    """Both on one server with a copy of the demo."""
    engine = stores.copy(folder, "people")
    with ExitStack() as open_:
        open_.callback(engine.dispose)
        server = open_.enter_context(Server.dashboard(folder, "people"))
        return [*_sign_in(engine, server), *_at_once(engine, server, open_)]


# Signing in ----------------------------------------------------------------------------------------------------------


def _sign_in(engine: sa.Engine, server: Server) -> list[Row]:
    kept = hasher.hash(PASSWORD)
    issued = accounts.create(engine, {"login": "bench", "name": "bench", "role": "viewer"}, engineer("bench"))
    entered = accounts.authenticate(engine, "bench", issued.password)
    assert entered is not None
    accounts.change_password(engine, entered, PASSWORD, PASSWORD)
    taken = [_posted(server.port) for _each in range(SIGN_INS)]
    return [
        Row(
            "sign-in: argon2", "a password against its hash", repeated(lambda: hasher.verify(PASSWORD, kept), SIGN_INS)
        ),
        Row("sign-in: POST /sign-in", "from the form to the new session", spread(taken)),
    ]


def _posted(port: int) -> float:
    """Seconds of the POST, with a form that was asked for just before."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    form = connection.getresponse()
    cookie = str(form.getheader("set-cookie")).partition(";")[0]
    mark = re.search(r'name="mark" value="(\w+)"', form.read().decode())
    fields = {"login": "bench", "password": PASSWORD, "mark": mark[1] if mark else "", "next": "/"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    start = time.perf_counter()
    connection.request("POST", "/sign-in", urlencode(fields), headers)
    answer = connection.getresponse()
    taken = time.perf_counter() - start
    if answer.status != 303:
        raise RuntimeError(f"the sign-in was answered with {answer.status}")
    connection.close()
    return taken


# Fifty at once -------------------------------------------------------------------------------------------------------


def _at_once(engine: sa.Engine, server: Server, open_: ExitStack) -> list[Row]:
    """Clerks on 数据报送, all others on the boards in turn; then the clerks press a button that has nothing to save."""
    boards = views.boards()
    for view in (*boards, views.View("upload")):  # what the first visitor of each page waits for is measured elsewhere
        Visitor(server.port, view.address, token=_office(engine, 0)).close()
    before = server.memory()
    clerks = [open_.enter_context(_clerk(engine, server, number)) for number in range(CLERKS)]
    others = [
        open_.enter_context(Visitor(server.port, boards[number % len(boards)].address, token=_office(engine, number)))
        for number in range(SESSIONS - CLERKS)
    ]
    grown = (server.memory() - before) / SESSIONS
    looking = [visitor.rerun for visitor in (*clerks, *others)]
    saving = [*(_without_change(visitor) for visitor in clerks), *(visitor.rerun for visitor in others)]
    return [
        Row("people: memory", f"{SESSIONS} sessions on one process", f"{grown / 1_000_000:.1f} MB a session"),
        _row("each looks", clicks(looking)),
        _row(f"{CLERKS} press a save without changes", clicks(saving)),
    ]


def _office(engine: sa.Engine, number: int) -> str:
    return stores.signed_in(engine, f"office {number}")


def _clerk(engine: sa.Engine, server: Server, number: int) -> Visitor:
    """A reporter of one of the counties on 数据报送, whose own county has nothing left to copy."""
    known = stores.reference(engine)
    counties = [unit for unit in known.units.values() if unit.level == "county"]
    token = stores.signed_in(engine, f"clerk {number}", "reporter", unit=counties[number % len(counties)].code)
    visitor = Visitor(server.port, "upload", token=token, strict=False)
    _without_change(visitor)()
    return visitor


def _without_change(visitor: Visitor) -> Callable[[], int]:
    return lambda: visitor.rerun(pressed(visitor.widget("button", _("Nothing changed"))))


def clicks(people: Sequence[Callable[[], int]], lasts: float = LASTS) -> list[float]:
    """Let each click after a while of thinking, for `lasts` seconds; how long each click took."""
    taken: list[float] = []
    failed: list[BaseException] = []
    until = time.monotonic() + lasts

    def work(number: int, click: Callable[[], int]) -> None:
        thinks = random.Random(number)
        try:
            while time.monotonic() < until:
                time.sleep(thinks.uniform(0, 2 * THINK))
                start = time.perf_counter()
                click()
                taken.append(time.perf_counter() - start)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=one) for one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return taken


def _row(on: str, taken: list[float]) -> Row:
    cuts = statistics.quantiles(taken, n=20)
    measured = f"p50 {shown(cuts[9])}, p95 {shown(cuts[18])}, longest {shown(max(taken))}"
    return Row("people: a click", f"{SESSIONS} people, {THINK:.0f} s apart, {on}", f"{measured} of {len(taken)}")
