"""What is asked for under /api/v1: from the request to its answer, one step under the other."""

import logging
import secrets
from typing import Any
from urllib.parse import unquote_plus, urlencode

from starlette.requests import Request
from starlette.responses import Response

from lib.kept import store
from lib.kept.current import current_reference
from lib.ledger.access import signed_in
from lib.review.seed import is_demo
from lib.server.api.answers import CACHED_SO, as_csv, as_json, attached, is_csv, problem, speak
from lib.server.api.catalogues import half_month_rows
from lib.server.api.describe import ROOT, Page, Resource, Source, Wanted
from lib.server.api.fields import LANG
from lib.server.api.openapi import DESCRIPTION_ADDRESS, description
from lib.server.api.parameters import checked
from lib.server.api.problems import ProblemDetails
from lib.server.api.resources import RESOURCES
from lib.server.api.tags import matches, tag
from lib.server.gate.cookies import token_of
from lib.server.gate.throttle import Rate
from lib.show.boards.status import data_status
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings

log = logging.getLogger("banyue")

METHODS = ("GET", "HEAD")
DESCRIBED_BY = f'<{DESCRIPTION_ADDRESS}>; rel="service-desc"'
BY_ADDRESS = {resource.address: resource for resource in RESOURCES.values()}

rate = Rate()


def answer(request: Request) -> Response:
    """The answer, or the problem."""
    speak(request)
    try:
        response = _answer(request)
    except ProblemDetails as details:
        response = problem(request, details)
    except StoreError as error:
        response = problem(request, ProblemDetails(503, str(error)))
    except Exception:
        number = secrets.token_hex(2).upper()
        log.exception("fault %s", number)
        detail = _("The system could not finish this, number {number}; nothing was saved.").format(number=number)
        response = problem(request, ProblemDetails(500, detail))
    if request.method == "HEAD":
        response.body = b""  # its headers stay those of the whole answer
    return response


def _answer(request: Request) -> Response:
    if request.method not in METHODS:
        detail = _("Only GET and HEAD are answered; data come in through the pages.")
        raise ProblemDetails(405, detail, headers={"Allow": ", ".join(METHODS)})
    address, most = request.client.host if request.client else "", settings().sharing.per_minute
    if seconds := rate.seconds_to_wait(address, most):
        detail = _("Ask again in {seconds} seconds.").format(seconds=seconds)
        raise ProblemDetails(429, detail, headers={"Retry-After": str(seconds)})
    if request.url.path == DESCRIPTION_ADDRESS:
        return _described(request)
    resource = BY_ADDRESS.get(request.url.path)
    if resource is None:
        raise ProblemDetails(404, _("{address} lists what there is.").format(address=ROOT))
    return _read(request, resource)


def _described(request: Request) -> Response:
    wanted = checked(request.query_params.multi_items(), (LANG,))
    with store.reading(store.engine()) as connection:
        mark = tag(connection, DESCRIPTION_ADDRESS, sorted(wanted.items()))
    if matches(request.headers.get("if-none-match"), mark):
        return Response(None, 304, CACHED_SO | {"ETag": mark})
    return Response(as_json(description()), headers=CACHED_SO | {"ETag": mark}, media_type="application/json")


def _read(request: Request, resource: Resource) -> Response:
    given = checked(request.query_params.multi_items(), resource.parameters)
    wanted = {**given, "format": "csv" if is_csv(request.headers, given.get("format")) else "json"}
    with store.reading(store.engine()) as connection:
        mark = tag(connection, resource.address, sorted(wanted.items()))
        headers = CACHED_SO | {"ETag": mark}
        if matches(request.headers.get("if-none-match"), mark):
            return Response(None, 304, headers)
        source = Source(connection, current_reference(connection))
        page = resource.read(source, wanted)
        following = _next(request, wanted, page)
        _log(request, source, wanted, len(page.rows))
        headers["Link"] = ", ".join([f'<{following}>; rel="next"'] * bool(following) + [DESCRIBED_BY])
        if wanted["format"] == "csv":
            return _csv(source, resource, page, headers)
        body = as_json(_envelope(source, resource, wanted, page) | {"next": following}, resource.shown(page.rows))
    return Response(body, headers=headers, media_type="application/json")


def _log(request: Request, source: Source, wanted: Wanted, rows: int) -> None:
    """Which figures went to another program: who asked from where, for what, and how many rows went out."""
    if request.method == "GET":  # HEAD takes nothing out
        by = signed_in(source.connection, token_of(request.cookies)).login or "nobody"
        asked = "?".join(filter(None, (request.url.path, unquote_plus(request.url.query))))
        address = request.client.host if request.client else ""
        text = "exported by API: %s as %s; %s rows, login=%s address=%s"
        log.info(text, asked, wanted["format"], rows, by, address)


def _envelope(source: Source, resource: Resource, wanted: Wanted, page: Page) -> dict[str, Any]:
    """What stands around the rows: how honest and how complete they are."""
    status = data_status(source.connection, source.reference)
    months = list(page.half_months) or ([status.reviewed] if status.started else [])
    return {
        "resource": resource.code,
        "demo": is_demo(source.connection),
        "note": status.notes[months[-1] if months else status.reviewed],
        "half_months": half_month_rows(source, status, months),
        "revision": store.revision(source.connection),
        "total": page.total,
        "offset": wanted.get("offset", 0),
    }


def _next(request: Request, wanted: Wanted, page: Page) -> str | None:
    after = wanted.get("offset", 0) + len(page.rows)
    if not page.rows or after >= page.total:
        return None
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    return f"{request.url.path}?{urlencode([*kept, ('offset', after)])}"


def _csv(source: Source, resource: Resource, page: Page, headers: dict[str, str]) -> Response:
    demo = is_demo(source.connection)
    parts = [_(resource.title), *map(str, page.half_months[:1])]
    name = "_".join([resource.name or "index", *parts, *([_("demo")] if demo and resource.figures else [])])
    more = {"Content-Disposition": attached(name)}
    return Response(
        as_csv(resource, resource.shown(page.rows), demo=demo), headers=headers | more, media_type="text/csv"
    )
