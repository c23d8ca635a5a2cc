"""The server: `streamlit run app.py` brings the database up to date, loads data/ when new, and opens the dashboard."""

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from lib import briefing, catalogues, store, ui
from lib.errors import Refusal
from lib.language import gettext as _
from lib.language import use
from lib.settings import settings

log = logging.getLogger("banyue")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Migrate, load and warm up before the first visitor; a mistake in config.toml or data/ stops the start."""
    try:
        use(settings().language)
        store.migrate(store.engine())
        catalogues.load(store.engine(), tell=_tell)
        briefing.check_texts(store.engine())
        ui.warm()
    except Refusal as refusal:
        # the sentence alone: around any exception that leaves a lifespan, the server prints a traceback
        print(f"\n{refusal}\n", file=sys.stderr, flush=True)
        os._exit(1)
    yield {}


def _tell(step: int, of: int, file_name: str) -> None:
    print(_("Loading {step} of {of}: {file}").format(step=step, of=of, file=file_name), flush=True)


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


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[Route("/healthz", health), Route("/overview", to_overview)],
    on_script_error=ui.show_fault,
)
