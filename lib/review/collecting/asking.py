"""One question to another office's dashboard over HTTP: bounded in time and size, and never led elsewhere."""

import http.client
import json
import re
import urllib.error
import urllib.request
from typing import NamedTuple
from urllib.parse import urlsplit

from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.unanswered import unanswered

SECONDS = 20.0
MOST = 20_000_000  # bytes of one answer; a page of ten thousand rows has a tenth of it
ROOT = "/api/v1"


class Dashboard(NamedTuple):
    """Whom to ask, with the token of an account there, if it needs one."""

    address: str
    token: str = ""


class Answer(NamedTuple):
    """What came: the body and its mark. `body` is None where nothing is new."""

    body: bytes | None
    etag: str


def normal(address: str) -> str:
    """http://host:8501 however it was written. Raises Refusal for what is no address."""
    try:
        parts = urlsplit(address.strip())
        whole = parts.port != 0 and parts.hostname and not (parts.username or parts.query or parts.fragment)
    except ValueError:  # a bracket too few, a port that is no number
        whole = False
    if not whole or parts.scheme not in ("http", "https") or not _PLAIN.fullmatch(address.strip()):
        text = _("{address} is no address of a dashboard; write it like http://10.1.2.3:8501")
        raise Refusal(text.format(address=without_secrets(address)))
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix(ROOT)}"


_PLAIN = re.compile(r"[!-~]+")  # what goes over the line as it stands


def without_secrets(address: str) -> str:
    """An address as it was written, without the password or the key that may stand in it."""
    return re.sub(r"\?.*", "?…", re.sub(r"//.*@", "//…@", address, flags=re.DOTALL), flags=re.DOTALL)


def ask(whom: Dashboard, path: str, etag: str = "") -> Answer:
    """What is at a path below /api/v1. Raises Refusal, in a sentence, for anything but an answer."""
    if not _PLAIN.fullmatch(whom.token or "-"):
        raise Refusal(_("its token is none; write it as python -m lib account token LOGIN showed it"))
    headers = {"Accept": "application/json", "User-Agent": "banyue"}
    headers |= {"Authorization": f"Bearer {whom.token}"} if whom.token else {}
    headers |= {"If-None-Match": etag} if etag else {}
    request = urllib.request.Request(f"{whom.address}{ROOT}{path}", headers=headers)
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            body = answer.read(MOST + 1)  # one byte more tells that there are more
            if len(body) > MOST:
                raise Refusal(_("it answers with more than {most} MB").format(most=MOST // 1_000_000))
            return Answer(body, answer.headers.get("ETag", ""))
    except urllib.error.HTTPError as error:
        with error:
            return _refused(error, etag)
    except (OSError, http.client.HTTPException) as error:
        raise Refusal(_("it does not answer ({reason})").format(reason=unanswered(error))) from error


def _refused(error: urllib.error.HTTPError, etag: str) -> Answer:
    if error.code == 304:
        return Answer(None, etag)
    if error.code == 401:
        raise Refusal(_("it asks for a token; let its office make one by python -m lib account token LOGIN")) from error
    raise Refusal(_("it answers with error {code}{detail}").format(code=error.code, detail=_detail(error))) from error


def _detail(error: urllib.error.HTTPError) -> str:
    """What a dashboard of ours says of its refusal; "" of any other server."""
    try:
        told: object = json.loads(error.read(MOST))
    except (ValueError, OSError, http.client.HTTPException):
        return ""
    detail = told.get("detail") if isinstance(told, dict) else None
    return f": {detail}" if isinstance(detail, str) else ""


class _NowhereElse(urllib.request.HTTPRedirectHandler):
    """A token must not follow to another host: a redirect is an error."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


# nor through a proxy that the environment names: offices ask each other within their network
_opener = urllib.request.build_opener(_NowhereElse, urllib.request.ProxyHandler({}))
