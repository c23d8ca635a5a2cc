"""How often one address may ask: as many requests as the settings say within any minute, in this process's memory.

The throttle of the sign-in counts wrong passwords over a quarter of an hour; here every request counts.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

from lib.server.gate.throttle import network
from lib.words.settings import settings

SECONDS = 60
MOST = 20_000  # addresses that are remembered; the oldest fall out


class Rate:
    """Counts requests by address, of IPv6 by its /64; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def seconds_to_wait(self, address: str) -> int:
        """0 and counted, or in how many seconds this address may ask again."""
        most, now = settings().sharing.per_minute, self._clock()
        with self._lock:
            asked = self._asked.setdefault(network(address), deque())
            self._asked.move_to_end(network(address))
            while asked and asked[0] <= now - SECONDS:
                asked.popleft()
            if len(asked) >= most:
                return max(1, -int(-(asked[0] + SECONDS - now) // 1))
            asked.append(now)
            while len(self._asked) > MOST:
                self._asked.popitem(last=False)
        return 0
