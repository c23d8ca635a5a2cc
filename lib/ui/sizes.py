"""Sizes in px of what takes no rem: rows and columns of grids follow the page, which is larger on a projector."""

import streamlit as st

USUAL, LARGEST = 16.0, 32.0  # px of 1rem
ROW, HEAD = 30, 36  # px of a row and of the head of a grid where 1rem is USUAL


def root() -> float:
    """How many px 1rem has in this visitor's window, as /page.js said when the connection was opened."""
    try:
        said = float(st.context.cookies.get("by_root", ""))
    except ValueError:
        return USUAL
    return said if USUAL <= said <= LARGEST else USUAL


def px(size: float) -> int:
    """`size`, meant for a page where 1rem is USUAL, in this visitor's window."""
    return round(size * root() / USUAL)
