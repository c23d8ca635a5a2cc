"""Two servers on one PostgreSQL: who signed in at one is known to the other, and what is saved at one shows on both.

In the long run: tests/pages/test_screen.py shows what was saved past the server, tests/ledger/test_accounts.py finds a
session in the database, and test_together.py saves from several processes, on PostgreSQL too.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from lib.kept import store
from lib.server.commands.check import differences
from tests.browser.conftest import Server
from tests.conftest import sign_in
from tests.reliability.acts import JULY
from tests.visitor import Visitor, pressed

pytestmark = [pytest.mark.postgresql, pytest.mark.long]

QINGLONG = "522324"  # has sent nothing yet for the half month in collection


@contextmanager
def serving(url: str, log: Path, **environment: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        server = Server(free.getsockname()[1], Path(), log, environment={"BANYUE_DATABASE_URL": url} | environment)
    try:
        server.start()
        yield server
    finally:
        server.end()


def test_what_is_saved_at_one_shows_at_the_other(demo_copy, tmp_path):
    token = sign_in(demo_copy, "晴隆县 吴七", "reporter", unit=QINGLONG)
    url = str(demo_copy.url)
    with ExitStack() as open_:
        servers = [open_.enter_context(serving(url, tmp_path / f"{number}.log")) for number in (1, 2)]
        here, there = (open_.enter_context(Visitor(server.port, "upload", token=token)) for server in servers)
        board = open_.enter_context(Visitor(servers[1].port, "schedule"))
        before, mine = board.text, there.text
        here.rerun(pressed(here.widget("button", "本期无变化")))
        with store.reading(demo_copy) as connection:
            receipt = connection.exec_driver_sql("SELECT MAX(id) FROM batch WHERE kind = 'unchanged'").scalar_one()
        assert f"{receipt}" in here.text
        there.rerun()
        board.rerun()
        shown = [f"<td>{receipt}</td>" in text for text in (mine, there.text)]
        assert shown == [False, True]
        assert board.text != before
    assert differences(demo_copy, [JULY]) == []
