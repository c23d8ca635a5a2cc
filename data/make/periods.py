"""The thirteen half months of the demo: 2023-01-1 to 2023-06-2 are closed, 2023-07-1 is being collected."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import is_workday

DUE_DAYS = 3


@dataclass(frozen=True)
class HalfMonth:
    """A half month of 2023; `number` counts from 1 (2023-01-1)."""

    number: int

    @property
    def month(self) -> int:
        return (self.number + 1) // 2

    @property
    def half(self) -> int:
        return 1 if self.number % 2 else 2

    @property
    def label(self) -> str:
        return f"2023年{self.month}月{'上' if self.half == 1 else '下'}半月"

    @property
    def last_day(self) -> date:
        return date(2023, self.month, 15 if self.half == 1 else monthrange(2023, self.month)[1])

    @property
    def due_date(self) -> date:
        """The third working day after the last day."""
        return working_days_after(self.last_day, DUE_DAYS)

    def __str__(self) -> str:
        return f"2023-{self.month:02}-{self.half}"


def parse(text: str) -> HalfMonth:
    """`2023-04-1` → HalfMonth(7)."""
    _, month, half = text.split("-")
    return HalfMonth(int(month) * 2 - 2 + int(half))


def working_days_after(day: date, days: int) -> date:
    """The working day that many working days later, as the State Council arranged 2023."""
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day


HALF_MONTHS = [HalfMonth(number) for number in range(1, 14)]
REVIEWED = parse("2023-06-2")  # the published figures are shown as of this half month
OPEN = parse("2023-07-1")
BEFORE_CAMPAIGN = parse("2023-03-2")  # the three-month clean-up starts in the next half month
