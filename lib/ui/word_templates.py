"""管理·Word模板: the layout of each kind of document to take, to bring back changed, and to put back."""

from functools import partial

import sqlalchemy as sa
import streamlit as st

from lib.documents.word_templates.built_in import built_in
from lib.documents.word_templates.kept import content_of, keep, kept, withdraw
from lib.documents.word_templates.received import MOST_BYTES
from lib.documents.word_templates.shapes import CELLS, FIELDS
from lib.kept import store
from lib.kept.reference import Reference
from lib.ledger.access import Actor
from lib.ledger.door import Receipt
from lib.show import blocks
from lib.ui.acts import act
from lib.ui.choices import select
from lib.ui.downloads import download
from lib.ui.drawing import html
from lib.ui.files import choose_file, put_away
from lib.ui.reading import cached, reference
from lib.words.language import gettext as _
from lib.words.settings import settings


def kinds() -> dict[str, str]:
    """The kinds of documents that take a template, in words."""
    return {
        "agenda": _("Agenda of the meeting"),
        "minutes": _("Minutes of the meeting"),
        "supervision": _("Supervision sheet"),
        "checking": _("Notice of spot check"),
        "admission": _("Approval form"),
        "reply": _("Reply to the application"),
    }


def word_templates(actor: Actor) -> None:
    """One kind at a time: its layout on the left, what it may name on the right."""
    words, own = kinds(), cached(_kept)
    kind = select(_("Kind of document"), list(words), "kind", words.__getitem__, width=320)
    assert kind is not None  # it cannot be emptied
    left, right = st.columns([1.1, 1], gap="medium")
    with left:
        html(blocks.Finding(_("Layout of {document}").format(document=words[kind]), _origin(own, kind)))
        offer_layouts(kind, words[kind], kind in own, actor)
        bring_layout(kind, actor)
    with right:
        html(blocks.Finding(_("Placeholders"), _("Write them in the text; lists stand in a loop, as the layout shows")))
        html(placeholders(kind))


def _kept(connection: sa.Connection, _known: Reference) -> dict[str, tuple[str, str, str]]:
    """By kind the name of its file, when it was brought and by whom, in words."""
    return {
        kind: (layout.file_name, settings().clock(layout.at), layout.actor) for kind, layout in kept(connection).items()
    }


def _origin(own: dict[str, tuple[str, str, str]], kind: str) -> str:
    """Where the layout in use comes from."""
    if kind not in own:
        return _("The built-in one; take it, change it in Word or WPS, and bring it back")
    file, at, actor = own[kind]
    return _("{file}, brought by {actor} at {at}").format(file=file, actor=actor, at=at)


def offer_layouts(kind: str, word: str, own: bool, actor: Actor) -> None:
    """The layouts to take away; and back to the built-in one."""
    template = _("template")
    with st.container(horizontal=True):
        if own:
            now = _("in use")
            download(_("Layout in use (Word)"), f"{word}_{template}_{now}", "docx", _in_use, kind, actor, primary=True)
        download(_("Built-in layout (Word)"), f"{word}_{template}", "docx", _built_in, kind, primary=not own)
        if own:
            back = partial(withdraw, store.engine(), kind, actor)
            act(_("Back to the built-in layout"), back, disabled=not actor.decides, undoable=True)


def _in_use(kind: str, actor: Actor) -> bytes:
    with store.reading(store.engine()) as connection:
        return content_of(connection, kind, actor) or _built_in(kind)


def _built_in(kind: str) -> bytes:
    return built_in(kind, reference().top.name)


def bring_layout(kind: str, actor: Actor) -> None:
    """A changed layout: looked at as a whole before it is taken."""
    name = f"word_template_{kind}"
    file = choose_file(_("Changed layout (.docx)"), name, MOST_BYTES // 1_000_000)
    if file is None:
        return

    def take() -> Receipt:
        return keep(store.engine(), kind, file.name, file.getvalue(), actor)

    act(
        _("Use this layout"), take, then=partial(put_away, name), primary=True, disabled=not actor.decides,
        undoable=True,
    )  # fmt: skip


def placeholders(kind: str) -> blocks.Markup:
    """Every name that this kind knows, and what stands there."""
    rows = [(blocks.element("code", "", f"{{{{{name}}}}}"), _(meaning)) for name, meaning in FIELDS[kind].items()]
    if "tables" in FIELDS[kind]:
        rows.append((blocks.element("code", "", ", ".join(f"row.{name}" for name in CELLS)), _("Columns of a row")))
    return blocks.table((_("Placeholder"), _("What stands there")), rows)
