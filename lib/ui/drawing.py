"""Drawing what boards made: markup, and charts whose bars and cells can be clicked."""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import escape

from lib.show.blocks import Block, Markup, element, finding_of, table
from lib.ui.session import widget
from lib.words.findings import Finding
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
    if part:  # Streamlit refuses an empty text
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


def paper_table(rows: pd.DataFrame, lights: Mapping[tuple[int, str], Light]) -> Markup:
    """The rows of the grid just drawn as a table that is printed in its place: a grid is a picture of what is seen.

    `lights` are by (row, column). Columns of curves are left out.
    """
    columns = [name for name in rows.columns if not isinstance(rows[name].iloc[0], list)] if len(rows) else []
    cells = [
        [_tinted(text, lights.get((at, name))) for name, text in zip(columns, row, strict=True)]
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
