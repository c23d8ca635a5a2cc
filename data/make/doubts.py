"""Figures that are doubtful: a few villages and townships report what hardly can be. Made up, and nobody's fault.

In 2023-06-2, so that 疑点 has something to show. Of what was published and of all that is summed by county nothing
changes: what one village has too much or too little, others of its county have less or more in the same half month.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from .growth import Series
from .periods import REVIEWED, parse
from .places import Village
from .shares import chance

NOW, LAST = REVIEWED.number - 1, REVIEWED.number - 2  # positions in a series
BEGUN = parse("2023-04-2").number - 1  # what was chosen by the half month before stays as it is
SILENT, JUMPS = 2, 3  # villages, each of another county
LITTLE = 0.4  # of the target, before a jump
YUAN = 100
ROUND = 500  # yuan
LIMITS = {"collective_savings": 200_000, "operating_income": 100_000, "running_cost": 119_999}  # counted above

Values = dict[str, Series]


def in_cleanup(values: Values, targets: Sequence[int], villages: Sequence[Village]) -> None:
    """Boards that were all removed at once, after nothing for long or after little."""
    draw = chance("doubtful boards")
    removed = values["boards_removed"]
    order = [i for i in range(len(villages)) if targets[i] >= 8 and removed[NOW][i] == targets[i]]
    draw.shuffle(order)
    counties: set[str] = set()
    for times, most in ((SILENT, lambda _target: 0), (JUMPS, lambda target: int(target * LITTLE))):
        fitting = [i for i in order if removed[BEGUN - 1][i] <= most(targets[i])]
        for i in _each_of_another_county(fitting, villages, times, counties):
            _held_back(values, i, most(targets[i]), _others(villages, i, order))


def _each_of_another_county(
    order: Iterable[int], villages: Sequence[Village], times: int, counties: set[str]
) -> list[int]:
    """The first places in order, each of a county that has none yet."""
    found = []
    for i in order:
        if len(found) < times and villages[i].county.code not in counties:
            counties.add(villages[i].county.code)
            found.append(i)
    return found


def _others(villages: Sequence[Village], i: int, order: Iterable[int]) -> list[int]:
    return [j for j in order if j != i and villages[j].county.code == villages[i].county.code]


def _held_back(values: Values, i: int, most: int, others: Sequence[int]) -> None:
    """Until the half month before, the village has at most so many removed; the others as many more, those first."""
    removed, outside = values["boards_removed"], values["boards_outside"]
    for month in range(LAST, BEGUN - 1, -1):
        moved = max(removed[month][i] - most, 0)
        able = [j for j in others if removed[month][j] < removed[month + 1][j]]
        for j in [i] * moved:
            removed[month][j] -= 1
            outside[month][j] += 1
        for j in able[:moved]:
            removed[month][j] += 1
            outside[month][j] -= 1
        assert len(able) >= moved


def in_support(values: Values, villages: Sequence[Village]) -> None:
    """A report that was sent twice, and money that looks estimated, and copied from a neighbour."""
    towns: dict[str, list[int]] = {}
    for i, village in enumerate(villages):
        towns.setdefault(village.unit.parent_code, []).append(i)
    order = [towns[code] for code in sorted(towns)]
    chance("doubtful money").shuffle(order)
    counties: set[str] = set()
    for kind, sizes in (
        (_sent_twice, range(5, 7)),
        (_estimated, range(8, 11)),
        (_copied, range(10, 16)),
    ):
        for town in order:
            county = villages[town[0]].county.code
            if len(town) in sizes and county not in counties and kind(values, town, _around(villages, town)):
                counties.add(county)
                break


def _around(villages: Sequence[Village], town: Sequence[int]) -> list[int]:
    """The villages of the county outside the township."""
    county = villages[town[0]].county.code
    return [i for i, village in enumerate(villages) if village.county.code == county and i not in set(town)]


def _sent_twice(values: Values, town: Sequence[int], around: Sequence[int]) -> bool:
    """All of the township was there a half month earlier, and nothing is new."""
    changes = [(code, LAST, {i: series[NOW][i] for i in town}) for code, series in values.items()]
    return _put(values, changes, around)


def _estimated(values: Values, town: Sequence[int], around: Sequence[int]) -> bool:
    """Savings and income end in full five hundreds."""
    codes = ("collective_savings", "operating_income")
    changes = [(code, NOW, {i: -(-values[code][NOW][i] // ROUND) * ROUND for i in town}) for code in codes]
    return _put(values, changes, around)


def _copied(values: Values, town: Sequence[int], around: Sequence[int]) -> bool:
    """Two villages have the money of a third, now and, of all that is summed not yet, in the next half month."""
    codes = ("collective_savings", "operating_income", "running_cost")
    now = [values[code][NOW] for code in codes]
    triples = sorted(
        combinations(town, 3),
        key=lambda three: sum(max(of[i] for i in three) - min(of[i] for i in three) for of in now),
    )
    for three in triples:
        source = max(three, key=lambda i: values["running_cost"][NOW][i])
        rising = all(values["operating_income"][LAST][i] <= values["operating_income"][NOW][source] for i in three)
        changes = [(code, NOW, dict.fromkeys(three, values[code][NOW][source])) for code in codes]
        if rising and _put(values, changes, around):
            for code in codes:
                for i in three:
                    values[code][NOW + 1][i] = values[code][NOW + 1][source]
            return True
    return False


def _put(values: Values, changes: Sequence[tuple[str, int, dict[int, int]]], around: Sequence[int]) -> bool:
    """Put the values, if others of the county can make up for them, and nothing crosses a limit that is counted."""
    made = []
    for code, month, those in changes:
        now = list(values[code][month])
        kept = _keeps(values[code], code, month)
        more = sum(value - now[i] for i, value in those.items())
        if not all(_side(code, now[i]) == _side(code, value) for i, value in those.items()):
            return False
        for i, value in those.items():
            now[i] = value
        if not _made_up(now, more, around, YUAN if code in LIMITS else 1, kept):
            return False
        made.append((code, month, now))
    for code, month, now in made:
        values[code][month] = now
    return True


def _side(code: str, value: int) -> bool:
    return value > LIMITS.get(code, -1)


def _keeps(series: Series, code: str, month: int) -> Callable[[int, int], bool]:
    """Whether a village can have this value in the half month: it never falls, and stays where it was counted."""

    def kept(i: int, value: int) -> bool:
        after = series[month + 1][i] if month + 1 < len(series) else value
        return series[month - 1][i] <= value <= after and _side(code, value) == _side(code, series[month][i])

    return kept


def _made_up(now: list[int], more: int, around: Sequence[int], step: int, kept: Callable[[int, int], bool]) -> bool:
    """Take `more` from those around, or give them what is less, a step each in turn; False where they cannot."""
    sign = -step if more > 0 else step
    left = abs(more) // step
    while left:
        able = [i for i in around if kept(i, now[i] + sign)][:left]
        if not able:
            return False
        for i in able:
            now[i] += sign
        left -= len(able)
    return True
