"""What a visitor's session remembers: every key of st.session_state, with who sets, reads and clears it.

No other module spells a key or touches st.session_state; tests/test_session.py holds them to it. Only the value of a
widget is not declared here: whoever draws the widget names it, and reads or sets it through `widget` and `set_widget`.
"""

from collections.abc import Hashable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar, cast

import streamlit as st

from lib.ledger.access import Actor
from lib.ledger.accounts import Issued
from lib.review.several import Drop, Outcome
from lib.review.uploads import Upload
from lib.show.blocks import Markup
from lib.ui.making import Making
from lib.words.half_months import HalfMonth
from lib.words.settings import Nothing

Value = TypeVar("Value")


class Offered(NamedTuple):
    """A board whose charts the foot of its page offers, and what it is about."""

    board: object
    half_month: HalfMonth
    about: tuple[str, ...]


class Pdf(NamedTuple):
    """The PDF of a document, or why there is none; `about` is its name and the revision that it was made at."""

    about: tuple[str, int]
    content: bytes = b""
    why_not: str = ""


class Slot(Generic[Value]):
    """A place of the session; `first` is what it holds before anything was put."""

    def __init__(self, name: str, first: Value) -> None:
        self._name, self._first = name, first

    def of(self, name: str) -> "Slot[Value]":
        """The same of the form, grid or uploader of this name."""
        return Slot(f"{name}:{self._name}", self._first)

    def get(self) -> Value:
        """What was put last."""
        # what a session holds Streamlit knows as Any; only `put` and `once` fill it, with values of this type
        return cast(Value, st.session_state.get(self._name, self._first))

    def put(self, value: Value) -> Value:
        """Remember `value`, and hand it back."""
        st.session_state[self._name] = value
        return value

    def take(self) -> Value:
        """What was put last; it is forgotten by this."""
        return cast(Value, st.session_state.pop(self._name, self._first))

    def once(self, value: Value) -> Value:
        """What was put first: `value`, when nothing is there yet."""
        return cast(Value, st.session_state.setdefault(self._name, value))


# Of every page ----------------------------------------------------------------------------------------------------

ACTOR = Slot[Actor | None]("actor", None)
"""Whoever looks. The frame sets it in every run, pages read it by `actor()`; only `forget_all` clears it."""

HALF_MONTH = Slot[HalfMonth | None]("half_month_shown", None)
"""The half month in the head of this page. The frame sets it in every run, pages read it by `half_month()`."""

SENTENCE = Slot("said", Markup(""))
"""What the last act came to. Acts and the editor put it; the next run shows it, which clears it."""

UNDO = Slot[int | None]("undo", None)
"""The number of the batch whose receipt the sentence is. `acts.done` puts it, `acts.say` shows both and clears it."""

OFFERED = Slot[Offered | None]("offered", None)
"""The board whose charts the foot offers. A page puts its own, the foot takes it, the head what was left."""

MAKING = Slot[Making | None]("making", None)
"""The charts of a half month that are drawn for a download, or none were yet. Never cleared."""

PDF = Slot[Pdf | None]("pdf", None)
"""The PDF that was made last, one alone. Its button puts it; it is offered until another is made or data are saved."""

GO_TO = Slot("go_to", "")
"""The code of the unit that was clicked. `go_to_progress` puts it, `go_on` takes it in the run after the click."""

# Of one form, grid or uploader ------------------------------------------------------------------------------------

ROUND = Slot("round", 0)
"""How often it began anew; the keys of its widgets hold it, so that new ones are empty. `begin_anew` raises it."""

MENDS = Slot[Mapping[str, str]]("mends", {})
"""Field by field how to mend what its last save refused. `acts.done` puts it; its next save or discard clears it."""

FIRST = Slot[Any]("first", None)
"""In one round of a form, the record as it was when the fields were filled: what a save compares with."""

ANSWERED = Slot[tuple[str, Nothing] | None]("answered", None)
"""What 无, / and — mean in a file, by its id. `ask_about` puts it, a file of another id is asked about anew."""

# Of one page ------------------------------------------------------------------------------------------------------

TAKEN = Slot[tuple[Hashable, Upload | Drop] | None]("taken", None)
"""数据报送: what was read of the file or files, with what it is about. Cleared when they are put away."""

OPEN_FILE = Slot[tuple[str, int] | None]("open_file", None)
"""数据报送: of several files (their marks) the one that was clicked. Saving all and closing its preview clear it."""

OUTCOMES = Slot[tuple[Outcome, ...]]("outcomes", ())
"""数据报送: what became of several files that were saved at once, until the list is closed or the next such save."""

REFUSED = Slot[Upload | None]("refused", None)
"""数据报送: the upload of which only the good rows were saved. The next run offers the refused ones, and clears it."""

SAYING = Slot("saying", "")
"""数据报送: the mark of the upload whose columns are said anew. A button puts it; a file read anew has another mark."""

COPYING = Slot("copying", "")
"""数据报送: the unit whose reports 本期无变化 is looked at for. A button puts it, saving or leaving clears it."""

ACCOUNT_FILE = Slot[tuple[Hashable, Upload] | None]("account_file", None)
"""管理·账号: what was read of the file of new accounts, with what it rests on. `accounts_from_file` puts it."""

HANDED_OUT = Slot[tuple[Issued, ...]]("handed_out", ())
"""管理·账号: one-time passwords of the accounts of a file. They are put away by their button, and by another view."""

EDITOR = Slot[object]("editor", None)
"""数据表: the `Editor` at work. `editor` puts it, `discard` clears it."""

STOP = Slot[tuple[str, str]]("stop", ("", ""))
"""核实·登记: of a plan the village whose form is open, and the one saved last. It stays until it is saved or left."""

SCREEN_BROUGHT = Slot[str | None]("screen_brought", None)
"""大屏: the half month in the address of the page before. The head puts it, the screen takes it into its own."""

SCREEN_RUNS = Slot("screen_runs", 0)
"""大屏: how often the page ran; it makes the timer another one, which begins anew. Never cleared."""

SCREEN_TICKS = Slot("screen_ticks", False)
"""大屏: whether the next run of the slide is a tick of its timer. The page's run clears it, the slide's puts it."""

SCREEN_CHOICES = Slot("screen_choices", False)
"""大屏: whether the choices are open. M opens and shuts them, Esc shuts them."""

SCREEN_DIGITS = Slot("screen_digits", ("", 0.0))
"""大屏: the digits typed last and when, so that two of them become one number. Never cleared."""

SCREEN_LEFT = Slot("screen_left", False)
"""大屏: Esc was pressed. The next run takes it and opens the overview."""


def actor() -> Actor:
    """Whoever looks at this page in this run."""
    return _set_by_the_frame(ACTOR)


def half_month() -> HalfMonth:
    """The half month that is chosen in the head of this page."""
    return _set_by_the_frame(HALF_MONTH)


def _set_by_the_frame(slot: Slot[Value | None]) -> Value:
    value = slot.get()
    assert value is not None  # no page runs without the frame
    return value


def begin_anew(name: str) -> int:
    """Let the form, grid or uploader of this name be drawn with new widgets, which are empty; its new round."""
    return ROUND.of(name).put(ROUND.of(name).get() + 1)


def widget(key: str) -> Any:
    """What the widget of this key holds at this moment; at a click that is what was typed, not what was drawn.

    None for one that was never drawn. Its type is the widget's, as whoever drew it knows.
    """
    return st.session_state.get(key)


def has_widget(key: str) -> bool:
    """Whether the widget of this key was drawn or set before; it may hold nothing since."""
    return key in st.session_state


def set_widget(key: str, value: Any) -> None:
    """Let the widget of this key hold `value` when it is drawn next."""
    st.session_state[key] = value


def forget_all() -> None:
    """Forget everything: what one person had chosen, typed or uploaded is not the next one's."""
    st.session_state.clear()
