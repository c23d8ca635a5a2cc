"""红黄绿灯: how a percent stands against what the schedule expects; always a word, a symbol and a colour."""

from enum import StrEnum

from lib.words.language import gettext as _


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


def judge(percent: float | None, expected: float, behind: int, *, past_due: bool = False) -> Light | None:
    """The light of `percent` (0–100) against `expected`; `behind` points below is still 预警, past due never is.

    None when the percent is missing: missing is not zero.
    """
    if percent is None:
        return None
    if percent >= 100:
        return Light.DONE
    if past_due or percent < expected - behind:
        return Light.FAR_BEHIND
    return Light.ON_SCHEDULE if percent >= expected else Light.BEHIND


def expected_percent(start: int, due: int, half_month: int) -> float:
    """Elapsed half months over the half months from start to due, in percent (0–100), at the end of `half_month`.

    The half months `start` and `due` both count in full: a task that starts and is due in the same one is expected
    to be complete at its end.
    """
    # one division: 100 · (11 ÷ 20) is 55.00000000000001, and who stands at 55 would be behind
    return min(max(100 * (half_month - start + 1) / (due - start + 1), 0.0), 100.0)
