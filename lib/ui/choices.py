"""Tabs within a page: the one chosen stands in the address by its code, so that a link opens it in any language."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import streamlit as st

from lib.ui.labels import plain
from lib.ui.reading import reference
from lib.ui.session import GO_TO, has_widget, set_widget, widget

TABS = ("action", "measure", "support", "figure")


def choice(label: str, options: Mapping[str, str], key: str) -> str:
    """One of `options` (code → words) as a row of tabs; the address holds it as ?key=code and always decides.

    A single option is chosen without being drawn. A code that is none of the options, left over from another tab, is
    passed over and stays: taking it out would be a step of its own in the browser's history, and Back would end there.
    """
    given = st.query_params.get(key, "")
    chosen = given if given in options else next(iter(options))
    if len(options) > 1:
        # The address first: Back and a link change it without touching the control.
        set_widget(key, chosen)
        st.segmented_control(
            label,
            list(options),
            format_func=lambda code: plain(options[code]),
            key=key,
            required=True,
            label_visibility="collapsed",
            on_change=_into_the_address,
            args=(key,),
        )
    return chosen


def _into_the_address(key: str) -> None:
    st.query_params[key] = widget(key)


def take_code(key: str, options: Iterable[Hashable], code: Callable[[Any], str] = str) -> None:
    """Let a link name an option of a bound select by its code; Streamlit itself knows only the words it shows."""
    given = st.query_params.get(key)
    if given and not has_widget(key):
        named = [option for option in options if code(option) == given]
        if named:
            set_widget(key, named[0])


def go_down(row: dict[str, str]) -> None:
    """A click on a unit: this page at that unit; a village has a page of its own, opened by `go_on`."""
    code = row["unit_code"]
    if reference().units[code].level == "village":
        go_to_progress(row)
    else:
        st.query_params["unit"] = code


def go_to_progress(row: dict[str, str]) -> None:
    """A click on a unit: its own page, opened by `go_on`."""
    GO_TO.put(row["unit_code"])


def go_on() -> None:
    """Open the unit that was clicked: pages cannot be switched within a callback, the run after it does.

    The tabs stay in the address. Streamlit writes the new query under the old page before it leaves, and Back comes
    to that entry: with the tabs in it, it shows what was left.
    """
    if unit := GO_TO.take():
        tabs = {key: st.query_params[key] for key in TABS if key in st.query_params}
        st.switch_page("progress.py", query_params=tabs | {"unit": unit})
