"""How often one may try: moving windows in the memory of this process, which a restart forgets.

The library `limits` (5.8) was measured and not taken: its moving window in memory keeps every address that ever asks
within the window, goes by the wall clock, which an engineer may set, and costs each start 0.2 s and 15 MB.
"""

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MINUTES = 15
BY_PAIR = 5  # wrong passwords for one name from one address
BY_ADDRESS = 40  # from one address for any names: an office may share one
BY_NAME = 100  # for one name, counted only against addresses from which it never signed in
RATE_SECONDS = 60  # in which requests of programs are counted
MOST_KEYS = 20_000  # keys that are remembered, the oldest fall out: whoever has many addresses must not fill the memory

Clock = Callable[[], float]  # gives seconds
WindowKey = tuple[str, ...]


class Window:
    """The moments of each key within the last `seconds`."""

    def __init__(self, seconds: int, clock: Clock) -> None:
        self._seconds, self._clock = seconds, clock
        self._moments: OrderedDict[WindowKey, deque[float]] = OrderedDict()

    def wait(self, key: WindowKey, most: int) -> float:
        """In how many seconds there will be fewer than `most` moments of the key; 0 where there are fewer now."""
        moments, now = self._moments.get(key, deque()), self._clock()
        while moments and moments[0] <= now - self._seconds:
            moments.popleft()
        return 0 if len(moments) < most else moments[-most] + self._seconds - now

    def add(self, key: WindowKey) -> None:
        """One more moment of the key: now."""
        self._moments.setdefault(key, deque()).append(self._clock())
        self._moments.move_to_end(key)
        if len(self._moments) > MOST_KEYS:
            self._moments.popitem(last=False)

    def forget(self, key: WindowKey) -> None:
        """No moment of the key is left."""
        self._moments.pop(key, None)


class Throttle:
    """Counts wrong passwords per name and address, so that no stranger can lock an account out."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._failures = Window(MINUTES * 60, clock)
        self._known: OrderedDict[WindowKey, None] = OrderedDict()
        self._lock = Lock()

    def minutes_to_wait(self, login: str, address: str) -> int:
        """How many minutes this name cannot be tried from this address; 0 when it can be tried now."""
        with self._lock:
            near = network(address)
            bounds = [((login, near), BY_PAIR), (("", near), BY_ADDRESS)]
            if (login, near) not in self._known:
                bounds.append(((login, ""), BY_NAME))
            return math.ceil(max(self._failures.wait(key, most) for key, most in bounds) / 60)

    def failed(self, login: str, address: str) -> None:
        """Count a wrong name or password."""
        with self._lock:
            near = network(address)
            for key in ((login, near), ("", near), (login, "")):
                self._failures.add(key)

    def passed(self, login: str, address: str) -> None:
        """A right password forgets the wrong ones of this pair, and makes the address known."""
        with self._lock:
            pair = (login, network(address))
            self._failures.forget(pair)
            self._known[pair] = None
            if len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)


class Rate:
    """Counts every request of a program by its address."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._requests = Window(RATE_SECONDS, clock)
        self._lock = Lock()

    def seconds_to_wait(self, address: str, most: int) -> int:
        """0 and counted, or in how many seconds this address, which had its `most` requests, may ask again."""
        key = (network(address),)
        with self._lock:
            wait = math.ceil(self._requests.wait(key, most))
            if not wait:
                self._requests.add(key)
            return wait


def network(address: str) -> str:
    """The address, of IPv6 its /64: one visitor has all the others of it."""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(given, ipaddress.IPv6Address) and given.ipv4_mapped is None:
        return str(ipaddress.ip_network((given, 64), strict=False))
    return str(given)
