"""What the pages need is imported beside the first answers: who only waits for the server waits for less than half."""

import time
from collections.abc import Callable
from contextvars import copy_context
from threading import Thread

from lib.kept.uncollected import uncollected

PORT_FIRST = 0.1  # seconds: the server opens its port meanwhile; two threads that run Python slow each other

_started: list[Thread] = []


def begin(act: Callable[[], None]) -> None:
    """Do `act` in a thread of its own, in the language of the caller; see `ready`."""
    _started[:] = [Thread(target=copy_context().run, args=(_uncollected, act), name="warming", daemon=True)]
    _started[0].start()


def ready() -> None:
    """Wait until it is done; where nothing was begun, as in a test of a page, there is nothing to wait for."""
    for thread in _started:
        thread.join()


def _uncollected(act: Callable[[], None]) -> None:
    """Importing makes much that stays: the garbage collector would look through it again and again."""
    time.sleep(PORT_FIRST)
    with uncollected():
        act()
