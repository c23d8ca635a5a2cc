"""Parts of a page as HTML: data in, markup out, every text escaped. The page hands the result to st.html."""

from lib.show.blocks.document import Around, anchor, document
from lib.show.blocks.figures import LevelRow, Tile, change_words, level_bars, progress_bar, tiles
from lib.show.blocks.findings import Block, Chart, card_of, finding_of
from lib.show.blocks.html import Markup, bold, element, join, linked, style
from lib.show.blocks.sent import Spec
from lib.show.blocks.sentences import (
    Attention,
    BannerKind,
    Sentence,
    attention,
    banner,
    empty,
    head_note,
    in_a_row,
    lead,
    mend,
    path,
    steps,
    told,
)
from lib.show.blocks.slides import (
    About,
    Bar,
    Foot,
    Slide,
    columns,
    ems,
    slide,
    slide_bars,
    slide_contents,
    slide_count,
    slide_empty,
    slide_figures,
    slide_levels,
    slide_table,
)
from lib.show.blocks.status import (
    item_pill,
    legend,
    note_pill,
    pill,
    submission_legend,
    submission_pill,
    submissions,
)
from lib.show.blocks.tables import ChangeRow, changes_table, chip, problems_table, scrolling, table, wide_table
from lib.words.findings import Card, Finding

__all__ = [
    "About", "Around", "Attention", "BannerKind", "Bar", "Block", "Card", "ChangeRow", "Chart", "Finding", "Foot",
    "LevelRow", "Markup", "Sentence", "Slide", "Spec", "Tile", "anchor", "attention", "banner", "bold", "card_of",
    "change_words", "changes_table", "chip", "columns", "document", "element", "empty", "ems", "finding_of",
    "head_note", "in_a_row", "item_pill", "join", "lead", "legend", "level_bars", "linked", "mend", "note_pill",
    "path", "pill", "problems_table", "progress_bar", "scrolling", "slide", "slide_bars", "slide_contents",
    "slide_count", "slide_empty", "slide_figures", "slide_levels", "slide_table", "steps", "style",
    "submission_legend", "submission_pill", "submissions", "table", "tiles", "told", "wide_table",
]  # fmt: skip
