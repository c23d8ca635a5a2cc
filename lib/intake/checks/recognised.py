"""Which forms the sheets of a file are, by their headers alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lib.intake.checks.choice import best, every
from lib.intake.checks.header import find_header
from lib.intake.checks.layout import Layout, read_layout
from lib.intake.checks.titles import Titles, header_key
from lib.intake.checks.wanted import Reported
from lib.intake.sheets import Sheet
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.tables import TABLES

HALF = 0.5
"""Of the columns of a form, which a sheet beside another one must have."""


@dataclass(frozen=True)
class _Fit:
    """A sheet, the form that it is, and the share of the form's columns that it has."""

    sheet: Sheet
    form: str = ""
    share: float = 0


def by_form(file: Sheet, reference: Reference) -> dict[str, Sheet]:
    """The sheets of a file by the form that they are; empty where none is known.

    A file of one form is left as it is. Beside another one a sheet is a form only if it has half of its columns: a
    list of codes names a few as well. What is none is told with each of them.
    """
    titles = Titles(reference, None)
    fits = [_fit(sheet, titles, reference) for sheet in every(file)]
    whole = [fit for fit in fits if fit.share >= HALF]
    forms = dict.fromkeys(fit.form for fit in whole)
    if len(forms) < 2:
        likely = max(fits, key=lambda fit: fit.share).form
        return {likely: file} if likely else {}
    unread = {**file.unread, **{fit.sheet.name: "" for fit in fits if fit not in whole}}
    return {form: _together([fit.sheet for fit in whole if fit.form == form], unread) for form in forms}


def _together(sheets: list[Sheet], unread: Mapping[str, str]) -> Sheet:
    return replace(sheets[0], others=tuple(sheets[1:]), unread=unread)


def _fit(sheet: Sheet, titles: Titles, reference: Reference) -> _Fit:
    layout = read_layout(sheet, find_header(sheet, titles.known), titles, reference, Reported())
    if isinstance(layout, Layout) and layout.form is not None:
        share = 1 if layout.long else len(layout.indicators) / len(layout.form.indicators)
        return _Fit(sheet, layout.form.code, share)
    return _Fit(sheet, TASK_FORM, 1) if holds_percents(replace(sheet, others=())) else _Fit(sheet)


def holds_percents(file: Sheet) -> bool:
    """Whether a sheet of the file has the columns that percents of tasks need."""
    keys = {header_key(title): column for column in _PERCENTS for title in column.headers}

    def known(title: str, group: str = "") -> object | None:
        return keys.get(header_key(title or group))

    _sheet, header = best(file, known)
    return header is not None and header.score >= sum(column.required for column in _PERCENTS)


_PERCENTS = TABLES[TASK_FORM].columns
