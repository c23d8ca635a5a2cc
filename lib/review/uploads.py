"""The one way of a file: read → check → preview → save, whether a page, a command or the start-up brings it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import sqlalchemy as sa

from lib.intake.checks import (
    CheckedRecords,
    CheckedValues,
    Problem,
    Reported,
    Targets,
    check_records,
    check_values,
)
from lib.intake.checks.choice import indicator_columns
from lib.intake.checks.layout import another_form
from lib.intake.checks.problems import REMARK, by_row, in_sheets
from lib.intake.column_rules import in_full
from lib.intake.preview import Preview, note_word, preview_values
from lib.intake.record_preview import preview_records
from lib.intake.sheets import SHEET_ROWS, Sheet, read
from lib.kept.changes import place
from lib.kept.current import current_reference
from lib.kept.models import Indicator
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import Reference
from lib.kept.store import reading, records
from lib.kept.tables import TABLES, Table
from lib.kept.uncollected import uncollected
from lib.ledger.access import GUEST, Actor
from lib.ledger.door import Act, Receipt, save
from lib.review.in_time import checked_in_time
from lib.review.own_headers import with_remembered
from lib.review.waiting import waits_again
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.language import named
from lib.words.settings import Nothing, settings


@dataclass(frozen=True)
class Records:
    """Records of a table; `settle` adds what no single row tells, with what the database holds. `half_month` is the one
    that is reported, if one is."""

    table: Table
    settle: Callable[[sa.Connection, CheckedRecords], CheckedRecords] = lambda _connection, checked: checked
    half_month: HalfMonth | None = None


Wanted = Reported | Targets | Records


@dataclass(frozen=True)
class Upload:
    """A file as it was read and checked, and what saving it would change; `act` carries its bytes and its mark."""

    sheet: Sheet
    checked: CheckedValues | CheckedRecords
    preview: Preview
    act: Act

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets that were read."""
        return self.checked.sheets or (self.sheet,)

    @property
    def form(self) -> str:
        """The form that was read; empty where none was recognised, and of records."""
        return self.checked.form if isinstance(self.checked, CheckedValues) else ""

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return self.checked.good

    @property
    def refused(self) -> int:
        """How many rows have a problem; they are left out when the good ones are saved."""
        return len(self.checked.refused_rows)


def take(
    store: sa.Engine,
    content: bytes,
    file_name: str,
    wanted: Wanted,
    actor: Actor = GUEST,
    nothing: Nothing | None = None,
) -> Upload:
    """Read and check a file for what is `wanted`, and compare it with what is kept; nothing is saved.

    Raises FileRefused when the file as a whole cannot be read as a table.
    """
    with uncollected():
        sheet = read(content, file_name, settings().upload)
        with reading(store) as connection:
            return take_sheet(connection, sheet, content, wanted, actor, nothing)


def take_sheet(
    connection: sa.Connection,
    sheet: Sheet,
    content: bytes,
    wanted: Wanted,
    actor: Actor = GUEST,
    nothing: Nothing | None = None,
    reference: Reference | None = None,
) -> Upload:
    """The same of a file that was read already; `reference` spares reading it again."""
    checked, preview = compare(connection, sheet, wanted, reference, nothing)
    if not (checked.problems or checked.good):
        checked = replace(checked, problems=(nothing_filled(),))
    # of a workbook the sheets that fit are read, of which the first need not be the workbook's
    first = checked.sheets[0] if checked.sheets else sheet
    return Upload(first, checked, preview, Act(actor, "upload", file_name=sheet.file_name, content=content))


def nothing_filled() -> Problem:
    """Nothing read is not “no change”: a header alone, or a blank template."""
    return Problem(mend=_("Nothing is filled in in the file; fill it in and upload it again"), kind="nothing_filled")


def compare(
    connection: sa.Connection,
    sheet: Sheet,
    wanted: Wanted,
    reference: Reference | None = None,
    nothing: Nothing | None = None,
) -> tuple[CheckedValues | CheckedRecords, Preview]:
    """Check a sheet, and compare what it says with what is kept. `reference` spares reading it again.

    `nothing` is what 无, / and — mean in this file; without it the office's setting holds.
    """
    means = nothing or settings().upload.nothing
    if isinstance(wanted, Records):
        given = check_records(sheet, wanted.table, known_codes(connection), means, wanted.half_month)
        if wanted.table.name == TASK_FORM and (other := _values_instead(connection, sheet, given)):
            given = replace(given, problems=(other,))
        rows = checked_in_time(connection, wanted.settle(connection, given))
        preview = preview_records(connection, rows)
        rows = replace(rows, problems=in_sheets(rows.problems, [each.name for each in rows.sheets]))
        return replace(rows, notices=(*rows.notices, *waits_again(connection, preview.changes))), preview
    reference = reference or current_reference(connection)
    not_used = list[str]()  # why what is remembered of its titles is not used
    if isinstance(wanted, Reported):
        wanted, not_used = with_remembered(connection, sheet, wanted, reference)
    values = check_values(sheet, reference, wanted, means)
    preview = preview_values(connection, values, reference)
    return replace(values, notices=(*not_used, *values.notices, *waits_again(connection, preview.changes))), preview


def _values_instead(connection: sa.Connection, sheet: Sheet, given: CheckedRecords) -> Problem | None:
    """The one sentence about a file of values that was brought as the percents of tasks."""
    if not any(problem.row is None for problem in given.problems):
        return None  # a problem without a row is one of the whole file: only then nothing in it was read as percents
    reference = current_reference(connection)
    values = check_values(sheet, reference, Reported(any_state=True))
    if (
        not values.form
        or TASK_FORM not in reference.forms
        or any(problem.kind == "missing_column" for problem in values.problems)
    ):
        return None
    return another_form(reference, values.form, reference.forms[TASK_FORM].name)


def remarks(upload: Upload, reference: Reference) -> list[Problem]:
    """What is remarked about values that differ, each where it stands in the file; it keeps nobody from saving."""
    if not isinstance(upload.checked, CheckedValues):
        return []
    notes, remarked = upload.preview.notes or {}, []
    columns = indicator_columns(upload.checked.sheets, reference, upload.checked.form or None) if notes else {}
    for change in upload.preview.changes:
        if several := notes.get(change.key):
            indicator = reference.indicator_by_id[place(change.key)[1]]
            words = _("; ").join(map(note_word, several))
            row, title = upload.checked.rows.get(change.key), named(indicator.name, indicator.name_en)
            # rows of the second sheet are numbered from SHEET_ROWS on, those of the third from twice that
            letter = columns.get(((row or 0) // SHEET_ROWS, indicator.code), "")
            text = in_full(change.after, indicator)
            remarked.append(Problem(row=row, letter=letter, title=title, text=text, mend=words, kind=REMARK))
    return sorted(remarked, key=by_row)


def known_codes(connection: sa.Connection) -> dict[str, Collection[str]]:
    """For each table that others refer to its codes; those of units with their level, of indicators with themselves."""
    referred = {column.refers for table in TABLES.values() for column in table.columns} - {"", "unit", "indicator"}
    codes = {name: TABLES[name].model.__table__.c.code for name in sorted(referred)}
    known: dict[str, Collection[str]] = {name: set(connection.scalars(sa.select(code))) for name, code in codes.items()}
    unit = TABLES["unit"].model.__table__.c
    levels = dict(connection.execute(sa.select(unit.code, unit.level)).all())
    indicators = {indicator.code: indicator for indicator in records(connection, sa.select(Indicator))}
    return known | {"unit": levels, "indicator": indicators}


def save_upload(store: sa.Engine, upload: Upload, actor: Actor) -> Receipt:
    """Save what the preview showed; sent twice, it is saved once. Raises Locked, Conflict or StoreError."""
    return save(store, replace(upload.act, actor=actor), upload.preview.changes)
