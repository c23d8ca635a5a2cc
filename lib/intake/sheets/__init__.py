"""Bytes → rows: CSV, TXT, XLSX, XLS, XLSB, ODS, FODS, web pages, XML spreadsheets, told apart by their content alone.

Everything that is not such a table is refused here, before anything is unpacked: FileRefused says what was found
and how to mend it. Cells keep what the file says; what they mean is for `checks`.
"""

from dataclasses import replace

from lib.intake.sheets import archive, encodings, html, ods, signatures, spreadsheetml, text, workbook
from lib.intake.sheets.rows import SHEET_ROWS, Cell, CellError, Row, Sheet
from lib.words.errors import FileRefused
from lib.words.language import gettext as _
from lib.words.settings import UploadLimits

__all__ = ["SHEET_ROWS", "Cell", "CellError", "Row", "Sheet", "read"]


def read(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    """The rows of the table in `content`; `file_name` is only passed on. Raises FileRefused."""
    if not content:
        raise FileRefused(_("The file is empty; export the table again and upload it"))
    if len(content) > limits.max_megabytes * 1_000_000:
        raise FileRefused(
            _("The file has {size} MB, at most {limit} are taken; split it, for example by county").format(
                size=-(-len(content) // 1_000_000), limit=limits.max_megabytes
            )
        )
    if content.startswith(signatures.ZIP):
        sheet = _read_zip(content, file_name, limits)
    elif content.startswith(signatures.COMPOUND):
        sheet = workbook.read_xls(content, file_name, limits)
    else:
        signatures.refuse_other_formats(content)
        sheet = (_read_markup if signatures.markup(content) else text.read_text)(content, file_name, limits)
    if not sheet.rows:
        raise FileRefused(_("There is no row in the file; fill in the template and upload it again"))
    return sheet


_IN_ZIP = {"xl/workbook.xml": workbook.read_xlsx, "xl/workbook.bin": workbook.read_xlsb, "content.xml": ods.read_ods}


def _read_zip(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    names = archive.names(content)
    if "encrypted-package" in names:
        raise archive.locked()
    for member, read_workbook in _IN_ZIP.items():
        if member in names:
            return read_workbook(content, file_name, limits)
    raise archive.other_document()


_MARKED = {"workbook": spreadsheetml.read_spreadsheetml, "document": ods.read_fods, "page": html.read_html}


def _read_markup(content: bytes, file_name: str, limits: UploadLimits) -> Sheet:
    decoded, notices = encodings.decode(content)
    sheet = _MARKED[signatures.markup(content)](decoded, file_name, limits)
    return replace(sheet, notices=sheet.notices + notices)
