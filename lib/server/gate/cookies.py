"""The cookie of a session, and the marks that tell a form of ours from one of a stranger (CSRF).

After the OWASP cheat sheets on session management and cross-site request forgery.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

# With TLS the prefix keeps a neighbouring site from setting it; without, browsers refuse the prefix.
PLAIN, HOST = "by_session", "__Host-by_session"
COOKIES = (HOST, PLAIN)
FORM = "by_form"  # holds what the sign-in form is compared with, before there is a session


def token_of(cookies: Mapping[str, str]) -> str | None:
    """The session token that a browser sent."""
    return next((cookies[name] for name in COOKIES if cookies.get(name)), None)


def bearer_of(headers: Mapping[str, str]) -> str | None:
    """The token that a program sent: Authorization: Bearer …"""
    kind, _blank, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


def set_token(request: Request, response: Response, token: str) -> None:
    """Give the browser its session; it forgets it when it is closed, the server when its time is over."""
    _set(request, response, HOST if is_https(request) else PLAIN, token)


def forget(request: Request, response: Response) -> None:
    """Take the session's cookie away."""
    for name in COOKIES:
        response.delete_cookie(name, path="/", secure=is_https(request), httponly=True, samesite="lax")


def is_https(request: Request) -> bool:
    """Whether the visitor's own connection is TLS, also behind a trusted proxy (uvicorn reads X-Forwarded-Proto)."""
    return request.url.scheme == "https"


def mark(secret: str) -> str:
    """What a form carries so that it is known as ours: made from a cookie that a stranger's page cannot read."""
    return hmac.new(secret.encode(), b"banyue form", hashlib.sha256).hexdigest()


def form_secret(request: Request) -> str:
    """The secret that the marks of this browser's forms are made from: its session, else a cookie for the form."""
    return token_of(request.cookies) or request.cookies.get(FORM) or secrets.token_urlsafe(32)


def keep_form_secret(request: Request, response: Response, secret: str) -> None:
    """Let the browser keep the secret that its form was marked with."""
    if token_of(request.cookies) is None:
        _set(request, response, FORM, secret)


def is_ours(request: Request, given: str) -> bool:
    """Whether a form that was sent is one of ours, sent from our own page."""
    secret = token_of(request.cookies) or request.cookies.get(FORM)
    if not secret or not hmac.compare_digest(mark(secret), given):
        return False
    return from_here(request.headers)


def from_here(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of ours; what is no browser names no origin, and has no cookie to steal."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _set(request: Request, response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, path="/", secure=is_https(request), httponly=True, samesite="lax")
