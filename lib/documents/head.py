"""What the office writes of its own for a half month's documents, kept with it; what is blank is made from the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from lib.intake.entry import read_form
from lib.kept.changes import Change
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.texts import printable

FIELDS = ("issue", "digest_issue", "addressees", "copies", "signed_by", "signed_on", "judgement", "demands")


@dataclass(frozen=True)
class Head:
    """Numbers, addressees, copies, signature, and the two texts of the office; None and "" are not its own."""

    issue: int | None = None
    digest_issue: int | None = None
    addressees: str = ""
    copies: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    judgement: str = ""
    demands: str = ""


@dataclass(frozen=True)
class Shown:
    """What a form was filled from: what was kept (None: nothing yet), and what the data say of each field."""

    head: Head | None
    generated: Mapping[str, str]

    @property
    def fields(self) -> dict[str, str]:
        """What stands in each field: the office's own, else what the data say."""
        own = vars(self.head or Head())
        return {name: printable(str(own[name] or self.generated[name])) for name in FIELDS}


def head_of(connection: sa.Connection, half_month: HalfMonth) -> Head | None:
    """What is kept for the half month; None while the office wrote nothing."""
    row = connection.execute(_HEAD, {"h": half_month.ordinal}).first()
    return Head(**row._mapping) if row else None


_HEAD = sa.text(f"SELECT {', '.join(FIELDS)} FROM briefing WHERE half_month = :h").columns(signed_on=sa.Date())


def write_head(
    store: sa.Engine, half_month: HalfMonth, shown: Shown, typed: Mapping[str, Any], actor: Actor
) -> Receipt:
    """Keep what was typed; a text that equals the generated one stays generated, and follows the data.

    A closed half month can still be written about. Raises Mistakes for each field that cannot be read, Refusal when
    nothing differs, and Conflict when somebody else wrote meanwhile.
    """
    own = {name: "" if _same(text, shown.generated.get(name)) else text for name, text in typed.items()}
    values = read_form(TABLES["briefing"], own)
    changes = _changes(half_month, shown.head, values)
    if not changes:
        raise Refusal(_("Nothing differs from what is saved"))
    return save(store, Act(actor, "edit"), changes)


def _changes(half_month: HalfMonth, head: Head | None, values: Mapping[str, Any]) -> list[Change]:
    key, before = (half_month.ordinal,), vars(head or Head())
    changed = {name: after for name, after in values.items() if before[name] != after}
    if changed and head is None:
        return [Change("briefing", key, "", None, {"half_month": half_month.ordinal} | before | changed)]
    return [Change("briefing", key, name, before[name], after) for name, after in changed.items()]


def _same(text: Any, generated: str | None) -> bool:
    """Whether a text is the generated one, whatever ends its lines."""
    return generated is not None and str(text or "").split() == generated.split()
