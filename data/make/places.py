"""What sets counties apart in the demo, and the villages with their county."""

from collections.abc import Sequence
from dataclasses import dataclass

from .shares import chance
from .units import Unit


@dataclass(frozen=True)
class County:
    """A county's part in the story.

    backlog: what it leaves undone, relative to its size; delay: half months behind the others, which follows from it.
    """

    code: str
    name: str
    backlog: float

    @property
    def delay(self) -> float:
        return 0.1 * self.backlog


# Anlong leads, Qinglong and Wangmo lag clearly, Pu'an and Ceheng a little. Made up: nothing by county was published.
BACKLOG = {
    "522301": 0.5,
    "522302": 0.7,
    "522323": 3.0,
    "522324": 12.5,
    "522325": 0.9,
    "522326": 11.5,
    "522327": 2.6,
    "522328": 0.05,
    "522391": 0.6,
}


@dataclass(frozen=True)
class Village:
    """A village or community with the county it reports through."""

    unit: Unit
    county: County

    @property
    def is_community(self) -> bool:
        return self.unit.kind == "社区"


def counties(units: Sequence[Unit]) -> list[County]:
    """The nine counties in code order."""
    return [County(unit.code, unit.name, BACKLOG[unit.code]) for unit in units if unit.level == "county"]


def villages(units: Sequence[Unit]) -> list[Village]:
    """All villages in code order."""
    county_of = {county.code: county for county in counties(units)}
    above = {unit.code: unit.parent_code for unit in units}
    found = [Village(unit, county_of[above[unit.parent_code]]) for unit in units if unit.level == "village"]
    return sorted(found, key=lambda village: village.unit.code)


def varied(name: str, n: int, low: float, high: float) -> list[float]:
    """A weight for each of n units, drawn evenly between the bounds."""
    draw = chance(f"weights of {name}")
    return [draw.uniform(low, high) for _ in range(n)]


def rare(name: str, n: int) -> list[float]:
    """A weight for each of n units, nearly none for most: what is left undone lies with few villages."""
    return [weight**5 for weight in varied(f"backlog of {name}", n, 0, 1)]
