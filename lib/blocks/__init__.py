"""Parts of a page as HTML: data in, markup out, every text escaped. The page hands the result to st.html."""

from lib.blocks.cards import Card, card_of
from lib.blocks.figures import LevelRow, Tile, level_bars, progress_bar, tiles
from lib.blocks.html import Markup, element, join
from lib.blocks.sentences import (
    Attention,
    attention,
    banner,
    empty,
    finding,
    head_note,
    lead,
    mend,
    path,
    plain,
    said,
    steps,
)
from lib.blocks.status import (
    SubmissionPill,
    item_pill,
    legend,
    note_pill,
    pill,
    submission_legend,
    submission_pill,
    submissions,
)
from lib.blocks.tables import ChangeRow, Problem, changes_table, chip, problems_table, table

__all__ = [
    "Attention",
    "Card",
    "ChangeRow",
    "LevelRow",
    "Markup",
    "Problem",
    "SubmissionPill",
    "Tile",
    "attention",
    "banner",
    "card_of",
    "changes_table",
    "chip",
    "element",
    "empty",
    "finding",
    "head_note",
    "item_pill",
    "join",
    "lead",
    "mend",
    "legend",
    "level_bars",
    "note_pill",
    "path",
    "pill",
    "plain",
    "problems_table",
    "progress_bar",
    "said",
    "steps",
    "submission_legend",
    "submission_pill",
    "submissions",
    "table",
    "tiles",
]
