"""A form whose mistakes stand beside their fields, and which keeps what was typed until it is saved."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from lib.ledger.door import Receipt
from lib.show import blocks
from lib.ui.drawing import html
from lib.words.errors import Mistakes, Refusal
from lib.words.language import gettext as _
from lib.words.texts import printable

Made = TypeVar("Made")

# A field that is not drawn for a while (another tab, another page) keeps what was typed.
_KEPT: dict[str, Any] = {"persist_state": "session"}


class Form:
    """Fields under one name; each is drawn with the mend of its last saving below it."""

    def __init__(self, name: str, given: Mapping[str, Any] | None = None) -> None:
        """`given` is what the fields hold when they are first drawn."""
        self._round = st.session_state.setdefault(f"{name}:round", 0)
        self._name = name
        self._given = dict(given or {})
        self._fields: list[str] = []

    def text(
        self, field: str, label: str, placeholder: str = "", *, area: bool = False, limit: int = 300, height: int = 76
    ) -> str:
        """A line of text, or with `area` several in a field of this height (px)."""
        draw = st.text_area if area else st.text_input
        more: dict[str, Any] = {"height": height} if area else {}
        found = draw(label, key=self._key(field), placeholder=placeholder, max_chars=limit, **more, **_KEPT)
        self._mend(field)
        return str(found or "")

    def date(self, field: str, label: str) -> date | None:
        """A day, None while none is chosen."""
        found = st.date_input(label, None, format="YYYY-MM-DD", key=self._key(field), **_KEPT)
        self._mend(field)
        return found if isinstance(found, date) else None

    def first(self, value: Made) -> Made:
        """`value` as it was when the fields were first filled: what a save compares with, whatever came meanwhile."""
        key = f"{self._name}:{self._round}:first"
        made: Made = st.session_state.setdefault(key, value)
        return made

    def choice(self, field: str, label: str, options: Mapping[Any, str], *, required: bool = False) -> Any:
        """One of `options` (value → words); None or, when `required`, the first while nothing is chosen."""
        key = self._key(field)
        if required and st.session_state.get(key) not in options:
            st.session_state[key] = next(iter(options))
        found = st.selectbox(
            label, list(options), index=None, format_func=lambda one: printable(options.get(one, str(one))), key=key,
            placeholder=_("Choose"), **_KEPT,
        )  # fmt: skip
        self._mend(field)
        return found

    def button(
        self, label: str, save: Callable[[Mapping[str, Any]], Receipt], *, primary: bool = False, disabled: bool = False
    ) -> None:
        """A button that saves what stands in the fields at that moment; after a success the form is empty again."""
        st.button(
            label, on_click=self._save, args=(save, tuple(self._fields)), type="primary" if primary else "secondary",
            disabled=disabled, key=f"{self._name}:{label}",
        )  # fmt: skip

    def discard(self, label: str) -> None:
        """A button that fills the fields anew with what is given now."""
        st.button(label, on_click=self._begin_anew, key=f"{self._name}:{label}")

    def _begin_anew(self) -> None:
        st.session_state.pop(f"{self._name}:mends", None)
        st.session_state[f"{self._name}:round"] = self._round + 1

    def _key(self, field: str) -> str:
        key = f"{self._name}:{self._round}:{field}"
        self._fields.append(field)
        if key not in st.session_state and field in self._given:
            st.session_state[key] = self._given[field]
        return key

    def _mend(self, field: str) -> None:
        if mend := st.session_state.get(f"{self._name}:mends", {}).get(field):
            html(blocks.mend(mend))

    def _save(self, save: Callable[[Mapping[str, Any]], Receipt], fields: tuple[str, ...]) -> None:
        """What was typed is read here, at the click: the arguments of a button are those of the run before."""
        typed = {field: st.session_state.get(f"{self._name}:{self._round}:{field}") for field in fields}
        st.session_state.pop(f"{self._name}:mends", None)
        try:
            saved = save(typed)
        except Mistakes as mistakes:
            st.session_state[f"{self._name}:mends"] = mistakes.fields
            shown = {name: mend for name, mend in mistakes.fields.items() if name not in fields}
            first = _("{count} fields to mend; nothing was saved").format(count=len(mistakes.fields))
            st.session_state.said = blocks.banner("error", first, " ".join(shown.values()))
        except Refusal as refusal:
            st.session_state.said = blocks.banner("error", str(refusal))
        else:
            st.session_state[f"{self._name}:round"] = self._round + 1
            st.session_state.said = blocks.banner("success", _("Saved as no. {batch}").format(batch=saved.batch))
