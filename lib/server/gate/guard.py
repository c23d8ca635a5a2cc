"""Which addresses there are, and who may have what is behind them. What is not named here does not exist.

Streamlit brings more addresses than this dashboard uses (metrics, an interface for agents, sign-in by outside
providers): they answer as any unknown address does. With `access.view = "signed-in"` everything but the sign-in and
the program's own files needs one, the websocket included.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from urllib.parse import urlencode

from anyio import to_thread
from starlette.datastructures import Headers as Given
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.kept import store
from lib.ledger.access import GUEST, Actor, reads_with, signed_in
from lib.server.gate import forms
from lib.server.gate.cookies import bearer_of, from_here, token_of
from lib.server.gate.headers import page
from lib.server.gate.script import SCRIPT_ADDRESS
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.language import use
from lib.words.settings import settings

log = logging.getLogger("banyue")

# for everybody
FREE = ("/sign-in", "/password", "/sign-out", "/healthz", "/favicon.png", "/_stcore/health", SCRIPT_ADDRESS)
PROGRAM = "/static/"  # Streamlit's own scripts and styles: the same for everybody, no figures in them
FILES = ("/media/", "/_stcore/upload_file/")
UPLOAD = "/_stcore/upload_file/"
# Streamlit knows no address of its default page: /overview leads to /
ALSO_THERE = ("/overview", "/_stcore/host-config", "/_stcore/stream")


Refused = Callable[[Scope, int, str], Response]


class Guard:
    """The middleware in front of everything; `pages` are the first parts of the addresses of pages.

    `programs` are the addresses below which programs read, each with what makes a refusal that a program understands:
    it is given the status and, but for 401, what to say.
    """

    def __init__(self, app: ASGIApp, pages: Collection[str], programs: Mapping[str, Refused] | None = None) -> None:
        self._app = app
        self._pages = {f"/{name}" for name in pages} | {"/"}
        self._programs = programs or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        use(settings().language)
        answer = await self._answer(scope)
        if answer is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})  # policy violation (RFC 6455, 7.4.1)

    async def _answer(self, scope: Scope) -> Response | None:
        """What is answered in place of what was asked for; None lets it through."""
        path = scope["path"]
        if path in FREE or path.startswith(PROGRAM):
            return None
        if not self._exists(path):
            return _nothing_here(scope)
        if scope["type"] == "websocket" and not from_here(Given(scope=scope)):
            # Streamlit would let pages of this machine's other ports pass, and ask an outside host for its own address
            log.warning("websocket refused: origin=%s", Given(scope=scope).get("origin"))
            return PlainTextResponse("Forbidden", 403)
        needs = settings().access.view == "signed-in"
        refused = self._program(path) if scope["type"] == "http" else None
        if needs or path.startswith(UPLOAD):
            try:
                actor = await to_thread.run_sync(_who, HTTPConnection(scope), refused is not None)
            except StoreError as error:
                return refused(scope, 503, str(error)) if refused else PlainTextResponse(str(error), 503)
            if needs and not actor.known:
                return refused(scope, 401, "") if refused else _sign_in_first(scope)
            # what a browser asks beforehand (OPTIONS) brings no cookie, and no file either
            if path.startswith(UPLOAD) and not actor.writes and scope["method"] != "OPTIONS":
                log.warning("upload refused: login=%s", actor.login or "-")
                return PlainTextResponse(_("Sign in first; nothing was saved."), 403)
        return HTMLResponse(page(), headers={"Cache-Control": "no-cache"}) if path in self._pages else None

    def _exists(self, path: str) -> bool:
        return path in self._pages or path in ALSO_THERE or path.startswith(FILES) or self._program(path) is not None

    def _program(self, path: str) -> Refused | None:
        below = (refused for root, refused in self._programs.items() if path == root or path.startswith(f"{root}/"))
        return next(below, None)


def _who(connection: HTTPConnection, program: bool) -> Actor:
    """By the cookie of a session; a program may show the token of an account instead, and reads with it alone."""
    token, shown = token_of(connection.cookies), bearer_of(connection.headers) if program else None
    if token is None and shown is None:
        return GUEST
    with store.reading(store.engine()) as database:
        actor = signed_in(database, token)
        return reads_with(database, shown) if shown and not actor.known else actor


def _nothing_here(scope: Scope) -> Response:
    if "text/html" not in Given(scope=scope).get("accept", ""):
        return PlainTextResponse("Not found", 404)
    request = Request(scope)
    forms.speak(request.query_params.get("language"))
    text = _("The address may be mistyped, or what was there has gone.")
    title = _("There is nothing at this address")
    return HTMLResponse(forms.page("plain", path=request.url.path, title=title, text=text), 404)


def _sign_in_first(scope: Scope) -> Response:
    if scope["type"] == "http" and "text/html" in Given(scope=scope).get("accept", ""):
        url = Request(scope).url
        to = f"{url.path}?{url.query}" if url.query else url.path
        return RedirectResponse(f"/sign-in?{urlencode({'next': to})}", 303)
    return PlainTextResponse(_("Sign in first; nothing was saved."), 401)
