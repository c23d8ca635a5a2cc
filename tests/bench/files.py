"""Files as a reporter would send them: a wide one of 22 columns, and a long one of 200,000 rows."""

import csv
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from lib.kept.models import Indicator
from lib.kept.reference import Reference
from lib.words.half_months import HalfMonth
from tests.bench import stores

LONG_ROWS = 200_000


def wide(path: Path, known: Reference, half_month: HalfMonth) -> None:
    """A row per village, a column per indicator of village_cleanup."""
    indicators = known.forms["village_cleanup"].indicators
    chance = random.Random(1)
    rows = (
        [half_month.label, unit.code, unit.name, *(_value(ref, chance) for ref in indicators)]
        for unit in stores.villages(known)
    )
    _write(path, ["半月", "单位代码", "单位名称", *(ref.name for ref in indicators)], rows)


def long(path: Path, known: Reference) -> None:
    """A row per value: every village and indicator of village_cleanup, as many half months as fill 200,000 rows."""
    _write(path, ["半月", "单位代码", "单位名称", "指标", "值"], islice(_long_rows(known), LONG_ROWS))


def _long_rows(known: Reference) -> Iterator[list[object]]:
    chance = random.Random(2)
    for ordinal in sorted(known.states):
        for unit in stores.villages(known):
            for ref in known.forms["village_cleanup"].indicators:
                yield [HalfMonth(ordinal).label, unit.code, unit.name, ref.name, _value(ref, chance)]


def _value(ref: Indicator, chance: random.Random) -> int:
    highest = 100 if ref.maximum is None else int(ref.maximum.scaleb(ref.decimals))
    return chance.randint(int(ref.minimum or 0), highest)


def _write(path: Path, header: list[str], rows: Iterable[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
