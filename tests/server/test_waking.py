"""The event loop is woken no more often than it must, and never too seldom."""

import asyncio
import threading
import time

from lib.server import waking


def test_what_is_handed_over_before_the_loop_looks_wakes_it_once():
    async def live() -> tuple[int, list[int]]:
        loop, woken, done = asyncio.get_running_loop(), [], []
        write = loop._write_to_self
        vars(loop)["_write_to_self"] = lambda: (woken.append(1), write())
        waking.once(loop)
        for each in range(50):
            loop.call_soon_threadsafe(done.append, each)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return len(woken), done

    assert asyncio.run(live()) == (1, list(range(50)))


def test_no_thread_waits_in_vain():
    """Each hands over its next call once its last was answered: a wake that is left out would stop it for good."""

    async def live() -> list[int]:
        loop, counts = asyncio.get_running_loop(), [0] * 4
        waking.once(loop)

        def ask(which: int) -> None:
            for _call in range(200):
                answered = threading.Event()
                loop.call_soon_threadsafe(answered.set)
                counts[which] += answered.wait(5)
                if not answered.is_set():
                    return

        threads = [threading.Thread(target=ask, args=(which,)) for which in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            await asyncio.sleep(0.2)  # only a wake ends this sleep for others
        return counts

    started = time.monotonic()
    assert asyncio.run(live()) == [200] * 4
    assert time.monotonic() - started < 30


def test_a_loop_that_is_debugged_stays_as_it_is():
    async def live() -> bool:
        loop = asyncio.get_running_loop()
        waking.once(loop)
        return "_write_to_self" in vars(loop)

    assert not asyncio.run(live(), debug=True)
