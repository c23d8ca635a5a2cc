"""What surrounds every page: language, style, and the head with title, half month and the state of the data."""

import streamlit as st

from lib import blocks, look
from lib.half_months import HalfMonth
from lib.language import LANGUAGES, use
from lib.language import gettext as _
from lib.settings import ROOT, settings
from lib.ui.drawing import html

IMAGES = ROOT / "pages" / "images"


def style() -> None:
    """The app's title, icon, logo and style sheet."""
    st.set_page_config(
        page_title=settings().title,
        page_icon=str(IMAGES / "icon.png"),
        layout="wide",
        initial_sidebar_state=200,
    )
    st.logo(str(IMAGES / "logo.svg"))
    st.html(look.css())


def speak() -> None:
    """The language switch; all that follows in this run is said in the language chosen."""
    chosen = st.sidebar.segmented_control(
        "语言 Language",
        list(LANGUAGES),
        default=settings().language,
        required=True,
        format_func=LANGUAGES.__getitem__,
        key="language",
        label_visibility="collapsed",
        bind="query-params",
    )
    use(chosen or settings().language)


def head(title: str, half_months: list[HalfMonth], opens_at: HalfMonth, key: str) -> HalfMonth:
    """Title and half-month select in one row; the half month chosen. `key` is its name in the URL."""
    left, middle, right = st.columns([1, 1.2, 3], vertical_alignment="center")
    ...
    return opens_at


def open_half_month(states: dict[HalfMonth, str]) -> HalfMonth:
    """The half month in collection: the first that is open, else the last there is."""
    return next((half_month for half_month, state in states.items() if state == "open"), max(states))
