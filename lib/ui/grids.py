"""The editor of a grid: frozen while somebody edits it, read anew once the edits are saved or discarded."""

import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.review.grid import REMOVE, SURPLUS, Edits, Grid, GridColumn, beyond, read_edits
from lib.show import blocks
from lib.ui.drawing import paper_note
from lib.ui.labels import plain
from lib.ui.reading import revision
from lib.ui.session import EDITOR, SENTENCE, begin_anew, widget
from lib.ui.sizes import ROW, grid_height, px
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.texts import printable

ROWS, NARROW = 12, 84  # rows, px: the line above and the downloads below stay in view at 1280 × 720


@dataclass(frozen=True)
class Editor:
    """One editing of one page of a table. `key` is the widget's, new for every editing, so that no edit of an earlier
    one lands on another row; `token` marks its save."""

    of: Hashable
    revision: int
    grid: Grid
    key: str
    token: str

    @property
    def state(self) -> Mapping[str, Any]:
        """What the widget sent last."""
        state: Mapping[str, Any] = widget(self.key) or {}
        return state

    @property
    def edits(self) -> Edits:
        """The edits that wait to be saved."""
        return read_edits(self.grid, self.state)


def at_work() -> Editor | None:
    """The editor of the run before."""
    opened = EDITOR.get()
    return opened if isinstance(opened, Editor) else None


def editor(of: Hashable, name: str, open_page: Callable[[], Grid]) -> Editor:
    """The editor of `of` (what was chosen): the one at work while it holds edits, else one with the newest rows."""
    before, newest = at_work(), revision()
    if before and before.of == of and (before.edits.count or before.revision == newest):
        return before
    if before and before.of != of and before.edits.count:
        dropped = _("Another table or half month was chosen: {count} edits were not saved")
        SENTENCE.put(blocks.banner("warning", dropped.format(count=before.edits.count)))
    key = f"ed_{name}_{begin_anew('grid')}"
    opened = Editor(of, newest, open_page(), key, secrets.token_urlsafe(16))
    EDITOR.put(opened)
    return opened


def discard() -> None:
    """Forget the edits; the next run reads the table anew."""
    EDITOR.take()


def draw(editor: Editor) -> None:
    """Put the editor on the page; a grid without edits can only be read."""
    draw_grid(editor.grid, editor.key, ROWS)


def draw_grid(grid: Grid, key: str, most: int) -> None:
    """A grid that hands over what is typed and pasted as it is, also what is too much; with `most` rows it scrolls.

    So it always takes new rows: what a paste has below the last one would otherwise be gone before anybody saw it.
    """
    frame, config = _drawn(grid, current())
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        height="content" if len(grid.rows) < most else grid_height(most),
        row_height=px(ROW),
        num_rows="add" if grid.edits else "fixed",
        disabled=not grid.edits,
        column_config=config,
        placeholder="",  # Streamlit writes None into a cell without a value
    )
    paper_note()


@lru_cache(maxsize=8)  # it may have ten thousand rows
def _drawn(grid: Grid, _language: str) -> tuple[pd.DataFrame, dict[str, ColumnConfig]]:
    """The rows and columns as the editor takes them, the same in every run: Streamlit works on copies."""
    config = {column.name: (_text_column if grid.edits else _column)(column) for column in grid.columns}
    note = _("What a paste brings beyond the last column lands here and is not taken")
    config[SURPLUS] = st.column_config.TextColumn(beyond(), help=note, width=px(NARROW))
    config[REMOVE] = st.column_config.TextColumn(_("Remove"), help=_("Write 1 to take the row away"), width=px(NARROW))
    return grid.frame(), config


def _text_column(column: GridColumn) -> ColumnConfig:
    """A column of an editor: texts, without limits, which would cut off without a word; numbers stand on the right."""
    return st.column_config.TextColumn(
        printable(column.title),
        help=_how_to_write(column),
        pinned=column.key or column.locked,
        alignment="right" if column.kind == "number" else None,
    )


def _how_to_write(column: GridColumn) -> str | None:
    """What can be written in a column that does not take every text, as a text that is no Markdown."""
    if column.kind == "choice":
        return plain(_("One of: {choices}").format(choices=_(", ").join(column.options)))
    helps = {"day": _("A day like 2023-07-05"), "yes_no": _("yes or no")}
    return helps.get(column.kind)


def _column(column: GridColumn) -> ColumnConfig:
    """A column that is only read, in the form of its kind, so that it is sorted by its values."""
    pinned = column.key or column.locked
    kinds, title = st.column_config, printable(column.title)
    if column.kind == "number":
        return kinds.NumberColumn(title, format="localized", pinned=pinned)
    if column.kind == "yes_no":
        return kinds.CheckboxColumn(title, pinned=pinned)
    if column.kind == "day":
        return kinds.DateColumn(title, format="YYYY-MM-DD", pinned=pinned)
    return kinds.TextColumn(title, pinned=pinned)
