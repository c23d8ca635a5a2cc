"""What surrounds every page: language, style, and the head with title, half month and the state of the data."""

import streamlit as st

from lib import look
from lib.blocks import Markup
from lib.half_months import HalfMonth
from lib.language import LANGUAGES, use
from lib.language import gettext as _
from lib.settings import ROOT, settings

IMAGES = ROOT / "pages" / "images"


def style() -> None:
    """The app's title, icon, logo and style sheet, in the language of this run."""
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


def head(title: str, note: Markup, half_months: list[HalfMonth], opens_at: HalfMonth, key: str) -> HalfMonth:
    """Title, half-month select and the state of the data in one row; the half month chosen.

    `key` is the select's name in the URL: boards and the pages of work each keep their own half month.
    """
    with st.container(key="by_head", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False)
        chosen = st.selectbox(
            _("Half month"),
            [str(each) for each in reversed(half_months)],
            index=len(half_months) - 1 - half_months.index(opens_at),
            format_func=lambda text: HalfMonth.parse(text).label,
            key=key,
            label_visibility="collapsed",
            width=236,
            bind="query-params",
        )
        st.html(str(note))
    return HalfMonth.parse(chosen)
