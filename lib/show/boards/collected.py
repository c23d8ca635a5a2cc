"""管理·汇集: the dashboards from which counties' figures are read, each with its words, its day, and what is wrong."""

import sqlalchemy as sa

from lib.kept.reference import Reference
from lib.review.collecting import sources
from lib.show import blocks
from lib.show.blocks import Block, Finding
from lib.show.boards.words import unit_name
from lib.words.language import gettext as _
from lib.words.lights import Light


def collected_board(connection: sa.Connection, reference: Reference) -> Block | None:
    """Every source; None where this office reads from nobody."""
    found = sources(connection)
    if not found:
        return None
    wrong = sum(bool(one.fault) for one in found)
    title = _("Figures of {count} are read from other offices").format(count=len(found))
    if wrong:
        title = _("Figures of {count} are read from other offices, {wrong} were not read last time").format(
            count=len(found), wrong=wrong
        )
    rows = [
        (
            unit_name(reference.units[one.unit_code]) if one.unit_code in reference.units else one.unit_code,
            one.address,
            one.as_of,
            str(one.collected_on),
            blocks.note_pill(f"{one.fault_on} {one.fault}", Light.FAR_BEHIND) if one.fault else None,
        )
        for one in found
    ]
    headers = (_("Unit"), _("Source"), _("As of, in its own words"), _("Collected on"), _("Why it was not read"))
    return Block(
        Finding(title, _("What was read stays with its day until it is read again")), blocks.table(headers, rows)
    )
