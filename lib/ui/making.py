"""How far a file is that takes seconds to make: the thread that makes it counts, the page shows the count."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

import streamlit as st

from lib.words.language import gettext as _

Read = TypeVar("Read")

TICK = 1.0  # seconds between two looks at the count
LIMIT = 180.0  # seconds after which nobody waits any more: the browser never asked for the file, or went away


@dataclass
class Making:
    """What a visitor waits for; `since` is when it was asked for (monotonic, None: nothing is)."""

    done: int = 0
    of: int = 0
    since: float | None = None

    def begin(self) -> None:
        """It was clicked: the page looks after it from the next run on."""
        self.done, self.of, self.since = 0, 0, monotonic()

    def tell(self, done: int, of: int) -> None:
        """How many parts are made, of how many."""
        self.done, self.of = done, of

    def counted(self, make: Callable[[Read, Callable[[int, int], None]], bytes]) -> Callable[[Read], bytes]:
        """`make` as it is called for the download: it tells its count, and ends the wait whatever comes of it."""

        def make_counted(read: Read) -> bytes:
            try:
                return make(read, self.tell)
            finally:
                self.since = None

        return make_counted

    @property
    def runs(self) -> bool:
        """Whether it is being made."""
        return self.since is not None and monotonic() - self.since < LIMIT


def show_progress(making: Making) -> None:
    """The count as a bar while the file is made; nothing else, and no timer, before and afterwards."""
    if making.runs:
        st.fragment(run_every=TICK)(_bar)(making)


def _bar(making: Making) -> None:
    if not making.runs:
        st.rerun()  # without the timer
    if not making.of:  # how many there are is known once the figures are read
        st.progress(0.0, _("Reading the figures"))
        return
    counted = _("Drawing the charts: {done} of {all}").format(done=making.done, all=making.of)
    st.progress(making.done / making.of, counted)
