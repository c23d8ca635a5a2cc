"""How far apart the values of one county honestly lie in a file: beyond it one of them is pointed out."""

from collections.abc import Mapping

from lib.intake.checks import CheckedValues
from lib.kept.changes import Key, TargetKey, place

FEW = 8  # so many units a county must have in the file before one of them can be far from the others


def fences(checked: CheckedValues, county: Mapping[int, str | None]) -> dict[Key, tuple[float, float]]:
    """By half month, indicator and county: the range outside which a value is far from the others in the file.

    Twice Tukey's outer fence, six times the distance of the quartiles beyond them: villages differ honestly.
    """
    groups: dict[Key, list[int]] = {}
    for key, value in checked.cells.items():
        unit, indicator = place(key)
        groups.setdefault((when(key), indicator, county[unit]), []).append(value)
    return {key: _fence(sorted(values)) for key, values in groups.items() if len(values) >= FEW}


def when(key: Key) -> int:
    """The half month of a value, of a target the one since which it holds."""
    half_month: int = key.since if isinstance(key, TargetKey) else key[0]
    return half_month


def _fence(ordered: list[int]) -> tuple[float, float]:
    quarter = len(ordered) // 4
    low, high = ordered[quarter], ordered[-1 - quarter]
    reach = 6 * max(high - low, 1)
    return low - reach, high + reach
