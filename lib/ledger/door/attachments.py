"""What must hold of attachments, whoever saves: each is the file of its act, of a record that is there, and stays so.

A department attaches to its own application while that is a draft; all else is the office's. A title may be mended.
"""

import hashlib

import sqlalchemy as sa

from lib.intake.attached import recognised
from lib.kept.changes import Change, Record, current_records
from lib.kept.models import AdmissionState, AttachedTo
from lib.kept.tables import TABLES
from lib.ledger.access import actor_of
from lib.ledger.door.act import Act
from lib.words.errors import Forbidden, Refusal
from lib.words.language import gettext as _
from lib.words.settings import settings

TABLE = TABLES["attachment"]


def check_attachments(connection: sa.Connection, act: Act, records: list[Change]) -> None:
    """Raises Refusal for a change that would make an attachment what it is not, Forbidden for a department's too late,
    and FileRefused for a file of a kind that is not kept."""
    changes = [change for change in records if change.table == "attachment"]
    known = current_records(connection, TABLE, [change.key for change in changes]) if changes else {}
    for change in changes:
        if change.field not in ("", "title"):
            raise Refusal(_("An attachment stays as it was attached; remove it and attach another"))
        new = change.key not in known and act.undoes is None  # an undo brings one back whose file is kept already
        record = known.get(change.key, change.after)
        _check_owner(connection, act, record, new=new)
        if new:
            _check_file(act, record)


def _check_owner(connection: sa.Connection, act: Act, record: Record, *, new: bool) -> None:
    owner = connection.execute(_OWNERS[AttachedTo(record["owner"])], {"key": record["owner_key"]}).first()
    decides = actor_of(connection, act.actor).decides
    # the department that an attachment names is what the right to it rests on: it must be that of the application
    if owner is None or ((new or not decides) and owner.department_code != record["department_code"]):
        raise Refusal(_("There is nothing any more to which this could be attached; look again"))
    if not decides and owner.state != AdmissionState.DRAFT:
        raise Forbidden(_("The application was handed in: its attachments are the office's to change. Ask it"))


_OWNERS = {
    AttachedTo.ADMISSION: sa.text("SELECT department_code, state FROM admission WHERE code = :key"),
    AttachedTo.ITEM: sa.text("SELECT NULL AS department_code, '' AS state FROM action_item WHERE code = :key"),
    AttachedTo.MEETING: sa.text("SELECT NULL AS department_code, '' AS state FROM meeting WHERE code = :key"),
    AttachedTo.ISSUED: sa.text(
        "SELECT NULL AS department_code, '' AS state FROM issued WHERE CAST(id AS VARCHAR) = :key"
    ),
}


def _check_file(act: Act, record: Record) -> None:
    content = act.content or b""
    claimed = (record["kind"], record["size"], record["sha256"])
    if claimed != (recognised(content, settings().upload), len(content), hashlib.sha256(content).hexdigest()):
        raise Refusal(_("An attachment comes with its file; attach it on the page of what it belongs to"))


def attached(connection: sa.Connection, owner: str, key: str) -> int:
    """How many attachments a record has."""
    return int(connection.execute(_COUNT, {"owner": owner, "key": key}).scalar_one())


_COUNT = sa.text("SELECT COUNT(*) FROM attachment WHERE owner = :owner AND owner_key = :key")
