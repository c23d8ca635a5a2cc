"""What the office writes of its own for a half month's documents, kept with it; what is blank is made from the data."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from lib.intake.entry import read_form
from lib.kept.changes import differing
from lib.kept.models import Briefing
from lib.kept.store import record
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save
from lib.words.errors import Refusal
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _
from lib.words.texts import printable

FIELDS = tuple(name for name in Briefing.model_fields if name != "half_month")


@dataclass(frozen=True)
class Desk:
    """What a form was filled from: what was kept (None: nothing yet), and what the data say of each field."""

    head: Briefing | None
    generated: Mapping[str, str]

    @property
    def fields(self) -> dict[str, str]:
        """What stands in each field: the office's own, else what the data say."""
        return {name: printable(str(getattr(self.head, name, "") or self.generated[name])) for name in FIELDS}


def head_of(connection: sa.Connection, half_month: HalfMonth) -> Briefing | None:
    """What is kept for the half month; None while the office wrote nothing."""
    return record(connection, sa.select(Briefing).where(Briefing.__table__.c.half_month == half_month.ordinal))


def write_head(
    store: sa.Engine, half_month: HalfMonth, shown: Desk, typed: Mapping[str, object], actor: Actor
) -> Receipt:
    """Keep what was typed; a text that equals the generated one stays generated, and follows the data.

    A closed half month can still be written about. Raises Mistakes for each field that cannot be read, Refusal when
    nothing differs, and Conflict when somebody else wrote meanwhile.
    """
    own = {name: "" if _same(text, shown.generated.get(name)) else text for name, text in typed.items()}
    before = shown.head or Briefing(half_month=half_month.ordinal)
    after = before.changed(**read_form(TABLES["briefing"], own)).as_record()
    if after == before.as_record():
        raise Refusal(_("Nothing differs from what is saved"))
    saved = shown.head.as_record() if shown.head else None
    return save(store, Act(actor, "edit"), differing("briefing", (half_month.ordinal,), saved, after))


def _same(text: object, generated: str | None) -> bool:
    """Whether a text is the generated one, whatever ends its lines."""
    return generated is not None and str(text or "").split() == generated.split()
