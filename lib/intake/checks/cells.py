"""One cell → one value. Each function returns None for a blank cell and raises Mistake with the mend."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from lib.intake.checks.formulas import original
from lib.intake.checks.indicators import ReportedIndicator
from lib.intake.checks.problems import Mistake, shown
from lib.intake.sheets import Cell, CellError
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.texts import printable

LARGEST = 10**15
"""Beyond it a spreadsheet has lost digits."""

LARGEST_STEPS = 9 * 10**14
"""Of a value in its smallest steps: its share in hundredths of a percent must stay within a 64-bit integer."""

TEN_THOUSANDS = {"万": 10**4, "亿": 10**8}
YES_NO = {"1": True, "是": True, "有": True, "yes": True, "y": True, "true": True, "√": True}
YES_NO |= {"0": False, "否": False, "无": False, "no": False, "n": False, "false": False, "×": False}

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
_MARKED_CODE = re.compile(r"(?:=\"|['‘’`])?(.*?)\"?", re.DOTALL)
_SLASHED_DAY = re.compile(r"\d{4}/\d{1,2}/\d{1,2}.*")
_HALF_MONTH = re.compile(r"\d{4}-\d{1,2}-[12]")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")


def plain(text: str) -> str:
    """Half-width, without invisible characters and surrounding blanks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return printable(unicodedata.normalize("NFKC", text)).strip()


def is_blank(cell: Cell) -> bool:
    """Whether nothing is to be seen in the cell."""
    return cell is None or (isinstance(cell, str) and not plain(cell))


def steps(cell: Cell, indicator: ReportedIndicator) -> int | None:
    """The value of `indicator` in its smallest step: 12.5 with one decimal is 125."""
    if type(cell) is int or (type(cell) is str and cell.isascii() and cell.isdigit() and len(cell) < 16):
        value: int = int(cell) * 10**indicator.decimals  # nearly every cell is a plain number: the short way
    else:
        exact = number(cell, indicator.decimals, percent=indicator.percent)
        if exact is None:
            return None
        value = int(exact.scaleb(indicator.decimals))
    _refuse_outside(value, indicator)
    return value


def number(cell: Cell, decimals: int | None = None, *, percent: bool = False) -> Decimal | None:
    """An exact number with at most `decimals` decimals; `percent` takes 12.5% as 12.5."""
    if cell is None:
        return None
    value = _float(cell) if type(cell) is float else _spelled(cell, percent)
    if value is None:
        return None
    if abs(value) >= LARGEST:
        raise Mistake("out_of_range", _("This number is too large; check it"))
    if decimals is not None and value != round(value, decimals):
        raise _too_many_decimals(value, decimals)
    return value


def integer(cell: Cell) -> int | None:
    """A whole number."""
    value = number(cell, 0)
    return None if value is None else int(value)


def text(cell: Cell) -> str | None:
    """The text, without the apostrophe of our own exports; numbers as their digits."""
    if isinstance(cell, CellError):
        raise _error(cell)
    if isinstance(cell, str):
        # taken off before the blanks at the end: they may be all that the apostrophe stands before
        return plain_text(original(printable(cell).lstrip())) or None
    return shown(cell) or None


def plain_text(value: str) -> str:
    """Without invisible characters and surrounding blanks, but in its own width: full-width punctuation stays."""
    return printable(value).strip()


def code(cell: Cell) -> str | None:
    """A code with every digit: also from a number, and with the marks that keep a number as text."""
    if cell is None:
        return None
    if isinstance(cell, CellError):
        raise _error(cell)
    if isinstance(cell, float) or (isinstance(cell, int) and abs(cell) >= LARGEST):
        raise _lost_digits()
    if isinstance(cell, date):
        raise Mistake("not_a_code", _("The cell became a date; format the column as text and write the code again"))
    return _code_text(shown(cell))


def yes_no(cell: Cell) -> bool | None:
    """True or False from 1, 是, yes, √ and their opposites."""
    if isinstance(cell, bool) or cell is None:
        return cell
    spelled = (text(cell) or "").lower()
    if spelled and spelled not in YES_NO:
        raise Mistake("not_yes_or_no", _("Write 1 for yes or 0 for no"))
    return YES_NO.get(spelled)


def half_month(cell: Cell, *, by_day: bool = False) -> int | None:
    """The ordinal of the half month, in any of its usual spellings; `by_day` also takes a day in it.

    2023-06-2 as a text is the second half of June also there, as the README writes it: a day has two digits.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, CellError):
        raise _error(cell)
    written = plain(shown(cell))
    if by_day and (isinstance(cell, date) or (_DAY.fullmatch(written) and not _HALF_MONTH.fullmatch(written))):
        return HalfMonth.containing(day(cell) or date.min).ordinal
    spelled = f"{cell:%Y-%m-%d}" if isinstance(cell, date) else shown(cell)
    if _SLASHED_DAY.fullmatch(plain(spelled)):
        # so a spreadsheet writes 2 June into a CSV; read as the half month 2023-6-2 it would be another time
        raise Mistake("half_month_date", _half_month_date(spelled))
    try:
        return HalfMonth.parse(spelled).ordinal
    except ValueError as error:
        kind = "half_month_date" if _DAY.match(plain(spelled)) else "not_a_half_month"
        raise Mistake(kind, str(error)) from error


def day(cell: Cell) -> date | None:
    """A calendar day: a date cell, or 2023-07-05, 2023/7/5, 2023年7月5日."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    spelled = plain(text(cell) or "")
    if not spelled:
        return None
    try:
        found = _DAY.fullmatch(spelled)
        return date(int(found[1]), int(found[2]), int(found[3])) if found else date.fromisoformat(spelled)
    except ValueError as error:
        raise Mistake("not_a_date", _("Write the day like 2023-07-05")) from error


def choice(cell: Cell, choices: Mapping[str, str], words: Iterable[str] = ()) -> str | None:
    """One of `choices`, which are given as accepted spelling (lower case) → value; `words` are how people call them."""
    spelled = plain(text(cell) or "").lower()
    if spelled and spelled not in choices:
        allowed = _(", ").join(words or dict.fromkeys(choices.values()))
        raise Mistake("not_a_choice", _("Write one of: {choices}").format(choices=allowed))
    return choices.get(spelled)


def _half_month_date(text: str) -> str:
    mend = _("{text} is a date; write the half month like 2023年6月下半月, or as text 2023-06-2")
    return mend.format(text=text)


def _float(cell: float) -> Decimal:
    # fifteen digits are what the spreadsheet shows; the rest is binary noise such as 0.30000000000000004
    value = Decimal(format(cell, ".15g"))
    if not value.is_finite():
        raise Mistake("not_a_number", _("Write a number like 12.5; leave the cell blank if there is none"))
    return value


def _spelled(cell: Cell, percent: bool) -> Decimal | None:
    if isinstance(cell, CellError):
        raise _error(cell)
    if isinstance(cell, date):
        raise Mistake("date_for_number", _("The cell became a date; format it as a number and write it again"))
    spelled = plain(shown(cell))
    if spelled.endswith("%"):
        if not percent:
            raise Mistake("percent_for_count", _("Write the count itself, not a percent"))
        spelled = spelled[:-1].rstrip()
    spelled = spelled.replace("−", "-")
    if _NUMBER.fullmatch(spelled):
        return Decimal(spelled.replace(",", ""))
    if not spelled:
        return None
    raise _not_a_number(spelled)


def _not_a_number(spelled: str) -> Mistake:
    for word in TEN_THOUSANDS:
        if word in spelled:
            return _in_ten_thousands(spelled, word)
    bare = re.sub(r"^(大约|约|近|超过?)|(左右|多|余|以上)$", "", spelled)
    if bare != spelled and _NUMBER.fullmatch(bare):
        rest = spelled.replace(bare, "")
        return Mistake("about", _("Leave out “{word}”, write {number}").format(word=rest, number=bare))
    if _SCIENTIFIC.fullmatch(spelled):
        return Mistake("not_a_number", _("Write the number in full: {number}").format(number=f"{Decimal(spelled):f}"))
    if counted := re.fullmatch(r"([+-]?[\d,.]+)\s*(\D+)", spelled):
        return Mistake("not_a_number", _("Write only the number: {number}").format(number=counted[1]))
    return Mistake("not_a_number", _("Write a number like 12.5; leave the cell blank if there is none"))


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


def _refuse_outside(value: int, indicator: ReportedIndicator) -> None:
    lowest, highest, decimals = indicator.minimum, indicator.maximum, indicator.decimals
    if lowest is not None and value < lowest:
        if lowest == 0:
            raise Mistake("negative", _("It cannot be negative; write 0 or more"))
        raise Mistake("out_of_range", _("At least {limit}").format(limit=Decimal(lowest).scaleb(-decimals)))
    if highest is not None and value > highest:
        raise Mistake("out_of_range", _("At most {limit}").format(limit=Decimal(highest).scaleb(-decimals)))
    if abs(value) >= LARGEST_STEPS:
        raise Mistake("out_of_range", _("This number is too large; check it"))


def _code_text(shown_code: str) -> str | None:
    found = _MARKED_CODE.fullmatch(plain(shown_code))
    spelled = re.sub(r"\s+", "", found[1] if found else shown_code)
    if _SCIENTIFIC.fullmatch(spelled):
        raise _lost_digits()
    whole = spelled.removesuffix(".0")
    return (whole if whole.isdigit() else spelled) or None


def _lost_digits() -> Mistake:
    return Mistake("scientific_code", _("Digits are lost; format the column as text and write all digits"))


def _error(cell: CellError) -> Mistake:
    if cell.text.startswith("="):
        return Mistake(
            "formula_without_result", _("The formula has no stored result; open the file in Excel or WPS and save it")
        )
    return Mistake("error_cell", _("The formula shows an error; write the value itself"))
