"""The only part of lib that calls Streamlit: what every page shares on the screen."""

from lib.ui.drawing import chart, html, picked
from lib.ui.faults import show_fault
from lib.ui.frame import head, open_half_month, speak, style
from lib.ui.reading import cached, now, warm

__all__ = [
    "cached", "chart", "head", "html", "now", "open_half_month", "picked", "show_fault", "speak", "style", "warm",
]  # fmt: skip
