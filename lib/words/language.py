"""English in the source, Chinese in `locale/zh.po`; the language belongs to one run of a page or command."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from lib.words.texts import printable

LANGUAGES = {"zh": "中文", "en": "English"}
TAGS = {"zh": "zh-CN", "en": "en"}  # as browsers and screen readers know them
CATALOGUE = Path(__file__).parent / "locale" / "zh.po"

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


def gettext(message: str) -> str:
    """The text of `message` in the language of this run; without a Chinese text, the English one."""
    return chinese().get(message, message) if current() == "zh" else message


def N_(message: str) -> str:  # the name by which gettext's tools find such texts
    """A text that is said later, when the language is known: `message` as it stands, to be given to gettext then."""
    return message


def named(zh: str, en: str) -> str:
    """A name that is kept in both languages: the one of this run, the Chinese one where English is missing."""
    return printable(en if current() == "en" and en else zh)
