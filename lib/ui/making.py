"""How far a file is that takes seconds to make: the thread that makes it counts, the page shows the count."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import streamlit as st

from lib.words.language import gettext as _

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

    def told(self, done: int, of: int) -> None:
        """How many parts are made, of how many."""
        self.done, self.of = done, of

    def counted(self, make: Callable[..., bytes]) -> Callable[[Any], bytes]:
        """`make` as it is called for the download: it tells its count, and ends the wait whatever comes of it."""

        def made(read: Any) -> bytes:
            try:
                return make(read, self.told)
            finally:
                self.since = None

        return made

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
    said = _("Drawing the charts: {done} of {all}").format(done=making.done, all=making.of)
    st.progress(making.done / making.of if making.of else 0.0, said if making.of else _("Reading the figures"))
