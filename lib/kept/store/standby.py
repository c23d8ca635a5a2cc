"""A hot standby: boards are read from it once it has what this process showed or saved, else from the primary.

What is saved goes to the primary alone, and so does all that a save rests on. A standby that does not answer, lacks
for long what was saved, or is of another database is not used, and one sentence says so (管理 and the log).
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

import sqlalchemy as sa

from lib.kept.store.engines import connect
from lib.kept.store.newest import newest, note
from lib.kept.store.rows import revision
from lib.kept.store.transactions import reading
from lib.words.errors import StoreError
from lib.words.language import gettext as _
from lib.words.settings import settings

log = logging.getLogger("banyue")

Why = Callable[[], str]

PATIENCE = 30  # seconds that a standby may lack what was saved before it is said
PAUSE = 30  # seconds until one that does not answer is asked again: a click waits for it


class Standby:
    """What this process knows of the standby of one database."""

    def __init__(self, primary: sa.Engine, standby: sa.Engine) -> None:
        self._primary, self.engine = primary, standby
        self._why: Why | None = None
        self._not_before = 0.0
        self._behind_since: float | None = None
        self._last: str | None = None  # the token of its last batch that the primary was seen to have too

    @property
    def why(self) -> str:
        """Why it is not used, in a sentence; "" while it is, and for the moment that it needs after a save."""
        return self._why() if self._why else ""

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One moment, of the standby or else of the primary; from then on this process shows nothing older."""
        with ExitStack() as open_:
            connection = self._opened(open_) or open_.enter_context(reading(self._primary))
            note(self._primary, revision(connection))
            yield connection

    def _opened(self, open_: ExitStack) -> sa.Connection | None:
        """The standby as it is now; None where it cannot be used."""
        if time.monotonic() < self._not_before:
            return None
        with ExitStack() as mine:
            try:
                # the revision is read in the view that the board then reads: the standby may go on meanwhile
                connection = mine.enter_context(reading(self.engine))
                reached, last = revision(connection), connection.execute(_LAST).scalar()
            except (StoreError, sa.exc.DBAPIError):
                self._refuse(silent)
                return None
            if reached < newest(self._primary):
                self._wait()
            elif not self._is_ours(last):
                self._refuse(foreign)
            else:
                self._say(None)
                self._behind_since = None
                open_.push(mine.pop_all())  # open until the board is read; on every other way out it closes here
                return connection
        return None

    def _is_ours(self, last: str | None) -> bool:
        """Whether its last batch is one of the primary's: each has a token that no other batch ever had."""
        if last != self._last or last is None:
            try:
                with reading(self._primary) as connection:
                    known = connection.execute(_KNOWN, {"token": last}).first()
            except StoreError:  # the primary is gone: what was seen to be its own is so still
                return self._last is not None
            self._last = last if known else None
        return self._last is not None

    def _wait(self) -> None:
        """It lacks what was saved, as it does for a moment after each save; said only when it lasts."""
        self._behind_since = self._behind_since or time.monotonic()
        if time.monotonic() - self._behind_since > PATIENCE:
            self._say(behind)

    def _refuse(self, why: Why) -> None:
        self._not_before = time.monotonic() + PAUSE
        self._say(why)

    def _say(self, why: Why | None) -> None:
        if why is not self._why:
            self._why = why
            log.warning("%s", self.why) if why else log.info("the standby is read again")


def silent() -> str:
    """It cannot be reached, or gives no answer."""
    return _("The standby (database.read_url) does not answer; boards are read from the primary")


def behind() -> str:
    """It lacks for long what was saved."""
    return _("The standby (database.read_url) lacks what was saved; boards are read from the primary")


def foreign() -> str:
    """It has saves that the primary never had."""
    return _("The standby (database.read_url) is of another database; boards are read from the primary")


_LAST = sa.text("SELECT token FROM batch ORDER BY id DESC LIMIT 1")
_KNOWN = sa.text("SELECT 1 FROM batch WHERE token = :token")


@cache
def standby_of(primary: sa.Engine) -> Standby | None:
    """The standby of this process, where `database.read_url` names one."""
    url = settings().database_read_url
    return Standby(primary, connect(url)) if url else None


@contextmanager
def reading_boards(store: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view for what is only shown. Raises StoreError where no database can be read."""
    # without a standby there is nothing older to be shown, and no revision to be asked for
    with standby.reading() if (standby := standby_of(store)) else reading(store) as connection:
        yield connection
