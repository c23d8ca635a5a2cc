"""What values a file or a grid is asked for: those of a half month, or targets, which hold in every one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class OwnTitles:
    """What columns whose titles are not ours mean, as somebody said it of one layout.

    `titles` are the keys of all its titles, `meanings` a role or the code of an indicator by the place of the column;
    `code` is the record that remembers it, `unit_code` the unit that it was said for, None for the office's own.
    """

    titles: tuple[str, ...]
    meanings: Mapping[int, str]
    code: str = ""
    unit_code: str | None = None


@dataclass(frozen=True)
class Reported:
    """Values of `form` in `half_month`; None takes the form of most columns, and the half month that each row names.

    `scope` is the code of the unit that one may report for, with all below it. `any_state` takes half months that are
    not open, as the loading of `data/` does. `own` is what titles that are not ours mean, in the layout that it names.
    """

    form: str | None = None
    half_month: HalfMonth | None = None
    scope: str | None = None
    any_state: bool = False
    own: OwnTitles | None = None
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
