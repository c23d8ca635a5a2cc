"""A form whose mistakes stand beside their fields, and which keeps what was typed until it is saved."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from lib.show import blocks
from lib.show.blocks import Markup
from lib.ui.acts import done, saved
from lib.ui.drawing import html
from lib.ui.session import FIRST, MENDS, ROUND, SENTENCE, begin_anew, has_widget, set_widget, widget
from lib.words.language import gettext as _
from lib.words.states import State
from lib.words.texts import printable

Value = TypeVar("Value")
Typed = Mapping[str, Any]  # what stands in the fields, by field: a text, a day, a choice, a tick or a file


def _without_class(value: Any) -> Any:
    """A state as the text that it is: Streamlit refuses one that stands among options of another class."""
    return str(value) if isinstance(value, State) else value


class Form:
    """Fields under one name; each is drawn with the mend of its last saving below it."""

    def __init__(self, name: str, filled: Typed | None = None, *, short: bool = False) -> None:
        """`filled` is what the fields hold when they are first drawn.

        A field that is not drawn for a while (another tab, another page) keeps what was typed, but for one of a `short`
        form; that one is in view as a whole, and its mends are not counted above it.
        """
        self._round = ROUND.of(name).get()
        self._name = name
        self._filled = {field: _without_class(value) for field, value in (filled or {}).items()}
        self._fields: list[str] = []
        self._short = short
        self._stays: dict[str, Any] = {} if short else {"persist_state": "session"}  # Streamlit forgets it otherwise

    def text(
        self, field: str, label: str, placeholder: str = "", *, area: bool = False, limit: int = 300, height: int = 76
    ) -> str:
        """A line of text, or with `area` several in a field of this height (px)."""
        draw = st.text_area if area else st.text_input
        more = self._stays | ({"height": height} if area else {})
        return self.field(
            field, lambda key: draw(label, key=key, placeholder=placeholder, max_chars=limit, **more) or ""
        )

    def date(self, field: str, label: str) -> date | None:
        """A day, None while none is chosen."""
        chosen = self.field(field, lambda key: st.date_input(label, None, format="YYYY-MM-DD", key=key, **self._stays))
        return chosen if isinstance(chosen, date) else None  # of Streamlit's type a field of two days is as well

    def choice(
        self, field: str, label: str, options: Mapping[Any, str], *, required: bool = False, placeholder: str = ""
    ) -> Any:
        """One of `options` (value → words); None or, when `required`, the first while nothing is chosen."""
        words = {_without_class(code): text for code, text in options.items()}
        return self.field(
            field,
            lambda key: st.selectbox(
                label, list(words), index=None, format_func=lambda code: printable(words.get(code, str(code))),
                key=key, placeholder=placeholder or _("Choose"), **self._stays,
            ),
            among=words if required else None,
        )  # fmt: skip

    def field(self, field: str, draw: Callable[[str], Value], among: Iterable[Any] | None = None) -> Value:
        """A field of any kind: `draw` draws its widget under the key that it is given.

        What is none of `among` gives way to the first of them.
        """
        key = self._key(field)
        self._fields.append(field)
        # by the key, not as a default: Streamlit warns on the page where a widget is given both
        if field in self._filled and not has_widget(key):
            set_widget(key, self._filled[field])
        if among is not None and widget(key) not in among:
            set_widget(key, next(iter(among)))
        value = draw(key)
        if mend := MENDS.of(self._name).get().get(field):
            html(blocks.mend(mend))
        return value

    def asks(self, field: str) -> bool:
        """Whether the last save refused for this field: one that is drawn only then."""
        return field in MENDS.of(self._name).get()

    def first(self, value: Value) -> Value:
        """`value` as it was when the fields were first filled: what a save compares with, whatever came meanwhile."""
        first: Value = FIRST.of(f"{self._name}:{self._round}").once(value)
        return first

    def unsaved(self, first: Typed) -> bool:
        """Whether a field that was drawn holds at this moment anything but what it was `first` filled with."""
        # a field that was emptied holds None or "", whatever it is of: they are the same to whoever reads it
        return any((widget(self._key(field)) or "") != (first[field] or "") for field in self._fields)

    def button(
        self,
        label: str,
        save: Callable[[Typed], Any],
        sentence: Callable[[Any], Markup] = saved,
        *,
        primary: bool = False,
        disabled: bool = False,
        undoable: bool = False,
    ) -> None:
        """A button that saves what stands in the fields at that moment; after a success the form is empty again.

        `undoable` as `done` takes it.
        """
        st.button(
            label, on_click=self._save, args=(save, sentence, tuple(self._fields), undoable),
            type="primary" if primary else "secondary", disabled=disabled, key=f"{self._name}:{label}",
        )  # fmt: skip

    def discard(self, label: str) -> None:
        """A button that fills the fields anew with what is given now."""
        st.button(label, on_click=self._begin_anew, key=f"{self._name}:{label}")

    def _begin_anew(self) -> None:
        MENDS.of(self._name).take()
        begin_anew(self._name)

    def _key(self, field: str) -> str:
        return f"{self._name}:{self._round}:{field}"

    def _save(
        self,
        save: Callable[[Typed], Any],
        sentence: Callable[[Any], Markup],
        fields: tuple[str, ...],
        undoable: bool,
    ) -> None:
        """What was typed is read here, at the click: the arguments of a button are those of the run before."""
        typed = {field: widget(self._key(field)) for field in fields}
        saved_it = done(lambda: save(typed), sentence, self._begin_anew, form=self._name, undoable=undoable)
        if not saved_it and not self._short:
            self._count_mends(fields)

    def _count_mends(self, fields: tuple[str, ...]) -> None:
        """Say above how many fields are to mend, and what is to mend in those that are not drawn."""
        if mends := MENDS.of(self._name).get():
            counted = _("{count} fields to mend; nothing was saved").format(count=len(mends))
            not_drawn = " ".join(mend for name, mend in mends.items() if name not in fields)
            SENTENCE.put(blocks.banner("error", counted, not_drawn))


def act_with_reason(
    name: str, ask: str, label: str, do: Callable[[str], Any], *, disabled: bool = False, undoable: bool = False
) -> None:
    """A field that asks for a reason, and the button that needs one: `do` takes it; `undoable` as `done` takes it."""
    form = Form(name)
    reason = form.text("reason", ask, limit=200)
    without = disabled or not reason.strip()
    form.button(label, lambda typed: do(typed["reason"]), disabled=without, undoable=undoable)
