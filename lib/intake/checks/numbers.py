"""A cell → an exact number. What is none is refused with what was probably meant, within a bounded time and text.

Python's numbers take any exponent and any script's digits; here a text is looked at before it becomes a number.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lib.intake.checks.cells import LARGEST, LONGEST_WRITTEN, YES_NO, error_of, plain, refuse_marks
from lib.intake.checks.indicators import LARGEST_STEPS, ReportedIndicator
from lib.intake.checks.measures import factor
from lib.intake.checks.problems import Mistake, Problem, cell_text
from lib.intake.sheets import Cell, CellError
from lib.words.language import gettext as _
from lib.words.settings import Nothing
from lib.words.wording import exact

TEN_THOUSANDS = {"万": 10**4, "亿": 10**8}

NOTHING = ("无", "/", "\\", "—", "——", "-", "--", "–", "−", "─", "暂无", "没有")
"""What people write where there is nothing, or where it is 0: nobody but the office can tell which."""

NOTHING_SAID = "nothing_or_zero"

Typed = str | float | bool | date | None
"""What a grid hands over of a cell."""

_NUMBER = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)E([+-]?[0-9]{1,2})", re.IGNORECASE)
_PARTED = re.compile(r"[+-]?[0-9]{1,3}( +[0-9]{3})+(\.[0-9]+)?")
_AS_TEXT = re.compile(r"^(?:=\"(?=.*\"$)|['‘’`])([^\"]*)\"?$")  # ="12", '12: what keeps a number a text
_REMARKED = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?) *([^\W\d]*) *[(\[][^()\[\]]+[)\]]")
_COUNTED = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(\D+)")


def in_smallest_steps(cell: Cell, indicator: ReportedIndicator) -> int | None:
    """The value of `indicator` in its smallest step: 12.5 with one decimal is 125."""
    if (plainly := plain_steps(cell, indicator)) is not None:
        return plainly
    full = number(cell, indicator.decimals, percent=indicator.percent, units=indicator.units)
    if full is None:
        return None
    value = int(full.scaleb(indicator.decimals))
    _refuse_outside(value, indicator)
    return value


def plain_steps(cell: Cell, indicator: ReportedIndicator) -> int | None:
    """The short way of nearly every cell, a whole number within the limits; None for all that is looked at closer."""
    # exact types, since a yes is an int as well; with more digits a text is looked at closer, as too large
    if type(cell) is str and len(cell) < 16 and cell.isdigit() and cell.isascii():
        value = int(cell) * indicator.step
    elif type(cell) is int:
        value = cell * indicator.step
    else:
        return None
    return value if indicator.lowest <= value <= indicator.highest else None


def number(
    cell: Cell, decimals: int | None = None, *, percent: bool = False, units: Sequence[str] = ()
) -> Decimal | None:
    """An exact number with at most `decimals` decimals; `percent` takes 12.5% as 12.5, `units` may stand behind it."""
    if cell is None:
        return None
    try:
        value = _float(cell) if type(cell) is float else _spelled(cell, percent, units)
    except _NoNumber as mistake:
        raise _no_number(whole=decimals == 0) from mistake
    if value is None:
        return None
    if abs(value) >= LARGEST:
        raise _too_large()
    if percent and 0 < value < 1 and not has_sign(cell):
        raise part_or_percent(value)
    if decimals is not None and value != round(value, decimals):
        raise _too_many_decimals(value, decimals)
    return value


def converted(cell: Cell, by: Decimal, indicator: ReportedIndicator) -> int | None:
    """The value of a column that is in another measure, `by` times the indicator's own, in the smallest step.

    A measure that the cell names itself, 14.67万元 or 500元, is nearer than that of its column.
    """
    value = _in_own_measure(cell, by, indicator)
    full = None if value is None else f"{value.normalize():f}"
    try:
        return in_smallest_steps(full, indicator)
    except Mistake as mistake:
        mend = _("In {unit} it is {value}: {mend}").format(unit=indicator.unit, value=full, mend=mistake)
        raise Mistake(mistake.kind, mend) from mistake


def _in_own_measure(cell: Cell, by: Decimal, indicator: ReportedIndicator) -> Decimal | None:
    said = _COUNTED.fullmatch(plain(cell)) if isinstance(cell, str) and len(cell) <= LONGEST_WRITTEN else None
    own = factor(said[2], indicator.unit, indicator.unit_en) if said else None
    if said is not None and own is not None and _NUMBER.fullmatch(said[1]):
        refuse_marks(cell_text(cell))
        return Decimal(said[1].replace(",", "")) * own
    try:
        value = number(cell)
    except Mistake as mistake:
        # written in full it would be multiplied once more
        raise _no_number() if mistake.kind == "ten_thousands" else mistake from None
    return None if value is None else value * by


def has_sign(cell: Cell) -> bool:
    """Whether a percent was written with its sign."""
    return isinstance(cell, str) and plain(cell).endswith("%")


def part_or_percent(value: Decimal) -> Mistake:
    """A number without a sign that can be a part of one as well as a percent: 0.54, or 1."""
    mend = _("Write {large}% or {small}%, with the sign: without it this can be either")
    return Mistake("fraction_for_percent", mend.format(large=exact(value * 100), small=exact(value)))


def asked_once(problems: Sequence[Problem]) -> list[Problem]:
    """These problems, with one question about the whole file instead of each cell that says 无, / or —."""
    asked = [problem for problem in problems if problem.kind == NOTHING_SAID]
    rest = [problem for problem in problems if problem.kind != NOTHING_SAID]
    if not asked:
        return rest
    said = _(
        "{count} cells hold {text} or the like, the first in row {row}: does it mean that nothing is reported, or 0? "
        "Leave such cells blank, or write 0"
    )
    first = asked[0]
    mend = said.format(count=len(asked), text=first.text, row=first.place)
    return [Problem(mend=mend, kind=NOTHING_SAID, letter=first.letter, title=first.title, text=first.text), *rest]


def meant(cell: Typed, nothing: Nothing) -> Typed:
    """The cell with what 无, / and — mean among numbers; as it is where that is asked about."""
    if nothing == "ask" or not isinstance(cell, str) or plain(cell) not in NOTHING:
        return cell
    return 0 if nothing == "zero" else None


def at_least(limit: Decimal) -> Mistake:
    """A number below the lowest one."""
    return Mistake("out_of_range", _("At least {limit}").format(limit=exact(limit)))


def at_most(limit: Decimal) -> Mistake:
    """A number above the highest one."""
    return Mistake("out_of_range", _("At most {limit}").format(limit=exact(limit)))


def _float(cell: float) -> Decimal:
    # fifteen digits are what the spreadsheet shows; the rest is binary noise such as 0.30000000000000004
    value = Decimal(format(cell, ".15g"))
    if not value.is_finite():
        raise _no_number()
    return value


def _spelled(cell: Cell, percent: bool, units: Sequence[str]) -> Decimal | None:
    if isinstance(cell, CellError):
        raise error_of(cell)
    if isinstance(cell, date):
        mend = _("The cell is the date {day}; format it as a number and write it again")
        raise Mistake("date_for_number", mend.format(day=cell_text(cell)))
    written = cell_text(cell).strip()
    if len(written) > LONGEST_WRITTEN:
        raise _too_large() if written[:LONGEST_WRITTEN].isdigit() else _no_number()
    refuse_marks(written)
    spelled = _AS_TEXT.sub(r"\1", plain(written))
    if spelled.endswith("%"):
        if not percent:
            mend = _("The cell shows {text}: write the count itself, in a cell that is formatted as a number")
            raise Mistake("percent_for_count", mend.format(text=spelled))
        spelled = spelled[:-1].rstrip()
    # U+2212, the minus of mathematics, which stays what it is when everything else becomes half-width
    spelled = _without_unit(_without_currency(spelled, units).replace("−", "-"), units)
    if _NUMBER.fullmatch(spelled):
        return Decimal(spelled.replace(",", ""))
    if not spelled:
        return None
    raise _not_a_number(spelled, units)


def _without_currency(spelled: str, units: Sequence[str]) -> str:
    """￥1,200 and 1200元整 as 1,200 and 1200元, where it is counted in 元."""
    if "元" not in units:
        return spelled
    return spelled.removeprefix("¥").lstrip().removesuffix("整")


def _without_unit(spelled: str, units: Sequence[str]) -> str:
    """12块 as 12, where it is counted in 块."""
    for unit in units:
        if spelled.lower().endswith(unit) and _NUMBER.fullmatch(bare := spelled[: -len(unit)].rstrip()):
            return bare
    return spelled


def _not_a_number(spelled: str, units: Sequence[str]) -> Mistake:
    if spelled in NOTHING:
        return Mistake(NOTHING_SAID, _("Leave the cell blank if nothing is reported, or write 0"))
    if spelled.lower() in YES_NO:
        return Mistake("not_a_number", _("Write 1 for yes or 0 for no"))
    for word in TEN_THOUSANDS:
        if word in spelled:
            return _in_ten_thousands(spelled, word)
    bare = re.sub(r"^(大约|约|近|超过?)|(左右|多|余|以上)$", "", spelled)
    if bare != spelled and _NUMBER.fullmatch(amount := _without_unit(bare, units)):
        rest = spelled.replace(bare, "")
        return Mistake("about", _("Leave out “{word}”, write {number}").format(word=rest, number=amount))
    if (found := _REMARKED.fullmatch(spelled)) and (not found[2] or found[2] in units):
        mend = _("Leave out what stands in brackets, write {number}")
        return Mistake("not_a_number", mend.format(number=found[1]))
    if found := _SCIENTIFIC.fullmatch(spelled):
        return _scientific(found[1], int(found[2]))
    if _PARTED.fullmatch(spelled):
        joined = spelled.replace(" ", "")
        return Mistake("not_a_number", _("Leave out the blank, write {number}").format(number=joined))
    if counted := _COUNTED.fullmatch(spelled):
        return _counted(counted[1], counted[2], units)
    return _no_number()


def _scientific(digits: str, exponent: int) -> Mistake:
    if abs(exponent) > len(str(LARGEST)):
        return _too_large() if exponent > 0 else _no_number()
    full = f"{Decimal(digits).scaleb(exponent):f}"
    return Mistake("not_a_number", _("Write the number in full: {number}").format(number=full))


def _counted(amount: str, unit: str, units: Sequence[str]) -> Mistake:
    if not units or not any(map(str.isalpha, unit)):
        return Mistake("not_a_number", _("Write only the number: {number}").format(number=amount))
    mend = _("Here it is counted in {unit}, not in {other}; if it is {number} {unit}, write only the number")
    return Mistake("other_unit", mend.format(unit=units[0], other=unit, number=amount))


def _in_ten_thousands(spelled: str, word: str) -> Mistake:
    amount = spelled.partition(word)[0]
    if not _NUMBER.fullmatch(amount):
        return Mistake("ten_thousands", _("Write the number in full, without “{word}”").format(word=word))
    full = Decimal(amount.replace(",", "")) * TEN_THOUSANDS[word]
    number = f"{full.normalize():f}"
    return Mistake("ten_thousands", _("Write the number {number}, without “{word}”").format(number=number, word=word))


def _too_many_decimals(value: Decimal, decimals: int) -> Mistake:
    if decimals == 0:
        return Mistake("decimals", _("Only whole numbers are possible here; write it without decimals"))
    return Mistake("decimals", _("At most {decimals} decimals; round {value}").format(decimals=decimals, value=value))


def _too_large() -> Mistake:
    return Mistake("out_of_range", _("This number is too large; check it"))


class _NoNumber(Mistake):
    """No number in any way that could be mended further."""


def _no_number(*, whole: bool = False) -> Mistake:
    if whole:
        return _NoNumber("not_a_number", _("Write a number like 12; leave the cell blank if there is none"))
    return _NoNumber("not_a_number", _("Write a number like 12.5; leave the cell blank if there is none"))


def _refuse_outside(value: int, indicator: ReportedIndicator) -> None:
    lowest, highest, decimals = indicator.minimum, indicator.maximum, indicator.decimals
    if lowest is not None and value < lowest:
        if lowest == 0:
            raise Mistake("negative", _("It cannot be negative; write 0 or more"))
        raise at_least(Decimal(lowest).scaleb(-decimals))
    if highest is not None and value > highest:
        raise at_most(Decimal(highest).scaleb(-decimals))
    if abs(value) >= LARGEST_STEPS:
        raise _too_large()
