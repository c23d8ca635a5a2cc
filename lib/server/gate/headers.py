"""Security headers on every answer, and Streamlit's page in our own words: its language, its title, nothing offered.

The policy is the strictest with which Streamlit works; the hash is that of the one inline script in its page.
"""

import base64
import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from markupsafe import escape
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.server.gate.script import SCRIPT_ADDRESS
from lib.show.look import icon
from lib.words.language import TAGS
from lib.words.language import gettext as _
from lib.words.settings import settings

_NOTHING = ("camera", "geolocation", "microphone", "payment", "serial", "usb")


_ROOT_SIZE = f"<style>{(Path(__file__).parent / 'pages/root.css').read_text(encoding='utf-8')}</style>"


def page() -> str:
    """Streamlit's index.html with the office's language and title, without the offer of an interface for agents."""
    text = _streamlits_page()
    text = text.replace('<html lang="en">', f'<html lang="{TAGS[settings().language]}">')
    text = text.replace("<title>Streamlit</title>", f"<title>{escape(settings().title)}</title>")
    text = text.replace('href="./favicon.png"', f'href="{icon()}"')
    # Both before Streamlit's own script: a grid takes the size of its letters at the moment at which it is first drawn.
    text = text.replace("<head>", f'<head>{_ROOT_SIZE}<script type="module" src="{SCRIPT_ADDRESS}"></script>', 1)
    text = re.sub(r"<!--.*?-->|<link rel=\"service-desc\"[^>]*>", "", text, flags=re.DOTALL)
    without = escape(_("This dashboard needs JavaScript; signing in does not."))
    return re.sub(r"<noscript>.*?</noscript>", f"<noscript><p>{without}</p></noscript>", text, flags=re.DOTALL)


@cache
def _streamlits_page() -> str:
    spec = find_spec("streamlit")
    assert spec is not None and spec.origin is not None
    return (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")


def policy() -> str:
    """The Content-Security-Policy: everything from this server alone, and no script but Streamlit's and page.js."""
    scripts = re.findall(r"<script>(.*?)</script>", _streamlits_page(), flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    allowed = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)])
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


class Headers:
    """The middleware that adds them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._given = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _NOTHING),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._given)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
