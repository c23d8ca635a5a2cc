"""`export`: a table, or a form's values or targets, as CSV or XLSX."""

import argparse
import getpass
import logging
import sys
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from lib.intake import exports
from lib.intake.exports import Export
from lib.kept.reference import Reference, read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.server.commands.database import ready
from lib.server.commands.usage import BadUsage
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.said_by_others import of_file

log = logging.getLogger("banyue")

FORMATS = {".csv": exports.as_csv, ".xlsx": exports.as_xlsx}


def run(given: argparse.Namespace) -> bool:
    """Write it to the file given, else as CSV to the screen."""
    ending = given.to.suffix.lower() if given.to else ".csv"
    if ending not in FORMATS:
        raise BadUsage(_("{file}: only .csv and .xlsx can be written").format(file=given.to))
    with reading(ready()) as connection:
        export = _export(connection, given)
    content = FORMATS[ending](export)
    _log(given, len(export.rows))
    if given.to:
        _write(given.to, content)
        print(_("{count} rows written to {file}").format(count=len(export.rows), file=given.to))
    else:
        sys.stdout.buffer.write(content)
    return True


def _log(given: argparse.Namespace, rows: int) -> None:
    """Who took which data out of the database: that it stays inside nobody can promise after this."""
    narrowed = [f"half month {given.half_month}"] if given.half_month else []
    table = ", ".join([given.what, *(["targets"] if given.targets else []), *narrowed])
    log.info("exported by command: %s; %s rows to %s, by %s", table, rows, given.to or "screen", getpass.getuser())


def _export(connection: sa.Connection, given: argparse.Namespace) -> Export:
    reference = read_reference(connection)
    form = reference.forms.get(given.what)
    # the percents of tasks are a form without indicators: they are exported as the table that holds them
    if form and (form.indicators or given.what not in TABLES):
        if given.targets:
            return exports.targets(connection, reference, given.what)
        return exports.values(connection, reference, given.what, given.half_month or _last(reference))
    if given.what not in TABLES or given.targets:
        names = ", ".join((*reference.forms, *(() if given.targets else TABLES)))
        raise BadUsage(_("There is no {name}, only {names}").format(name=given.what, names=names))
    export = exports.records(connection, TABLES[given.what])
    return _of(export, given.what, given.half_month) if given.half_month else export


def _last(reference: Reference) -> HalfMonth:
    if not reference.half_months:
        raise Refusal(_("No half month was opened yet"))
    return max(reference.half_months)


def _of(export: Export, table: str, half_month: HalfMonth) -> Export:
    """The rows of one half month."""
    names = [column.name for column in TABLES[table].columns]
    if "half_month" not in names:
        raise BadUsage(_("{table} has no half months; leave --half-month out").format(table=table))
    at = names.index("half_month")
    return replace(export, rows=[row for row in export.rows if row[at] == half_month.label])


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refusal(_("{file} cannot be written: {reason}").format(file=file, reason=of_file(error))) from error
