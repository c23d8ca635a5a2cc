"""What a sheet is made of: columns with their number format, and cells that carry a state in word and colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from lib.review.submissions import Status
from lib.show.charts.heat import cell_colours
from lib.show.charts.matrix import status_colours
from lib.show.look import TONES
from lib.words.lights import Light, said


@dataclass(frozen=True)
class Toned:
    """A word or number on a coloured ground."""

    value: str | Decimal
    ground: str
    ink: str


@dataclass(frozen=True)
class Number:
    """A number with decimals of its own, in a column whose rows differ in them."""

    value: int | Decimal
    decimals: int


BookCell = str | int | Decimal | date | Toned | Number | None


@dataclass(frozen=True)
class Column:
    """A column: its title, what its cells are, and how many decimals a number shows.

    A percent is written as Excel counts it, 0.931 for 93.10 %.
    """

    title: str
    kind: Literal["text", "number", "percent", "day"] = "text"
    decimals: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own. `said` tells on the first sheet what it holds; `fixed` columns stay in view."""

    name: str
    said: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[BookCell, ...]]
    fixed: int = 1


def light_cell(light: Light | None, overdue: bool = False) -> Toned | None:
    """■ 滞后 on its tint, past due ■ 滞后（逾期）."""
    return Toned(f"{light.symbol} {said(light, overdue)}", TONES[light].tint, TONES[light].ink) if light else None


def toned(word: str, light: Light | None) -> BookCell:
    """A word on the tint of a light; plain where there is none."""
    return Toned(word, TONES[light].tint, TONES[light].ink) if light else word


def status_cell(status: Status) -> Toned:
    """未报, 已报 …, coloured as in the matrix of submissions."""
    return Toned(status.word, *status_colours(status))


def heat_cell(value: float | None, light: Light | None) -> BookCell:
    """A percent on the colour of its light, as in the heat map."""
    share = percent_cell(value)
    return share if share is None or light is None else Toned(share, *cell_colours(light))


def percent_cell(value: float | None) -> Decimal | None:
    """A percent of 0–100 as the share that Excel shows with two decimals; rounded down, so that 100 % is complete."""
    return None if value is None else (Decimal(str(value)) / 100).quantize(Decimal("0.0001"), ROUND_FLOOR)


def share_cell(share: float | None) -> Decimal | None:
    """The same of a share of 0–1."""
    return percent_cell(None if share is None else 100 * share)
