"""One cell → one value. Each function returns None for a blank cell and raises Mistake with the mend."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from lib.intake.checks.formulas import original
from lib.intake.checks.problems import Mistake, brief, cell_text
from lib.intake.sheets import Cell, CellError
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.texts import printable

LARGEST = 10**15
"""Beyond it a spreadsheet has lost digits."""

FULL_WIDTH_DIGITS = "０１２３４５６７８９"

BEIJING_MIDNIGHT = time(15, 54), time(16, 0, 59)
"""In the time of Greenwich; some programs take the 8:05:43 of before 1928."""

LONGEST_WRITTEN = 40
"""Characters: a text that is longer is no day, no half month and no number that can be taken."""

YES_NO = dict.fromkeys("✓✔☑", True) | dict.fromkeys("✗✘☒", False)
YES_NO |= {"1": True, "是": True, "有": True, "yes": True, "y": True, "true": True, "√": True}
YES_NO |= {"0": False, "否": False, "无": False, "no": False, "n": False, "false": False, "×": False}

_NOTES = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹①-⑳]+\\s*$")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
# ="0522" keeps the zeros of a code in a CSV that Excel opens, an apostrophe those of what is typed into a cell
_MARKED_CODE = re.compile(r"(?:=\"|['‘’`])?(.*?)\"?", re.DOTALL)
_YEARLESS = re.compile(r"(0?[1-9]|1[0-2])(?:-|/|\.|月)(0?[1-9]|[12]\d|3[01])[日号]?")
_SLASHED_DAY = re.compile(r"\d{4}/\d{1,2}/\d{1,2}.*")
_HALF_MONTH = re.compile(r"\d{4}-\d{1,2}-[12]")
_TIME = r"(?:[T ]*(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z?)?"
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?" + _TIME)


def plain(text: str) -> str:
    """Half-width, without invisible characters and surrounding blanks."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return printable(unicodedata.normalize("NFKC", text)).strip()


def without_notes(text: str) -> str:
    """A title or name without the raised or circled numbers at its end, which lead to a note below the table."""
    return text if text.isascii() else _NOTES.sub("", text)


def refuse_marks(text: str) -> None:
    """Raise Mistake where a character looks like a digit and is none: 6①, 12² or ½, which would become 61, 122, 1⁄2."""
    if text.isascii():
        return
    for character in text:
        if not character.isascii() and character not in FULL_WIDTH_DIGITS and _holds_digit(character):
            mend = _("“{mark}” is no digit; take it out and write the number alone")
            raise Mistake("mark", mend.format(mark=character))


def _holds_digit(character: str) -> bool:
    return any(map(str.isdecimal, unicodedata.normalize("NFKC", character)))


def is_blank(cell: Cell) -> bool:
    """Whether nothing is to be seen in the cell."""
    return cell is None or (isinstance(cell, str) and not plain(cell))


def text(cell: Cell) -> str | None:
    """The text, without the apostrophe of our own exports; numbers as their digits."""
    if isinstance(cell, CellError):
        raise error_of(cell)
    if isinstance(cell, str):
        # taken off before the blanks at the end: they may be all that the apostrophe stands before
        return plain_text(original(printable(cell).lstrip())) or None
    return cell_text(cell) or None


def plain_text(value: str) -> str:
    """Without invisible characters and surrounding blanks, but in its own width: full-width punctuation stays."""
    return printable(value).strip()


def code(cell: Cell) -> str | None:
    """A code with every digit: also from a number, and with the marks that keep a number as text."""
    if cell is None:
        return None
    if type(cell) is str and cell.isascii() and cell.isdigit():
        return cell  # as nearly every code is written
    if isinstance(cell, CellError):
        raise error_of(cell)
    # a whole number is an int as long as it has all of its digits
    if isinstance(cell, float) or (isinstance(cell, int) and abs(cell) >= LARGEST):
        raise _lost_digits()
    if isinstance(cell, date):
        raise Mistake("not_a_code", _("The cell became a date; format the column as text and write the code again"))
    return _code_text(cell_text(cell))


def yes_no(cell: Cell) -> bool | None:
    """True or False from 1, 是, yes, √ and their opposites."""
    if isinstance(cell, bool) or cell is None:
        return cell
    spelled = (text(cell) or "").lower()
    if spelled and spelled not in YES_NO:
        raise Mistake("not_yes_or_no", _("Write yes or no; 1 or 0 will do as well"))
    return YES_NO.get(spelled)


def half_month(cell: Cell, *, by_day: bool = False, example: HalfMonth | None = None) -> int | None:
    """The ordinal of the half month, in any of its usual spellings; `by_day` also takes a day in it.

    What is none is refused with how the `example`, the one that is meant, would be written.
    2023-06-2 as a text is the second half of June also there, as the README writes it: a day has two digits.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, CellError):
        raise error_of(cell)
    refuse_marks(cell_text(cell)[:LONGEST_WRITTEN])
    written = plain(cell_text(cell)[: LONGEST_WRITTEN + 1])
    if by_day and (isinstance(cell, date) or (_DAY.fullmatch(written) and not _HALF_MONTH.fullmatch(written))):
        return HalfMonth.containing(day(cell) or date.min).ordinal
    spelled = f"{cell:%Y-%m-%d}" if isinstance(cell, date) else brief(cell_text(cell), LONGEST_WRITTEN)
    if _SLASHED_DAY.fullmatch(plain(spelled)):
        # so a spreadsheet writes 2 June into a CSV; read as the half month 2023-6-2 it would be another time
        raise _no_half_month("half_month_date", spelled, example)
    try:
        return HalfMonth.parse(spelled, example).ordinal
    except ValueError as error:
        kind = "half_month_date" if _DAY.match(plain(spelled)) else "not_a_half_month"
        raise _no_half_month(kind, spelled, example) from error


def day(cell: Cell) -> date | None:
    """A calendar day: a date cell, or 2023-07-05, 2023/7/5, 2023年7月5日, also with a time behind it.

    16:00 is asked about: so a program writes the midnight of Beijing that keeps its days in the time of Greenwich.
    """
    if isinstance(cell, datetime):
        return _day_of(cell.date(), cell.time())
    if isinstance(cell, date):
        return cell
    written = text(cell) or ""
    refuse_marks(written[:LONGEST_WRITTEN])
    spelled = plain(written)
    if not spelled:
        return None
    try:
        found = _DAY.fullmatch(spelled) if len(spelled) <= LONGEST_WRITTEN else None
        if not found:
            return date.fromisoformat(spelled)
        # 8:05 as 08:05, which is the only way that Python reads
        moment = time.fromisoformat(found[4].rjust(8 if found[4].count(":") == 2 else 5, "0")) if found[4] else time()
        return _day_of(date(int(found[1]), int(found[2]), int(found[3])), moment)
    except ValueError as error:
        if isinstance(error, Mistake):
            raise  # a ValueError too, but one that says why
        raise _not_a_date(spelled) from error


def _not_a_date(spelled: str) -> Mistake:
    """Why this is no day: the year is missing, as in 6/2, or it is spelled otherwise."""
    found = _YEARLESS.fullmatch(spelled)
    if not found:
        return Mistake("not_a_date", _("Write the day like 2023-07-05"))
    mend = _("Of which year? Write {month} {day} with its year, like 2023-{month:02}-{day:02}")
    return Mistake("no_year", mend.format(month=int(found[1]), day=int(found[2])))


def _day_of(found: date, moment: time) -> date:
    if BEIJING_MIDNIGHT[0] <= moment <= BEIJING_MIDNIGHT[1] and found < date.max:
        mend = _("{day} {time} is the midnight of {next} at Greenwich; write {next} if that day is meant, else {day}")
        following = found + timedelta(days=1)
        raise Mistake("day_before", mend.format(day=found, time=f"{moment:%H:%M}", next=following))
    return found


def choice(cell: Cell, choices: Mapping[str, str], words: Iterable[str] = ()) -> str | None:
    """One of `choices`, which are given as accepted spelling (lower case) → value; `words` are how people call them."""
    spelled = plain(text(cell) or "").lower()
    if spelled and spelled not in choices:
        allowed = _(", ").join(words or dict.fromkeys(choices.values()))
        raise Mistake("not_a_choice", _("Write one of: {choices}").format(choices=allowed))
    return choices.get(spelled)


def _no_half_month(kind: str, text: str, example: HalfMonth | None) -> Mistake:
    said = _("{text} is a date; write the half month like {half_month}, or as text {short}")
    if kind != "half_month_date":
        said = _("{text} is not a half month; write it like {half_month}, or as text {short}")
    meant = example or HalfMonth.of(2023, 6, 2)
    return Mistake(kind, said.format(text=text, half_month=meant.label, short=meant))


def _code_text(shown_code: str) -> str | None:
    refuse_marks(shown_code)
    found = _MARKED_CODE.fullmatch(plain(shown_code))
    spelled = re.sub(r"\s+", "", found[1] if found else shown_code)
    if _SCIENTIFIC.fullmatch(spelled):
        raise _lost_digits()
    whole = spelled.removesuffix(".0")  # so pandas writes a column of codes in which one is blank
    return (whole if whole.isdigit() else spelled) or None


def _lost_digits() -> Mistake:
    return Mistake("scientific_code", _("Digits are lost; format the column as text and write all digits"))


def error_of(cell: CellError) -> Mistake:
    """Why an error cell, or a formula that was never computed, gives no value."""
    if cell.text.startswith("="):
        return Mistake(
            "formula_without_result", _("The formula has no stored result; open the file in Excel or WPS and save it")
        )
    return Mistake("error_cell", _("The formula shows an error; write the value itself"))
