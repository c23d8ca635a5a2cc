"""What was made lately, by all that it rests on: made once for every session of a process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """At most so many; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._known: OrderedDict[Hashable, Made] = OrderedDict()

    def get(self, rests_on: Hashable, make: Callable[[], Made]) -> Made:
        """What rests on this, made now where it was not; two sessions at once may both make it."""
        with self._lock:
            if rests_on in self._known:
                self._known.move_to_end(rests_on)
                return self._known[rests_on]
        made = make()
        with self._lock:
            self._known[rests_on] = made
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return made
