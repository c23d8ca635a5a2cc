"""Texts at the door: only what can be seen is kept, whichever page, file or command they come from."""

from dataclasses import replace
from typing import Any

from lib.kept.changes import Change
from lib.ledger.door.act import Act
from lib.words.errors import Refusal
from lib.words.language import gettext as _
from lib.words.texts import printable


def printable_act(act: Act) -> Act:
    """The act with its texts as they are kept. Raises Refusal when nothing of one can be seen."""
    file_name = act.file_name and printable(act.file_name)
    actor = replace(act.actor, name=_seen(act.actor.name))
    return replace(act, actor=actor, note=_seen(act.note), file_name=file_name)


def printable_record(change: Change) -> Change:
    """The change of a record with its new texts as they are kept; what was before stays as it stands in the database.

    Raises Refusal when nothing of a text can be seen: a reason or a title must not be empty in disguise.
    """
    if isinstance(change.after, dict):
        after = {name: _seen(value) for name, value in change.after.items()}
        return change._replace(key=tuple(map(_seen, change.key)), after=after)
    return change._replace(after=_seen(change.after))


def _seen(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    seen = printable(value)
    if value.strip() and not seen.strip():
        raise Refusal(_("A text consists of characters that cannot be seen; nothing was saved. Write it anew."))
    return seen
