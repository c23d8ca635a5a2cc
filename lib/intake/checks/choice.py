"""Which sheets of a workbook are read: those whose header fits what is asked, never simply the largest."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lib.intake.checks.header import Header, find_header
from lib.intake.checks.problems import Problem
from lib.intake.sheets import Sheet
from lib.words.language import gettext as _


def every(file: Sheet) -> Iterator[Sheet]:
    """The sheets of a file that can be read, in their order."""
    yield replace(file, others=(), unread={}) if file.others else file
    yield from file.others


def best(file: Sheet, known: Callable[[str], object | None]) -> tuple[Sheet, Header | None]:
    """The sheet whose header names the most columns, and that header; the first sheet where none has one."""
    found = [(sheet, find_header(sheet, known)) for sheet in every(file)]
    return max(found, key=lambda one: one[1].score if one[1] else 0)


def left_out(file: Sheet, read: Sequence[Sheet]) -> list[str]:
    """What to tell about a workbook that holds more than what is read."""
    taken = [sheet.name for sheet in read]
    rest = [sheet.name for sheet in every(file) if sheet.name not in taken]
    others = [*rest, *file.unread]
    if not others:
        return []
    notice = _("Read is the sheet “{name}”; left out: {others}")
    return [notice.format(name=_(", ").join(taken), others=_(", ").join(others))]


def unreadable(file: Sheet) -> Problem | None:
    """Why a sheet cannot be read, where no other one has what is asked."""
    why = next((reason for reason in file.unread.values() if reason), "")
    return Problem(mend=why, kind="unreadable_sheet") if why else None
