"""What a slide is made from, and the sentences and rows that several slides share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TypeVar

import sqlalchemy as sa

from lib.kept.reference import Reference, UnitRef
from lib.show import blocks
from lib.show.boards.words import NAMED, counted, names, unit_name
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.wording import POINT, exact, rounded

MOST_ROWS = 10  # that are read from the back row
ON_A_SLIDE = 4  # figures
ROOM = 13  # lines of 1.25rem that stand below a head of two lines

Row = TypeVar("Row")


@dataclass(frozen=True)
class View:
    """The prefecture or one county at a half month; `collecting` is the half month in collection.

    `part` is which one of a topic with several slides (from 0), `contents` what the slides are about, for the cover.
    """

    connection: sa.Connection
    reference: Reference
    half_month: HalfMonth
    collecting: HalfMonth
    unit: UnitRef
    part: int = 0
    contents: tuple[str, ...] = ()

    @property
    def is_county(self) -> bool:
        return self.unit.level == "county"

    @property
    def name(self) -> str:
        return unit_name(self.unit)


def furthest(ordered: Sequence[Row]) -> Sequence[Row]:
    """Of rows that stand best first, the last ones that a slide holds: those furthest behind."""
    return ordered[-MOST_ROWS:]


def left_out(level: str, every: int) -> str:
    """；16 个乡镇(街道)中靠后的 10 个: what a slide says of the rows that it does not hold; "" when it holds all."""
    if every <= MOST_ROWS:
        return ""
    return _("; the {shown} furthest behind of {units}").format(shown=MOST_ROWS, units=counted(level, every))


def few(units: Sequence[str]) -> str:
    """晴隆县、望谟县; of more than three the first and how many: a title has one line, a list of names has none."""
    if len(units) <= NAMED:
        return names(units)
    return _("{names} and others, {count} in all").format(names=units[0], count=len(units))


def judged_words(judged: Sequence[tuple[str, Light | None]]) -> str:
    """晴隆县滞后；望谟县预警; "" when nobody is behind."""
    texts = {Light.FAR_BEHIND: _("{names} far behind"), Light.BEHIND: _("{names} behind")}
    behind = {light: [name for name, judgement in judged if judgement is light] for light in texts}
    return _("; ").join(texts[light].format(names=few(units)) for light, units in behind.items() if units)


def fitting(rows: Sequence[Row], texts: Callable[[Row], Sequence[tuple[str, int]]], room: int = ROOM) -> list[Row]:
    """The first rows, at most ten, whose texts have room: no text is cut, later rows are left out instead.

    `texts` are those of a row that may be long, each with how many characters stand in a line of its column.
    """
    held: list[Row] = []
    for row in rows[:MOST_ROWS]:
        # the longest text of a row decides how many lines the row has
        room -= max(1, *(ceil(blocks.ems(text) / across) for text, across in texts(row)))
        if room < 0:
            break
        held.append(row)
    return held


def more_words(every: int, shown: int) -> str:
    """；另有 3 项未列出; "" when all are listed."""
    return _("; {count} more not listed").format(count=every - shown) if every > shown else ""


def moved(points: float | None) -> str:
    """↑ 11.3: percentage points since the half month before; nothing where there is none to compare with."""
    if points is None:
        return ""
    size = rounded(Decimal(str(points)), POINT)
    return "→ 0" if size == 0 else f"{'↑' if size > 0 else '↓'} {exact(abs(size), POINT)}"


def title_of(*parts: str) -> str:
    """Findings in one title, parted by semicolons; empty ones are left out."""
    return _("; ").join(filter(None, parts))
