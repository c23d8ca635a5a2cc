"""What the overview says, read once: the board puts it on the page, a picture of it into a chat group."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lib.figures.figures import Figure
from lib.figures.progress import LevelProgress, UnitProgress, children, four_levels, task_cells
from lib.figures.reading import figures
from lib.kept.boards import headline
from lib.kept.reference import Reference
from lib.review.submissions import Status, cells_asked, overall, standings
from lib.show.blocks import Attention
from lib.show.boards.attention import Matters, matters, to_deal_with
from lib.words.half_months import HalfMonth


@dataclass(frozen=True)
class OverviewStanding:
    """What the half month itself shows; `counties` stand furthest behind first."""

    figures: Sequence[Figure]
    levels: Sequence[LevelProgress]
    counties: Sequence[UnitProgress]
    matters: Matters


@dataclass(frozen=True)
class OverviewData(OverviewStanding):
    """The prefecture in a half month, with the reports of the one in `collecting`.

    `status` is each county's over all its forms, by code; `burden` is how many cells were asked and filled.
    """

    collecting: HalfMonth
    status: dict[str, Status]
    burden: tuple[int, int]
    to_deal_with: Sequence[Attention]


def overview_standing(connection: sa.Connection, reference: Reference, half_month: HalfMonth) -> OverviewStanding:
    """Read it from the roll-ups and registers."""
    top = reference.top
    counties = children(connection, reference, top, half_month)
    cells = task_cells(connection, reference, [top], half_month)
    return OverviewStanding(
        figures=figures(connection, reference, top, half_month, headline(reference, half_month)),
        levels=four_levels(connection, reference, top, half_month),
        counties=counties,
        matters=matters(connection, reference, half_month, counties, cells),
    )


def overview_data(
    connection: sa.Connection, reference: Reference, now: OverviewStanding, collecting: HalfMonth
) -> OverviewData:
    """What the half month shows, which was read before, with what is reported now."""
    status = overall(standings(connection, collecting))
    return OverviewData(
        **vars(now),
        collecting=collecting,
        status=status,
        burden=cells_asked(connection, collecting),
        to_deal_with=to_deal_with(connection, reference, collecting, status, now.matters),
    )
