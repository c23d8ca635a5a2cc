"""The units: prefecture, counties and townships as they are; villages and communities with made-up names.

Published: 1,113 villages and 316 communities (二(二)3), 32 monitoring points (二(一)1), 24 report pilots (二(三)4).
How they lie over the townships was not published and is made up here.
"""

from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from . import files
from .shares import chance, spread

VILLAGES, COMMUNITIES = 1113, 316
MONITORING_POINTS, REPORT_PILOTS = 32, 24
KINDS = {"村": "Village", "社区": "Community"}


@dataclass(frozen=True)
class Unit:
    """A row of units.csv."""

    code: str
    name: str
    name_en: str
    level: str
    kind: str
    parent_code: str
    monitoring_point: int = 0
    report_pilot: int = 0
    valid_from: str = ""
    valid_to: str | None = None
    note: str | None = None


def write(to: Path) -> list[Unit]:
    """Make all units, write units.csv into the folder and return them in its order."""
    units = make()
    files.write(to / "units.csv", [field.name for field in fields(Unit)], map(astuple, units))
    return units


def make() -> list[Unit]:
    """Prefecture, counties, townships, then the villages in code order."""
    upper = [_upper(row) for row in files.read(files.DATA / "make" / "upper_units.csv")]
    townships = [unit for unit in upper if unit.level == "township"]
    villages = _flagged(_villages(townships), {unit.code: unit.parent_code for unit in townships})
    return upper + villages


def _upper(row: dict[str, str]) -> Unit:
    """A prefecture, county or township, from its row in upper_units.csv."""
    return Unit(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        level=row["level"],
        kind=row["kind"],
        parent_code=row["parent_code"],
        note=row["note"] or None,
    )


def _villages(townships: list[Unit]) -> list[Unit]:
    """Villages and communities of every township: streets are mostly communities, towns mostly villages."""
    villages = spread(VILLAGES, _weights("villages", townships, street=(1, 4), town=(4, 17)))
    communities = spread(COMMUNITIES, _weights("communities", townships, street=(2.5, 7.5), town=(0.6, 1.6)))
    return [
        unit
        for township, n_villages, n_communities in zip(townships, villages, communities, strict=True)
        for unit in _of_township(township, ["村"] * n_villages + ["社区"] * n_communities)
    ]


def _weights(
    name: str, townships: list[Unit], *, street: tuple[float, float], town: tuple[float, float]
) -> list[float]:
    """About how many each township has, drawn between the bounds for its kind."""
    draw = chance(name)
    return [draw.uniform(*(street if township.kind == "街道" else town)) for township in townships]


def _of_township(township: Unit, kinds: list[str]) -> list[Unit]:
    """The village-level units of one township: codes run through, names are numbered within each kind."""
    place = township.name_en.rsplit(" ", 1)[0]
    return [
        Unit(
            code=f"{township.code}{position:03}",
            name=f"{township.name}第{(number := kinds[:position].count(kind))}{kind}",
            name_en=f"{place} No. {number} {KINDS[kind]}",
            level="village",
            kind=kind,
            parent_code=township.code,
        )
        for position, kind in enumerate(kinds, start=1)
    ]


def _flagged(villages: list[Unit], county_of: dict[str, str]) -> list[Unit]:
    """The same villages, with monitoring points and report pilots chosen."""
    counties = [county_of[village.parent_code] for village in villages]
    points = _chosen("monitoring_point", MONITORING_POINTS, villages, counties)
    pilots = _chosen("report_pilot", REPORT_PILOTS, villages, counties)
    return [
        replace(village, monitoring_point=int(village.code in points), report_pilot=int(village.code in pilots))
        for village in villages
    ]


def _chosen(flag: str, total: int, villages: list[Unit], counties: list[str]) -> set[str]:
    """Codes of `total` villages: the same number in every county, and one more in the largest counties."""
    draw = chance(flag)
    shuffled = sorted(zip(villages, counties, strict=True), key=lambda pair: draw.random())
    largest_first = sorted(set(counties), key=lambda county: (-counties.count(county), county))
    chosen: set[str] = set()
    for rank, county in enumerate(largest_first):
        n = total // len(largest_first) + (rank < total % len(largest_first))
        here = [village for village, its_county in shuffled if its_county == county]
        # A community always comes first: its burden is not that of a village.
        first = next(village for village in here if village.kind == "社区")
        others = [village for village in here if village is not first]
        chosen.update(village.code for village in [first, *others][:n])
    return chosen
