"""What another dashboard answers, held to its schema: bytes → rows. More fields may come, none may lack."""

import logging
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import Decoder, encode

from lib.words.errors import Refusal
from lib.words.language import gettext as _

log = logging.getLogger("banyue")


class Month(Struct):
    """A half month there: 2023-07-1, and how complete it is in words."""

    half_month: str
    state: str
    note: str


class Unit(Struct):
    """A unit there."""

    code: str
    name: str


class Indicator(Struct):
    """An indicator there: what must be as it is here."""

    code: str
    unit_of_measure: str
    decimals: int


class Value(Struct):
    """A total there; None where nothing was reported, never 0."""

    half_month: str
    unit: str
    indicator: str
    value: Decimal | None


class Months(Struct):
    """The body of /half-months."""

    rows: list[Month]
    revision: int
    demo: bool


class Units(Struct):
    """The body of /units."""

    rows: list[Unit]
    revision: int


class Indicators(Struct):
    """The body of /indicators."""

    rows: list[Indicator]
    revision: int
    next: str | None


class Values(Struct):
    """The body of /values."""

    rows: list[Value]
    revision: int
    next: str | None


Body = TypeVar("Body", Months, Units, Indicators, Values)


def decoder(of: type[Body]) -> Callable[[bytes], Body]:
    """What reads a body of this kind. Raises Refusal for anything else."""
    read = Decoder(of)

    def decode(content: bytes) -> Body:
        try:
            return read.decode(content)
        except ValidationError as error:
            log.info("not collected: %s", error)
            said = _("its answer has another form than /api/v1 ({reason})")
            raise Refusal(said.format(reason=_where(error))) from error
        except (DecodeError, UnicodeDecodeError) as error:
            log.info("not collected: %s", error)
            raise Refusal(_("its answer is no JSON; see that this is the address of a dashboard")) from error

    return decode


def _where(error: ValidationError) -> str:
    """The place in the answer that msgspec names: rows[…].value; its own words are English."""
    said = str(error)
    field, place = re.search(r"field `(.+?)`", said), re.search(r"at `\$\.?(.*?)`", said)
    named = ".".join(found[1] for found in (place, field) if found and found[1])
    return _("at {place}; bring both programs to the same version").format(place=named or _("its beginning"))


months, units, indicators, values = decoder(Months), decoder(Units), decoder(Indicators), decoder(Values)


def as_bytes(rows: list[Value]) -> bytes:
    """The totals as they are kept with the act: JSON, each number a text with its digits."""
    return encode(rows)
