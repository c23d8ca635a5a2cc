"""How a table is described to people: its columns with kinds, words, limits and headers, and who may write it."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lib.words.language import chinese, current
from lib.words.states import State

KINDS = ("text", "integer", "number", "yes_no", "half_month", "date", "choice", "reference")


@dataclass(frozen=True)
class Column:
    """A column: `name` is the field in the model, `title` the English message id of the header that people see.

    `refers` names the table whose code the cell must hold, of units those of `level` alone; `decimals` is how many a
    number may have; `by_day` takes a day for the half month that it lies in, `begun` none that is still
    to come; `draft_only` marks what may change only while the record is a draft; `longest` is how many characters a
    text may have. The field name, the English and the Chinese title are always accepted as the header; `aliases` are
    further spellings.
    """

    name: str
    title: str
    kind: str = "text"
    required: bool = False
    choices: tuple[State, ...] = ()
    refers: str = ""
    level: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    by_day: bool = False
    begun: bool = False
    draft_only: bool = False
    longest: int | None = None
    aliases: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """Every accepted spelling of the header, before marks and blanks are taken off."""
        return (self.name, self.title, chinese().get(self.title, self.title), *self.aliases)

    @property
    def spellings(self) -> tuple[tuple[str, State], ...]:
        """Pairs (Chinese word, choice) that are accepted beside the choices themselves."""
        return tuple((word, choice) for choice in self.choices for word in choice.spellings)

    def word(self, choice: str) -> str:
        """How a choice is shown: its first Chinese spelling, or as it is kept where that is Chinese already."""
        if current() != "zh" or not choice.isascii():
            return str(choice)
        return next((state.spellings[0] for state in self.choices if state == choice), str(choice))


@dataclass(frozen=True)
class Rule:
    """Which reporters may write a table; without a field nobody but the office does.

    `unit` names the field with the unit that a record is about (its code, or its id in values), `department` the one
    with the department; `moves` are the only steps (state before, after) that a department may take, and `fields` the
    only ones that it may set then, beside those of a draft. `results` are the fields that the checking group sets;
    `urgent` the steps that a county's deputy secretary takes of an urgent matter which lies in that county alone.
    """

    unit: str = ""
    department: str = ""
    moves: Collection[tuple[StrEnum, StrEnum]] = ()
    fields: Collection[str] = ()
    results: Collection[str] = ()
    urgent: Collection[tuple[StrEnum, StrEnum]] = ()


OFFICE = Rule()


@dataclass(frozen=True)
class Described:
    """What a table is to people, beside its columns; a model that has it can be loaded, edited and downloaded.

    `left_out` are headers that only help people to read a row; `ordered` are pairs of columns of which the first
    must not be later than the second, `within` pairs of which the first must not be more; `above` is (column with the
    level, column with the code of the unit above); `comparable` are two columns with indicators of which one can be
    more than the other.
    `editable` says whether records are written by hand, `removable` whether one may go again when nothing refers to
    it; `rule` who may write it. What is `unannounced` is read by the office and the checking group alone.
    """

    title: str
    left_out: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    above: tuple[str, str] | None = None
    comparable: tuple[str, str] | None = None
    editable: bool = True
    removable: bool = False
    unannounced: bool = False
    rule: Rule = OFFICE
