"""Values as XML formats write them, in full and apart from how they are shown."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from lib.intake.sheets.archive import damaged
from lib.intake.sheets.placed import as_cell, percent
from lib.intake.sheets.rows import Cell, CellError

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""What is raised or lowered leads to a note or is an exponent: glued to a number it would be its last digit."""

Read = Callable[[str], Cell]

_DURATION = re.compile(r"-?P(?:(\d{1,6})D)?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d+)?S)?")

_ERROR = re.compile(r"#(N/A|[A-Z/0]+[!?])|(Err|\u9519\u8bef)[:：]\d+")


def text_or_error(text: str) -> Cell:
    """A text as the cell shows it, which may be that of an error; blank if there is none."""
    return CellError(text) if _ERROR.fullmatch(text) else text or None


def number(text: str) -> Cell:
    """A number in its decimal or scientific spelling."""
    return int(text) if text.isdecimal() and len(text) < 16 else as_cell(float(text))


def fraction(text: str) -> Cell:
    """A number that is shown as a percent."""
    return percent(float(text))


def yes(text: str) -> Cell:
    """A truth value."""
    return text.lower() in ("true", "1")


def moment(text: str) -> Cell:
    """A day, or a day with its time; a day alone where that is midnight."""
    if len(text) == 10:
        return date.fromisoformat(text)
    found = datetime.fromisoformat(text)
    return as_cell(found.date() if found.time() == time() else found)


def duration(text: str) -> Cell:
    """A time of day, or a length of time: PT12H30M00S is 12:30:00."""
    if not (found := _DURATION.fullmatch(text)):
        raise damaged()
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(days, seconds, hours=hours, minutes=minutes)
    return str(length) if length.days else str((datetime.min + length).time())
