"""A form's figures, and the rows and targets that come of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import files
from .growth import Series
from .periods import HALF_MONTHS, HalfMonth


@dataclass(frozen=True)
class FormData:
    """The values of each indicator, one list a half month in the order of the units, and the targets it sets."""

    values: dict[str, Series]
    targets: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A unit that reports: as it stands in the first columns of a row."""

    code: str
    name: str
    county: str


def write(folder: Path, form: str, data: FormData, places: Sequence[Place], absent: Mapping[str, set[str]]) -> None:
    """One file a half month with Chinese headers; absent: half month → codes that have not reported.

    An indicator that the story knows no figures of has a blank column: nobody has reported it.
    """
    columns = [row for row in files.read(files.DATA / "indicators.csv") if row["form"] == form]
    header = ["半月", "单位代码", "单位名称", *(column["name"] for column in columns)]
    for half_month in HALF_MONTHS:
        series = [_in(data.values.get(column["code"]), half_month, len(places)) for column in columns]
        rows = _rows(half_month, places, series)
        missing = absent.get(str(half_month), set())
        files.write(folder / f"{half_month}_{form}.csv", header, (row for row in rows if row[1] not in missing))


def write_targets(path: Path, places: Sequence[Place], targets: Mapping[str, Mapping[str, int]]) -> None:
    """A row a unit, a column an indicator. Nothing to do is no target, so that no progress is made of 0 ÷ 0.

    targets: indicator → code of a unit → the value to be reached.
    """
    rows = [
        [place.code, place.name, *(of_units.get(place.code) or None for of_units in targets.values())]
        for place in places
    ]
    files.write(path, ["unit_code", "unit_name", *targets], rows)


def by_code(places: Sequence[Place], values: Sequence[int]) -> dict[str, int]:
    """Code of a unit → its value."""
    return {place.code: value for place, value in zip(places, values, strict=True)}


def _in(series: Series | None, half_month: HalfMonth, places: int) -> Sequence[int | None]:
    return series[half_month.number - 1] if series else [None] * places


def _rows(
    half_month: HalfMonth, places: Sequence[Place], series: Sequence[Sequence[int | None]]
) -> Iterable[list[object]]:
    for place, *values in zip(places, *series, strict=True):
        yield [half_month.label, place.code, place.name, *values]
