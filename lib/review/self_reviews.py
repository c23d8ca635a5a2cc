"""What a department found when it reviewed itself."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from lib.intake.entry import read_form
from lib.kept.changes import differing
from lib.kept.models import SelfReview
from lib.kept.store import record, writing
from lib.kept.tables import TABLES
from lib.ledger.access import Actor
from lib.ledger.door import Act, Receipt, save_within
from lib.words.errors import Refusal
from lib.words.language import gettext as _

_R = SelfReview.__table__.c


def write_review(store: sa.Engine, department_code: str, typed: Mapping[str, Any], actor: Actor) -> Receipt:
    """Save when a department reviewed itself and what it found. Raises Mistakes for each field that cannot be read."""
    table = TABLES["self_review"]
    values = read_form(table, typed)
    with writing(store) as connection:
        review = record(connection, sa.select(SelfReview).where(_R.department_code == department_code))
        after = values if review else {"department_code": department_code, **values}
        changes = differing(table.name, (department_code,), review.as_record() if review else None, after)
        if not changes:
            raise Refusal(_("Nothing differs from what is saved"))
        return save_within(connection, Act(actor, "edit"), changes)
