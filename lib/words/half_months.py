"""The half month: days 1–15 (上半月) or 16–end (下半月), the step in which everything is reported and reviewed."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.texts import printable
from lib.words.working_days import WorkingDays

YEARS = range(2000, 2100)

_HALVES = {"1": 1, "2": 2, "上": 1, "下": 2, "上半月": 1, "下半月": 2, "first half": 1, "second half": 2}
# of the plain text that `_plain` makes
_SPELLINGS = (
    re.compile(r"(\d{4})-(\d{1,2})-([12])"),  # 2023-06-2, 2023.6.2
    re.compile(r"(\d{4})年(\d{1,2})月份?(上半月|下半月|上|下)"),  # 2023年6月下半月, 2023年6月份下
    re.compile(r"(\d{4})-(\d{1,2})-?(上半月|下半月|上|下)"),  # 2023.6下
    re.compile(r"(\d{4})-(\d{1,2}) ?(first half|second half)"),  # Jun 2023, second half
)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if number}
_ENGLISH = re.compile(rf"({'|'.join(_MONTHS)}) (\d{{4}}), (first half|second half)")
_YEARLESS = re.compile(r"\d{1,2}月份?(上半月|下半月|上|下)")
_DIGITS = {"零": "0", "○": "0"} | {digit: str(number) for number, digit in enumerate("〇一二三四五六七八九")}
_WORDED = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)|(十[一二]?|[一二三四五六七八九])(?=月)")
# two digits for the day: 2023-06-2 is a half month; with the day first only where the year stands last
_DATES = re.compile(r"\d{4}(-\d{1,2}-\d{2}|年\d{1,2}月\d{1,2}日).*|\d{1,2}-\d{1,2}-\d{4}.*")
# within a longer text, and often without the year; digits beside it would make it another number
_MENTIONED = (
    re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<half>[12])(?!\d|日|-\d)"),
    re.compile(r"(?:(?<!\d)(?P<year>\d{4})(?:年|-))?(?<!\d)(?P<month>\d{1,2})(?:月份?-?|-)(?P<half>上半月|下半月)"),
    # 6月下 alone, not 6月下旬 nor 6月下发: nothing or a mark stands behind it
    re.compile(
        r"(?:(?<!\d)(?P<year>\d{4})(?:年|-))?(?<!\d)(?P<month>\d{1,2})月份?(?P<half>[上下])(?=$|[^\w]|[村乡镇县]级)"
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2}) (?P<half>first half|second half)"),
)


@total_ordering
@dataclass(frozen=True)
class HalfMonth:
    """A half month, kept as its ordinal: year·24 + (month−1)·2 + half−1 (2023-06-2 is 48563)."""

    ordinal: int

    @classmethod
    def of(cls, year: int, month: int, half: int) -> "HalfMonth":
        """The half month of these numbers; raises ValueError outside months 1–12, halves 1–2, years 2000–2099."""
        if year not in YEARS or not 1 <= month <= 12 or half not in (1, 2):
            raise ValueError(_("there is no half month {text}").format(text=f"{year}-{month:02}-{half}"))
        return cls(year * 24 + (month - 1) * 2 + half - 1)

    @classmethod
    def parse(cls, text: str, near: "HalfMonth | None" = None) -> "HalfMonth":
        """Read any usual spelling: 2023-06-2, 2023年6月下半月, 2023年6月下, 2023.6下, also in full-width digits.

        One without its year, 6月下半月, is the nearest to `near`, where that is given.
        Raises ValueError with the mend, above all for dates: Excel turns 2023-06-2 into 2 June.
        """
        plain = _plain(text)
        for spelling in _SPELLINGS:
            if found := spelling.fullmatch(plain):
                return cls.of(int(found[1]), int(found[2]), _HALVES[found[3]])
        if near is not None and _YEARLESS.fullmatch(plain) and (meant := cls.mentioned(plain, near)):
            return meant[0]
        if _DATES.fullmatch(plain):
            raise ValueError(
                _("{text} is a date; write the half month like 2023年6月下半月, or as text 2023-06-2").format(text=text)
            )
        raise ValueError(_("{text} is not a half month; write it like 2023年6月下半月").format(text=text))

    @classmethod
    def mentioned(cls, text: str, near: "HalfMonth") -> "list[HalfMonth]":
        """The half months that a title, a name or a remark mentions; one without its year is the nearest to `near`.

        Days are none: a date in a title is mostly the day on which the table was filled in.
        """
        plain, found = _plain(text), list[HalfMonth]()
        for spelling in _MENTIONED:
            for each in spelling.finditer(plain):
                month, half = int(each["month"]), _HALVES[each["half"]]
                years = [int(each["year"])] if each["year"] else [near.year + ago for ago in (-1, 0, 1)]
                known = [cls.of(year, month, half) for year in years if year in YEARS and 1 <= month <= 12]
                found += sorted(known, key=lambda one: abs(one.ordinal - near.ordinal))[:1]
        return list(dict.fromkeys(found))

    @classmethod
    def containing(cls, day: date) -> "HalfMonth":
        """The half month in which `day` lies."""
        return cls.of(day.year, day.month, 1 if day.day <= 15 else 2)

    @property
    def year(self) -> int:
        return self.ordinal // 24

    @property
    def month(self) -> int:
        return self.ordinal % 24 // 2 + 1

    @property
    def half(self) -> int:
        return self.ordinal % 2 + 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1 if self.half == 1 else 16)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, 15 if self.half == 1 else calendar.monthrange(self.year, self.month)[1])

    @property
    def begins_year(self) -> bool:
        """Whether it is the first of its year, with which begins anew what is counted within the year."""
        return self.ordinal % 24 == 0

    def next(self, steps: int = 1) -> "HalfMonth":
        """The half month `steps` later (earlier when negative)."""
        return HalfMonth(self.ordinal + steps)

    def until(self, last: "HalfMonth") -> list["HalfMonth"]:
        """Every half month from this one to `last`, both included; empty when `last` is earlier."""
        return [HalfMonth(ordinal) for ordinal in range(self.ordinal, last.ordinal + 1)]

    def due_date(self, count: int, days: WorkingDays) -> date:
        """The last day on which a report is on time: so many working days after the last day."""
        return days.after(self.last_day, count)

    @property
    def label(self) -> str:
        """2023年6月下半月, or in English Jun 2023, second half."""
        if current() == "zh":
            return f"{self.year}年{self.month}月{'上下'[self.half - 1]}半月"
        return f"{calendar.month_abbr[self.month]} {self.year}, {('first', 'second')[self.half - 1]} half"

    @property
    def short(self) -> str:
        """6月下, or in English Jun/2: for sentences and tooltips in which the year is clear."""
        if current() == "zh":
            return f"{self.month}月{'上下'[self.half - 1]}"
        return f"{calendar.month_abbr[self.month]}/{self.half}"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}-{self.half}"

    def __lt__(self, other: "HalfMonth") -> bool:
        return self.ordinal < other.ordinal


def _in_digits(worded: re.Match[str]) -> str:
    """二〇二三 → 2023, 七 → 7, 十二 → 12."""
    tens, _ten, units = worded[0].rpartition("十")
    return ("1" if _ten else tens) + "".join(_DIGITS[each] for each in units) + ("0" if _ten and not units else "")


def _plain(text: str) -> str:
    """Half-width, one kind of separator, no blanks within: 2023 年 6 月 下 → 2023年6月下, 2023.6.2 → 2023-6-2."""
    plain = printable(unicodedata.normalize("NFKC", text)).strip().lower()
    plain = _WORDED.sub(_in_digits, re.sub(r"[./_—–−]", "-", plain))
    if "half" in plain:
        plain = re.sub(r"\s+", " ", plain)
        return _ENGLISH.sub(lambda label: f"{label[2]}-{_MONTHS[label[1]]} {label[3]}", plain)
    return re.sub(r"\s+", "", plain)
