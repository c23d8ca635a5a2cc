"""Tables whose cells can be clicked, with the cells that need attention on the tint of their light.

What such a table sends is the same as long as its board is not made anew: it is made with the first run that shows it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, cast

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # it brings no types
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.arrow import ArrowMixin, marshall
from streamlit.elements.lib.column_types import ColumnConfig
from streamlit.proto.ArrowData_pb2 import ArrowData

from lib.show.blocks import Markup
from lib.show.charts.base import text_width
from lib.show.look import PALETTE, TONES
from lib.ui.drawing import html, paper_table, printable_rows
from lib.ui.session import widget
from lib.ui.sizes import ROW, grid_height, px
from lib.words.language import current
from lib.words.lights import Light

Lights = Mapping[tuple[int, str], Light]  # by (row, column)

ROWS = 20  # as many rows as are seen at once; the rest scrolls within the table
# px of the columns but the last: name (at least), state, progress, expected, change; then of history
WIDTHS = {"zh": (86, 70, 58, 50, 58, 90), "en": (80, 114, 70, 72, 60, 44)}
TEXT, SIDES = 13, 16  # px of a name in a grid, and of the room beside it
NOTHING = pa.table({})  # what Streamlit is handed in place of the rows, see `_Filled`


def pick_table(
    rows: pd.DataFrame,
    lights: Lights,
    widths: Sequence[int],
    key: str,
    on_pick: Callable[[int], None],
    at_once: int = ROWS,
) -> None:
    """Draw `rows`, so many of them `at_once`; `widths` are in px by column. A click calls `on_pick` with its row."""
    config = {
        column: st.column_config.Column(width=px(width)) for column, width in zip(rows.columns, widths, strict=True)
    }
    _draw(rows, lights, config, at_once, key, on_pick)


def status_table(rows: pd.DataFrame, lights: Sequence[Light | None], key: str, on_pick: Callable[[int], None]) -> None:
    """A table of units (name, state, progress, expected, change, history); a click calls `on_pick` with its row."""
    name, state, *_others, history = rows.columns
    widest = max((text_width(text, TEXT) for text in rows[name]), default=0)
    widths = (max(round(widest) + SIDES, WIDTHS[current()][0]), *WIDTHS[current()][1:])
    config: dict[str, ColumnConfig] = {
        column: st.column_config.TextColumn(width=px(width)) for column, width in zip(rows.columns, widths, strict=True)
    }
    config[history] = st.column_config.LineChartColumn(width=px(widths[-1]), y_min=0, y_max=100, color=PALETTE.accent)
    _draw(rows, {(at, state): light for at, light in enumerate(lights) if light}, config, ROWS, key, on_pick)


def _draw(
    rows: pd.DataFrame,
    lights: Lights,
    config: dict[str, ColumnConfig],
    at_once: int,
    key: str,
    on_pick: Callable[[int], None],
) -> None:
    drawn = _drawn(_Rows(rows, lights))

    def picked() -> None:
        # without a cell: the choice was taken back, by Esc or a click beside the cells
        if cells := widget(key)["selection"]["cells"]:
            on_pick(int(cells[0][0]))

    _Filled(drawn.sent).dataframe(
        NOTHING,
        key=key,
        hide_index=True,
        height="content" if len(rows) <= at_once else grid_height(at_once),
        row_height=px(ROW),
        column_config=config,
        on_select=picked,
        selection_mode="single-cell",
    )
    html(drawn.paper)


class _Filled(ArrowMixin):
    """The place where the page is at, for a grid without rows: it gets those that were made into a message before.

    Most of what a grid takes is Streamlit's making that message of its rows, which it does in every run.
    """

    def __init__(self, sent: ArrowData) -> None:
        self._sent, self._page = sent, get_dg_singleton_instance().main_dg

    @property
    def dg(self) -> DeltaGenerator:
        return cast(DeltaGenerator, self)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def _enqueue(self, kind: str, message: Any, **how: Any) -> Any:
        # the last step of `dataframe`: key, columns and selection are in the message by then, rows are not
        message.arrow_data.CopyFrom(self._sent)
        return self._page._enqueue(kind, message, **how)


class _Rows:
    """The rows of a board with their lights: the same as long as the board is not made anew."""

    def __init__(self, rows: pd.DataFrame, lights: Lights) -> None:
        self.rows, self.lights = rows, lights

    def __hash__(self) -> int:
        return id(self.rows)  # the cache keeps the rows alive, so that no others get their number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self.rows is other.rows


class _Drawn(NamedTuple):
    sent: ArrowData
    paper: Markup


@lru_cache(maxsize=64)
def _drawn(of: _Rows) -> _Drawn:
    """The table with its colours, and the one for paper."""
    texts, sent = printable_rows(of.rows), ArrowData()
    # With a mark of its own, not one drawn by lot, the browser knows the grid again.
    tinted = texts.style.apply(lambda frame: _tinted(frame, of.lights), axis=None).set_uuid("by")
    marshall(sent, tinted if of.lights else texts, default_uuid="by")
    return _Drawn(sent, paper_table(of.rows, of.lights))


def _tinted(rows: pd.DataFrame, lights: Lights) -> pd.DataFrame:
    """The style of each cell: that of its light, where it has one."""
    styles = pd.DataFrame("", index=rows.index, columns=rows.columns)
    for (row, column), light in lights.items():
        tone = TONES[light]
        styles.loc[row, column] = f"background-color: {tone.tint}; color: {tone.ink}; font-weight: 600"
    return styles
