"""XLSX and XLS → rows, read by calamine."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineSheet, CalamineWorkbook

from lib.errors import FileRefused
from lib.language import gettext as _
from lib.settings import Upload
from lib.sheets.rows import Cell, Row, Sheet


def read_xlsx(content: bytes, file_name: str, limits: Upload) -> Sheet:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheet = book.get_sheet_by_index(0)
    rows = [Row(n, tuple(_cell(v) for v in r)) for n, r in enumerate(sheet.to_python(skip_empty_area=False), 1)]
    return Sheet(file_name, sheet.name, tuple(rows))

read_xls = read_xlsx

def _cell(value):
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
