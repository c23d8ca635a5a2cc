"""A save whose process is killed while it runs is saved whole or not at all, and leaves a sound database.

In the long run each save is a whole form, in the suite a few thousand cells of it.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from lib.kept import store
from lib.server.commands.check import differences
from tests.conftest import SOAK
from tests.reliability.acts import JULY, PATIENCE, save_one_more

pytestmark = pytest.mark.sqlite  # about the file

EVERY = 1 if SOAK else 6  # one cell of so many is saved
CLEANUP = (
    "FROM observation o JOIN indicator i ON i.id = o.indicator_id"
    f" WHERE o.half_month = {JULY} AND i.form = 'village_cleanup'"
)


def cells_and_sum(engine) -> tuple[int, int]:
    """How many values the half month has, and their sum."""
    with store.reading(engine) as connection:
        return tuple(connection.exec_driver_sql(f"SELECT COUNT(*), SUM(o.value) {CLEANUP}").one())


def is_saved(engine, token: str) -> bool:
    with store.reading(engine) as connection:
        return bool(connection.exec_driver_sql("SELECT COUNT(*) FROM batch WHERE token = ?", (token,)).scalar_one())


def measured(processes, engine, token: str) -> list[float]:
    """The moment at which each step of a save begins, and the one at which the last ends."""
    mine, childs = processes.Pipe(duplex=False)
    child = processes.Process(target=save_one_more, args=(str(engine.url), token, childs, EVERY))
    child.start()
    assert mine.poll(PATIENCE)
    child.join()
    return mine.recv()


def is_struck(processes, engine, token: str, step: int, wait: float) -> bool:
    """Kill a save so many seconds after it came to a step; whether it was running still."""
    mine, childs = processes.Pipe(duplex=False)
    child = processes.Process(target=save_one_more, args=(str(engine.url), token, childs, EVERY, step))
    child.start()
    assert mine.poll(PATIENCE) and mine.recv() == "there"
    time.sleep(wait)
    child.kill()
    child.join()
    return not mine.poll()  # a save that is through has sent its moments


def strikes_in(moments: list[float]) -> Iterator[tuple[int, float]]:
    """(step, seconds after it began) without an end: in turn the commit, any step, and any moment of the save."""
    chance = random.Random(1)
    lengths = [end - begin for begin, end in pairwise(moments)]
    steps = range(len(lengths))
    while True:
        for step in (steps[-1], chance.choice(steps), *chance.choices(steps, lengths)):
            yield step, chance.random() * lengths[step]


def test_save_that_is_killed_while_it_runs_is_all_or_nothing(processes, demo_copy, soak):
    kills, attempts = 50 if soak else 4, Counter()
    measured(processes, demo_copy, "first")  # has more to do: it outdates what the office decided
    moments = measured(processes, demo_copy, "measured")
    cells, total = cells_and_sum(demo_copy)
    each = len(range(0, cells, EVERY))
    for number, (step, wait) in enumerate(strikes_in(moments)):
        token = f"killed {number}"
        struck = is_struck(processes, demo_copy, token, step, wait)
        saved = is_saved(demo_copy, token)
        total += each * saved
        assert cells_and_sum(demo_copy) == (cells, total)  # each cell of the save is one more, or none is
        assert not soak or differences(demo_copy, [JULY]) == []
        attempts["too late" if not struck else "whole" if saved else "nothing"] += 1
        if number + 1 - attempts["too late"] == kills:
            break
        assert number < 2 * kills, attempts
    assert differences(demo_copy, None if soak else [JULY]) == []
    print(f"{kills} kills inside a save of {each} cells, {moments[-1] - moments[0]:.2f} s long: {dict(attempts)}")
    assert attempts["nothing"] > 0
