"""The county forms and the prefecture's own: cadres, money, projects, pay; inspections; departments that reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import published
from .forms import FormData
from .growth import Series, further, grown, steady
from .measures import Measure, published_measure, split
from .periods import HALF_MONTHS, REVIEWED, parse
from .places import County, Village, varied
from .shares import spread

ONE_SHOULDER_PERSONS, PENSION_ELIGIBLE = 1_056, 6_842  # made up; only mean and cover were published
INSPECTIONS_LAST_YEAR, INSPECTIONS_PLANNED, INSPECTIONS_OUTSIDE_PLAN = 1_200, 1_880, 38  # made up


@dataclass(frozen=True)
class Total:
    """A published total without target: step in which a county gets it, share there in January."""

    code: str
    step: int = 1
    base: float = 0.0


MEASURES = [
    published_measure("prefecture_trained_secretaries", target=300),
    published_measure("township_trained_backbone", target=8_200),
    published_measure("aid_projects_started", target=215),
    published_measure("work_relief_projects", target=220),
    published_measure("cadres_degree_upgrade", target=190),
    published_measure("cadres_to_guangdong", target=40),
]
TOTALS = [
    Total("community_workers", base=0.93),
    Total("employment_subsidy", step=10_000),
    Total("geohazard_fund", step=10_000),
    Total("east_west_fund", step=10_000),
    Total("provincial_demo_sites", base=1.0),
    Total("prefecture_demo_sites", base=1.0),
    Total("workers_employed"),
    Total("labour_pay", step=100),
    Total("cadres_deputy_section_pay", base=0.7),
]


def county_empowerment(counties: Sequence[County], villages: Sequence[Village]) -> FormData:
    """The 22 indicators of county_empowerment, with the targets that six of them have."""
    sizes = _sizes(counties, villages)
    values = {**_centres(counties, villages), **_pay(sizes), **_pension(sizes)}
    values.update({total.code: _total(total, sizes) for total in TOTALS})
    targets = {}
    for measure in MEASURES:
        targets[measure.code], values[measure.code] = _measure(measure, counties, sizes)
    values["demo_site_projects"] = _planned(values["provincial_demo_sites"][-1], values["prefecture_demo_sites"][-1])
    return FormData(values, targets)


def county_inspections(counties: Sequence[County], villages: Sequence[Village]) -> FormData:
    """Inspections of both years up to the half month: the fall reaches the published percent in 2023-06-2."""
    sizes = _sizes(counties, villages)
    last_year = spread(INSPECTIONS_LAST_YEAR, _weights("inspections_last_year", sizes))
    fewer = INSPECTIONS_LAST_YEAR * published.value("inspections_cut_pct") // 100
    # A county that lags has hardly merged its inspections yet.
    cut = spread(fewer, [n / (1 + county.backlog / 6) for n, county in zip(last_year, counties, strict=True)])
    this_year = [before - less for before, less in zip(last_year, cut, strict=True)]
    planned = spread(INSPECTIONS_PLANNED, last_year)
    careless = [n * (1 + county.backlog) for n, county in zip(this_year, counties, strict=True)]
    outside = spread(INSPECTIONS_OUTSIDE_PLAN, careless)
    return FormData(
        {
            "inspections_last_year": _year_to_date("inspections_last_year", last_year),
            "inspections_this_year": _year_to_date("inspections_this_year", this_year, base=0.02),
            "inspections_planned": [planned for _ in HALF_MONTHS],
            "inspections_outside_plan": _year_to_date("inspections_outside_plan", outside, base=0.1),
        }
    )


def prefecture_office() -> FormData:
    """Departments that reviewed themselves: a dozen at once, all in 2023-06-2."""
    code = "units_self_reviewed"
    share = steady(since=parse("2023-02-1").number, base=0.2)
    return FormData({code: grown(code, [published.value(code)], share)})


def _centres(counties: Sequence[County], villages: Sequence[Village]) -> dict[str, Series]:
    """Service centres: one in every village and community in 2023-06-2, a few still missing before."""
    n_villages = [sum(v.county == county and not v.is_community for v in villages) for county in counties]
    n_communities = [sum(v.county == county and v.is_community for v in villages) for county in counties]
    share = steady(since=1, base=0.975)
    return {
        "village_service_centres": grown("village_service_centres", n_villages, share),
        "community_service_centres": grown("community_service_centres", n_communities, share),
    }


def _pay(sizes: Sequence[float]) -> dict[str, Series]:
    """Persons and their pay in all: the mean is the published one in 2023-06-2, a little lower before."""
    persons = spread(ONE_SHOULDER_PERSONS, sizes)
    mean = published.value("one_shoulder_monthly_pay")
    differing = varied("one_shoulder_pay_total", len(sizes), 0.95, 1.05)
    pay = spread(mean * sum(persons), [n * factor for n, factor in zip(persons, differing, strict=True)])
    return {
        "one_shoulder_persons": [persons for _ in HALF_MONTHS],
        "one_shoulder_pay_total": grown("one_shoulder_pay_total", pay, steady(since=1, base=0.97)),
    }


def _pension(sizes: Sequence[float]) -> dict[str, Series]:
    """All eligible cadres are covered in 2023-06-2, as the published 100 % implies."""
    eligible = spread(PENSION_ELIGIBLE, sizes)
    covered = grown("pension_covered", eligible, steady(since=1, base=0.82))
    return {"pension_eligible": [eligible for _ in HALF_MONTHS], "pension_covered": covered}


def _planned(provincial: Sequence[int], prefecture: Sequence[int]) -> Series:
    """The projects planned at the demonstration sites, the same number at each, all year."""
    sites = [sum(levels) for levels in zip(provincial, prefecture, strict=True)]
    planned = spread(published.value("demo_site_projects"), sites)
    return [planned for _ in HALF_MONTHS]


def _total(total: Total, sizes: Sequence[float]) -> Series:
    """A published total over the counties in whole steps, growing from its share in January."""
    finals = spread(published.value(total.code) // total.step, _weights(total.code, sizes))
    series = grown(total.code, finals, steady(base=total.base), _next(finals, total.base))
    return [[value * total.step for value in values] for values in series]


def _next(finals: Sequence[int], base: float) -> list[int]:
    """The values in 2023-07-1 if the half year's growth goes on."""
    return [final + int(final * (1 - base) / REVIEWED.number) for final in finals]


def _measure(measure: Measure, counties: Sequence[County], sizes: Sequence[float]) -> tuple[list[int], Series]:
    """Targets and values of an indicator that has a target."""
    parts = split(measure, counties, sizes)
    after = further(measure.code, parts.done, parts.targets)
    return parts.targets, grown(measure.code, parts.done, steady(), after)


def _year_to_date(code: str, finals: Sequence[int], base: float = 0.0) -> Series:
    return grown(code, finals, steady(base=base), _next(finals, base))


def _sizes(counties: Sequence[County], villages: Sequence[Village]) -> list[float]:
    """How many villages and communities each county has."""
    return [float(sum(village.county == county for village in villages)) for county in counties]


def _weights(code: str, sizes: Sequence[float]) -> list[float]:
    """By size, with some chance."""
    return [size * weight for size, weight in zip(sizes, varied(code, len(sizes), 0.7, 1.3), strict=True)]
