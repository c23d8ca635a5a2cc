"""Sizes in px of what takes no rem: rows and columns of grids follow the page, which is larger on a projector."""

import streamlit as st

USUAL, LARGEST = 16.0, 32.0  # px of 1rem
ROW = 30  # px of a row of a grid where 1rem is USUAL
HEAD, EDGES = 2.1875, 2  # rem of its head and px of its two edges, as Streamlit 1.67 draws them


def root() -> float:
    """How many px 1rem has in this visitor's window, as /page.js said when the connection was opened."""
    try:
        size = float(st.context.cookies.get("by_root", ""))
    except ValueError:
        return USUAL
    return size if USUAL <= size <= LARGEST else USUAL  # a cookie can hold anything, nan as well


def px(size: float) -> int:
    """`size`, meant for a page where 1rem is USUAL, in this visitor's window."""
    return round(size * root() / USUAL)


def grid_height(rows: int) -> int:
    """px of a grid that shows this many whole rows: of half a row nobody knows whether it is the last."""
    head = int(HEAD * root() + 0.5)  # a half goes up, as the grid draws it; round() would take the even one
    return rows * px(ROW) + head + EDGES
