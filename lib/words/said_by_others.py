"""What the system and pydantic say of a mistake, in words of our own: theirs are English, and for the log.

Why a host did not answer stands in `unanswered`.
"""

import errno
import logging
from collections.abc import Mapping
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

from lib.words.language import gettext as _

log = logging.getLogger("banyue")


def of_file(error: Exception) -> str:
    """Why a file can be neither read nor written."""
    if isinstance(error, UnicodeError):
        return _("it is not written in UTF-8")
    number = getattr(error, "errno", None)
    if known := _known().get(number or 0):
        return known
    log.warning("said by the system: %s %s", type(error).__name__, error)
    return _("error of the system {number}; more of it stands in the log").format(number=number or "—")


def _known() -> dict[int, str]:
    forbidden = _("this user has no right to it")
    in_the_way = _("a file of that name stands in the way")
    return {
        errno.ENOSPC: _("the disk is full; make room there"),
        errno.EACCES: forbidden,
        errno.EPERM: forbidden,
        errno.EROFS: _("the disk can only be read"),
        errno.ENOENT: _("it does not exist"),
        errno.EISDIR: _("it is a folder"),
        errno.EEXIST: in_the_way,
        errno.ENOTDIR: in_the_way,
        errno.EIO: _("the disk reports an error; it may be failing"),
        errno.ENOLCK: _("the disk takes no locks; use one of this machine"),
    }


def of_value(mistake: Mapping[str, Any]) -> str:
    """Why a value cannot stand in a file of settings or texts, from one of pydantic's errors."""
    context = mistake.get("ctx", {})
    if "error" in context:
        return str(context["error"])  # a ValueError of our own
    if mistake["type"] not in _PYDANTICS:
        return str(mistake["msg"])  # a PydanticCustomError of our own
    if said := _rules().get(mistake["type"]):
        return said.format(**context | {"expected": str(context.get("expected", "")).replace(" or ", ", ")})
    log.warning("said by pydantic: %s: %s", ".".join(map(str, mistake["loc"])), mistake["type"])
    return _("it cannot stand here; docs/operating.md, Settings, says what can")


_PYDANTICS = frozenset(get_args(ErrorType))


def _rules() -> dict[str, str]:
    whole, many = _("a whole number is needed, without quotes"), _("a list in square brackets is needed")
    day = _("a day like 2027-02-05 is needed, without quotes")
    return {
        "greater_than_equal": _("at least {ge}"),
        "less_than_equal": _("at most {le}"),
        "string_too_short": _("something must stand here"),
        "string_too_long": _("characters: at most {max_length}"),
        "too_short": _("name at least {min_length}"),
        "too_long": _("name at most {max_length}"),
        "literal_error": _("one of these: {expected}"),
        "int_type": whole,
        "int_parsing": whole,
        "int_from_float": whole,
        "bool_type": _("true or false is needed, without quotes"),
        "string_type": _("a text in quotes is needed"),
        "string_pattern_mismatch": _("it is written in another way; docs/operating.md, Settings, shows how"),
        "tuple_type": many,
        "list_type": many,
        "dict_type": _("names with values in braces are needed"),
        "date_type": day,
        "date_parsing": day,
        "date_from_datetime_parsing": day,
        "date_from_datetime_inexact": day,
    }
