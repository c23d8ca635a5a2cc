"""A draw of villages that anybody can repeat: by reported size or simple, within strata, from a frame sorted by code.

By size, a village's chance is its share of its stratum's size times the number drawn there, taken systematically along
the codes from one random start, so that the draw spreads over the townships. All of it is reckoned in integers. A
village whose share would be more than one is taken with certainty, and the rest are drawn from what is left.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import numpy as np

from lib.kept.models import DrawKind
from lib.words.errors import Refusal
from lib.words.language import gettext as _

AT_LEAST = 2  # in every stratum: of one village alone no spread can be told


@dataclass(frozen=True, order=True)
class Village:
    """A village that can be drawn: its stratum, what it reported (≥ 0), and a weight (≥ 1) to come oftener."""

    stratum: str
    code: str
    reported: int
    weight: int = 1


@dataclass(frozen=True)
class Drawn:
    """A village that was drawn, with the chance that it had."""

    code: str
    stratum: str
    reported: int
    chance: Fraction


@dataclass(frozen=True)
class Draw:
    """What was drawn, with what repeats it: the seed, and the hash of the frame's text."""

    seed: int
    frame: str
    villages: tuple[Drawn, ...]


REPORTED_ZERO = "0"  # the stratum of those that reported 0: by size they would have no chance


def draw(frame: Sequence[Village], count: int, *, way: DrawKind, seed: int, of_zero: int = AT_LEAST) -> Draw:
    """`count` villages of the frame, drawn within its strata; by size, `of_zero` of them among those that reported 0.

    Raises Refusal where nothing is left to draw from, a stratum has fewer than two villages, or `count` is fewer than
    two a stratum or more than the frame holds.
    """
    strata = by_stratum(frame, way)
    plan = allocation(strata, count, way, of_zero)
    chance = np.random.default_rng(seed)
    # one generator for all strata, in the order of their names: its numbers are part of what repeats the draw
    drawn = (_drawn(villages, plan[name], _way(way, name), chance) for name, villages in strata.items())
    return Draw(seed, frame_hash(frame), tuple(chain.from_iterable(drawn)))


def frame_text(frame: Sequence[Village]) -> str:
    """The frame as it is drawn from: a line `stratum,code,reported,weight` a village, in the order of the draw."""
    return "".join(f"{each.stratum},{each.code},{each.reported},{each.weight}\n" for each in sorted(frame))


def frame_hash(frame: Sequence[Village]) -> str:
    """The SHA-256 of the frame's text: another frame is another draw."""
    return hashlib.sha256(frame_text(frame).encode()).hexdigest()


def by_stratum(frame: Sequence[Village], way: DrawKind) -> dict[str, list[Village]]:
    """The villages of each stratum by code; drawn by size, those that reported 0 are a stratum of their own."""
    strata: dict[str, list[Village]] = {}
    for village in sorted(frame):
        zero = way is DrawKind.BY_SIZE and not village.reported
        strata.setdefault(REPORTED_ZERO if zero else village.stratum, []).append(village)
    return dict(sorted((name, sorted(villages, key=lambda each: each.code)) for name, villages in strata.items()))


def allocation(
    strata: Mapping[str, Sequence[Village]], count: int, way: DrawKind, of_zero: int = AT_LEAST
) -> dict[str, int]:
    """How many villages are drawn in each stratum: in proportion to its size, at least two, at most all.

    The size is what the villages reported, or in a simple draw their number, times their weights.
    """
    _check(strata, count, way)
    plan = {name: min(AT_LEAST, len(villages)) for name, villages in strata.items()}
    if way is DrawKind.BY_SIZE and REPORTED_ZERO in strata:
        plan[REPORTED_ZERO] = min(max(of_zero, plan[REPORTED_ZERO]), len(strata[REPORTED_ZERO]))
    sizes = {name: sum(_measures(villages, _way(way, name))) for name, villages in strata.items()}
    growing = [name for name in strata if way is DrawKind.SIMPLE or name != REPORTED_ZERO]
    for _turn in range(count - sum(plan.values())):
        open_to = [name for name in growing if plan[name] < len(strata[name])] or _open(strata, plan)
        # one by one as seats are by Sainte-Laguë, which rounds each share to the nearest; by name where two are alike
        largest = max(open_to, key=lambda name: (Fraction(sizes[name], 2 * plan[name] + 1), name))
        plan[largest] += 1
    return plan


def _open(strata: Mapping[str, Sequence[Village]], plan: Mapping[str, int]) -> list[str]:
    return [name for name, villages in strata.items() if plan[name] < len(villages)]


def _check(strata: Mapping[str, Sequence[Village]], count: int, way: DrawKind) -> None:
    every = sum(map(len, strata.values()))
    if not every:
        raise Refusal(_("No village is left to draw from; choose other villages or another half month"))
    for name, villages in strata.items():
        if len(villages) < AT_LEAST and name != REPORTED_ZERO:
            text = _("{stratum} has fewer than two villages to draw from; add villages, or leave {stratum} out")
            raise Refusal(text.format(stratum=name))
    if count > every:
        text = _("The plan asks for {count} villages, and {left} can be drawn; ask for {left} or fewer")
        raise Refusal(text.format(count=count, left=every))
    least = sum(min(AT_LEAST, len(villages)) for villages in strata.values())
    if count < least:
        text = _("{count} villages are too few: at least two of each group, together {least}; ask for {least} or more")
        raise Refusal(text.format(count=count, least=least))


def _way(way: DrawKind, stratum: str) -> DrawKind:
    return DrawKind.SIMPLE if stratum == REPORTED_ZERO else way


def _measures(villages: Sequence[Village], way: DrawKind) -> list[int]:
    return [village.weight * (village.reported if way is DrawKind.BY_SIZE else 1) for village in villages]


def _drawn(villages: Sequence[Village], count: int, way: DrawKind, chance: np.random.Generator) -> list[Drawn]:
    measures = _measures(villages, way)
    if len({*measures}) == 1:  # alike: a simple random sample
        places = np.sort(chance.choice(len(villages), count, replace=False))
        chances = {int(place): Fraction(count, len(villages)) for place in places}
    else:
        chances = by_size(measures, count, chance)
    return [
        Drawn(villages[place].code, villages[place].stratum, villages[place].reported, chances[place])
        for place in sorted(chances)
    ]


def by_size(measures: Sequence[int], count: int, chance: np.random.Generator) -> dict[int, Fraction]:
    """The places drawn systematically with chance ∝ their measure, each with that chance; 1 for those that are certain.

    A place is hit where one of `count` points, a total apart along the measures times the count, falls into it.
    """
    certain = certainties(measures, count)
    rest = [place for place in range(len(measures)) if place not in certain]
    left = count - len(certain)
    if not left:
        return dict.fromkeys(certain, Fraction(1))
    total = sum(measures[place] for place in rest)
    ends = np.cumsum([measures[place] * left for place in rest], dtype=np.int64)
    # in integers: a float would put a point on the wrong side of an end on one machine and not on another
    points = int(chance.integers(total)) + total * np.arange(left, dtype=np.int64)
    hit = [rest[int(place)] for place in np.searchsorted(ends, points, side="right")]
    return dict.fromkeys(certain, Fraction(1)) | {place: Fraction(measures[place] * left, total) for place in hit}


def certainties(measures: Sequence[int], count: int) -> set[int]:
    """The places whose share of what is left times the number left to draw is one or more: taken in any case."""
    certain: set[int] = set()
    while True:
        total = sum(each for place, each in enumerate(measures) if place not in certain)
        left = count - len(certain)
        more = {p for p, each in enumerate(measures) if p not in certain and left and each * left >= total}
        if not more:
            return certain
        certain |= more
