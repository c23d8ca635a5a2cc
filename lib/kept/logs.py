"""The log: one file that turns over by size, for all processes of the program, without secrets.

Everything that the logger "banyue" is told is kept: sign-ins, refusals, saves, errors, backups; of all other loggers,
as those of Streamlit and uvicorn, what is a warning or worse. A text of a user can neither begin a line of its own nor
hide one: line breaks and control characters are written as \\n, \\x1b and the like.
"""

import logging
import re
import sys
import threading
import traceback
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler, WatchedFileHandler
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

from lib.kept.locks import locked
from lib.kept.private import keep_private, private_folder, private_opener
from lib.words.language import gettext as _
from lib.words.said_by_others import of_file
from lib.words.settings import read, settings

log = logging.getLogger("banyue")

MEGABYTES, OLD_FILES = 10, 10
HIDDEN = "[hidden]"
SAID = {"said": True}  # as `extra` of a record: people have read it on the console already

_NAME = r"[\w-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|csrf|xsrf|api[_-]?key|session[_-]?id|密码|口令|令牌)[\w-]*"
_SECRETS = tuple(
    (re.compile(pattern, re.IGNORECASE), rf"\g<1>{HIDDEN}")
    for pattern in (
        r"(\b(?:set-cookie|cookie|authorization)\b[\"']?\s*[:=]\s*)[^\r\n]+",  # a header, to the end of its line
        rf"({_NAME}[\"']?\s*[:=：＝]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s,;，；&)}}\]]+)",
        r"(\b\w[\w+.-]*://[^\s:/@]*:)[^\s/@]+(?=@)",  # postgresql://user:…@host
        r"(\b(?-i:DETAIL):\s*)[^\r\n]+",  # PostgreSQL: the row that an error is about
        r"()\$argon2\w*\$[^\s\"']+",
    )
) + ((re.compile(r"\b(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{40,}", re.ASCII), HIDDEN),)  # a random token


def clean(text: str) -> str:
    """`text` without what looks like a password, token or cookie, and on one line."""
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    """Control characters, line separators and marks that turn the direction of writing, as escapes."""
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape").decode("ascii")


@cache
def _zone() -> ZoneInfo:
    """The office's clock, by config.toml alone.

    To ask what the office set may write a line itself, which would wait for ever for the lock that this one holds.
    """
    return ZoneInfo(read().calendar.timezone)


class Lines(logging.Formatter):
    """One line for a record: when on the office's clock, how grave, which process, what; a traceback is indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text, cleaned."""
        at = datetime.fromtimestamp(record.created, _zone())
        source = "" if record.name == log.name else f"{record.name}: "
        head = f"{at:%Y-%m-%d %H:%M:%S%z} {record.levelname} {record.process} {clean(source + record.getMessage())}"
        return "\n".join([head, *(f"    | {clean(line)}" for line in _traceback(record))])


def _traceback(record: logging.LogRecord) -> Iterator[str]:
    if record.exc_info and record.exc_info[1]:
        yield from "".join(traceback.format_exception(record.exc_info[1])).rstrip("\n").split("\n")


class _OneFile(RotatingFileHandler, WatchedFileHandler):
    """Of several processes that write to one file, one turns it over, and the others follow it to the new one.

    concurrent-log-handler (0.9) would save eight lines. It opens the file at the first record, so that a start could
    not say that it cannot be written, and takes 0.1 s to import, 4 % of what a command takes.
    """

    dev = ino = -1  # of the file that is open; WatchedFileHandler compares them with the file of that name

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=private_opener)  # noqa: PTH123, SIM115

    def emit(self, record: logging.LogRecord) -> None:
        try:
            # size, turning over and writing together: two that turn it over at once would lose a whole file
            with locked(Path(f"{self.baseFilename}.lock"), wait=True):
                self.reopenIfNeeded()
                super().emit(record)
        except OSError:
            self.handleError(record)


def set_up(*, server: bool = False) -> None:
    """Write to the settings' log file from here on; a `server` also to its console, with all that nobody caught.

    Where the file cannot be written the console says so, and the program goes on without it.
    """
    log.setLevel(logging.INFO)
    if server:
        console = logging.StreamHandler()
        console.setLevel(logging.WARNING)
        console.addFilter(lambda record: not hasattr(record, "said"))
        _attach(console, [logging.getLogger()])
        _catch_what_nobody_caught()
    file = settings().log_file
    if any(isinstance(each, _OneFile) and each.baseFilename == str(file) for each in logging.getLogger().handlers):
        return
    try:
        private_folder(file.parent)
        keep_private(file)
        handler = _OneFile(file, maxBytes=MEGABYTES * 1_000_000, backupCount=OLD_FILES, encoding="utf-8")
    except OSError as error:
        said = _("{file}: {reason}; nothing is logged to it").format(file=file, reason=of_file(error))
        print(said, file=sys.stderr, flush=True)
        return
    _attach(handler, [logging.getLogger(), *_keeping_to_themselves()])


def _attach(handler: logging.Handler, loggers: list[logging.Logger]) -> None:
    handler.setFormatter(Lines())
    handler.addFilter(lambda record: record.name == log.name or record.levelno >= logging.WARNING)
    for each in loggers:
        each.addHandler(handler)


def _keeping_to_themselves() -> Iterator[logging.Logger]:
    """The loggers whose records do not reach the root: Streamlit's and uvicorn's, which print for themselves."""
    for each in logging.root.manager.loggerDict.values():
        if isinstance(each, logging.Logger) and not each.propagate:
            yield each


def _catch_what_nobody_caught() -> None:
    """Errors that end a thread or the program go into the log too."""

    def ended(error: BaseException | None, where: str) -> None:
        if isinstance(error, Exception):
            log.critical("%s ended by an error", where, exc_info=error)

    def thread_ended(given: threading.ExceptHookArgs) -> None:
        ended(given.exc_value, f"thread {given.thread.name if given.thread else ''}")

    def program_ended(_kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
        ended(error, "the program")

    threading.excepthook = thread_ended
    sys.excepthook = program_ended
