"""The server: `streamlit run app.py` brings the database up to date, loads data/ when new, and opens the dashboard."""

import gc

gc.disable()  # while importing: to look through what stays anyway again and again takes a sixth of it

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from contextvars import copy_context

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from lib import ui
from lib.documents import kinds
from lib.kept import backup, logs, store
from lib.kept.decided import follow
from lib.ledger import accounts
from lib.ledger.door.renew import renew_after_upgrade
from lib.review import seed
from lib.server import api, gate, reminders
from lib.show.boards.pages import DEFAULT, MENU
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.language import use
from lib.words.settings import settings

gc.enable()

log = logging.getLogger("banyue")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Migrate, load and warm up before the first visitor; a mistake in config.toml or data/ stops the start."""
    with ExitStack() as using:
        try:
            use(settings().language)
            logs.set_up(server=True)
            ui.need_protection()
            using.enter_context(backup.in_use(store.engine()))
            _begin()
        except Refusal as refusal:
            # the sentence alone: around any exception that leaves a lifespan, the server prints a traceback
            log.error("the server does not start: %s", refusal, extra=logs.SAID)
            print(f"\n{refusal}\n", file=sys.stderr, flush=True)
            os._exit(1)
        log.info("the server has started on %s", store.shown(store.engine()))
        every_day = [asyncio.create_task(act(store.engine())) for act in (backup.daily, reminders.daily)]
        yield {}
        for act in every_day:
            act.cancel()
        store.engine().dispose()  # nothing is left in the write-ahead log: the file alone is whole
        log.info("the server ends")


def _begin() -> None:
    """A sound database at this program's schema, with data/ in it, and the reference data read."""
    with ThreadPoolExecutor(1) as meanwhile:  # SQLite reads every page while Python imports
        sound = meanwhile.submit(copy_context().run, backup.check_before_start, store.engine())
        ui.warm()
        sound.result()
    with store.one_process(store.engine()):
        store.migrate(store.engine(), then=renew_after_upgrade)
        seed.load(store.engine(), tell=_tell)
        _tell_first_password(accounts.first_office(store.engine()))
    with store.reading(store.engine()) as connection:
        follow(connection)
    kinds.check_texts(store.engine())
    ui.reference()


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


PAGES = {entry.name for entry in MENU} - {DEFAULT}

app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[Route("/healthz", health), Route("/overview", to_overview), *gate.routes(), *api.routes()],
    middleware=[Middleware(gate.Headers), Middleware(gate.Guard, pages=PAGES, programs={api.ROOT: api.refused})],
    on_script_error=ui.show_fault,
)
