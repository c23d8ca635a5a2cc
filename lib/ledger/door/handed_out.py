"""What is handed out, kept with the act that hands it out: the file itself, its number, version, and what it states."""

from collections.abc import Mapping

import sqlalchemy as sa

from lib.kept.models import Batch, Issued
from lib.kept.store import revision
from lib.ledger.access import must_be_office
from lib.ledger.door import Act, Receipt, save_within
from lib.words.errors import Conflict
from lib.words.language import gettext as _


def issue_within(connection: sa.Connection, act: Act, paper: Mapping[str, object]) -> Receipt:
    """Keep the act's file, of which `paper` tells what a row of Issued holds besides when, by whom, and which file.

    Within a write transaction that the caller holds. Raises Forbidden for anybody but the office.
    """
    by = must_be_office(connection, act.actor)
    receipt = save_within(connection, act, [])
    # the chain seals the batch with the checksum of its file; the row of Issued only leads there
    sha256 = connection.scalar(sa.select(Batch.__table__.c.sha256).where(Batch.__table__.c.id == receipt.batch))
    of_the_act = {"issued_at": receipt.at, "issued_by": by.name, "sha256": sha256}
    connection.execute(sa.insert(Issued).values(**paper, **of_the_act))
    return receipt


def must_still_be(connection: sa.Connection, seen: int) -> None:
    """Raises Conflict when anything was saved after the revision that somebody has seen."""
    if revision(connection) != seen:
        raise Conflict(_("Something was saved after this was shown; nothing was issued. Look again."))
