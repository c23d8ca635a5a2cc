"""What was made lately, by all that it rests on: made once for every session of a process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")
Asked = TypeVar("Asked")


class Remembered(Generic[Made]):
    """At most so many; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._known: OrderedDict[Hashable, Made] = OrderedDict()

    def get(self, rests_on: Hashable, make: Callable[[], Made]) -> Made:
        """What rests on this, made now where it was not; two sessions at once may both make it."""
        return self.get_all({rests_on: None}, lambda _asked: [make()])[0]

    def get_all(self, asked: Mapping[Hashable, Asked], make: Callable[[list[Asked]], Iterable[Made]]) -> list[Made]:
        """The same of several, each by what it rests on: `make` is told all that are not known, in their order."""
        with self._lock:
            found = {rests_on: self._known[rests_on] for rests_on in asked if rests_on in self._known}
            for rests_on in found:
                self._known.move_to_end(rests_on)
        lacking = [rests_on for rests_on in asked if rests_on not in found]
        if lacking:
            found |= zip(lacking, make([asked[rests_on] for rests_on in lacking]), strict=True)
            self._keep({rests_on: found[rests_on] for rests_on in lacking})
        return [found[rests_on] for rests_on in asked]

    def _keep(self, made: Mapping[Hashable, Made]) -> None:
        with self._lock:
            self._known.update(made)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
