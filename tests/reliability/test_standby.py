"""The day the database's machine dies, as docs/operating.md has it: a primary, its standby, kill -9, promotion.

Two real servers; the dashboard knows both by `database.url`, and reads boards from the standby by `database.read_url`.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lib.kept import store
from lib.kept.changes import Change, current_values
from lib.kept.reference import read_reference
from lib.kept.store.standby import Standby
from lib.ledger.access import engineer
from lib.ledger.door import Act, save
from lib.review import seed
from lib.server.commands.check import differences
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from tests import postgres
from tests.browser.conftest import Server
from tests.reliability.test_two_servers import serving
from tests.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.long]

JULY = HalfMonth.parse("2023-07-1")
WRITERS, LOAD = 4, 10  # threads; seconds before the primary is killed
ANSWERS_WITHIN = 10  # seconds


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[postgres.Server, postgres.Server]]:
    """A primary with the demo, and a standby that has on its disk whatever the primary confirmed."""
    primary = postgres.alone(os.getpid())
    url = primary.create("banyue")
    engine = store.connect(url)
    store.migrate(engine)
    seed.load(engine)
    engine.dispose()
    yield primary, postgres.standby_of(primary, os.getpid())


def test_primary_is_killed_and_nothing_confirmed_is_lost(pair, tmp_path):
    primary, standby = pair
    both = f"postgresql+psycopg://{postgres.USER}@/banyue?host={primary.folder}&host={standby.folder}"
    url, read_url = f"{both}&target_session_attrs=read-write", standby.url("banyue")
    engine = store.connect(url)
    assert read_from(engine, read_url) == str(standby.folder)
    with ExitStack() as open_:
        open_.callback(engine.dispose)
        server = open_.enter_context(serving(url, tmp_path / "server.log", BANYUE_DATABASE_READ_URL=read_url))
        before = opened(server)
        confirmed, ended = under_load(engine, open_)
        time.sleep(LOAD)
        os.kill(primary.process, signal.SIGKILL)
        standby.promote()
        promoted, counted = time.monotonic(), len(confirmed)
        after = opened(server)
        assert time.monotonic() - promoted < ANSWERS_WITHIN
        assert "兴义" in before and "兴义" in after
        while len(confirmed) < counted + WRITERS and time.monotonic() - promoted < 60:
            time.sleep(0.1)
        ended.set()
        assert counted >= WRITERS and len(confirmed) >= counted + WRITERS  # saves before the kill, and after it
    with store.reading(engine) as connection:
        kept = set(connection.exec_driver_sql("SELECT token FROM batch").scalars())
    assert set(confirmed) <= kept
    assert differences(engine, [JULY.ordinal]) == []
    engine.dispose()


def read_from(engine, read_url: str) -> str:
    """The folder of the server that a board is read from, once the standby has caught up."""
    standby = Standby(engine, store.connect(read_url))
    with standby.reading() as connection:
        found = connection.exec_driver_sql("SHOW unix_socket_directories").scalar_one()
    standby.engine.dispose()
    return str(found)


def opened(server: Server) -> str:
    """What a page shows as soon as it shows its board; one that says that the database is away is opened again."""
    until, said = time.monotonic() + 3 * ANSWERS_WITHIN, ""
    while time.monotonic() < until:
        try:
            with Visitor(server.port, "progress") as page:
                said = page.text
        except (RuntimeError, OSError) as error:
            said = str(error)
        if "兴义" in said:
            return said
        time.sleep(0.1)
    raise AssertionError(f"the page shows no board: {said}\n{server.log.read_text()[-3000:]}")


def under_load(engine, open_: ExitStack) -> tuple[list[str], threading.Event]:
    """Threads that save without pause; the tokens of what was confirmed to them, and what ends them."""
    confirmed, ended = list[str](), threading.Event()
    with store.reading(engine) as connection:
        reference = read_reference(connection)
    units = [unit.id for unit in reference.of_level["village"]][:WRITERS]
    cells = [(JULY.ordinal, unit, reference.indicators["boards_removed"].id) for unit in units]

    def write(cell) -> None:
        while not ended.is_set():
            act = Act(engineer("演练"), "upload")
            try:
                with store.reading(engine) as connection:
                    was = current_values(connection, "observation", [cell]).get(cell)
                save(engine, act, [Change("observation", cell, "value", was, (was or 0) + 1)])
                confirmed.append(act.token)
            except Refusal:  # nothing was confirmed; whether it was saved is not known
                time.sleep(0.1)

    threads = [threading.Thread(target=write, args=(cell,)) for cell in cells]
    for thread in threads:
        thread.start()
        open_.callback(thread.join)
    open_.callback(ended.set)
    return confirmed, ended
