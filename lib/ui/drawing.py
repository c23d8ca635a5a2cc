"""Drawing what boards made: markup, and charts whose bars and cells can be clicked."""

from typing import Any

import streamlit as st

from lib.blocks import Markup


def html(markup: Markup) -> None:
    """Put markup of lib.blocks on the page."""
    st.html(str(markup))


def chart(spec: dict[str, Any], key: str, pick: str | None = None) -> dict[str, str]:
    """Draw a chart; when the mark that `pick` names was clicked, the fields of its row, else nothing."""
    if pick is None:
        st.vega_lite_chart(spec=spec, theme=None, key=key)
        return {}
    event = st.vega_lite_chart(spec=spec, theme=None, key=key, on_select="rerun", selection_mode=pick)
    return picked(event, pick)


def picked(event: Any, pick: str) -> dict[str, str]:
    """The fields of the row that was clicked; an empty selection is {} or a list without rows."""
    rows = event.get("selection", {}).get(pick) or []
    return dict(rows[0]) if isinstance(rows, list) and rows else {}
