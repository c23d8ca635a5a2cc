"""Who sits in front of the screen: read anew at every run, shown in the sidebar, and asked to sign in where needed."""

from urllib.parse import urlencode

import streamlit as st

from lib.kept import store
from lib.ledger import accounts
from lib.ledger.access import GUEST, Actor, scope_words, signed_in
from lib.server.gate import token_of
from lib.show import blocks
from lib.ui.drawing import html
from lib.ui.session import ACTOR, forget_all
from lib.words.language import LANGUAGES, current
from lib.words.language import gettext as _
from lib.words.settings import settings


def token() -> str | None:
    """The session token that the browser sent when it opened the connection of this page."""
    return token_of(st.context.cookies)


def reader() -> Actor:
    """Whoever looks at this page at this moment; GUEST without a sign-in, or once it has ended."""
    of_browser = token()
    if of_browser is None:
        return GUEST
    with store.reading(store.engine()) as connection:
        return signed_in(connection, of_browser)


def arrive() -> tuple[Actor, bool]:
    """The reader of this run, noted as somebody who is at work; and whether a sign-in has just ended."""
    before, actor = ACTOR.get(), reader()
    if accounts.long_unseen(actor):
        accounts.seen(store.engine(), actor)
    was_known = before is not None and before.known
    if before and was_known and actor.known and before.account != actor.account:
        forget_all()
    ACTOR.put(actor)
    return actor, was_known and not actor.known


def may_look(actor: Actor) -> bool:
    """Whether anything at all may be shown."""
    return actor.known or settings().access.view == "open"


def whereabouts(page: str) -> str:
    """The address of a page with all that stands in it now, to come back to after signing in."""
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    path = f"/{'' if page == 'overview' else page}"
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def person(actor: Actor, page: str) -> None:
    """Name and scope in the sidebar with the ways to a new password and out; for a guest the way in."""
    with st.sidebar:
        if not actor.known:
            html(blocks.element("p", "by-person", _link("/sign-in", _("Sign in"), page, "by-sign-in")))
            return
        ways = (_link("/password", _("Password"), page), _link("/sign-out", _("Sign out"), page))
        name, scope = blocks.bold(actor.name), blocks.element("span", "by-mut", scope_words(actor))
        html(blocks.element("div", "by-person", name, scope, blocks.element("p", "", *ways)))


def _link(path: str, text: str, page: str, classes: str = "") -> blocks.Markup:
    query = urlencode({"next": whereabouts(page), "language": LANGUAGES[current()]})
    return blocks.element("a", classes, text, href=f"{path}?{query}", target="_self")


def ask_to_sign_in(page: str, *, ended: bool) -> None:
    """In place of a page that needs a sign-in: why, and the way to it."""
    first = _("Your sign-in has ended") if ended else _("This page needs a sign-in")
    html(blocks.empty(first, _("You come back to this page with all that stands in its address.")))
    html(blocks.element("p", "", _link("/sign-in", _("Sign in"), page, "by-sign-in")))


def not_yours() -> None:
    """In place of a page that this account has no use for: the same words as for one that does not exist."""
    html(blocks.empty(_("There is nothing at this address"), _("Or it is not open to your account.")))
