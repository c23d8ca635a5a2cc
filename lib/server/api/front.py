"""What stands at /api/v1 from the start on; what answers there is imported beside the server's first answers."""

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from lib.server import warming
from lib.server.api.describe import ROOT

_at_once = CapacityLimiter(2)  # a large answer takes a core for a while, and pages want theirs


class Api:
    """The application behind all of these addresses; the gate has let the reader pass."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await to_thread.run_sync(_answer, request, limiter=_at_once)
        await response(scope, receive, send)


def routes() -> list[BaseRoute]:
    """Every address that begins with /api/v1; what is not a resource is told so in the same words."""
    return [Route(ROOT, Api()), Route(f"{ROOT}/{{rest:path}}", Api())]


def _answer(request: Request) -> Response:
    warming.ready()
    from lib.server.api.server import answer

    return answer(request)


def refused(scope: Scope, status: int, detail: str = "") -> Response:
    """What the gate answers in place of the resource (`lib.server.api.answers`)."""
    from lib.server.api import answers

    return answers.refused(scope, status, detail)
