"""States and kinds as enumerations: the value that the database holds, with its word, its symbol and its light."""

from enum import StrEnum
from typing import Self

from lib.words.language import chinese
from lib.words.language import gettext as _
from lib.words.lights import Light


class State(StrEnum):
    """One choice of a few. A member is its value and what people see of it, as far as it has that:

        IN_FORCE = "in_force", N_("In force"), "●", Light.ON_SCHEDULE
        MEETING = "meeting", N_("Meetings there"), "", None, ("会议", "开会")

    that is value, word (an English message id), symbol, light, and the Chinese words that a file may hold for it, the
    first of which is also what a table shows; without them it is the word.
    """

    message: str
    symbol: str
    light: Light | None
    written: tuple[str, ...]

    def __new__(
        cls, value: str, message: str = "", symbol: str = "", light: Light | None = None, written: tuple[str, ...] = ()
    ) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.message, member.symbol, member.light, member.written = message or value, symbol, light, written
        return member

    @property
    def word(self) -> str:
        """The word in the language of this run."""
        return _(self.message)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The Chinese words that a file may hold for it, the one that a table shows first."""
        return self.written or (chinese().get(self.message, self.message),)
