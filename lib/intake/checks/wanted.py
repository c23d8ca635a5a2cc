"""What values a file or a grid is asked for: those of a half month, or targets, which hold in every one."""

from dataclasses import dataclass
from typing import ClassVar

from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class Reported:
    """Values of `form` in `half_month`; None takes the form of most columns, and the half month that each row names.

    `scope` is the code of the unit that one may report for, with all below it. `any_state` takes half months that are
    not open, as the loading of `data/` does.
    """

    form: str | None = None
    half_month: HalfMonth | None = None
    scope: str | None = None
    any_state: bool = False
    table: ClassVar[str] = "observation"

    @property
    def ordinal(self) -> int | None:
        """The half month in the keys of these values."""
        return self.half_month.ordinal if self.half_month else None


@dataclass(frozen=True)
class Targets:
    """Targets of any form; where two forms share a name, `form` has the last word. `scope` as of what is reported."""

    form: str | None = None
    scope: str | None = None
    table: ClassVar[str] = "target"
    ordinal: ClassVar[None] = None


WantedValues = Reported | Targets
