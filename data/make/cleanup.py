"""village_cleanup and pilot_reports: what was found, what is gone, and what is still there."""

from collections.abc import Sequence
from math import floor

from . import doubts, published
from .forms import FormData
from .growth import Series, campaign, further, grown, steady
from .measures import Measure, Parts, leave, published_measure, split
from .periods import HALF_MONTHS, REVIEWED, parse
from .places import County, Village, varied
from .shares import chance, spread

ALLOWED_BOARDS, ALLOWED_SIGNS = 4, 2  # the standard outside a village's premises, 二(三)2
ALLOWED_WALL_POSTERS = 8  # made up: the catalogue says which may stay, not how many
CERTIFICATES = 10  # 二(三)3

# Base of the published fall of 56.3 %; neither its numerator nor its denominator was published.
MECHANISMS_LAST_YEAR, MECHANISMS_NOW = 10_000, 4_370
SIGNS_TOO_MANY, SIGNS_LEFT = 2_600, 190  # made up
REBOUNDS = 9

BOARDS = published_measure("boards_removed", target=13_137, low=0.2, high=1.8)
WALL_POSTERS = published_measure("wall_posters_removed", target=27_900, low=0.4, high=1.6)
APPS = published_measure("apps_and_groups_cleared", target=1_100, low=-0.4, high=2.0)
PILOT_MEASURES = [
    published_measure("reports_cleared", target=2_150, low=0.7, high=1.3),
    published_measure("indicators_cleared", target=28_500, low=0.7, high=1.3),
]


def village_cleanup(villages: Sequence[Village]) -> FormData:
    """The twelve indicators of village_cleanup."""
    counties = [village.county for village in villages]
    values = {**_mechanisms(counties), **_signs(counties), **_one_table(counties)}
    targets: dict[str, list[int]] = {"one_table_done": [1] * len(villages)}
    for measure, parts in _measures(counties):
        values[measure.code] = _progress(measure.code, parts, counties)
        targets[measure.code] = parts.targets
    found = [target + ALLOWED_BOARDS for target in targets["boards_removed"]]
    on_walls = [target + ALLOWED_WALL_POSTERS for target in targets["wall_posters_removed"]]
    values["boards_found"] = [found for _ in HALF_MONTHS]
    values["wall_posters_found"] = [on_walls for _ in HALF_MONTHS]
    values["boards_outside"] = _boards_outside(found, values["boards_removed"], targets["boards_removed"])
    doubts.in_cleanup(values, targets["boards_removed"], villages)
    return FormData(values, targets)


def pilot_reports(villages: Sequence[Village]) -> FormData:
    """The two indicators of the villages where reports are cleared first; `villages` holds only those."""
    counties = [village.county for village in villages]
    split_up = {measure.code: split(measure, counties) for measure in PILOT_MEASURES}
    values = {code: _progress(code, parts, counties) for code, parts in split_up.items()}
    return FormData(values, {code: parts.targets for code, parts in split_up.items()})


def _measures(counties: Sequence[County]) -> list[tuple[Measure, Parts]]:
    """The clean-up measures with a target at every village; the last two are the same everywhere."""
    n = len(counties)
    same = [
        Measure("certificates_standardised", n * CERTIFICATES, n * CERTIFICATES - 860, low=1, high=1),
        Measure("village_policy_done", n, n - 69, low=1, high=1),
    ]
    return [(measure, split(measure, counties)) for measure in [BOARDS, WALL_POSTERS, APPS, *same]]


def _progress(code: str, parts: Parts, counties: Sequence[County]) -> Series:
    """The campaign's S-curve up to what is done, then a step towards the target."""
    after = further(code, parts.done, parts.targets)
    luck = varied("delay", len(counties), -1.2, 0.6)
    delays = [county.delay + early for county, early in zip(counties, luck, strict=True)]
    return grown(code, parts.done, campaign(delays), after)


def _mechanisms(counties: Sequence[County]) -> dict[str, Series]:
    """Mechanisms fall by the published 56.3 %, less where a county lags; one always remains."""
    n = len(counties)
    last_year = spread(MECHANISMS_LAST_YEAR, varied("mechanisms_last_year", n, 0.6, 1.4))
    luck = varied("mechanisms_cut", n, 0.8, 1.2)
    weights = [
        base * (1.1 - 0.035 * county.backlog) * weight
        for base, county, weight in zip(last_year, counties, luck, strict=True)
    ]
    cut = spread(MECHANISMS_LAST_YEAR - MECHANISMS_NOW, weights, caps=[base - 1 for base in last_year])
    limits = [max(done, floor(base * 0.65)) for done, base in zip(cut, last_year, strict=True)]
    gone = _progress("mechanisms_now", Parts(limits, cut), counties)
    return {"mechanisms_last_year": [last_year for _ in HALF_MONTHS], "mechanisms_now": _minus(last_year, gone)}


def _signs(counties: Sequence[County]) -> dict[str, Series]:
    """Signs outside: the two that may stay and those that are too many."""
    too_many = spread(SIGNS_TOO_MANY, varied("signs_outside", len(counties), -0.3, 1.5))
    left = leave("signs_outside", SIGNS_LEFT, too_many, counties)
    gone = [extra - open_ for extra, open_ in zip(too_many, left, strict=True)]
    series = _progress("signs_outside", Parts(too_many, gone), counties)
    return {"signs_outside": _minus([ALLOWED_SIGNS + extra for extra in too_many], series)}


def _one_table(counties: Sequence[County]) -> dict[str, Series]:
    """The main form: complete everywhere in 2023-06-2, as the published 100 % implies."""
    share = steady(since=parse("2023-02-2").number)
    assert published.value("one_table_main_form_pct") == 100
    return {"one_table_done": grown("one_table_done", [1] * len(counties), share)}


def _boards_outside(found: Sequence[int], removed: Series, targets: Sequence[int]) -> Series:
    """What was found less what is gone, and a few boards that were put up again."""
    series = _minus(found, removed)
    draw = chance("rebounds")
    before = removed[REVIEWED.number - 2]  # the half month before the review
    cleared = [i for i, target in enumerate(targets) if before[i] == target]
    for i in sorted(cleared, key=lambda _: draw.random())[:REBOUNDS]:
        again = draw.choice([1, 1, 2])
        for values in series[REVIEWED.number - 1 :]:
            values[i] += again
    return series


def _minus(start: Sequence[int], gone: Series) -> Series:
    """What is left of `start` in each half month."""
    return [[first - done for first, done in zip(start, values, strict=True)] for values in gone]
