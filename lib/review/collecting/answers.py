"""What another dashboard answers, held to its schema: bytes → rows. More fields may come, none may lack."""

import logging
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Generic, TypeVar

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


Row = TypeVar("Row")


class Page(Struct, Generic[Row]):
    """A page of a resource: its rows, the revision of which all pages are, and the address of the next one."""

    rows: list[Row]
    revision: int
    next: str | None


class Months(Page[Month]):
    """The body of /half-months."""

    demo: bool


Body = TypeVar("Body", Months, Page[Unit], Page[Indicator], Page[Value])


def decoder(of: type[Body]) -> Callable[[bytes], Body]:
    """What reads a body of this kind. Raises Refusal for anything else."""
    read = Decoder(of)

    def decode(content: bytes) -> Body:
        try:
            return read.decode(content)
        except ValidationError as error:
            log.info("not collected: %s", error)
            text = _("its answer has another form than /api/v1 ({reason})")
            raise Refusal(text.format(reason=_where(error))) from error
        except (DecodeError, UnicodeDecodeError) as error:
            log.info("not collected: %s", error)
            raise Refusal(_("its answer is no JSON; see that this is the address of a dashboard")) from error

    return decode


def _where(error: ValidationError) -> str:
    """The place in the answer that msgspec names: rows[…].value; its own words are English."""
    words = str(error)
    field, place = re.search(r"field `(.+?)`", words), re.search(r"at `\$\.?(.*?)`", words)
    named = ".".join(match[1] for match in (place, field) if match and match[1])
    return _("at {place}; bring both programs to the same version").format(place=named or _("its beginning"))


months, units = decoder(Months), decoder(Page[Unit])
indicators, values = decoder(Page[Indicator]), decoder(Page[Value])


def as_bytes(rows: list[Value]) -> bytes:
    """The totals as they are kept with the act: JSON, each number a text with its digits."""
    return encode(rows)
