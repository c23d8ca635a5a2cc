"""The menu of the pages, and the one of them that is open."""

from copy import copy
from functools import lru_cache

import streamlit as st

from lib.ledger.access import Actor
from lib.show.boards.pages import DEFAULT, ENTRIES, MENU, Entry, group_words


def navigation(actor: Actor) -> tuple[st.Page, Entry]:
    """Draw the menu; the page that its address or a click chose, and its entry."""
    groups = {
        word: [_page(entry, actor) for entry in MENU if entry.group == group] for group, word in group_words().items()
    }
    chosen = st.navigation(groups, expanded=True)
    return chosen, ENTRIES[chosen.url_path or DEFAULT]


def _page(entry: Entry, actor: Actor) -> st.Page:
    """Guests see all pages, so that whoever has an account finds the way."""
    in_menu = not actor.known or entry.needed_by(actor)
    # Hidden, not left out: at its address stands our own answer, not Streamlit's English "page not found".
    return copy(_page_of(entry.name, entry.title(), in_menu))


@lru_cache(maxsize=4 * len(MENU))  # two languages, in the menu or not
def _page_of(name: str, title: str, in_menu: bool) -> st.Page:
    """Made once in each language: to find its file again and again took a tenth of a run. Each run opens a copy."""
    return st.Page(
        f"{name}.py", title=title, url_path=name, default=name == DEFAULT,
        visibility="visible" if in_menu else "hidden",
    )  # fmt: skip
