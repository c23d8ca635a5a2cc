"""Eight writers and eight readers at once: no change is lost, no reader sees half a save."""

from collections import Counter

from lib.kept import store
from lib.server.commands.check import differences
from tests.conftest import sql
from tests.reliability.acts import JULY, PATIENCE, read_on, write_on

BUSY = f"{store.BUSY_SECONDS} 秒"  # the stated sentence: the database was busy, nothing was saved, try again


def values(engine) -> dict[tuple[int, int, int], int]:
    with store.reading(engine) as connection:
        rows = sql(
            connection, "SELECT half_month, unit_id, indicator_id, value FROM observation WHERE half_month = ?", JULY
        )
        return {tuple(key): value for *key, value in rows}


def test_nothing_is_lost_and_nothing_is_torn(processes, demo_copy, soak):
    seconds, url, before = 30 if soak else 1, str(demo_copy.url), values(demo_copy)
    pipes = []
    for number in range(16):
        mine, childs = processes.Pipe(duplex=False)
        act = (write_on, (url, f"写{number}", seconds, childs)) if number < 8 else (read_on, (url, seconds, childs))
        child = processes.Process(target=act[0], args=act[1])
        child.start()
        pipes.append((child, mine))
    heard = [mine.recv() if mine.poll(seconds + 2 * PATIENCE) else None for _child, mine in pipes]
    for child, _mine in pipes:
        child.join()
    assert None not in heard
    saved: Counter = sum((one[0] for one in heard[:8]), Counter())
    said: Counter = sum((one[1] for one in heard[:8]), Counter())
    read, torn = (sum(column) for column in zip(*heard[8:], strict=True))
    saves = sum(saved.values()) // 2  # two cells each
    print(f"{seconds} s: {saves} saves, {read} reads, {torn} torn;", {text[:20]: count for text, count in said.items()})
    assert values(demo_copy) == before | {cell: before[cell] + more for cell, more in saved.items()}
    assert torn == 0
    assert all(text == "conflict" or BUSY in text for text in said)
    assert all(one[0] for one in heard[:8]) and read > 8
    assert differences(demo_copy, [JULY]) == []
