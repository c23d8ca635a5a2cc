"""`import`: a file of values, targets or records, checked as a whole and saved as a whole."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import CheckedRecords, CheckedValues, Problem, check_records, check_values
from lib.intake.preview import Preview, preview_records, preview_values
from lib.intake.sheets import Sheet, read
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.ledger.door import Act, Receipt, save
from lib.review.seed import sentence
from lib.review.uploads import known_codes, take
from lib.server.commands.database import ready, say_saved
from lib.server.commands.usage import BadUsage
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings
from lib.words.texts import printable

DECIDED = ("half_month", "submission")  # they follow from acts with rules of their own: half-month, upload, decisions
TABLES_TAKEN = (*(name for name in TABLES if name not in DECIDED), "target")


@dataclass(frozen=True)
class Incoming:
    """A file as it was read and checked, and what saving it would change."""

    problems: Sequence[Problem]
    notices: Sequence[str]
    preview: Preview
    act: Act


def run(given: argparse.Namespace) -> bool:
    """Save the file unless a row of it has to be mended; False when it was refused."""
    try:
        incoming = _read(ready(), given)
        receipt = _save(ready(), incoming, dry_run=given.dry_run)
    except Refusal as refusal:
        if not given.json:
            raise
        print(json.dumps({"saved": False, "refused": str(refusal)}, ensure_ascii=False))
        return False
    if given.json:
        print(json.dumps(_as_json(incoming, receipt), ensure_ascii=False))
    else:
        _say(incoming, receipt)
    return not incoming.problems


def _read(store: sa.Engine, given: argparse.Namespace) -> Incoming:
    content, name = _content(given.file), given.file.name
    act = Act(given.actor, "upload", file_name=name, content=content)
    if given.table == "target":
        return _targets(store, read(content, name, settings().upload), act)
    if given.table:
        return _records(store, read(content, name, settings().upload), given.table, act)
    _check_form(store, given.form)
    upload = take(store, content, name, actor=given.actor, form=given.form, half_month=given.half_month)
    return _incoming(upload.checked, upload.preview, upload.act)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadUsage(_("{file} cannot be opened: {reason}").format(file=file, reason=error.strerror)) from error


def _check_form(store: sa.Engine, form: str | None) -> None:
    with reading(store) as connection:
        forms = read_reference(connection).forms
    if form is not None and form not in forms:
        raise BadUsage(_("There is no form {form}, only {forms}").format(form=form, forms=", ".join(forms)))


def _targets(store: sa.Engine, sheet: Sheet, act: Act) -> Incoming:
    with reading(store) as connection:
        reference = read_reference(connection)
        checked = check_values(sheet, reference, target=True)
        return _incoming(checked, preview_values(connection, checked, reference), act)


def _records(store: sa.Engine, sheet: Sheet, table: str, act: Act) -> Incoming:
    with reading(store) as connection:
        checked = check_records(sheet, TABLES[table], known_codes(connection))
        return _incoming(checked, preview_records(connection, checked), act)


def _incoming(checked: CheckedValues | CheckedRecords, preview: Preview, act: Act) -> Incoming:
    return Incoming(checked.problems, checked.notices, preview, act)


def _save(store: sa.Engine, incoming: Incoming, *, dry_run: bool) -> Receipt | None:
    if dry_run or incoming.problems or not incoming.preview.changes:
        return None
    return save(store, incoming.act, incoming.preview.changes)


def _as_json(incoming: Incoming, receipt: Receipt | None) -> dict[str, Any]:
    preview = incoming.preview
    return {
        "saved": receipt is not None,
        "batch": receipt.batch if receipt else None,
        "changes": len(preview.changes),
        "new": preview.new,
        "unchanged": preview.unchanged,
        "blank": preview.blanks,
        "unusual": len(preview.notes or ()),
        "notices": list(incoming.notices),
        "problems": [asdict(problem) for problem in incoming.problems],
    }


def _say(incoming: Incoming, receipt: Receipt | None) -> None:
    for notice in incoming.notices:
        print(printable(notice))
    if incoming.problems:
        _say_problems(incoming.problems)
        return
    _say_changes(incoming.preview)
    if receipt:
        say_saved(receipt)
    else:
        print(_("Nothing was saved"))


def _say_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(printable(sentence(problem)))  # a terminal obeys control characters
    kinds = _("; ").join(f"{kind} × {count}" for kind, count in Counter(one.kind for one in problems).most_common())
    print(_("{count} places to mend ({kinds}); nothing was saved").format(count=len(problems), kinds=kinds))


def _say_changes(preview: Preview) -> None:
    counts = _("{new} new, {changed} changed, {unchanged} unchanged, {blank} blank").format(
        new=preview.new,
        changed=len(preview.changes) - preview.new,
        unchanged=preview.unchanged,
        blank=preview.blanks,
    )
    print(counts)
    if preview.notes:
        print(_("{count} changes are unusual; look at them in the history").format(count=len(preview.notes)))
