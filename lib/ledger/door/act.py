"""What enters the door and what comes back: the act with its mark, and the receipt."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from lib.kept.changes import Change, Key
from lib.ledger.access import Actor
from lib.words.language import N_
from lib.words.states import State

REPORTED_TABLES = ("observation", "task_progress")  # what is reported, under a key that begins with its half month
LOCKED_BY_CLOSING = (*REPORTED_TABLES, "submission")


class ActKind(State):
    """What a saved act was, as the history names it."""

    ACCOUNT = "account", N_("account")
    LOAD = "load", N_("start-up")
    UPLOAD = "upload", N_("upload")
    EDIT = "edit", N_("edit")
    UNCHANGED = "unchanged", N_("nothing changed")
    CARRY = "carry", N_("carried forward")
    UNDO = "undo", N_("undo")
    STATE = "state", N_("half month")
    DECISION = "decision", N_("decision")
    HAND_IN = "hand_in", N_("handed in again")
    ADMISSION = "admission", N_("admission")
    ENTRY = "entry", N_("record of an event")
    MEETING = "meeting", N_("meeting")
    REOPEN = "reopen", N_("meeting reopened")
    ISSUE = "issue", N_("document issued")
    DRAW = "draw", N_("draw of a spot check")
    SPOT_CHECK = "spot_check", N_("spot check")
    ATTACH = "attach", N_("attachment")
    UPGRADE = "upgrade", N_("upgrade of the program")
    TEMPLATE = "template", N_("Word template")
    COLLECT = "collect", N_("collected from another office")


def kind_word(kind: str) -> str:
    """What an act was; one that another version of the program named stands as it is."""
    return ActKind(kind).word if kind in list(ActKind) else kind


@dataclass(frozen=True)
class Act:
    """Who saves what kind of thing, from which file. `token` marks the act: sent twice, it is saved once.

    `kind` is one of `ActKind`; `loads` marks the start-up's own loading of data/,
    which alone may write into half months that are closed already. An undo names the batch that it `undoes`, and the
    cells that it gives back as `carried`, and may say `why`.
    """

    actor: Actor
    kind: str
    note: str = ""
    file_name: str | None = None
    content: bytes | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    loads: bool = False
    undoes: int | None = None
    carried: frozenset[Key] = frozenset()
    why: str = ""

    @property
    def reason(self) -> str:
        """Why it is done: the note, or what an undo, whose note says of which batch, was given beside it."""
        return self.note if self.undoes is None else self.why

    @property
    def may_carry(self) -> bool:
        """Whether this act may leave cells marked as carried forward."""
        return self.kind == ActKind.CARRY or bool(self.carried)

    def carries(self, key: Key) -> bool:
        """Whether the value that this act gives the cell `key` is one carried forward."""
        return self.kind == ActKind.CARRY or key in self.carried


@dataclass(frozen=True)
class Receipt:
    """What was saved: the batch's number, when (UTC), how many cells or records, and its seal in the chain."""

    batch: int
    at: datetime
    changes: int
    seal: str = ""


def half_months_of(act: Act, changes: Collection[Change]) -> frozenset[int] | None:
    """The half months (ordinals) that a save of values may change; None where it may change anything.

    Those of the values, and the ones after them: their changes are counted against these.
    """
    if act.loads or {change.table for change in changes} - {"observation"}:
        return None
    changed = {change.key[0] for change in changes}
    return frozenset(changed | {half_month + 1 for half_month in changed})
