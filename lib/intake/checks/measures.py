"""Units of measure as people write them beside a title: an indicator's own, one that converts exactly, or another."""

import re
from decimal import Decimal

from lib.intake.checks.cells import plain

_MULTIPLES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_MEASURE = re.compile(r"(十万|百万|千万|万|亿|千|百|十)?(.*)")
_SAID_BEFORE = re.compile(r"^(计量)?单位[::]?")
_SAME = (("元", "人民币元", "圆", "yuan", "rmb"), ("名", "人", "位"), ("%", "百分比", "百分数", "百分点"))


def factor(said: str, *own: str) -> Decimal | None:
    """By what a number in the measure `said` is multiplied to be in an indicator's `own`; None where it is another.

    万元 against 元 is 10,000; 万 alone is ten thousand of the own one.
    """
    multiple, base = _parts(said)
    for each in filter(None, own):
        own_multiple, own_base = _parts(each)
        if base == own_base or (not base and multiple > 1):
            return Decimal(multiple) / own_multiple
    return None


def measures(text: str) -> list[str]:
    """The measures that a line beside a table names: 单位：万元、个 → 万元, 个."""
    said = re.fullmatch(r".*?(?:计量)?单位[::](.+)", re.sub(r"\s+", "", plain(text)))
    return [each for each in re.split(r"[、,/;，；]", said[1].strip("()[]（）")) if each] if said else []


def _parts(measure: str) -> tuple[int, str]:
    spelled = _SAID_BEFORE.sub("", re.sub(r"\s+", "", plain(measure)).lower())
    found = _MEASURE.fullmatch(spelled)
    multiple, base = (found[1] or "", found[2]) if found else ("", spelled)
    return _MULTIPLES[multiple], next((same[0] for same in _SAME if base in same), base)
