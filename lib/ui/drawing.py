"""Drawing what boards made: markup, and charts whose bars and cells can be clicked."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st
from markupsafe import escape
from pandas.io.formats.style import Styler

from lib.show.blocks import Block, Markup, element, finding_of, table
from lib.show.charts.base import text_width
from lib.show.look import PALETTE, TONES
from lib.ui.session import widget
from lib.ui.sizes import ROW, grid_height, px
from lib.words.findings import Finding
from lib.words.language import current
from lib.words.language import gettext as _
from lib.words.lights import Light
from lib.words.texts import printable


def later(make: Callable[..., bytes], *args: object) -> Callable[[], bytes]:
    """`make(*args)` for a download: it runs in a thread of its own, and must speak the language of this run there."""
    run = copy_context()
    return lambda: run.run(make, *args)


def html(part: Markup | Finding | Block | None) -> None:
    """Put a part of a board on the page, without its chart; nothing where the board has nothing to say there."""
    if isinstance(part, Finding):
        part = finding_of(part)
    if part:
        as_it_is(escape(part))


class _Ready:
    """Markup that Streamlit takes as it is: of a text it asks the disk whether there is such a file, and dedents it."""

    def __init__(self, markup: str) -> None:
        self._markup = markup

    def _repr_html_(self) -> str:
        return self._markup


def as_it_is(markup: str) -> None:
    """Put markup or a style sheet on the page."""
    st.html(_Ready(str(markup)))


def chart(
    block: Block | None,
    key: str,
    pick: str | None = None,
    on_pick: Callable[[dict[str, str]], None] | None = None,
) -> None:
    """Draw a block with its chart, which its finding names for screen readers as well.

    A click on a mark that `pick` names calls `on_pick` with the fields of its row. A call, not an answer in every run:
    going back in the browser shows the old selection again, and must not act.
    """
    html(block)
    if block is None or block.chart is None:
        return
    spec = block.chart.on_page | {"description": block.finding.alt}
    if pick is None or on_pick is None:
        st.vega_lite_chart(spec=spec, theme=None, key=key)
        return

    def picked() -> None:
        if row := _picked(widget(key), pick):
            on_pick(row)

    st.vega_lite_chart(spec=spec, theme=None, key=key, on_select=picked, selection_mode=pick)


def _picked(event: Any, pick: str) -> dict[str, str]:
    """The fields of the row that was clicked; an empty selection is {} or a list without rows."""
    rows = event.get("selection", {}).get(pick) or []
    return dict(rows[0]) if isinstance(rows, list) and rows else {}


def on_paper(rows: pd.DataFrame, lights: Mapping[tuple[int, str], Light] | None = None) -> None:
    """The rows of the grid just drawn as a table that is printed in its place."""
    html(_paper_table(rows, lights))


def _paper_table(rows: pd.DataFrame, lights: Mapping[tuple[int, str], Light] | None) -> Markup:
    """The rows of the grid just drawn as a table that is printed in its place: a grid is a picture of what is seen.

    `lights` are by (row, column). Columns of curves are left out.
    """
    columns = [name for name in rows.columns if not isinstance(rows[name].iloc[0], list)] if len(rows) else []
    tinted = lights or {}
    cells = [
        [_tinted(text, tinted.get((at, name))) for name, text in zip(columns, row, strict=True)]
        for at, row in enumerate(rows[columns].itertuples(index=False))
    ]
    numeric = [at for at, name in enumerate(columns) if pd.api.types.is_numeric_dtype(rows[name])]
    return element("div", "by-on-paper", table(columns, cells, numeric))


def paper_note() -> None:
    """Say on paper that of the grid just drawn only what is seen is printed: it may have ten thousand rows."""
    html(
        element("p", "by-on-paper by-mut", _("Of the table above only what the screen shows; download it for all rows"))
    )


def _tinted(text: object, light: Light | None) -> object:
    return element("span", f"by-pill by-{light}", text) if light else text


def printable_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with every text as it can be shown: a grid draws marks of direction as well."""
    return rows.map(lambda cell: printable(cell) if isinstance(cell, str) else cell)


# px of the columns but the last: name (at least), state, progress, expected, change; then of history
WIDTHS = {"zh": (86, 70, 58, 50, 58, 90), "en": (80, 114, 70, 72, 60, 44)}
ROWS = 20  # of units, before the grid scrolls
TEXT, SIDES = 13, 16  # px of a name in a grid, and of the room beside it


def status_table(rows: pd.DataFrame, lights: Sequence[Light | None], key: str, on_pick: Callable[[int], None]) -> None:
    """A table of units (name, state, progress, expected, change, history); a click calls `on_pick` with its row."""
    name, *_others, history = rows.columns
    drawn = _drawn(_Rows(rows, lights))
    widest = max((text_width(text, TEXT) for text in rows[name]), default=0)
    widths = (max(round(widest) + SIDES, WIDTHS[current()][0]), *WIDTHS[current()][1:])
    config: dict[str, Any] = {
        column: st.column_config.TextColumn(width=px(width)) for column, width in zip(rows.columns, widths, strict=True)
    }
    config[history] = st.column_config.LineChartColumn(width=px(widths[-1]), y_min=0, y_max=100, color=PALETTE.accent)

    def picked() -> None:
        if cells := widget(key)["selection"]["cells"]:
            on_pick(int(cells[0][0]))

    st.dataframe(
        drawn.styled,
        key=key,
        hide_index=True,
        height="content" if len(rows) <= ROWS else grid_height(ROWS),
        row_height=px(ROW),
        column_config=config,
        on_select=picked,
        selection_mode="single-cell",
    )
    html(drawn.paper)


class _Rows:
    """The rows of a board with their lights: the same as long as the board is not made anew."""

    def __init__(self, rows: pd.DataFrame, lights: Sequence[Light | None]) -> None:
        self.rows, self.lights = rows, lights

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self.rows is other.rows


class _Drawn(NamedTuple):
    styled: Styler
    paper: Markup


@lru_cache(maxsize=64)
def _drawn(of: _Rows) -> _Drawn:
    """The table with its colours, and the one for paper: made with the first run that shows them, not in every one."""
    state = of.rows.columns[1]
    tones = [TONES[light] if light else None for light in of.lights]
    styles = [f"background-color: {tone.tint}; color: {tone.ink}; font-weight: 600" if tone else "" for tone in tones]
    styled: Any = printable_rows(of.rows).style.apply(lambda _column: styles, subset=[state]).set_uuid("by")
    styled._compute()
    translated = styled._translate(False, False)
    # Streamlit asks for both in every run: most of what a grid of 27 rows takes. With a mark of its own, not one drawn
    # by lot, the browser knows the grid again.
    vars(styled).update(_compute=lambda: styled, _translate=lambda *_what: translated)
    lights = {(at, state): light for at, light in enumerate(of.lights) if light}
    return _Drawn(styled, _paper_table(of.rows, lights))
