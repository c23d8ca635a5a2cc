"""Working days as the State Council arranges them each autumn for the next year, make-up days at weekends included.

The package chinesecalendar knows the years that were arranged when it was made; for others the office says them in
config.toml. A year that neither knows keeps its weekends alone, and that is said: here in the log, on 管理 by a banner.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

log = logging.getLogger("banyue")


@dataclass(frozen=True)
class WorkingDays:
    """The office's own days: they win over the package, and name the years that the office has arranged itself."""

    holidays: Collection[date] = ()
    workdays: Collection[date] = ()

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.workdays or day in self.holidays:
            return day in self.workdays
        arranged = _arranged(day)
        if arranged is None and not self.knows(day.year):
            _say_unknown(day.year)
        return day.weekday() < 5 if arranged is None else arranged

    def knows(self, year: int) -> bool:
        """Whether the package knows the year's arrangement, or the office names a day of it."""
        named = any(day.year == year for day in (*self.holidays, *self.workdays))
        return named or _arranged(date(year, 1, 1)) is not None

    def after(self, day: date, count: int) -> date:
        """The working day `count` working days later; the day itself when `count` is 0."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)  # True is 1: a day off is passed over
        return day


@cache
def _arranged(day: date) -> bool | None:
    """Whether the State Council's arrangement has it as a working day; None in a year that the package knows not."""
    from chinese_calendar import is_workday  # here: a command that asks for no due day need not wait for it

    try:
        return bool(is_workday(day))
    except NotImplementedError:  # so it says that it has no such year
        return None


@cache
def _say_unknown(year: int) -> None:
    """Once a process and year."""
    log.warning(
        "the working days of %s are not known: only weekends are left out; write the year's days off and make-up days "
        "into calendar.holidays and calendar.workdays of config.toml, or renew chinesecalendar",
        year,
    )
