"""English in the source, Chinese in `locale/zh.po`; the language belongs to one run of a page or command.

A text that counts something stands in the source as it reads of many; what it reads of one is in `locale/en.po`, by
gettext's plurals. Chinese has one form for both.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from lib.words.texts import printable

LANGUAGES = {"zh": "中文", "en": "English"}
TAGS = {"zh": "zh-CN", "en": "en"}  # as browsers and screen readers know them
CATALOGUE = Path(__file__).parent / "locale" / "zh.po"
PLURALS = CATALOGUE.with_name("en.po")

_current: ContextVar[str | None] = ContextVar("language", default=None)
_asked: list[Callable[[], str | None]] = []


def use(language: str) -> None:
    """Speak `language` ("zh" or "en") from here on in this run."""
    _current.set(language)


def ask(who: Callable[[], str | None]) -> None:
    """Let `who` say the language where no run has said it yet: a click's work is done before its page begins."""
    _asked[:] = [who]


def current() -> str:
    """The language of this run: "zh" or "en"."""
    return _current.get() or next((chosen for who in _asked if (chosen := who())), "zh")


@cache
def chinese() -> dict[str, str]:
    """Every message id with its Chinese text, read from the catalogue once."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh")
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}


@cache
def plurals() -> tuple[GNUTranslations, dict[str, list[str]]]:
    """The English catalogue, and what each of its texts counts: {"{count} rows": ["count"]}."""
    with PLURALS.open("rb") as file:
        catalogue = read_po(file, locale="en")
    compiled, counts = BytesIO(), dict[str, list[str]]()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    for message in catalogue:
        if message.context:
            counts.setdefault(message.id[0], []).append(message.context)
    return GNUTranslations(compiled), counts


class Counting(str):
    """An English text that counts something: with 1 it takes its singular, by gettext's rule."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        """The text with its values. Of 6/9 and 1,429 the last number counts; what is no number is many."""
        catalogue, counts = plurals()
        text = str(self)
        for counted in counts[text]:
            text = catalogue.npgettext(counted, text, text, _number(values[counted]))
        return text.format(*args, **values)


def _number(value: object) -> int:
    digits = str(value).rpartition("/")[2].replace(",", "")
    return int(digits) if digits.isdecimal() else 2


def gettext(message: str) -> str:
    """The text of `message` in the language of this run; without a Chinese text, the English one."""
    if current() == "zh":
        return chinese().get(message, message)
    return Counting(message) if message in plurals()[1] else message


def N_(message: str) -> str:  # the name by which gettext's tools find such texts
    """A text that is said later, when the language is known: `message` as it stands, to be given to gettext then."""
    return message


def named(zh: str, en: str) -> str:
    """A name that is kept in both languages: the one of this run, the Chinese one where English is missing."""
    return printable(en if current() == "en" and en else zh)
