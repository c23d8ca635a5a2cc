"""A TOML file of the office as one checked object; a mistake in it is named with its key and what is allowed."""

import logging
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from lib.words.errors import SettingsError
from lib.words.language import gettext as _
from lib.words.said_by_others import of_file, of_value

log = logging.getLogger("banyue")

SET = "set by the office"  # the context in which what is set over the file is checked
LONGEST = 120  # characters of a value that a mistake shows
SECRETS = {("reminders",), ("reminders", "robots"), ("reminders", "mail_password")}  # values that no mistake shows

Section = TypeVar("Section", bound=BaseModel)


class Strict(BaseModel):
    """A section of such a file: it is never changed, knows every key that may stand in it, and converts nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def read_file(path: Path, model: type[Section], newer: Path | None = None) -> Section:
    """A TOML file of the office as `model`, with what it lacks taken from `newer` where that is there.

    Raises SettingsError naming every key that is wrong, and why.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if newer and newer.exists():
            content = filled(content, tomllib.loads(newer.read_text(encoding="utf-8")))
        return model.model_validate(content)
    except FileNotFoundError as error:
        raise SettingsError(_("{file} is missing; take it from the project again").format(file=path.name)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(_("{file} is not TOML: {reason}").format(file=path.name, reason=_where(error))) from error
    except ValidationError as error:
        raise SettingsError("\n".join(_mistake(path, model, mistake) for mistake in error.errors())) from error


def _where(error: Exception) -> str:
    """The place that Python names; its own words are English."""
    if isinstance(error, UnicodeError):
        return of_file(error)
    log.error("a file of settings is not TOML: %s", error)
    place = re.search(r"line (\d+), column (\d+)", str(error))
    return _("line {line}, column {column}").format(line=place[1], column=place[2]) if place else _("at its end")


def filled(own: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """`own` with what it lacks of `newer`, section by section."""
    both = [key for key, value in own.items() if isinstance(value, dict) and isinstance(newer.get(key), dict)]
    return {**newer, **own} | {key: filled(own[key], newer[key]) for key in both}


def _mistake(path: Path, model: type[BaseModel], mistake: Any) -> str:
    key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        allowed = ", ".join(_section_at(model, mistake["loc"][:-1]).model_fields)
        return _("{file}: unknown key {key}; allowed are {allowed}").format(file=path.name, key=key, allowed=allowed)
    if mistake["type"] == "missing":
        return _("{file}: key {key} is missing").format(file=path.name, key=key)
    value = "…" if mistake["loc"][:2] in SECRETS else str(mistake["input"])
    return _("{file}: {key} = {value}: {reason}").format(
        file=path.name, key=key, value=value[:LONGEST] + "…" * (len(value) > LONGEST), reason=of_value(mistake)
    )


def _section_at(section: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    """The section in which a key stands; a list holds sections of one kind."""
    for key in loc:
        if isinstance(key, str):
            kind = section.model_fields[key].annotation
            section = cast(type[BaseModel], get_args(kind)[0] if get_origin(kind) is tuple else kind)
    return section


def changed(base: Section, values: Mapping[str, Any]) -> Section:
    """`base` with `values` (by key: calendar.holidays) in place of its own. Raises pydantic's ValidationError."""
    whole = dict(
        base
    )  # sections as they are, which pydantic takes without another look; a changed one is a dict, and checked
    for key, value in values.items():
        section, _dot, name = key.rpartition(".")
        whole |= {section: dict(whole[section]) | {name: value}} if section else {name: value}
    return type(base).model_validate(whole, context=SET)
