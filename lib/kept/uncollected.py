"""A while without the garbage collector, for work that makes hundreds of thousands of values, which are in no cycle.

It would look through all of them again and again, which takes a fifth of the time; what is in a cycle goes at its next
turn.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock, _within = Lock(), [0]


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is collected within the block, nor until the last of several threads has left it."""
    with _lock:
        _within[0] += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _within[0] -= 1
            if not _within[0]:
                gc.enable()
