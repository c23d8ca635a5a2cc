"""How often a password may be tried: bounds per name and address, so that no stranger can lock an account out.

Counts stand in the memory of this process, the oldest fall out, and a restart forgets them.
"""

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MINUTES = 15
BY_PAIR = 5  # wrong passwords for one name from one address
BY_ADDRESS = 40  # from one address for any names: an office may share one
BY_NAME = 100  # for one name, counted only against addresses from which it never signed in
MOST = 20_000  # keys that are remembered


class Throttle:
    """Counts wrong passwords within the last MINUTES; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = Lock()

    def minutes_to_wait(self, login: str, address: str) -> int:
        """How many minutes this name cannot be tried from this address; 0 when it can be tried now."""
        with self._lock:
            near = network(address)
            bounds = [((login, near), BY_PAIR), (("", near), BY_ADDRESS)]
            if (login, near) not in self._known:
                bounds.append(((login, ""), BY_NAME))
            return max(self._wait(key, most) for key, most in bounds)

    def failed(self, login: str, address: str) -> None:
        """Count a wrong name or password."""
        with self._lock:
            near = network(address)
            for key in ((login, near), ("", near), (login, "")):
                self._failures.setdefault(key, deque(maxlen=BY_NAME)).append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > MOST:
                self._failures.popitem(last=False)

    def passed(self, login: str, address: str) -> None:
        """A right password forgets the wrong ones of this pair, and makes the address known."""
        with self._lock:
            near = network(address)
            self._failures.pop((login, near), None)
            self._known[login, near] = None
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def _wait(self, key: tuple[str, str], most: int) -> int:
        found, since = self._failures.get(key, deque()), self._clock() - MINUTES * 60
        while found and found[0] <= since:
            found.popleft()
        if len(found) < most:
            return 0
        return max(1, -int(-(found[-most] - since) // 60))


def network(address: str) -> str:
    """The address, of IPv6 its /64: one visitor has all the others of it."""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(given, ipaddress.IPv6Address) and given.ipv4_mapped is None:
        return str(ipaddress.ip_network((given, 64), strict=False))
    return str(given)
