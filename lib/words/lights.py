"""红黄绿灯: how a percent stands against what the schedule expects; always a word, a symbol and a colour."""

from dataclasses import dataclass
from enum import StrEnum

from lib.words.language import gettext as _
from lib.words.wording import difference


class Light(StrEnum):
    """The four states, best first; the value names the state in code and in CSS."""

    DONE = "done"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"

    @property
    def word(self) -> str:
        return {
            Light.DONE: _("Done"),
            Light.ON_SCHEDULE: _("On schedule"),
            Light.BEHIND: _("Behind"),
            Light.FAR_BEHIND: _("Far behind"),
        }[self]

    @property
    def symbol(self) -> str:
        return {Light.DONE: "✓", Light.ON_SCHEDULE: "●", Light.BEHIND: "▲", Light.FAR_BEHIND: "■"}[self]


LATE = (Light.FAR_BEHIND, Light.BEHIND)  # what asks for attention, the worse one first


@dataclass(frozen=True)
class Judgement:
    """What a schedule expects (0–100), the light, and whether its due half month has passed without completion.

    Nothing is expected, and nothing said, where there is no schedule; nor where too few units below reported: then
    `rests_on` says how many of how many. What begins `anew` with this half month of a new year compares with nothing.
    """

    expected: float | None = None
    light: Light | None = None
    overdue: bool = False
    rests_on: tuple[int, int] | None = None
    anew: bool = False


def judge(percent: float | None, expected: float, behind: int) -> Light | None:
    """The light of `percent` (0–100) against `expected`; up to `behind` points below is still 预警.

    Both as they read, so that nobody stands at 71.4% where 71.4% is expected, and is behind. Past its due half month
    all of it is expected; that it is overdue is said beside the light (`said`). None when the percent is missing:
    missing is not zero.
    """
    if percent is None:
        return None
    if percent >= 100:
        return Light.DONE
    if percent >= expected or (below := difference(expected, percent)) <= 0:
        return Light.ON_SCHEDULE
    return Light.BEHIND if below <= behind else Light.FAR_BEHIND


def is_overdue(light: Light | None, due: int, half_month: int) -> bool:
    """Whether something that was due in the half month `due` is not complete after it; never where nothing is known."""
    return half_month > due and light in LATE


def said(light: Light | None, overdue: bool = False) -> str:
    """预警, or once it is past due 预警（逾期）; "" without a light."""
    if light is None:
        return ""
    return _("{light}, overdue").format(light=light.word) if overdue else light.word


def expected_percent(start: int, due: int, half_month: int, *, held: bool = False) -> float:
    """Elapsed half months over the half months from start to due, in percent (0–100), at the end of `half_month`.

    The half months `start` and `due` both count in full: a task that starts and is due in the same one is expected
    to be complete at its end. What must be `held` is expected in full from the start. Rounded down to hundredths, as
    all percents are kept.
    """
    if half_month < start:
        return 0.0
    if held or half_month >= due:
        return 100.0
    return 10_000 * (half_month - start + 1) // (due - start + 1) / 100
