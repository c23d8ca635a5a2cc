"""An upload on its way: bytes → sheet → checked values → preview, and then through the door."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, CheckedValues, check_records, check_values
from lib.intake.preview import Preview, preview_records, preview_values
from lib.intake.sheets import Sheet, read
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES, Table
from lib.ledger.access import GUEST, Actor
from lib.ledger.door import Act, Receipt, save
from lib.words.half_months import HalfMonth
from lib.words.settings import settings

Checked = TypeVar("Checked", CheckedValues, CheckedRecords)


@dataclass(frozen=True)
class _Taken(Generic[Checked]):
    """A file as it was read and checked, and what saving it would change; `act` carries its bytes and its mark."""

    sheet: Sheet
    checked: Checked
    preview: Preview
    act: Act

    @property
    def refused(self) -> int:
        """How many rows have a problem; they are left out when the good ones are saved."""
        return len(self.checked.refused_rows)


class Upload(_Taken[CheckedValues]):
    """A file of values or targets."""

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return len({self.checked.rows[cell] for cell in self.checked.cells})


class RecordUpload(_Taken[CheckedRecords]):
    """A file of a catalogue or register."""

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return len(self.checked.rows)


def take(
    store: sa.Engine,
    content: bytes,
    file_name: str,
    *,
    actor: Actor,
    form: str | None = None,
    half_month: HalfMonth | None = None,
    scope: str | None = None,
    target: bool = False,
) -> Upload:
    """Read and check a file for one form and half month, and compare it with what is kept; nothing is saved.

    `scope` is the code of the unit that the file may be about, with all below it; None takes every unit. `target`
    reads the form's targets, which have no half month.
    Raises FileRefused when the file as a whole cannot be read as a table.
    """
    sheet = read(content, file_name, settings().upload)
    with reading(store) as connection:
        reference = read_reference(connection)
        checked = check_values(sheet, reference, form=form, half_month=half_month, scope=scope, target=target)
        preview = preview_values(connection, checked, reference)
    return Upload(sheet, checked, preview, Act(actor, "upload", file_name=file_name, content=content))


def take_records(store: sa.Engine, content: bytes, file_name: str, table: Table) -> RecordUpload:
    """Read and check a file of a catalogue or register, and compare it with what is kept; nothing is saved.

    Raises FileRefused when the file as a whole cannot be read as a table.
    """
    sheet = read(content, file_name, settings().upload)
    with reading(store) as connection:
        checked = check_records(sheet, table, known_codes(connection))
        preview = preview_records(connection, checked)
    return RecordUpload(sheet, checked, preview, Act(GUEST, "upload", file_name=file_name, content=content))


def known_codes(connection: sa.Connection) -> dict[str, Collection[str]]:
    """For each table that others refer to its codes; those of units with their level."""
    referred = {column.refers for table in TABLES.values() for column in table.columns} - {""}
    codes = {name: TABLES[name].model.__table__.c.code for name in sorted(referred)}
    known: dict[str, Collection[str]] = {name: set(connection.scalars(sa.select(code))) for name, code in codes.items()}
    unit = TABLES["unit"].model.__table__.c
    return known | {"unit": {row.code: row.level for row in connection.execute(sa.select(unit.code, unit.level))}}


def save_upload(store: sa.Engine, upload: Upload | RecordUpload, actor: Actor) -> Receipt:
    """Save what the preview showed; sent twice, it is saved once. Raises Locked, Conflict or StoreError."""
    return save(store, replace(upload.act, actor=actor), upload.preview.changes)
