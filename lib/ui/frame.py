"""What surrounds every page: language, style, and the head with title, half month and the state of the data."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.ledger.access import Actor
from lib.show import look
from lib.show.boards.pages import Entry
from lib.show.boards.status import DataStatus
from lib.ui.acts import say
from lib.ui.drawing import as_it_is, html
from lib.ui.labels import plain
from lib.ui.session import HALF_MONTH, OFFERED, SCREEN_BROUGHT, has_widget, set_widget, widget
from lib.words.half_months import HalfMonth
from lib.words.language import LANGUAGES, ask, use
from lib.words.language import gettext as _
from lib.words.settings import settings

picture = look.picture


def style() -> None:
    """The app's logo and style sheet, in the language of this run."""
    st.logo(look.picture("logo.svg"))
    as_it_is(look.css())


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
        on_change=_say_again,
        bind="query-params",
    )
    use(chosen or settings().language)


def _language_chosen() -> str | None:
    """What the switch stands at; None outside a visitor's run."""
    in_run = get_script_run_ctx(suppress_warning=True) is not None
    return widget("language") if in_run else None


# An act at a click comes before `speak` of its run: its sentence asks the switch itself.
ask(_language_chosen)


def _say_again() -> None:
    """Set the half months anew, so that their selects and the address show them in the language now chosen."""
    for key in ("half_month", "collecting"):
        if has_widget(key):
            set_widget(key, widget(key))


def last_act(actor: Actor, *, may: bool = True) -> None:
    """What the last click came to, and what the actor lacks who may not save here.

    In a container that is always there: if they stood on the page itself, everything below would move to another place
    when they come or go, and the browser would draw it anew, without what is being typed in it.
    """
    with st.container():
        say()
        if not may:
            only_look = _("Your account can only look here.")
            st.caption(only_look if actor.known else _("Sign in on the left before you change anything."))


def head(title: str, status: DataStatus, entry: Entry) -> None:
    """Title, half-month select, state of the data and help in one row; `session.half_month` is what is chosen here."""
    key, opens_at = entry.half_month_key, getattr(status, entry.opens_at)
    options = [str(each) for each in reversed(status.all)]
    not_opened = _take_from_url(key, options)
    with st.container(key="by_head", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False)
        chosen = st.selectbox(
            _("Half month"),
            options,
            index=options.index(str(opens_at)),
            format_func=lambda text: HalfMonth.parse(text).label,
            key=key,
            label_visibility="collapsed",
            width=212,
            bind="query-params",
        )
        half_month = HalfMonth.parse(chosen)
        html(status.note(half_month, entry.help_of(st.query_params.get("view", ""))))
    with st.container():  # always there, as that of `last_act`
        if not_opened:
            said = _("The address asks for the half month {text}, which was not opened.")
            st.caption(plain(said.format(text=not_opened[:20])))
    HALF_MONTH.put(half_month)
    SCREEN_BROUGHT.put(st.query_params.get("half_month"))  # 大屏 has no head that would ask for it
    OFFERED.take()  # by a page that was left before its foot


def _take_from_url(key: str, options: list[str]) -> str:
    """Read the half month of an address in any spelling or language; Streamlit itself knows only the one it shows.

    So the address is spelled as the select shows it, and read once more: only then does it stay there. Handed back is
    what it asks for in vain; Streamlit takes that out of the address, so it is said once.
    """
    asked = st.query_params.get(key, "")
    if has_widget(key) or not asked:
        return ""
    try:
        half_month = HalfMonth.parse(asked)
    except ValueError:
        return asked
    if str(half_month) not in options:
        return asked
    if asked != half_month.label:
        st.query_params[key] = half_month.label
        st.rerun()
    return ""
