"""Which accepted reports wait for the office again once a correction is saved, as its preview says beforehand."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept.changes import Change
from lib.ledger.door import touched
from lib.words.language import gettext as _
from lib.words.language import named


def waits_again(connection: sa.Connection, changes: Sequence[Change]) -> tuple[str, ...]:
    """A sentence for each report that is accepted and of which `changes` change a cell or percent."""
    keys = touched(connection, changes)
    text = _("{county}, {form}: accepted; once this is saved it waits for the office again")
    return tuple(
        text.format(county=named(row.county, row.county_en), form=named(row.form, row.form_en))
        for row in connection.execute(_ACCEPTED)
        if tuple(row[:3]) in keys
    )


_ACCEPTED = sa.text(
    "SELECT s.half_month, f.code, s.county_code, f.name AS form, f.name_en AS form_en, u.name AS county,"
    " u.name_en AS county_en FROM submission s JOIN form f ON f.code = s.form JOIN unit u ON u.code = s.county_code"
    " WHERE s.decision = 'accepted' ORDER BY s.half_month, s.county_code, f.code"
)
