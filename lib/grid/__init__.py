"""A table on the screen: its rows as people read them, and their edits on the way to the same checks and door.

`open_grid` gives the rows, `Grid` finds and pages them, `propose` turns what an editor sent into changes, problems and
conflicts. Nothing is trusted that the editor kept people from typing, and nothing here knows of Streamlit.
"""

from lib.grid.edits import Edits, read_edits
from lib.grid.proposal import Conflict, Problem, Proposal, mine
from lib.grid.shape import REMOVE, Grid, GridColumn, GridRow
from lib.grid.sources import Source, export, may_edit, open_grid, propose, sources, take, template, title

__all__ = [
    "REMOVE", "Conflict", "Edits", "Grid", "GridColumn", "GridRow", "Problem", "Proposal", "Source", "export",
    "may_edit", "mine", "open_grid", "propose", "read_edits", "sources", "take", "template", "title",
]  # fmt: skip
