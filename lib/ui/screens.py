"""The projector: keys are buttons with shortcuts, turning is a fragment, and the address holds what is shown.

So it comes back to the same slide by itself when the server is started anew: the browser asks again with its address.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lib.show import blocks, look
from lib.show.boards.status import data_status
from lib.show.boards.words import unit_name
from lib.show.screens import Asked, Page, all_topics, asked, foot_note, pages, slide, turn, written
from lib.ui.drawing import html
from lib.ui.labels import plain
from lib.ui.reading import cached, reference
from lib.ui.session import (
    SCREEN_BROUGHT,
    SCREEN_CHOICES,
    SCREEN_DIGITS,
    SCREEN_LEFT,
    SCREEN_RUNS,
    SCREEN_TICKS,
    set_widget,
    widget,
)
from lib.words.half_months import HalfMonth
from lib.words.language import LANGUAGES, current
from lib.words.language import gettext as _
from lib.words.settings import settings

RENEWED = 30  # seconds after which a slide that does not turn is drawn anew, with new figures and after a restart
DIGITS = 1.5  # seconds within which two digits are one number

KEYS = {"Left": -1, "PageUp": -1, "Right": 1, "PageDown": 1}  # the last two are what a presenter's remote sends


@dataclass(frozen=True)
class Show:
    """The slides that the address asks for, and which of them (from 0) is shown."""

    asked: Asked
    half_month: HalfMonth
    collecting: HalfMonth
    pages: tuple[Page, ...]

    @property
    def at(self) -> int:
        return min(self.asked.slide, len(self.pages)) - 1

    @property
    def turns(self) -> bool:
        return self.asked.rotate and not SCREEN_CHOICES.get()


def screen() -> None:
    """One slide over the whole window, the keys, and the control bar at its lower edge."""
    st.html(look.slides_css(current()))
    show = _show()
    # The browser keeps the timer of a fragment whose interval is the same: another one starts it anew at each key.
    runs = SCREEN_RUNS.put(SCREEN_RUNS.get() + 1)
    every = (show.asked.seconds if show.turns else RENEWED) + runs % 2 / 1000
    SCREEN_TICKS.put(False)  # the first draw of the fragment is the page's, which must not turn it
    st.fragment(run_every=every)(_turn)()
    _keys()
    with st.container(key="by_bar"):
        _bar(show)
        if SCREEN_CHOICES.get():
            _choices(show)


def _query() -> dict[str, str]:
    """What the address asks for; who comes from a board brings its half month, which the board kept.

    While the half month is bound to the board's select, in the first run, Streamlit lets nobody else write it into the
    address, and takes it out at the end of that run, or sooner, when another run breaks it off.
    """
    address = st.query_params.to_dict()
    if "half_month" in address or not (brought := SCREEN_BROUGHT.get()):
        return address
    try:
        st.query_params["half_month"] = brought
        SCREEN_BROUGHT.take()
    except StreamlitAPIException:
        pass  # still bound: the next run writes it
    return address | {"half_month": brought}


def _show() -> Show:
    status = cached(data_status)
    wanted = asked(_query(), reference(), status.all)
    half_month = wanted.half_month or status.reviewed
    slides = cached(pages, half_month, status.collecting, wanted.county, wanted.topics)
    return Show(wanted, half_month, status.collecting, tuple(slides))


# The slide --------------------------------------------------------------------------------------------------------


def _turn() -> None:
    """Draw the slide; a tick of the timer turns it first, a run of the whole page does not."""
    show = _show()
    if SCREEN_TICKS.get() and show.turns:
        _go(1)
        show = _show()
    SCREEN_TICKS.put(True)
    if show.pages:
        _draw(show)


def _draw(show: Show) -> None:
    about = (show.half_month, show.collecting, show.asked.county)
    drawn = cached(slide, *about, show.pages, show.at)
    foot = blocks.Foot(
        note=cached(foot_note, *about),
        at=show.at + 1,
        of=len(show.pages),
        keys=_("←→ turn　space pauses　M options") if show.turns else _("←→ turn　space goes on　M options"),
        paused=not show.turns,
    )
    html(blocks.slide(drawn, show.half_month.label, foot, show.asked.notice if show.at == 0 else ""))


# Keys -------------------------------------------------------------------------------------------------------------


def _keys() -> None:
    """Buttons that are not drawn, only their keys count; the bar has those of left, right, space, M and Esc."""
    with st.container(key="by_keys"):
        for key in ("PageUp", "PageDown"):
            st.button(key, key=f"screen_{key}", shortcut=key, on_click=_go, args=(KEYS[key],))
        st.button("Home", key="screen_Home", shortcut="Home", on_click=_jump, args=(1,))
        st.button("End", key="screen_End", shortcut="End", on_click=_jump, args=(-1,))
        for digit in "0123456789":
            st.button(digit, key=f"screen_{digit}", shortcut=digit, on_click=_digit, args=(digit,))


def _go(steps: int) -> None:
    """Forwards or backwards; after the last slide comes the first."""
    show = _show()
    _jump((show.at + steps) % len(show.pages) + 1)


def _jump(number: int) -> None:
    """To a slide by its number; −1 is the last one."""
    count = len(_show().pages)
    _write(slide=count if number < 0 else min(max(number, 1), count))


def _digit(digit: str) -> None:
    """One digit jumps at once; a second one shortly after makes the two one number. 0 alone is the last slide."""
    before, at = SCREEN_DIGITS.get()
    now = time.monotonic()
    typed = before + digit if now - at < DIGITS else digit
    if int(typed) > len(_show().pages):
        typed = digit
    SCREEN_DIGITS.put((typed, now))
    _jump(int(typed) or -1)


def _pause() -> None:
    _write(rotate=not _show().asked.rotate)


def _open_or_shut() -> None:
    SCREEN_CHOICES.put(not SCREEN_CHOICES.get())


def _leave() -> None:
    """Shut the choices, else go to the overview; pages cannot be switched within a callback, the next run does it."""
    if SCREEN_CHOICES.take():
        return
    SCREEN_LEFT.put(True)


def leave_screen() -> None:
    """After Esc, the overview, at the half month that was shown if it was chosen."""
    if SCREEN_LEFT.take():
        chosen = _show().asked.half_month
        st.switch_page("overview.py", query_params={"half_month": chosen.label} if chosen else {})


def _write(**changes: object) -> None:
    """Put what changed into the address, and nothing else: each change is a step in the browser's history."""
    asked_now = _show().asked
    before = written(asked_now, reference())
    after = written(replace(asked_now, **changes), reference())  # type: ignore[arg-type]  # fields of Asked, by name
    for name in before.keys() - after.keys():
        st.query_params.pop(name, None)
    for name, text in after.items():
        if before.get(name) != text:
            st.query_params[name] = text


# The control bar --------------------------------------------------------------------------------------------------


def _bar(show: Show) -> None:
    """What the keys do, for a pointer or a finger."""
    with st.container(horizontal=True, gap="small"):
        st.button(_("‹ back (←)"), key="screen_left_key", shortcut="Left", on_click=_go, args=(-1,))
        pause = _("Pause (space)") if show.asked.rotate else _("Go on (space)")
        # While the choices are open nothing turns, and space belongs to the choice that has the focus.
        is_open = SCREEN_CHOICES.get()
        st.button(pause, key="screen_pause", shortcut="Space", on_click=_pause, disabled=is_open)
        st.button(_("on (→) ›"), key="screen_right_key", shortcut="Right", on_click=_go, args=(1,))
        st.button(_("Options (M)"), key="screen_options", shortcut="M", on_click=_open_or_shut)
        st.button(_("Leave (Esc)"), key="screen_leave", shortcut="Esc", on_click=_leave)


def _choices(show: Show) -> None:
    """Half month, unit and slides, and the address that shows the same anywhere."""
    with st.container(key="by_choices"):
        when, where, address = st.columns([1, 0.8, 2.2], gap="small")
        with when:
            _choose_half_month(show)
        with where:
            _choose_unit(show)
        with address:
            html(blocks.element("p", "", _("Address of these slides, to be sent or opened in the meeting room")))
            st.code(_address(show.asked), language=None, wrap_lines=True)
        _choose_topics(show)


def _choose_half_month(show: Show) -> None:
    options = ["", *(str(each) for each in reversed(cached(data_status).all))]
    # the address decides, also after Back: what stands there is put into the select in every run
    set_widget("screen_half_month", str(show.asked.half_month or ""))
    st.selectbox(
        _("Half month"),
        options,
        format_func=lambda text: HalfMonth.parse(text).label if text else _("the last one closed"),
        key="screen_half_month",
        on_change=lambda: _write(half_month=_chosen_half_month(), slide=1),
    )


def _chosen_half_month() -> HalfMonth | None:
    text = widget("screen_half_month")
    return HalfMonth.parse(text) if text else None


def _choose_unit(show: Show) -> None:
    known = reference()
    top = known.children[None][0]
    units = {"": unit_name(top)} | {unit.code: unit_name(unit) for unit in known.children.get(top.code, [])}
    set_widget("screen_county", show.asked.county)
    st.selectbox(
        _("Unit"),
        list(units),
        format_func=units.__getitem__,
        key="screen_county",
        on_change=lambda: _write(county=widget("screen_county"), slide=1),
    )


def _choose_topics(show: Show) -> None:
    known = all_topics(reference())
    set_widget("screen_topics", list(show.asked.topics))
    st.pills(
        _("Slides"),
        list(known),
        selection_mode="multi",
        format_func=lambda code: plain(known[code].word),
        key="screen_topics",
        on_change=lambda: _write(topics=_chosen_topics(show.asked.topics), slide=1),
    )


def _chosen_topics(before: Sequence[str]) -> tuple[str, ...]:
    """Those that stay keep their order, new ones come last; none chosen are all of config.toml."""
    chosen = widget("screen_topics")
    stay = [topic for topic in before if topic in chosen]  # pills hand them over in their own order
    return (*stay, *(topic for topic in chosen if topic not in stay)) or turn(reference())


def _address(wanted: Asked) -> str:
    """It begins with the first slide; the language stands in it when it is not the office's."""
    query = written(replace(wanted, slide=1), reference())
    if current() != settings().language:
        query["language"] = LANGUAGES[current()]
    here = (st.context.url or "/screen").partition("?")[0]
    return f"{here}?{urlencode(query, safe=',')}" if query else here
