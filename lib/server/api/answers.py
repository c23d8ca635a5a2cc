"""An answer on its way out: rows → JSON or CSV, and problems in the same headers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from msgspec import Raw
from msgspec.json import Encoder
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from lib.intake import exports
from lib.intake.exports import Export
from lib.server.api.describe import FieldKind, Resource
from lib.server.api.problems import MEDIA_TYPE, ProblemDetails
from lib.words.half_months import HalfMonth
from lib.words.language import LANGUAGES, use
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.texts import printable

# kept by the reader alone and asked for again each time, and apart for each that may get another answer
CACHED_SO = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Language, Authorization, Cookie"}


def speak(request: Request) -> None:
    """Use the language that was asked for: by `lang`, else by Accept-Language, else the office's."""
    given = request.query_params.get("lang", "")
    use(given if given in LANGUAGES else _preferred(request.headers, LANGUAGES) or settings().language)


def is_csv(headers: Headers, given: str | None) -> bool:
    """Whether the reader wants CSV: by `format`, else by Accept."""
    weights = _weights(headers.get("accept", ""))
    return given == "csv" if given else weights.get("text/csv", 0) > weights.get("application/json", 0)


def _preferred(headers: Headers, known: Iterable[str]) -> str | None:
    weights: dict[str, float] = {}
    for name, weight in _weights(headers.get("accept-language", "")).items():
        language = name.partition("-")[0]
        weights[language] = max(weight, weights.get(language, 0))
    spoken = [name for name in known if weights.get(name)]  # a weight of 0 says that it is not wanted
    return max(spoken, key=weights.__getitem__) if spoken else None


def _weights(header: str) -> dict[str, float]:
    """zh-CN,zh;q=0.9 → what is accepted with its weight; what is no number counts nothing."""
    weights = {}
    for part in header.lower().split(","):
        name, *parameters = map(str.strip, part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        weights[name] = float(weight) if weight.replace(".", "", 1).isdecimal() else 0.0
    return weights


# Rows -------------------------------------------------------------------------------------------------------------


def as_json(body: Mapping[str, Any], rows: Iterable[Mapping[str, Any]] | None = None) -> bytes:
    """`body`, with `rows` under that name a line each; a decimal keeps its digits and passes through no float."""
    if rows is not None:
        lines = b",\n".join(_ENCODER.encode(_members(row)) for row in rows)
        return _ENCODER.encode({**_members(body), "rows": Raw(b"[" + lines + b"]")})
    return _ENCODER.encode(_members(body))


_ENCODER = Encoder(decimal_format="number")


def _members(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _written(value) for name, value in values.items()}


def _written(value: Any) -> Any:
    """Texts without what cannot be seen, also within; half months as texts."""
    return _WRITERS[type(value)](value) if type(value) in _WRITERS else value


_WRITERS: dict[type, Callable[[Any], Any]] = {
    str: printable,
    HalfMonth: str,
    dict: _members,
    list: lambda values: [_written(value) for value in values],
    tuple: lambda values: [_written(value) for value in values],
}


def as_csv(resource: Resource, rows: Iterable[Mapping[str, Any]], *, demo: bool) -> bytes:
    """A column for each field; figures say in a column of their own whether they are a demo's."""
    header = [field.name for field in resource.fields] + ["demo"] * resource.figures
    more = (_cell("yes_no", demo),) * resource.figures
    lines = [(*(_cell(field.kind, row[field.name]) for field in resource.fields), *more) for row in rows]
    return exports.as_csv(Export(resource.name, tuple(header), lines))


def _cell(kind: FieldKind, value: Any) -> Any:
    if value is None or kind in ("integer", "number"):
        return value
    if kind == "yes_no":
        return "true" if value else "false"
    return " ".join(value) if kind == "codes" else str(value)


# Responses --------------------------------------------------------------------------------------------------------


def attached(name: str) -> str:
    """A file's name for Content-Disposition after RFC 6266: in ASCII, and in full for whoever reads that."""
    full = exports.file_name(name, "csv")
    plain = full.encode("ascii", "ignore").decode().replace('"', "").replace("\\", "").strip("_ .")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


def problem(request: Request, details: ProblemDetails) -> Response:
    """The problem as a document, in the language of the request."""
    body = as_json(details.body(request.url.path))
    return Response(body, details.status, {**CACHED_SO, **details.headers}, MEDIA_TYPE)


def refused(scope: Scope, status: int, detail: str = "") -> Response:
    """What the gate answers in place of the resource: without a session 401, never the way to a form."""
    request = Request(scope)
    speak(request)
    if status == 401:
        detail = _("Sign in, and send the cookie of the session along; a session that has ended opens nothing.")
        return problem(request, ProblemDetails(401, detail, headers={"WWW-Authenticate": 'Cookie realm="banyue"'}))
    return problem(request, ProblemDetails(status, detail))
