"""The tables behind each board, one click away."""

from collections.abc import Sequence

import sqlalchemy as sa

from lib.kept import boards
from lib.kept.models import Board
from lib.kept.reference import Reference
from lib.kept.tables import TABLES
from lib.review.grid import Source, title
from lib.show import blocks
from lib.show.blocks import Markup
from lib.show.boards.words import link
from lib.words.half_months import HalfMonth
from lib.words.language import gettext as _

# The form of targets is the demo's: where an office has forms of its own, its link is left out.
RELATED = {
    "progress": (Source("records", "task"), Source("records", "task_progress"), Source("targets", "village_cleanup")),
    "schedule": (
        Source("records", "submission"),
        Source("records", "task_progress"),
        Source("records", "meeting"),
        Source("records", "action_item"),
    ),
    "lists": (Source("records", "duty_item"), Source("records", "admission")),
    "monitoring": (Source("records", "burden_event"), Source("records", "inspection")),
    "verification": (
        Source("records", "spot_plan"),
        Source("records", "spot_check"),
        Source("records", "survey"),
        Source("records", "pilot"),
        Source("records", "visit"),
    ),
}


def _related(reference: Reference, page: str, half_month: HalfMonth) -> Sequence[Source]:
    """Behind boards of indicators stand the forms that ask for them, behind the clean-up targets of the first too."""
    if page not in ("cleanup", "empowerment"):
        return RELATED.get(page, ())
    forms = boards.forms(reference, Board(page), half_month)
    targets = [Source("targets", code) for code in forms[:1] if page == "cleanup"]
    return [*(Source("values", code) for code in forms), *targets]


def _is_there(reference: Reference, source: Source, sees: bool) -> bool:
    """Whether the office has it, and this reader may see it."""
    if source.kind != "records":
        return source.name in reference.forms
    return sees or not TABLES[source.name].unannounced


def related_tables(
    _connection: sa.Connection, reference: Reference, page: str, half_month: HalfMonth, sees: bool
) -> Markup:
    """A line of links under the board `page`; nothing where no table of its own stands behind it.

    Tables of what is not announced are for those alone who `sees` them.
    """
    sources = [source for source in _related(reference, page, half_month) if _is_there(reference, source, sees)]
    if not sources:
        return Markup("")
    links = (
        blocks.linked(title(reference, source), link("tables", table=source.code, collecting=half_month))
        for source in sources
    )
    heading = blocks.element("span", "", _("Tables behind this page: "))
    return blocks.element("p", "by-second by-behind", heading, *links)
