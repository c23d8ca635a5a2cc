"""A table on the screen: its rows as people read them, and their edits on the way to the same checks and door.

`count_rows` and `open_grid` search in the database and read a page of what is found; `propose` turns what an editor
sent into changes, problems and conflicts. Nothing is trusted that the editor kept people from typing, and nothing here
knows of Streamlit.
"""

from lib.review.grid.edits import Edits, beyond, read_edits
from lib.review.grid.proposal import Conflict, Proposal, mine, proposal, settled
from lib.review.grid.shape import REMOVE, SURPLUS, Grid, GridColumn, GridRow, Part
from lib.review.grid.sources import (
    Source,
    count_rows,
    export,
    may_edit,
    open_grid,
    propose,
    record_labels,
    sources,
    take,
    takes_edits,
    template,
    title,
)

__all__ = [
    "REMOVE", "SURPLUS", "Conflict", "Edits", "Grid", "GridColumn", "GridRow", "Part", "Proposal", "Source",
    "beyond", "count_rows", "export", "may_edit", "mine", "open_grid", "proposal", "propose", "read_edits",
    "record_labels", "settled", "sources", "take", "takes_edits", "template", "title",
]  # fmt: skip
