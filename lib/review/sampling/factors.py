"""核实率: the verification factor, found ÷ reported, and what may be said beside it.

As the WHO's Data Quality Review (module 3, 2017) words it: below 1 more was reported than is there, above 1 less.
Villages drawn by size are weighed by what they stand for and get Dirichlet limits, a county alone those of the safe
side; simple draws get the combined ratio, with the textbook's limits only where enough villages differ.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

import numpy as np

from lib.kept.models import DrawKind
from lib.review.sampling.exact import Share, share
from lib.review.sampling.limits import Numbers, dirichlet, gain, ratio, safe_limits, stringer
from lib.words.language import N_
from lib.words.states import State

COUNTING = Fraction(8, 100)  # two people who count the same village differ by so much: it still agrees
ENOUGH_CHECKS = 30  # below it no limits of a factor hold what they promise
INTERVAL_FROM = 50  # checks in several strata: below it, or in a county alone, limits are on the safe side
ENOUGH_FAULTS = 30  # below it the textbook's limits of a simple draw hold the truth too seldom
MARGIN = 0.01  # limits that come this near to 1 do not exclude agreement
TOLERATED = 0.10  # a share of faulty villages that is surely larger is to be checked again


class LimitsKind(State):
    """What limits are: at 95 % they hold the truth in 93–97 of 100 draws, on the safe side in more."""

    INTERVAL = "interval", N_("Confidence interval")
    SAFE = "safe", N_("Safe-side limits")


class Of(StrEnum):
    """What a share of faulty villages is a share of: of the villages, or drawn by size of what they reported."""

    VILLAGES = "villages"
    REPORTED = "reported"


class Reason(State):
    """Why a factor, or its limits, is not shown."""

    NOTHING = "nothing", N_("Nothing was checked yet")
    FEW_CHECKS = "few_checks", N_("Too few checks for a factor; the count of villages that differ has exact limits")
    NO_FAULT = "no_fault", N_("All found as reported: the spread gives no interval; the exact limit stands instead")
    FEW_FAULTS = "few_faults", N_("A simple draw with too few villages that differ: no interval holds at 95 %")
    LONE = "lone", N_("A group with a single check: no interval from the spread")


@dataclass(frozen=True)
class Checked:
    """A village that was checked: what it reported, what was found (both ≥ 0), and its chance in the draw."""

    stratum: str
    reported: int
    found: int
    chance: Fraction

    @property
    def difference(self) -> int:
        """1 where more was reported than found, −1 where less, 0 where they agree up to how people count."""
        if abs(self.reported - self.found) <= COUNTING * self.reported:
            return 0
        return 1 if self.reported > self.found else -1


@dataclass(frozen=True)
class Limits:
    """Between what two factors the truth lies, and what kind of limits these are."""

    low: float
    high: float
    kind: LimitsKind


@dataclass(frozen=True)
class Verification:
    """What checks say of reported figures: counts always, a factor and limits only where they may be said.

    `reported` is the frame's total; `over`, `under` and `agree` are counts of villages; `safe` is the factor that the
    truth is at least, on the safe side; `zero` is how many of those that reported 0 had something after all;
    `unseen` are the strata in which nothing was checked yet, for which the factor does not speak.
    """

    checks: int
    agree: int
    over: int
    under: int
    faulty: Share | None
    of: Of
    reported: int
    factor: float | None = None
    limits: Limits | None = None
    safe: float | None = None
    zero: Share | None = None
    reason: Reason | None = None
    unseen: tuple[str, ...] = ()

    @property
    def estimated(self) -> int | None:
        """The true total as the checks have it, beside the reported one; none without a factor."""
        return None if self.factor is None else round(self.reported * self.factor)

    @property
    def estimated_limits(self) -> tuple[int, int] | None:
        """Its limits, of the kind of the factor's."""
        if self.limits is None:
            return None
        return math.floor(self.reported * self.limits.low), math.ceil(self.reported * self.limits.high)

    @property
    def recheck(self) -> bool:
        """需复核: the limits exclude agreement, or surely more than a tenth is faulty."""
        outside = self.limits and (self.limits.high < 1 - MARGIN or self.limits.low > 1 + MARGIN)
        return bool(outside) or bool(self.faulty and self.faulty.low > TOLERATED)


def verify(checks: Sequence[Checked], totals: Mapping[str, int], way: DrawKind) -> Verification:
    """What the checks say of the totals that each stratum of the frame reported: of the prefecture, or of one county.

    A stratum is the village's own (its county), also for those that reported 0, which a draw by size draws apart: they
    are counted apart (`zero`) and do not enter the factor.
    """
    # in one order, whichever they come in: the limits are drawn by chance with a fixed seed
    return _verified(tuple(sorted(checks, key=_PARTS)), tuple(sorted(totals.items())), way)


_PARTS = attrgetter("stratum", "reported", "found", "chance")


@lru_cache(maxsize=256)
def _verified(checks: Sequence[Checked], frame: tuple[tuple[str, int], ...], way: DrawKind) -> Verification:
    """The same of the same checks, whatever is saved besides: the draws are most of the time of 核实 after a save."""
    totals = dict(frame)
    counted = [each for each in checks if each.reported or way is DrawKind.SIMPLE]
    zeros = [each for each in checks if not each.reported]
    differences = [each.difference for each in checks]
    base = Verification(
        checks=len(checks),
        agree=differences.count(0),
        over=differences.count(1),
        under=differences.count(-1),
        faulty=_share([each.difference != 0 for each in counted]),
        of=Of.REPORTED if way is DrawKind.BY_SIZE else Of.VILLAGES,
        reported=sum(totals.values()),
        zero=_share([each.found > 0 for each in zeros]),
        unseen=tuple(sorted({name for name, total in totals.items() if total} - {each.stratum for each in counted})),
    )
    return _with_factor(base, counted, totals, way)


def _share(hits: Sequence[bool]) -> Share | None:
    return share(sum(hits), len(hits)) if hits else None


def _with_factor(
    base: Verification, counted: Sequence[Checked], totals: Mapping[str, int], way: DrawKind
) -> Verification:
    if not counted or not sum(each.reported for each in counted):
        return replace(base, reason=Reason.NOTHING)
    if len(counted) < ENOUGH_CHECKS:
        return replace(base, reason=Reason.FEW_CHECKS)
    if way is DrawKind.SIMPLE:
        return _simple(base, counted)
    return _by_size(base, counted, totals)


def _by_size(base: Verification, counted: Sequence[Checked], totals: Mapping[str, int]) -> Verification:
    shares = stands_for(counted, totals)
    taints = np.array([1 - each.found / each.reported for each in counted])
    # a village that was certain to come stands for itself alone: what it brings is known, not estimated
    sure = np.array([each.chance == 1 for each in counted])
    known, rest = float(shares[sure] @ taints[sure]), float(shares[~sure].sum())
    if not rest:
        return replace(base, factor=1 - known, limits=Limits(1 - known, 1 - known, LimitsKind.INTERVAL))
    drawn = shares[~sure] / rest
    safe = 1 - known - rest * stringer(taints[~sure], drawn)
    if not base.over and not base.under:
        return replace(base, safe=safe, reason=Reason.NO_FAULT)
    others = [each for each in counted if each.chance != 1]
    strata, chances = [each.stratum for each in others], np.array([float(each.chance) for each in others])
    if len(counted) < INTERVAL_FROM or len({*strata}) == 1:
        kind, (low, high) = LimitsKind.SAFE, safe_limits(taints[~sure], drawn)
    else:
        gained = gain(taints[~sure], drawn, strata, chances)
        kind, (low, high) = LimitsKind.INTERVAL, dirichlet(taints[~sure], drawn, gained)
    limits = Limits(1 - known - rest * high, 1 - known - rest * low, kind)
    return replace(base, factor=1 - float(shares @ taints), limits=limits, safe=safe)


def stands_for(counted: Sequence[Checked], totals: Mapping[str, int]) -> Numbers:
    """The share of all that was reported for which each village stands: certain ones for themselves, others for more.

    What a stratum reported beyond its certain villages is shared by the others as their reports and chances have it; so
    checks that are still to come leave no stratum out that has one. The shares sum to 1.
    """
    shares = np.zeros(len(counted))
    for name in {each.stratum for each in counted}:
        here = [place for place, each in enumerate(counted) if each.stratum == name]
        sure = [place for place in here if counted[place].chance == 1]
        drawn = [place for place in here if counted[place].chance != 1]
        known = sum(counted[place].reported for place in sure)
        shares[sure] = [counted[place].reported for place in sure]
        weights = np.array([float(counted[place].reported / counted[place].chance) for place in drawn])
        shares[drawn] = max(totals[name] - known, 0) * weights / weights.sum()
    total: float = shares.sum()
    return shares / total


def _simple(base: Verification, counted: Sequence[Checked]) -> Verification:
    if not base.over and not base.under:
        return replace(base, reason=Reason.NO_FAULT)
    sizes = Counter(each.stratum for each in counted)
    found = np.array([float(each.found) for each in counted])
    reported = np.array([float(each.reported) for each in counted])
    weights = np.array([float(1 / each.chance) for each in counted])
    factor = float(weights @ found / (weights @ reported))
    if min(sizes.values()) < 2:
        return replace(base, factor=factor, reason=Reason.LONE)
    if base.over + base.under < ENOUGH_FAULTS:
        return replace(base, factor=factor, reason=Reason.FEW_FAULTS)
    strata = [each.stratum for each in counted]
    low, high = ratio(found, reported, weights, strata, [float(each.chance) for each in counted]).limits
    return replace(base, factor=factor, limits=Limits(low, high, LimitsKind.INTERVAL))
