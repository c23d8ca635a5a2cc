"""Signing in and out, and a new password: three addresses of the server, each a plain form.

After OWASP ASVS 5 (V6 authentication, V7 session): the same answer and time for an unknown name and a wrong password,
bounded tries, a new session token at each sign-in, and `next` only within this site.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qs, urlencode, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.kept import store
from lib.ledger import accounts
from lib.ledger.access import signed_in
from lib.ledger.accounts.enter import normal
from lib.server.gate import cookies, forms, script
from lib.server.gate.throttle import Throttle
from lib.words.errors import Mistakes, StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings

log = logging.getLogger("banyue")

Made = TypeVar("Made")

LARGEST = 8_192  # bytes of a form
throttle = Throttle()
_at_once = CapacityLimiter(2)  # argon2 takes 64 MB and a core each time


@dataclass(frozen=True)
class Sent:
    """A form that was sent and is one of ours."""

    fields: dict[str, str]

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def to(self) -> str:
        """Where to go afterwards."""
        return within(self.get("next"))


def within(address: str) -> str:
    """The address if it lies within this site, else the overview: a link must not lead from here to a stranger."""
    parts = urlsplit(address) if _plain(address) else None
    if parts is None or parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return "/"
    return "/" if parts.path in ("/sign-in", "/sign-out", "/password") else address


def _plain(address: str) -> bool:
    return "\\" not in address and all(character.isprintable() for character in address)


async def _in_thread(work: Callable[..., Made], *args: object) -> Made:
    return await to_thread.run_sync(partial(work, *args), limiter=_at_once)


async def _sent(request: Request) -> Sent | None:
    """The fields of a form; None when it is too large, or not one of ours."""
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            return None
    given = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    fields = {name: values[0] for name, values in given.items()}
    forms.speak(fields.get("language"))
    return Sent(fields) if cookies.is_ours(request, fields.get("mark", "")) else None


def _page(request: Request, template: str, status: int = 200, *, to: str, **shown: object) -> Response:
    """A form with the mark of this browser."""
    secret = cookies.form_secret(request)
    content = forms.page(template, mark=cookies.mark(secret), path=request.url.path, to=to, **shown)
    response = HTMLResponse(content, status)
    cookies.keep_form_secret(request, response, secret)
    return response


def _asked(request: Request) -> str:
    """Where a form that is asked for leads afterwards, with its language spoken."""
    forms.speak(request.query_params.get("language"))
    return within(request.query_params.get("next", "/"))


async def _entered(request: Request) -> accounts.Entered | None:
    return await _in_thread(accounts.entered_by, store.engine(), cookies.token_of(request.cookies))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


# Signing in ------------------------------------------------------------------------------------------------------


async def ask_name(request: Request) -> Response:
    """The form of name and password; who is signed in already goes on."""
    to, entered = _asked(request), await _entered(request)
    if entered is not None:
        return RedirectResponse(_password_first(entered, to), 303)
    return _page(request, "sign_in", to=to)


async def enter(request: Request) -> Response:
    """Let in whoever knows name and password."""
    sent = await _sent(request)
    if sent is None:
        return _stale(request)
    login, address = normal(sent.get("login"))[:64], _address(request)
    if minutes := throttle.minutes_to_wait(login, address):
        log.warning("sign-in throttled: login=%s address=%s", login, address)
        return _page(request, "sign_in", 429, to=sent.to, login=login, said=_later(minutes))
    entered = await _in_thread(accounts.authenticate, store.engine(), login, sent.get("password"))
    if entered is None:
        throttle.failed(login, address)
        log.warning("sign-in refused: login=%s address=%s", login, address)
        refusal = _("Account or password is not right, or the account is disabled.")
        return _page(request, "sign_in", 401, to=sent.to, login=login, said=refusal)
    throttle.passed(login, address)
    log.info("signed in: login=%s address=%s", login, address)
    return await _let_in(request, entered, _password_first(entered, sent.to))


def _later(minutes: int) -> str:
    return _("Too many tries. Try again in {minutes} minutes.").format(minutes=minutes)


def _password_first(entered: accounts.Entered, to: str) -> str:
    return f"/password?{urlencode({'next': to})}" if entered.must_change else to


async def _let_in(request: Request, entered: accounts.Entered, to: str) -> Response:
    """A new session with a new token; the one that the browser had before ends."""
    if before := cookies.token_of(request.cookies):
        await _in_thread(accounts.end, store.engine(), before)
    token = await _in_thread(accounts.begin, store.engine(), entered.account)
    response = RedirectResponse(to, 303)
    cookies.set_token(request, response, token)
    return response


def _stale(request: Request) -> Response:
    """A form of another site, or one that was left open while its cookie went."""
    log.warning("form refused: path=%s address=%s", request.url.path, _address(request))
    refusal = _("This form was no longer in force; nothing was done. Please fill it in again.")
    return _page(request, "sign_in", 403, to="/", said=refusal)


# A new password --------------------------------------------------------------------------------------------------


async def ask_password(request: Request) -> Response:
    """The form of a new password, for whoever is signed in."""
    to, entered = _asked(request), await _entered(request)
    if entered is None:
        return RedirectResponse(f"/sign-in?{urlencode({'next': to})}", 303)
    return _page(request, "password", to=to, account=entered, mends={})


async def keep_password(request: Request) -> Response:
    """Keep the new password; all sessions of the account end, and this browser gets a new one."""
    sent, entered = await _sent(request), await _entered(request)
    if sent is None or entered is None:
        return _stale(request)
    minutes = throttle.minutes_to_wait(entered.login, _address(request))
    try:
        if minutes:
            raise Mistakes({"old": _later(minutes)})
        given = (sent.get("new"), sent.get("again"), sent.get("old"))
        await _in_thread(accounts.change_password, store.engine(), entered, *given)
    except Mistakes as mistakes:
        if "old" in mistakes.fields and not minutes:
            throttle.failed(entered.login, _address(request))
        return _page(request, "password", 422, to=sent.to, account=entered, mends=mistakes.fields)
    log.info("password changed: login=%s address=%s", entered.login, _address(request))
    return await _let_in(request, entered, sent.to)


# Signing out -----------------------------------------------------------------------------------------------------


async def ask_leave(request: Request) -> Response:
    """Ask before the session ends: a picture on a stranger's page could follow a mere link."""
    to = _asked(request)
    actor = await _in_thread(_who, cookies.token_of(request.cookies))
    if not actor:
        return RedirectResponse(to, 303)
    return _page(request, "sign_out", to=to, name=actor)


def _who(token: str | None) -> str:
    with store.reading(store.engine()) as connection:
        return signed_in(connection, token).name


async def leave(request: Request) -> Response:
    """End the session."""
    sent = await _sent(request)
    if sent is None:
        return _stale(request)
    if token := cookies.token_of(request.cookies):
        await _in_thread(accounts.end, store.engine(), token)
        log.info("signed out: address=%s", _address(request))
    response = RedirectResponse(sent.to if settings().access.view == "open" else "/sign-in", 303)
    cookies.forget(request, response)
    return response


Handler = Callable[[Request], Awaitable[Response]]


def _telling(handler: Handler) -> Handler:
    """A database in trouble is told in a sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except StoreError as error:
            log.exception("%s failed", request.url.path)
            return HTMLResponse(forms.page("plain", title=_("Not possible now"), text=str(error)), 503)

    return answer


def routes() -> list[Route]:
    """The addresses of the gate."""
    pairs = {"/sign-in": (ask_name, enter), "/password": (ask_password, keep_password), "/sign-out": (ask_leave, leave)}
    forms_of_the_gate = [
        Route(path, _telling(handler), methods=[method])
        for path, handlers in pairs.items()
        for method, handler in zip(("GET", "POST"), handlers, strict=True)
    ]
    return [script.route, *forms_of_the_gate]
