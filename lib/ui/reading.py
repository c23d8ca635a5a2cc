"""Reading once per revision: all sessions of a process share what was made from the same data."""

import gc
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, cached_property, lru_cache
from threading import local
from typing import Any, TypeVar

import sqlalchemy as sa

from lib.kept import store
from lib.kept.current import current_reference
from lib.kept.decided import follow
from lib.kept.reference import Reference
from lib.kept.touched import Touched, is_of_its_half_month
from lib.show.pictures import draws_chinese
from lib.ui.looked_up import look_up
from lib.ui.people import reader
from lib.words.errors import Forbidden
from lib.words.half_months import HalfMonth
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.settings import settings

Made = TypeVar("Made")


class _Look:
    """The data at one moment, each thing asked for once."""

    def __init__(self) -> None:
        self._since: dict[int, int] = {}

    @cached_property
    def revision(self) -> int:
        with store.reading_boards(store.engine()) as connection:
            newest = store.revision(connection)
            _follow_settings(connection, newest)
            return newest

    @cached_property
    def reference(self) -> Reference:
        # One for all: the catalogues hold both languages, and what they name is no secret.
        known: Reference = _made(_where(), "", self.revision, "", settings().today, _as_they_stand, ())
        return known

    def since(self, half_month: int) -> int:
        """The last revision that can have changed what this half month (ordinal), or one before it, shows."""
        if half_month not in self._since:
            self._since[half_month] = self._asked(half_month)
        return self._since[half_month]

    def _asked(self, half_month: int) -> int:
        touched = _touched(_where())
        if (known := touched.known(self.revision, half_month)) is not None:
            return known
        with store.reading_boards(store.engine()) as connection:
            return touched.since(connection, half_month)


def _as_they_stand(_connection: sa.Connection, reference: Reference) -> Reference:
    return reference


def _follow_settings(connection: sa.Connection, revision: int) -> None:
    """What the office set until this revision holds from now on; only after a save there can be anything new."""
    global _followed
    if _followed != (at := (_where(), revision)):
        follow(connection)
        _followed = at


_followed: tuple[str, int] | None = None


class _Held(local):
    look: _Look | None = None  # by thread: meanwhile others draw for other visitors


_held = _Held()


@contextmanager
def one_look() -> Iterator[None]:
    """For the length of a run of a page: whatever asks for the data's revision, it is that of one moment.

    A button's act comes before the run. A fragment that runs by itself, and a download in its thread, look anew at each
    question. No connection is held meanwhile: runs that wait for a second one would wait for each other.
    """
    _held.look = _Look()
    try:
        yield
    finally:
        _held.look = None


def _look() -> _Look:
    return _held.look or _Look()


def revision() -> int:
    """The data's revision, of this moment or of this run."""
    return _look().revision


def cached(make: Callable[..., Made], *args: Hashable) -> Made:
    """`make(connection, reference, *args)`, made once for each revision, language and day.

    What is of its half month is made again only after a save that can have changed it.
    """
    answer: Made = _made(_where(), _sees(), _since(make, args), current(), settings().today, make, args)
    return answer


def _since(make: Callable[..., Any], args: tuple[Hashable, ...]) -> int:
    """The last revision that can have changed what is made."""
    half_months = [arg.ordinal for arg in args if isinstance(arg, HalfMonth)]
    if not half_months or not is_of_its_half_month(make):
        return revision()
    return _look().since(max(half_months))  # the latest: what it reads lies in that one or before it


@cache  # one for each database: what a process knows of the saves to it outlives every run
def _touched(_store: str) -> Touched:
    return Touched()


def _sees() -> str:
    """What this reader may see, as a part of every key. Raises Forbidden for whoever may see nothing.

    The frame asks too, but a fragment that runs by itself does not pass it.
    """
    view = settings().access.view
    if view == "signed-in" and not reader().known:
        raise Forbidden(_("Your sign-in has ended"))
    return view


# 256 boards are some tens of MB; old revisions fall out by themselves.
@lru_cache(maxsize=256)
def _made(
    _store: str,
    _sees: str,
    revision: int,
    _language: str,
    _today: date,
    make: Callable[..., Any],
    args: tuple[Hashable, ...],
) -> Any:
    with store.reading_boards(store.engine()) as connection:
        reference = current_reference(connection)
        # a board of a closed half month is judged by what stood in the catalogues when it was closed
        half_month = next((arg for arg in args if isinstance(arg, HalfMonth)), None)
        return make(connection, reference.of(half_month) if half_month else reference, *args)


def read_now(make: Callable[..., Made], *args: object) -> Made:
    """`make(connection, reference, *args)` at this moment: for a download at its click, or for what no save raises a
    revision of."""
    with store.reading(store.engine()) as connection:
        return make(connection, reference(), *args)


def reference() -> Reference:
    """Units, indicators, forms and half months as they stand now."""
    return _look().reference


def _where() -> str:
    return str(store.engine().url)


def warm() -> None:
    """Import what the first visitor would wait for, and let Streamlit's fields look up their own key alone.

    What is there by then stays for the life of the process: to look through it at each collection made reruns wait.
    """
    import pandas  # noqa: F401  # imported here so that a command line without pages does not pay for it

    draws_chinese()
    look_up()
    gc.freeze()
