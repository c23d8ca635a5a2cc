"""config.toml as one frozen object; a mistake in it is refused with the key's name and what is allowed."""

import logging
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, ValidationInfo, field_validator

from lib.words import set_by_office
from lib.words.converting import Documents
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.reminding import Reminders
from lib.words.said_by_others import of_value
from lib.words.toml_files import SET, Strict, changed, read_file
from lib.words.working_days import WorkingDays

ROOT = Path(__file__).parent.parent.parent
CONFIG = ROOT / "config.toml"

log = logging.getLogger("banyue")


class Database(Strict):
    url: str = Field("sqlite:///data/banyue.db", pattern=r"^(sqlite|postgresql)")
    read_url: str = Field("", pattern=r"^$|^postgresql")


# strict=False where a tuple stands: TOML has lists, which a strict model does not take for one
class Calendar(Strict):
    due_days: int = Field(3, ge=0, le=15)
    due_days_from: dict[str, int] = {}
    holidays: tuple[date, ...] = Field((), strict=False)
    workdays: tuple[date, ...] = Field((), strict=False)
    today: date | None = None
    timezone: str = "Asia/Shanghai"

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(_("a time zone like Asia/Shanghai is needed"))
        return name

    @field_validator("workdays")
    @classmethod
    def _no_holiday_too(cls, days: tuple[date, ...], given: ValidationInfo) -> tuple[date, ...]:
        if both := sorted(set(days) & set(given.data.get("holidays", ()))):
            said = _("{days} also stands in calendar.holidays; take it out of one of the two")
            raise ValueError(said.format(days=", ".join(map(str, both))))
        return days

    @field_validator("due_days_from")
    @classmethod
    def _from_half_months(cls, given: dict[str, int]) -> dict[str, int]:
        if wrong := [str(days) for days in given.values() if not 0 <= days <= 15]:
            raise ValueError(_("{days}: from 0 to 15 working days").format(days=", ".join(wrong)))
        return {str(HalfMonth.parse(text)): days for text, days in sorted(given.items())}

    def due_days_of(self, half_month: HalfMonth) -> int:
        """The working days after a half month's end: those from the last half month named up to it, else `due_days`."""
        begun = [HalfMonth.parse(text) for text in self.due_days_from]
        last = max((one for one in begun if one <= half_month), default=None)
        return self.due_days if last is None else self.due_days_from[str(last)]

    @property
    def days(self) -> WorkingDays:
        """Which days are worked."""
        return WorkingDays(self.holidays, self.workdays)


class Lights(Strict):
    """Points below what is expected that are still 预警; percent of its cells that a unit needs to be ranked."""

    behind: int = Field(10, ge=1, le=100)
    coverage: int = Field(90, ge=0, le=100)


class OverviewSettings(Strict):
    figures: tuple[str, ...] = Field((), strict=False, min_length=1, max_length=6)


class Campaign(Strict):
    """The three-month clean-up: from when on it is cleaned, from when on standardised, and its last half month."""

    clean: str = "2023-04-1"
    standardise: str = "2023-05-2"
    end: str = "2023-06-2"

    @field_validator("clean", "standardise", "end")
    @classmethod
    def _half_month(cls, text: str) -> str:
        return str(HalfMonth.parse(text))

    @property
    def since(self) -> HalfMonth:
        """Its first half month; what came before it is the comparison."""
        return HalfMonth.parse(self.clean)


class Monitoring(Strict):
    """The 32 monitoring points: how many visits a week are too many."""

    visits_per_week: int = Field(2, ge=0, le=50)


DOUBTS = ("alike", "due", "jumps", "silent", "digits", "broken", "again", "outliers")


class Doubts(Strict):
    """Doubtful figures: which rules look for them, and where those begin that an office may see differently.

    `alike`: villages of a township with the same numbers; `jump`: percent of a target in one half month; `silent`:
    half months without anything.
    """

    rules: tuple[str, ...] = Field(DOUBTS, strict=False)
    alike: int = Field(3, ge=2, le=50)
    jump: int = Field(50, ge=20, le=100)
    silent: int = Field(2, ge=1, le=12)

    @field_validator("rules")
    @classmethod
    def _known_rules(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if set(codes) - set(DOUBTS) or len(set(codes)) < len(codes):
            raise ValueError(_("each once, out of {known}").format(known=", ".join(DOUBTS)))
        return codes


class Access(Strict):
    """Who may look without signing in, and how long a sign-in lasts. Writing always needs one."""

    view: Literal["open", "signed-in"] = "open"
    session_hours: int = Field(12, ge=1, le=168)
    idle_minutes: int = Field(60, ge=5, le=1_440)
    one_time_days: int = Field(7, ge=1, le=90)


SLIDES = (
    "title", "figures", "levels", "ranking", "movement", "mechanisms", "boards", "certificates", "reports",
    "inspections", "schedule", "behind", "outlook", "empowerment", "burden", "verification", "admissions",
    "meeting",
)  # fmt: skip


class Screen(Strict):
    """The projector: which slides in which order (none named: all), how long each stands, and whether they turn."""

    seconds: int = Field(15, ge=3, le=3600)
    rotate: bool = True
    slides: tuple[str, ...] = Field(SLIDES, strict=False)

    @field_validator("slides")
    @classmethod
    def _known_slides(cls, codes: tuple[str, ...], given: ValidationInfo) -> tuple[str, ...]:
        # whether there are such is not asked of what is set on a page: the ledger knows the office's own groups
        if len(set(codes)) < len(codes) or not (given.context == SET or set(codes) <= set(SLIDES)):
            raise ValueError(_("each once, out of {known}").format(known=", ".join(SLIDES)))
        return codes or SLIDES


Nothing = Literal["ask", "blank", "zero"]


class UploadLimits(Strict):
    """The limits of a file, checked before it is parsed; and what 无, / and — mean in a column of numbers.

    `attachment_megabytes` is for what is only kept: scans, grounds, proofs.
    """

    nothing: Nothing = "ask"
    max_megabytes: int = Field(50, ge=1, le=500)
    max_rows: int = Field(300_000, ge=100, le=1_000_000)
    max_columns: int = Field(400, ge=10, le=2_000)
    max_cell_characters: int = Field(2_000, ge=100, le=32_767)
    max_unpacked_megabytes: int = Field(300, ge=10, le=2_000)
    attachment_megabytes: int = Field(20, ge=1, le=200)


class Backup(Strict):
    """The daily backup of a SQLite database: where, when on the office's clock, and for how many days it is kept."""

    folder: str = Field("backups", min_length=1)
    daily: bool = True
    at: str = Field("02:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    keep_days: int = Field(30, ge=1, le=3650)


class Sharing(Strict):
    """What programs may ask under /api: rows of one answer, and requests a minute from one address."""

    max_rows: int = Field(10_000, ge=100, le=100_000)
    per_minute: int = Field(120, ge=1, le=100_000)


class Log(Strict):
    file: str = Field("logs/banyue.log", min_length=1)


class Settings(Strict):
    """Everything that the office decides in config.toml."""

    title: str = Field("半月调度台", min_length=1, max_length=20)
    language: Literal["zh", "en"] = "zh"
    database: Database = Database()
    calendar: Calendar = Calendar()
    lights: Lights = Lights()
    overview: OverviewSettings
    campaign: Campaign = Campaign()
    monitoring: Monitoring = Monitoring()
    doubts: Doubts = Doubts()
    access: Access = Access()
    screen: Screen = Screen()
    upload: UploadLimits = UploadLimits()
    backup: Backup = Backup()
    reminders: Reminders = Reminders()
    sharing: Sharing = Sharing()
    documents: Documents = Documents()
    log: Log = Log()

    @property
    def today(self) -> date:
        """The day on which lateness is judged: `calendar.today`, else the system's."""
        return self.calendar.today or self.now().date()

    def now(self) -> datetime:
        """This moment on the office's clock, whatever day `calendar.today` sets."""
        return datetime.now(ZoneInfo(self.calendar.timezone))

    def clock(self, at: datetime) -> str:
        """A moment kept in UTC as the office's clock shows it: 2023-07-17 09:05."""
        return f"{at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.calendar.timezone)):%Y-%m-%d %H:%M}"

    def moment(self, at: datetime) -> str:
        """The same where it may be read under another clock, as on a console: 2023-07-17 09:05 UTC+08:00."""
        return f"{self.clock(at)} {self._offset(at.replace(tzinfo=UTC))}"

    @property
    def zone(self) -> str:
        """How far the office's clock is from UTC now: UTC+08:00."""
        return self._offset(datetime.now(UTC))

    def _offset(self, at: datetime) -> str:
        offset = f"{at.astimezone(ZoneInfo(self.calendar.timezone)):%z}"
        return f"UTC{offset[:3]}:{offset[3:5]}"

    @property
    def database_url(self) -> str:
        """`BANYUE_DATABASE_URL` from the environment, else `database.url`; a SQLite path starts at the project."""
        url = os.environ.get("BANYUE_DATABASE_URL", self.database.url)
        path = url.removeprefix("sqlite:///")
        return url if path == url or path.startswith("/") else f"sqlite:///{ROOT / path}"

    @property
    def database_read_url(self) -> str:
        """`BANYUE_DATABASE_READ_URL` from the environment, else `database.read_url`; "" where there is no standby."""
        return os.environ.get("BANYUE_DATABASE_READ_URL", self.database.read_url)

    @property
    def log_file(self) -> Path:
        """`BANYUE_LOG_FILE` from the environment, else `log.file`; a relative path starts at the project."""
        return ROOT / os.environ.get("BANYUE_LOG_FILE", self.log.file)


def read(path: Path = CONFIG) -> Settings:
    """The settings in `path`. Raises SettingsError naming the key, the value found and what is allowed."""
    return read_file(path, Settings)


@cache
def settings() -> Settings:
    """What holds in this process: config.toml, and over it what the office set.

    What is set and no longer agrees with config.toml, or with this program, is passed over and said in the log.
    """
    return _over(read(), set_by_office.of_config())


def _over(base: Settings, chosen: Mapping[str, Any]) -> Settings:
    """All at once, as it was checked: a day that moves from one list to another would for a moment stand in both."""
    try:
        return changed(base, chosen)
    except ValidationError as error:
        if len(chosen) == 1:
            log.warning("the setting %s is passed over: %s", *chosen, of_value(error.errors()[0]))
            return base
    for key, value in chosen.items():
        base = _over(base, {key: value})
    return base


# what the office sets on a page holds from the next call on, in every session of this process
set_by_office.made_anew.append(settings.cache_clear)
