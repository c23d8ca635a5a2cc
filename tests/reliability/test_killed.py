"""A save whose process is killed at any moment is saved whole or not at all, and leaves a sound database."""

import random
import statistics
import time

import pytest

from lib.kept import store
from lib.server.commands.check import differences
from tests.reliability.acts import JULY, save_one_more

pytestmark = pytest.mark.sqlite  # about the file


def outcome(engine, token: str) -> tuple[bool, int]:
    """Whether the batch is there, and the sum of all values of the half month."""
    with store.reading(engine) as connection:
        saved = connection.exec_driver_sql("SELECT COUNT(*) FROM batch WHERE token = ?", (token,)).scalar_one()
        total = connection.exec_driver_sql(
            "SELECT SUM(o.value) FROM observation o JOIN indicator i ON i.id = o.indicator_id"
            " WHERE o.half_month = ? AND i.form = 'village_cleanup'",
            (JULY,),
        ).scalar_one()
    return bool(saved), total


def save_in_a_child(processes, engine, token: str, kill_after: float | None) -> float:
    """Let a child save, and kill it so many seconds after the save began; how long it ran."""
    mine, childs = processes.Pipe(duplex=False)
    child = processes.Process(target=save_one_more, args=(str(engine.url), token, childs))
    child.start()
    assert mine.poll(60) and mine.recv() == "begins"
    began = time.monotonic()
    if kill_after is None:
        assert mine.poll(60) and mine.recv() == "done"
    else:
        time.sleep(kill_after)
        child.kill()
    ran = time.monotonic() - began
    child.join()
    child.close()
    return ran


def test_save_that_is_killed_at_any_moment_is_all_or_nothing(processes, demo_copy, soak):
    kills, chance = 50 if soak else 3, random.Random(1)
    _saved, total = outcome(demo_copy, "")
    with store.reading(demo_copy) as connection:
        cells = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM observation o JOIN indicator i ON i.id = o.indicator_id"
            " WHERE o.half_month = ? AND i.form = 'village_cleanup'",
            (JULY,),
        ).scalar_one()
    whole = statistics.median(save_in_a_child(processes, demo_copy, f"whole {n}", None) for n in range(3))
    total += 3 * cells
    whole_saves = 0
    for number in range(kills):
        token = f"killed {number}"
        save_in_a_child(processes, demo_copy, token, chance.uniform(0, 1.4 * whole))
        saved, now = outcome(demo_copy, token)
        assert now == total + cells * saved  # every cell is one more, or none is
        total, whole_saves = now, whole_saves + saved
        assert differences(demo_copy, [JULY]) == []
    assert differences(demo_copy, None if soak else [JULY]) == []
    print(f"{kills} kills within {whole:.2f} s of a save of {cells} cells: {whole_saves} whole, the rest nothing")
    assert kills - whole_saves > 0
