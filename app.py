"""The server: `streamlit run app.py` brings the database up to date, loads data/ when new, and opens the dashboard."""

import gc

gc.disable()  # while importing: to look through what stays anyway again and again takes a sixth of it

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from contextvars import copy_context

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from lib.kept import backup, logs, store
from lib.kept.decided import follow
from lib.ledger import accounts
from lib.server import api, gate, waking, warming
from lib.show.boards.pages import DEFAULT, MENU
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.language import use
from lib.words.settings import settings

gc.enable()

log = logging.getLogger("banyue")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Migrate and load before the first answer, warm up beside it; a mistake in config.toml or data/ ends the start."""
    waking.once(asyncio.get_running_loop())
    with ExitStack() as using:
        with _told():
            use(settings().language)
            logs.set_up(server=True)
            gate.need_protection(st.get_option)
            # before anything is read: a restore that runs would change the file below it
            using.enter_context(backup.in_use(store.engine()))
            _begin()
        warming.begin(_warm)
        log.info("the server has started on %s", store.address_of(store.engine()))
        every_day = [asyncio.create_task(act) for act in (backup.daily(store.engine()), _remind())]
        yield {}
        for act in every_day:
            act.cancel()
        await asyncio.to_thread(warming.ready)  # one that still reads would open the file again
        store.engine().dispose()  # nothing is left in the write-ahead log: the file alone is whole
        log.info("the server ends")


@contextmanager
def _told() -> Iterator[None]:
    """A refusal ends the server with its sentence alone: around any exception that leaves a lifespan, or a thread, a
    traceback is printed."""
    try:
        yield
    except Refusal as refusal:
        log.error("the server does not start: %s", refusal, extra=logs.SAID)
        print(f"\n{refusal}\n", file=sys.stderr, flush=True)
        os._exit(1)


def _begin() -> None:
    """A sound database at this program's schema, with data/ in it."""
    with ThreadPoolExecutor(1) as meanwhile:  # SQLite reads every page of the file while Python imports
        sound = meanwhile.submit(copy_context().run, backup.check_before_start, store.engine())
        from lib.ledger.door.renew import renew_after_upgrade
        from lib.review import seed

        sound.result()
    with store.one_process(store.engine()):  # of several servers that start at once, one upgrades and loads
        store.migrate(store.engine(), then=renew_after_upgrade)
        seed.load(store.engine(), tell=_tell)
        _tell_first_password(accounts.first_office(store.engine()))
    with store.reading(store.engine()) as connection:
        follow(connection)  # what the office set on a page holds from the first answer on, not only from its next save


def _warm() -> None:
    """What pages import, and the reference data that each of them reads; `data/briefing.toml` is checked by then."""
    from lib import ui
    from lib.documents import kinds

    ui.warm()
    with _told():  # in a thread of its own nobody around it would say the sentence
        kinds.check_texts(store.engine())
        ui.reference()


async def _remind() -> None:
    await asyncio.to_thread(warming.ready)
    from lib.server import reminders

    await reminders.daily(store.engine())


def _tell(step: int, of: int, file_name: str) -> None:
    print(_("Loading {step} of {of}: {file}").format(step=step, of=of, file=file_name), flush=True)


def _tell_first_password(issued: accounts.Issued | None) -> None:
    """The one time that the office's first password can be read."""
    if issued:
        first = _("The office's first account: {login}, one-time password {password}")
        print("\n" + first.format(login=issued.login, password=issued.password), flush=True)
        print(
            _("Sign in within {days} days and choose an own one.").format(days=settings().access.one_time_days) + "\n"
        )


async def health(_request: Request) -> JSONResponse:
    """200 when the database answers, else 503: for a supervisor or proxy."""
    try:
        with store.reading(store.engine()) as connection:
            return JSONResponse({"status": "ok", "revision": store.revision(connection)})
    except Exception:
        log.exception("the database does not answer")
        return JSONResponse({"status": "database does not answer"}, status_code=503)


async def to_overview(request: Request) -> RedirectResponse:
    """/overview leads to /: Streamlit knows its default page under no other address, and says so in English."""
    return RedirectResponse(f"/?{request.url.query}")


def _show_fault(error: Exception) -> bool:
    from lib import ui  # it has been imported by the script that failed

    return ui.show_fault(error)


PAGES = {entry.name for entry in MENU} - {DEFAULT}

app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[Route("/healthz", health), Route("/overview", to_overview), *gate.routes(), *api.routes()],
    # the outermost first: what the guard refuses bears the headers too
    middleware=[Middleware(gate.Headers), Middleware(gate.Guard, pages=PAGES, programs={api.ROOT: api.refused})],
    on_script_error=_show_fault,
)
