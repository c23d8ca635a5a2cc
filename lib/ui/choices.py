"""Tabs and selects of a page: what is chosen stands in the address by its code; a link opens it in any language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

import streamlit as st

from lib.ui.labels import plain
from lib.ui.reading import reference
from lib.ui.session import GO_TO, has_widget, set_widget, widget
from lib.words.language import gettext as _

Value = TypeVar("Value")

TABS = ("action", "measure", "support", "figure")  # the keys of tabs on pages from which a click leads to a unit


def choice(label: str, options: Mapping[str, str], key: str) -> str:
    """One of `options` (code → words) as a row of tabs; the address holds it as ?key=code and always decides.

    A single option is chosen without being drawn. A code that is none of the options, left over from another tab, is
    passed over and stays: taking it out would be a step of its own in the browser's history, and Back would end there.
    Words are read as well, as links once had them.
    """
    in_address = st.query_params.get(key, "")
    chosen = next((code for code, words in options.items() if in_address in (code, words)), next(iter(options)))
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


class View(NamedTuple):
    """A view of a page: the words of its tab, what draws it, and the table that is written in it ("" for none)."""

    words: str
    draw: Callable[[], None]
    writes: str = ""


def choose_view(views: Mapping[str, View]) -> str:
    """The code of the view that is chosen in the tabs below the head of a page."""
    return choice(_("View"), {code: view.words for code, view in views.items()}, "view")


def _into_the_address(key: str) -> None:
    st.query_params[key] = widget(key)


def select(
    label: str,
    options: Sequence[Value],
    key: str,
    words: Callable[[Value], str],
    code: Callable[[Value], str] = str,
    *,
    first: int | None = 0,
    locked: bool = False,
    hidden: bool = False,
    placeholder: str | None = None,
    width: int | Literal["stretch"] = "stretch",
) -> Value | None:
    """One of `options` in a select; the address holds it as ?key=code and decides, so a link opens it in any language.

    `first` stands in it when nothing is chosen; None: nothing, and what is chosen can be emptied.

    Streamlit's own binding writes the words of one language. Words are read as well, as links once had them; what can
    not be chosen is passed over and said. A select that is locked stays as it is, whatever the address says.
    """
    in_address = st.query_params.get(key)
    named = [option for option in options if in_address in (code(option), words(option))]
    if not (locked and has_widget(key)):
        set_widget(key, named[0] if named else options[first] if options and first is not None else None)
    # What came with a click has been written into the address before. `index` does not choose, as the key holds a value
    # already; None lets it be emptied.
    chosen: Value | None = st.selectbox(
        label, options, index=None if first is None else 0, format_func=words, key=key, disabled=locked,
        placeholder=placeholder, width=width, label_visibility="collapsed" if hidden else "visible",
        on_change=_code_into_the_address, args=(key, options, code),
    )  # fmt: skip
    if in_address and not named:
        st.caption(plain(_("“{text}” in the address cannot be chosen here").format(text=in_address[:20])))
    return chosen


def _code_into_the_address(key: str, options: Sequence[Value], code: Callable[[Value], str]) -> None:
    chosen = widget(key)
    if chosen in options:
        st.query_params[key] = code(chosen)
    else:
        st.query_params.pop(key, None)


def name_in_address(key: str, code: str) -> None:
    """At a click: let the address name this unit, record or option; the browser's Back leads up again."""
    st.query_params[key] = code


def unit_in_address() -> str:
    """The code of the unit that the address names, "" where it names none; one that is no unit's is said."""
    code = st.query_params.get("unit", "")
    if not code or code in reference().units:
        return code
    st.caption(plain(_("“{text}” in the address is the code of no unit").format(text=code[:20])))
    return ""


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
