"""`import`: a file of values, targets or records, checked as a whole and saved as a whole."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lib.intake.checks import Problem, Reported, Targets
from lib.intake.listing import emptied
from lib.intake.preview import Preview
from lib.intake.sheets import packed
from lib.kept.models.values import TASK_FORM
from lib.kept.reference import read_reference
from lib.kept.store import reading
from lib.kept.tables import TABLES
from lib.ledger.door import Receipt, save
from lib.review.seed import sentence
from lib.review.several import Drop, File, Item, take_files
from lib.review.uploads import Records, Upload, Wanted, remarks, take
from lib.server.commands.database import ready, say_saved
from lib.server.commands.usage import BadUsage
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.said_by_others import of_file
from lib.words.texts import printable

REMARKS_SAID = 20  # remarks in a terminal; the JSON has all of them
DECIDED = ("half_month", "submission")  # they follow from acts with rules of their own: half-month, upload, decisions
TABLES_TAKEN = (*(name for name in TABLES if name not in DECIDED), "target")


def run(given: argparse.Namespace) -> bool:
    """Save the file unless a row of it has to be mended, of a ZIP each by itself; False when any was refused."""
    content = _content(given.file)
    try:
        store = ready()
        return _archive(store, given, content) if packed.holds_files(content) else _file(store, given, content)
    except Refusal as refusal:
        if not given.json:
            raise
        print(json.dumps({"saved": False, "refused": str(refusal)}, ensure_ascii=False))
        return False


def _file(store: sa.Engine, given: argparse.Namespace, content: bytes) -> bool:
    upload = take(store, content, given.file.name, _wanted(store, given), given.actor, given.nothing)
    noted = _remarks(store, upload)
    receipt = _save(store, upload, dry_run=given.dry_run, empties=given.empty_cells)
    if given.json:
        print(json.dumps(_as_json(upload, receipt, noted), ensure_ascii=False))
    else:
        _say(upload, receipt, noted)
    return not upload.checked.problems


def _wanted(store: sa.Engine, given: argparse.Namespace) -> Wanted:
    if given.table:
        return Targets() if given.table == "target" else Records(TABLES[given.table])
    _check_form(store, given.form)
    if given.form == TASK_FORM:
        return Records(TABLES[TASK_FORM])
    return Reported(given.form, given.half_month)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadUsage(_("{file} cannot be opened: {reason}").format(file=file, reason=of_file(error))) from error


def _check_form(store: sa.Engine, form: str | None) -> None:
    with reading(store) as connection:
        forms = read_reference(connection).forms
    if form is not None and form not in forms:
        raise BadUsage(_("There is no form {form}, only {forms}").format(form=form, forms=", ".join(forms)))


def _save(store: sa.Engine, upload: Upload, *, dry_run: bool, empties: bool) -> Receipt | None:
    if dry_run or upload.checked.problems or not upload.preview.changes:
        return None
    if (count := emptied(upload.preview.changes)) and not empties:
        raise Refusal(
            _("The file empties {count} cells, nothing was saved; with --empty-cells it is saved so").format(
                count=count
            )
        )
    return save(store, upload.act, upload.preview.changes)


def _as_json(upload: Upload, receipt: Receipt | None, noted: Sequence[Problem]) -> dict[str, Any]:
    preview = upload.preview
    return {
        "saved": receipt is not None,
        "batch": receipt.batch if receipt else None,
        "changes": len(preview.changes),
        "new": preview.new,
        "unchanged": preview.unchanged,
        "blank": preview.blanks,
        "emptied": emptied(preview.changes),
        "unusual": len(preview.notes or ()),
        "remarks": [_problem_as_json(remark) for remark in noted],
        "notices": list(upload.checked.notices),
        "problems": [_problem_as_json(problem) for problem in upload.checked.problems],
    }


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    named = {name: getattr(problem, name) for name in ("column", "text", "mend", "kind")}
    return {"row": problem.place} | named


def _say(upload: Upload, receipt: Receipt | None, noted: Sequence[Problem]) -> None:
    for notice in upload.checked.notices:
        print(printable(notice))
    if upload.checked.problems:
        _say_problems(upload.checked.problems)
        return
    _say_changes(upload.preview, noted)
    if receipt:
        say_saved(receipt)
    else:
        print(_("Nothing was saved"))


def _remarks(store: sa.Engine, upload: Upload) -> list[Problem]:
    """What is remarked about the file; to read the reference data is worth it only where there is something."""
    if not upload.preview.notes:
        return []
    with reading(store) as connection:
        return remarks(upload, read_reference(connection))


def _say_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(printable(sentence(problem)))  # a terminal obeys control characters
    kinds = _("; ").join(
        f"{kind} × {count}" for kind, count in Counter(problem.kind for problem in problems).most_common()
    )
    print(_("{count} places to mend ({kinds}); nothing was saved").format(count=len(problems), kinds=kinds))


def _say_changes(preview: Preview, noted: Sequence[Problem]) -> None:
    counts = _("{new} new, {changed} changed, {unchanged} unchanged, {blank} blank").format(
        new=preview.new,
        changed=len(preview.changes) - preview.new,
        unchanged=preview.unchanged,
        blank=preview.blanks,
    )
    print(counts)
    if preview.notes:
        print(_("{count} changes are unusual; look at them in the history").format(count=len(preview.notes)))
    for remark in noted[:REMARKS_SAID]:
        print(printable(sentence(remark)))


# Several files in a ZIP ------------------------------------------------------------------------------------------


def _archive(store: sa.Engine, given: argparse.Namespace, content: bytes) -> bool:
    """Each file by itself, recognised as on the page; what one is refused for keeps no other from being saved."""
    if given.form or given.table:
        raise BadUsage(_("Each file of a ZIP is recognised by its header; leave out --form and --table"))
    drop = take_files(store, [File(given.file.name, content)], Reported(), given.half_month, given.actor, given.nothing)
    assert isinstance(drop, Drop)
    outcomes = [_of_item(store, given, item) for item in drop.items]
    if given.json:
        print(json.dumps({"files": outcomes, "left_out": drop.left_out}, ensure_ascii=False))
    else:
        _say_files(drop, outcomes)
    return not any("refused" in outcome for outcome in outcomes)


def _of_item(store: sa.Engine, given: argparse.Namespace, item: Item) -> dict[str, Any]:
    """What became of one file, as JSON: why it was refused, or what was saved."""
    about = {"file": item.name, "form": item.form, "half_months": list(map(str, item.half_months))}
    if item.upload is None:
        return about | {"saved": False, "refused": item.refused}
    try:
        if refused := _why_not(item, item.upload):
            raise Refusal(refused)
        receipt = _save(store, item.upload, dry_run=given.dry_run or bool(item.after), empties=given.empty_cells)
    except Refusal as refusal:
        return about | {"refused": str(refusal)} | _as_json(item.upload, None, ())
    return about | _as_json(item.upload, receipt, _remarks(store, item.upload)) | {"same_as": list(item.after)}


def _why_not(item: Item, upload: Upload) -> str:
    """Why a file is not saved: a row of it has to be mended, or another one says something else of the same."""
    if upload.checked.problems:
        first = printable(sentence(upload.checked.problems[0]))
        return _("{count} places to mend, first: {first}").format(count=len(upload.checked.problems), first=first)
    if item.disputes:
        return _("other values than in {names}; keep one of them").format(names=_(", ").join(item.disputes))
    return ""


def _say_files(drop: Drop, outcomes: Sequence[dict[str, Any]]) -> None:
    """A line for each file."""
    for outcome in outcomes:
        text = _("{file}: {outcome}").format(file=outcome["file"], outcome=outcome.get("refused") or _outcome(outcome))
        print(printable(text))
    if drop.left_out:
        print(printable(_("Left out, since they are no tables: {names}").format(names=_(", ").join(drop.left_out))))


def _outcome(outcome: dict[str, Any]) -> str:
    if outcome["saved"]:
        return _("{changes} changes, receipt no. {batch}").format(changes=outcome["changes"], batch=outcome["batch"])
    if outcome["same_as"]:
        return _("the same cells as {names}, which is saved first").format(names=_(", ").join(outcome["same_as"]))
    if outcome["changes"]:
        return _("{changes} changes, not saved").format(changes=outcome["changes"])
    return _("no changes: it is kept already")
