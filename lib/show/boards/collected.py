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
    collected = sources(connection)
    if not collected:
        return None
    wrong = sum(bool(source.fault) for source in collected)
    title = _("Figures of {count} are read from other offices").format(count=len(collected))
    if wrong:
        title = _("Figures of {count} are read from other offices, {wrong} were not read last time").format(
            count=len(collected), wrong=wrong
        )
    rows = [
        (
            unit_name(reference.units[source.unit_code]) if source.unit_code in reference.units else source.unit_code,
            source.address,
            source.as_of,
            str(source.collected_on),
            blocks.note_pill(f"{source.fault_on} {source.fault}", Light.FAR_BEHIND) if source.fault else None,
        )
        for source in collected
    ]
    headers = (_("Unit"), _("Source"), _("As of, in its own words"), _("Collected on"), _("Why it was not read"))
    return Block(
        Finding(title, _("What was read stays with its day until it is read again")), blocks.table(headers, rows)
    )
