"""The event loop is woken once for all that a run hands it until it looks, not once for each message of a page."""

import asyncio


def once(loop: asyncio.AbstractEventLoop) -> None:
    """Let threads that hand `loop` more before it has looked not write to its socket again.

    asyncio writes at each call, and Streamlit calls twice for each element: a tenth of a rerun. A loop that wakes in
    another way, and one that is being debugged, stays as it is.
    """
    wake = getattr(loop, "_write_to_self", None)
    if wake is None or loop.get_debug():
        return
    woken = False

    def looks() -> None:
        nonlocal woken
        woken = False

    def wake_unless_woken() -> None:
        """What the caller hands over stands in the queue by now: the loop does not sleep again before it is done."""
        nonlocal woken
        if not woken:
            woken = True
            loop.call_soon(looks)
            wake()

    vars(loop)["_write_to_self"] = wake_unless_woken
