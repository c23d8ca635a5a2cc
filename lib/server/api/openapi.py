"""The description of all addresses after OpenAPI 3.1, made from the table of resources that answers them."""

from collections.abc import Iterable
from typing import Any

from lib.server.api.catalogues import HALF_MONTHS
from lib.server.api.describe import CODE, HALF_MONTH, LONGEST_CODE, ROOT, Field, Parameter, Resource
from lib.server.api.fields import LANG
from lib.server.api.parameters import AT_ONCE
from lib.server.api.problems import MEDIA_TYPE, title
from lib.server.api.resources import RESOURCES
from lib.server.gate import COOKIES
from lib.words.language import gettext as _
from lib.words.settings import settings

Json = dict[str, Any]
DESCRIPTION_ADDRESS = f"{ROOT}/openapi.json"


def description() -> Json:
    """The whole document, in the language of this run."""
    guarded = settings().access.view == "signed-in"
    return {
        "openapi": "3.1.0",
        "info": {"title": _("{title}: figures to share").format(title=settings().title), "version": "1",
                 "description": _("What the pages show, read only. Missing is null, never 0; totals cover what was"
                                  " filled in. Codes are text.")},
        "servers": [{"url": "/"}],
        "security": [{name: []} for name in COOKIES] if guarded else [],
        "paths": {each.address: {"get": _operation(each)} for each in RESOURCES.values()}
                 | {DESCRIPTION_ADDRESS: {"get": _own()}},
        "components": {
            "schemas": {each.code: _row(each.fields) for each in RESOURCES.values()} | {"Problem": _problem()},
            "securitySchemes": {name: {"type": "apiKey", "in": "cookie", "name": name} for name in COOKIES},
        },
    }  # fmt: skip


def _operation(resource: Resource) -> Json:
    return {
        "operationId": resource.code,
        "summary": _(resource.title),
        "parameters": [_parameter(each) for each in resource.parameters],
        "responses": {
            "200": {
                "description": _(resource.title),
                "headers": _headers(),
                "content": {
                    "application/json": {"schema": _body(resource)},
                    "text/csv": {"schema": {"type": "string"}},
                },
            },
            **_others(400, 401, 404, 429, 503),
        },
    }  # fmt: skip


def _own() -> Json:
    answer = {"description": _("This description"), "content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "operationId": "openapi",
        "summary": _("This description"),
        "parameters": [_parameter(LANG)],
        "responses": {"200": answer | {"headers": _headers()}, **_others(400, 401, 429, 503)},
    }


def _others(*statuses: int) -> Json:
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers: Json = {str(status): {"description": title(status), "content": problem} for status in statuses}
    answers["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    answers["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return {"304": {"description": _("Unchanged since the answer with this ETag")}} | answers


def _headers() -> Json:
    return {"ETag": {"schema": {"type": "string"}, "required": True}}


def _parameter(parameter: Parameter) -> Json:
    schema = _given(parameter)
    if parameter.several:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": AT_ONCE}
    described: Json = {"name": parameter.name, "in": "query", "description": _(parameter.about), "schema": schema}
    return described | ({"style": "form", "explode": False} if parameter.several else {})


def _given(parameter: Parameter) -> Json:
    if parameter.choices:
        return {"type": "string", "enum": list(parameter.choices)}
    if parameter.kind == "integer":
        return {"type": "integer", "minimum": parameter.least, "maximum": parameter.highest}
    if parameter.kind == "half_month":
        return {"type": "string", "pattern": HALF_MONTH, "maxLength": 9}
    return {"type": "string", "pattern": CODE, "maxLength": LONGEST_CODE}


# What comes back --------------------------------------------------------------------------------------------------


def _body(resource: Resource) -> Json:
    months = _row(HALF_MONTHS.fields)
    integer = {"type": "integer", "minimum": 0}
    properties: Json = {
        "resource": {"type": "string", "const": resource.code},
        "demo": {"type": "boolean", "description": _("Whether this is the demo: only prefecture totals are real.")},
        "note": {"type": "string", "description": _("State of the data in a sentence, as the pages show it.")},
        "half_months": {"type": "array", "items": months,
                        "description": _("The half months of the rows, with how complete they are.")},
        "revision": integer | {"description": _("A number that every save raises.")},
        "total": integer | {"description": _("How many rows there are in all.")},
        "offset": integer,
        "next": {"type": ["string", "null"], "description": _("Address of the following rows; null at the end.")},
        "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{resource.code}"}},
    }  # fmt: skip
    return _closed(properties)


def _row(fields: Iterable[Field]) -> Json:
    return _closed({field.name: _field(field) for field in fields})


def _closed(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_TYPES: dict[str, Json] = {
    "text": {"type": "string"},
    "code": {"type": "string"},
    "half_month": {"type": "string", "pattern": HALF_MONTH},
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "yes_no": {"type": "boolean"},
    "codes": {"type": "array", "items": {"type": "string"}},
}


def _field(field: Field) -> Json:
    schema = _TYPES[field.kind] | {"description": _(field.about)}
    if field.choices:
        schema["enum"] = [*field.choices, *([None] if field.may_lack else [])]
    return schema | ({"type": [schema["type"], "null"]} if field.may_lack else {})


def _problem() -> Json:
    text = {"type": "string"}
    each = _closed({"parameter": text, "detail": text, "mend": text})
    members: Json = {"type": text, "title": text, "status": {"type": "integer"}, "detail": text, "instance": text}
    faults = {"parameters": {"type": "array", "items": each, "description": _("What is wrong, and how to mend it.")}}
    return _closed(members) | {"properties": members | faults}
