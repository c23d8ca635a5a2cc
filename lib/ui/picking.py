"""A table whose rows can be clicked, with the cells that need attention on the tint of their light."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.show.look import TONES
from lib.ui.drawing import on_paper, printable_rows
from lib.ui.session import widget
from lib.ui.sizes import ROW, grid_height, px
from lib.words.lights import Light

ROWS = 20  # as many rows as are seen at once; the rest scrolls within the table


def pick_table(
    rows: pd.DataFrame,
    lights: Mapping[tuple[int, str], Light],
    widths: Sequence[int],
    key: str,
    on_pick: Callable[[int], None],
    shown: int = ROWS,
) -> None:
    """Draw `rows`; `lights` are by (row, column), `widths` in px by column. A click calls `on_pick` with its row."""
    config: dict[str, Any] = {
        column: st.column_config.Column(width=px(width)) for column, width in zip(rows.columns, widths, strict=True)
    }

    def picked() -> None:
        if cells := widget(key)["selection"]["cells"]:
            on_pick(int(cells[0][0]))

    texts = printable_rows(rows)
    st.dataframe(
        texts.style.apply(lambda frame: _tinted(frame, lights), axis=None) if lights else texts,
        key=key,
        hide_index=True,
        height="content" if len(rows) <= shown else grid_height(shown),
        row_height=px(ROW),
        column_config=config,
        on_select=picked,
        selection_mode="single-cell",
    )
    on_paper(rows, lights)


def _tinted(rows: pd.DataFrame, lights: Mapping[tuple[int, str], Light]) -> pd.DataFrame:
    """The style of each cell: that of its light, where it has one."""
    styles = pd.DataFrame("", index=rows.index, columns=rows.columns)
    for (row, column), light in lights.items():
        tone = TONES[light]
        styles.loc[row, column] = f"background-color: {tone.tint}; color: {tone.ink}; font-weight: 600"
    return styles
