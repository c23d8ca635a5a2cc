"""The editor of a grid: frozen while somebody edits it, read anew once the edits are saved or discarded."""

import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.review.grid import REMOVE, Edits, Grid, GridColumn, read_edits
from lib.show import blocks
from lib.ui.reading import now
from lib.ui.session import EDITOR, SENTENCE, begin_anew, widget
from lib.words.language import gettext as _
from lib.words.texts import printable

FEW, HEIGHT = 12, 420  # rows, px: the line above and the downloads below stay in view at 1280 × 720


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
    before, revision = at_work(), now()
    if before and before.of == of and (before.edits.count or before.revision == revision):
        return before
    if before and before.of != of and before.edits.count:
        dropped = _("Another table or half month was chosen: {count} edits were not saved")
        SENTENCE.put(blocks.banner("warning", dropped.format(count=before.edits.count)))
    key = f"ed_{name}_{begin_anew('grid')}"
    opened = Editor(of, revision, open_page(), key, secrets.token_urlsafe(16))
    EDITOR.put(opened)
    return opened


def discard() -> None:
    """Forget the edits; the next run reads the table anew."""
    EDITOR.take()


def draw(editor: Editor) -> None:
    """Put the editor on the page; a grid without edits can only be read."""
    grid = editor.grid
    config = {column.name: _config(column) for column in grid.columns}
    if grid.removes:
        config[REMOVE] = st.column_config.CheckboxColumn(_("Remove"), pinned=True, default=False)
    st.data_editor(
        grid.frame(),
        key=editor.key,
        hide_index=True,
        height="content" if len(grid.rows) < FEW else HEIGHT,
        row_height=30,
        num_rows="add" if grid.adds else "fixed",
        disabled=[column.name for column in grid.columns if column.locked] if grid.edits else True,
        column_config=config,
        placeholder="",
    )


def _config(column: GridColumn) -> Any:
    """A column of the editor; numbers without limits and steps, which would silently rewrite what is typed."""
    given: dict[str, Any] = {"pinned": column.key or column.locked}
    kinds, title = st.column_config, printable(column.title)
    if column.kind == "number":
        return kinds.NumberColumn(title, format="localized", **given)
    if column.kind == "yes_no":
        return kinds.CheckboxColumn(title, default=False, **given)
    if column.kind == "choice":
        return kinds.SelectboxColumn(title, options=column.options, **given)
    if column.kind == "day":
        return kinds.DateColumn(title, format="YYYY-MM-DD", **given)
    return kinds.TextColumn(title, **given)
