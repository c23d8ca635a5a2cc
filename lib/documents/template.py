"""Templates: a text with placeholders in braces, which the office may write anew, and what may stand in the braces.

A template says by `holds` which placeholders it may have. Sentences of indicators may name any indicator by its code,
with a side of it behind a colon; whether such a code exists only the database knows (`texts.check`).
"""

# The standard library's Formatter reads them, in 25 lines here. Jinja2's sandbox would take as many (an environment
# that yields runs, a walk over its tree for names and sides), convert every file of an office, and still need `holds`.

import re
from collections.abc import Callable, Collection
from string import Formatter
from typing import Any

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from lib.documents.paper import Run, Runs, Said, runs_of
from lib.words.language import gettext as _
from lib.words.toml_files import Strict

INDICATORS = "indicators"  # the mark of a template that may name any indicator
SIDES = ("name", "change", "progress", "percent", "expected", "target", "left", "light")


def holds(*names: str) -> Any:
    """A template with these placeholders and no others."""
    return Field(min_length=1, json_schema_extra={"names": list(names)})


def sentences() -> Any:
    """Templates that may name any indicator."""
    return Field(json_schema_extra={"names": [INDICATORS]})


class Part(Strict):
    """A section of the file; every text in it is checked for its placeholders."""

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, values: object) -> object:
        """TOML knows lists only; they are kept as tuples."""
        if not isinstance(values, dict):
            return values
        return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}

    @field_validator("*", mode="after")
    @classmethod
    def _placeholders(cls, value: object, info: ValidationInfo) -> object:
        extra = cls.model_fields[info.field_name or ""].json_schema_extra
        allowed: Any = extra.get("names", []) if isinstance(extra, dict) else []
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                _check(text, allowed)
        return value


def _check(text: str, allowed: Collection[str]) -> None:
    for name, side in placeholders(text):
        if INDICATORS in allowed:  # without a side it is the value, which needs no leave
            _must_be(side or "name", SIDES, f"{{{name}:{side}}}", [f":{each}" for each in SIDES])
        else:
            _must_be(name, allowed, f"{{{name}}}", [f"{{{each}}}" for each in allowed])


def _must_be(name: str, allowed: Collection[str], found: str, shown: list[str]) -> None:
    if name not in allowed:
        said = _("unknown placeholder {name}; allowed are {allowed}")
        raise _wrong(said.format(name=found, allowed=" ".join(shown) or _("none")))


def _wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("placeholder", "{sentence}", {"sentence": sentence})


WIDE = "[｛｝]"  # what a Chinese keyboard types for a brace; it would be printed as it stands


def placeholders(text: str) -> list[tuple[str, str]]:
    """The placeholders of a template as (name, side). Raises PydanticCustomError where one is not closed or wide."""
    if re.search(WIDE, text):
        raise _wrong(_("braces are typed half-width, as on an English keyboard"))
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise _wrong(_("a brace is not closed, or stands alone")) from error
    return [(name, side or "") for _before, name, side, _conversion in parts if name is not None]


def fill(template: str, **values: Said) -> Runs:
    """The template with `values` in its placeholders; KeyError for one that is not given."""
    return fill_with(template, lambda name, _side: values[name])


def fill_with(template: str, find: Callable[[str, str], Said]) -> Runs:
    """The template with what `find(name, side)` says for each placeholder."""
    runs: list[Run] = []
    for before, name, side, _conversion in Formatter().parse(template):
        runs += [Run(before)] if before else []
        runs += runs_of(find(name, side or "")) if name is not None else []
    return tuple(runs)
