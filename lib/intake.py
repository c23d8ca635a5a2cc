"""An upload on its way: bytes → sheet → checked values → preview, and then through the door."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from lib.checks import CheckedValues, check_values
from lib.half_months import HalfMonth
from lib.ledger import Act, Receipt, save
from lib.preview import Preview, preview_values
from lib.register import read_register
from lib.settings import settings
from lib.sheets import Sheet, read
from lib.store import reading


@dataclass(frozen=True)
class Upload:
    """A file as it was read and checked, and what saving it would change; `act` carries its bytes and its mark."""

    sheet: Sheet
    checked: CheckedValues
    preview: Preview
    act: Act

    @property
    def refused(self) -> int:
        """How many rows have a problem; they are left out when the good ones are saved."""
        return len(self.checked.refused_rows)

    @property
    def good(self) -> int:
        """How many rows can be saved."""
        return len({self.checked.rows[cell] for cell in self.checked.cells})


def take(
    store: sa.Engine,
    content: bytes,
    file_name: str,
    *,
    actor: str,
    form: str | None = None,
    half_month: HalfMonth | None = None,
    scope: str | None = None,
) -> Upload:
    """Read and check a file for one form and half month, and compare it with what is kept; nothing is saved.

    `scope` is the code of the unit that the file may be about, with all below it; None takes every unit.
    Raises FileRefused when the file as a whole cannot be read as a table.
    """
    sheet = read(content, file_name, settings().upload)
    with reading(store) as connection:
        register = read_register(connection)
        checked = check_values(sheet, register, form=form, half_month=half_month, scope=scope)
        preview = preview_values(connection, checked, register)
    return Upload(sheet, checked, preview, Act(actor, "upload", file_name=file_name, content=content))


def save_upload(store: sa.Engine, upload: Upload, actor: str) -> Receipt:
    """Save what the preview showed; sent twice, it is saved once. Raises Locked, Conflict or StoreError."""
    return save(store, replace(upload.act, actor=actor), upload.preview.changes)
